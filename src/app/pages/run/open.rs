//! A page is opened: its model is read, and the run that its address names is restored.

use super::{Runner, bar, branches, dock, runs_page, steps, update, values};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::{history, page, spawn, time, voice};
use crate::app::pages::entry::RUNBOOK;
use crate::app::state::drill::Drill;
use crate::markdown::{self, Document};
use crate::run::civil::Civil;
use crate::run::identity::{Changes, Known};
use crate::run::{self, Event, Kind, Mode, Run, labels, progress, record, trial};
use crate::runbook::{Runbook, Severity};
use crate::text::percent;
use leptos::prelude::*;
use std::rc::Rc;

/// The open runbook page.
pub struct OpenPage {
    /// The article.
    pub article: Element,
    /// The runbook's id.
    pub id: String,
    /// Its title as the page shows it.
    pub title: String,
    /// Its source; empty when it could not be had.
    pub source: Rc<str>,
    document: Document,
    known: Vec<Known>,
    /// Elements of the steps, in the runbook's order.
    pub elements: Vec<Option<Element>>,
}

/// The steps of a text, to be recognised later.
pub fn known(document: &Document) -> Vec<Known> {
    progress::known(document.runbook(), &document.prepared.text)
}

impl OpenPage {
    fn new(article: Element, id: String, source: Rc<str>) -> Self {
        let document = markdown::read_with(&source, &page::settings());
        let known = known(&document);
        let marked = dom::find_all(&article, "[data-step]");
        let elements = known.iter().map(|step| {
            let own = |element: &&Element| dom::attribute(element, "data-step").as_deref() == Some(&step.id);
            marked.iter().find(own).cloned()
        });
        let elements = elements.collect();
        let title = dom::find(&article, "h1")
            .map(|title| dom::text(&title))
            .unwrap_or_default();
        Self {
            title: title.trim().to_string(),
            article,
            id,
            source,
            document,
            known,
            elements,
        }
    }

    /// The model.
    pub fn runbook(&self) -> &Runbook {
        self.document.runbook()
    }

    /// Its steps with their fingerprints, in the runbook's order.
    pub fn known(&self) -> &[Known] {
        &self.known
    }

    /// What changed since a run began with the source `began`.
    pub fn changes(&self, run: &Run, began: Option<&str>) -> Changes {
        match began {
            Some(source) if *source == *self.source => progress::changes(run, Some(&self.known), &self.known),
            Some(source) => {
                let then = known(&markdown::read_with(source, &page::settings()));
                progress::changes(run, Some(&then), &self.known)
            }
            None => progress::changes(run, None, &self.known),
        }
    }

    /// Whether this site has the very text that the run began with.
    pub fn is_text_of(&self, run: &Run) -> bool {
        run.source.is_empty() || run.source == record::hash(&self.source)
    }
}

/// The value of a reserved key in the address's query.
pub fn query(key: &str) -> Option<String> {
    let url = history::url();
    let (_, rest) = url.split('#').next()?.split_once('?')?;
    pairs(rest)
        .into_iter()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value)
}

/// The run that the address names.
pub fn wanted_run() -> Option<String> {
    query("run").filter(|id| !id.is_empty())
}

/// Names and values of a query or of a fragment that carries some.
pub fn pairs(text: &str) -> Vec<(String, String)> {
    let pair = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let plain = |text: &str| percent::decode(&text.replace('+', " "));
        Some((plain(name), plain(value)))
    };
    text.split('&').filter_map(pair).collect()
}

/// The address with `key` set to `value` in its query, or without it.
pub fn with_query(key: &str, value: Option<&str>) -> String {
    let url = history::url();
    let (rest, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut parts: Vec<String> = query
        .split('&')
        .filter(|part| !part.is_empty() && part.split('=').next() != Some(key))
        .map(str::to_string)
        .collect();
    if let Some(value) = value {
        parts.push([key, "=", &percent::encode_fragment(value)].concat());
    }
    let mark = if parts.is_empty() { "" } else { "?" };
    [path, mark, &parts.join("&"), fragment].concat()
}

impl Runner {
    /// A page is shown.
    pub(super) fn open(self, main: &Element) {
        let inner = self.inner();
        self.leave();
        let article = dom::find(main, RUNBOOK);
        inner.article.replace(article.clone());
        inner.page.take();
        inner.earlier.take();
        inner.lacking.set(None);
        inner.values.borrow_mut().clear();
        let turn = inner.turn.get().wrapping_add(1);
        inner.turn.set(turn);
        self.active.set(None);
        self.current.set(0);
        self.progress.set(Rc::default());
        self.dialog.set(None);
        self.single.set(query("view").as_deref() == Some("step"));
        inner.restoring.set(true);
        bar::sync_actions(self);
        dock::mount(self);
        match article {
            Some(article) => self.open_runbook(article, turn),
            None => {
                runs_page::learn(self, main);
                self.runs.when_loaded(move || {
                    if self.inner().turn.get() == turn {
                        runs_page::sync(self);
                        self.has_restored();
                    }
                });
            }
        }
    }

    /// Remembers the run of the page that is left: what is started on the next one belongs to it.
    fn leave(self) {
        let inner = self.inner();
        let id = inner
            .article
            .borrow()
            .as_ref()
            .and_then(|article| dom::attribute(article, "data-id"));
        if let Some(run) = self.active.get_untracked() {
            inner.from.replace(Some(run));
        } else if id.is_some() && inner.from.borrow().is_some() {
            // Two links on from the run: it is no longer what the reader came from.
            inner.from.take();
        }
    }

    fn open_runbook(self, article: Element, turn: u32) {
        let id = dom::attribute(&article, "data-id").unwrap_or_default();
        let content = Rc::clone(&self.inner().content);
        spawn(async move {
            let source = match trial::draft(&id) {
                Some(_) => dom::by_id(trial::SOURCE).map(|source| dom::text(&source).into()),
                None => content.source(&id).await,
            };
            let inner = self.inner();
            if inner.turn.get() != turn {
                return;
            }
            // Without it the page can still be read; a run that is going on has kept the text that it began with.
            let missing = source.is_none();
            let page = Rc::new(OpenPage::new(article, id, source.unwrap_or_default()));
            inner.page.replace(Some(Rc::clone(&page)));
            // An alert that was pasted into the search brings its labels along.
            let searched = query("q").map(|text| labels::read(&text)).unwrap_or_default();
            if !searched.is_empty() {
                inner.offered.replace(searched);
            }
            values::mount(self, &page);
            self.runs.when_loaded(move || {
                if self.inner().turn.get() != turn {
                    return;
                }
                // Started meanwhile, it is on the page already.
                let started = self.active.get_untracked();
                if let Some(run) = wanted_run().filter(|run| Some(run) != started.as_ref()) {
                    if missing && let Some(kept) = self.runs.source(&run) {
                        let again = OpenPage::new(page.article.clone(), page.id.clone(), kept);
                        self.inner().page.replace(Some(Rc::new(again)));
                    }
                    self.activate(&run);
                }
                self.has_restored();
            });
        });
    }

    /// Shows the run `id` on the open page.
    pub(super) fn activate(self, id: &str) {
        let Some(page) = self.page() else { return };
        let Some(run) = self.runs.get(id) else {
            let is_late = self.runs.is_late();
            bar::mount_missing(&page.article, is_late);
            if is_late {
                let (id, turn) = (id.to_string(), self.inner().turn.get());
                self.runs.when_opened(move || {
                    let is_here = self.inner().turn.get() == turn && self.active.get_untracked().is_none();
                    if is_here && wanted_run().as_ref() == Some(&id) {
                        self.activate(&id);
                    }
                });
            }
            return;
        };
        self.active.set(Some(id.to_string()));
        steps::mount(self, &page);
        branches::mount(self, &page);
        bar::sync_actions(self);
        bar::mount(self, &page, &run);
        dock::mount(self);
        self.refresh();
        let progress = self.progress.get_untracked();
        if let Some(next) = progress.next(progress.behind_last_mark()) {
            self.current.set(next);
        }
        values::fill_offered(self);
        update::look(self);
        // Two runs in two tabs are told apart by when they began.
        let title = page::title();
        if !title.starts_with("Run ") {
            let began = Civil::new(run.started, 0).minutes();
            page::set_title(&["Run ", &began, " UTC · ", &title].concat());
        }
    }

    /// Starts a run of the open page's runbook: one act.
    pub(super) fn start(self) {
        let inner = self.inner();
        let Some(page) = self.page() else {
            // Pressed before the model is read: as soon as it is.
            let turn = inner.turn.get();
            time::after(50, move || {
                if self.inner().turn.get() == turn {
                    self.start();
                }
            })
            .detach();
            return;
        };
        // Pressed twice meanwhile, it is one run.
        if self.active.get_untracked().is_some() {
            return;
        }
        let runbook = page.runbook();
        let parent = inner.from.borrow().clone();
        let drill = Drill::current(&inner.site);
        // Whoever practises and takes a wrong runbook practises still.
        let is_practice = drill.is_some() || trial::draft(&page.id).is_some();
        let drill = drill.filter(|drill| drill.runbook == page.id);
        let mode = if is_practice { Mode::Drill } else { Mode::Incident };
        let mut event = Event::new(Kind::Start, page.id.clone())
            .label(page.title.clone())
            .value(mode.name())
            .text(runbook.metadata.severity.map_or("", Severity::code))
            .print(record::hash(&page.source));
        let parent_run = parent.as_deref().and_then(|parent| self.runs.get(parent));
        if let Some(run) = &parent_run {
            event.value = run.mode.name().to_string();
            event.parent.clone_from(&run.id);
        }
        // Read before any use: the run may begin before the store was opened.
        let run_id = self.runs.start(event, &page.source);
        if let Some(parent) = parent_run {
            let link = Event::new(Kind::Link, run_id.clone())
                .label(page.title.clone())
                .value(page.id.clone());
            self.runs.add(&parent.id, link);
        }
        if let Some(drill) = drill {
            let found = drill.found.unwrap_or_else(time::clock);
            self.runs
                .add(&run_id, run::drill::event(&drill.scenario, drill.shown, found));
            Drill::end(&inner.site);
            super::super::drill::sync(self);
        }
        for copy in inner.earlier.take() {
            self.runs.add(&run_id, copy);
        }
        let filled = inner.values.borrow().storable();
        for (name, value) in filled {
            self.runs.add(&run_id, Event::new(Kind::Variable, name).value(value));
        }
        // The address first: whoever reloads has the run.
        let state = history::state().unwrap_or_default();
        history::replace(&state, Some(&with_query("run", Some(&run_id))));
        self.activate(&run_id);
        // The button that had the focus is gone.
        if let Some(bar) = dom::find(&page.article, ".bg-run").filter(|_| dom::nothing_has_focus()) {
            dom::focus(&bar);
        }
        voice::say("Run started");
    }
}
