//! The draft that is open: its text, the form over it, what was done, what it looks like.
//!
//! While a field is being typed into, its edits are made on the form as it was when it got the focus (a [`Session`]).
//! What is typed may change the structure around the field; the next letter must still go where the last one went.

use super::links::DraftLinks;
use super::store::{Record, Stamp, Store, record};
use crate::app::browser::channel::Channel;
use crate::app::browser::{dom, events, fields, history, page, spawn, time};
use crate::app::routes::Site;
use crate::article::Article;
use crate::diagnostic::{Diagnostic, Fix, Severity as Level};
use crate::draft::desk::{Desk, Listed};
use crate::draft::{FieldId, Form, History, Sub, apply};
use crate::lint::{self, Around, Options};
use crate::markdown::{self, Document, html};
use crate::runbook::command::Danger;
use crate::runbook::{RunbookId, Settings, review};
use crate::text::{Date, LineIndex, Span};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::rc::Rc;

/// How long typing has to rest before the form is read again, and the preview and the problems made anew.
const REST_MS: u32 = 250;

/// How long a change may wait to be stored. What is typed within it is lost when the browser is killed.
const STORE_MS: u32 = 300;

/// What was read from the source.
pub struct Reading {
    /// The form.
    pub form: Rc<Form>,
    document: Rc<Document>,
}

impl Reading {
    /// The worst that the commands in `span` do, and why; `None` where they only look.
    pub fn danger(&self, span: Span) -> Option<(Danger, &'static str)> {
        let commands = self.document.runbook().commands.iter();
        let worst = commands
            .filter(|command| span.start <= command.span.start && command.span.end <= span.end + 1)
            .max_by_key(|command| command.danger)?;
        (worst.danger != Danger::ReadOnly).then_some((worst.danger, worst.danger_reason))
    }
}

/// A field that is being typed into.
struct Session {
    base: Rc<Form>,
    id: FieldId,
    typed: String,
}

/// A finding as the list shows it.
#[derive(Clone)]
pub struct Problem {
    /// How much it matters.
    pub level: Level,
    /// What is wrong, with the code of its rule.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The line in the source, from 1.
    pub line: usize,
    /// The field it stands in.
    pub field: Option<FieldId>,
    /// A change that settles it.
    pub fix: Option<Fix>,
}

/// What the wizard shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The choice of what to write.
    Start,
    /// A draft.
    Edit,
    /// The draft as a page that can be run: a drill before it is published.
    Try,
}

/// The wizard. A handle: copies are the same wizard.
#[derive(Clone, Copy)]
pub struct Wizard {
    /// The site.
    pub site: StoredValue<Rc<Site>, LocalStorage>,
    /// Where drafts are stored.
    pub store: StoredValue<Rc<Store>, LocalStorage>,
    /// What is shown.
    pub screen: RwSignal<Screen>,
    /// The step of the form that is shown.
    pub step: RwSignal<usize>,
    /// What the site tells.
    pub desk: RwSignal<Rc<Desk>, LocalStorage>,
    /// The site's runbooks.
    pub listed: RwSignal<Rc<Vec<Listed>>, LocalStorage>,
    /// The form and what it was read from.
    pub reading: RwSignal<Rc<Reading>, LocalStorage>,
    /// The article's HTML.
    pub preview: RwSignal<String>,
    /// The findings.
    pub problems: RwSignal<Rc<Vec<Problem>>, LocalStorage>,
    /// The state of the draft's storage, in words.
    pub status: RwSignal<String>,
    /// Something to tell: a conflict, a failure.
    pub notice: RwSignal<String>,
    /// Whether there is something to undo, and to redo.
    pub undoable: RwSignal<(bool, bool)>,
    /// Whether the source editor is open.
    pub source_open: RwSignal<bool>,
    /// The text, for the source editor: set only while that is open.
    pub source: RwSignal<String>,
    /// The path of the runbook that the draft changes; empty for a new one.
    pub path: RwSignal<String>,
    /// The parts of long sections that were turned to, as numbers of section and part: these show all their fields.
    pub turned: RwSignal<BTreeSet<(usize, usize)>>,
    /// The leaf that is shown of a section that has several, with the section's number.
    pub leaf: RwSignal<(usize, usize)>,
    /// The part that is being dragged.
    pub dragged: RwSignal<Option<usize>>,
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    text: String,
    history: History,
    session: Option<Session>,
    record: Record,
    tab: String,
    dirty: bool,
    storing: bool,
    stale: bool,
    rest: Option<time::Timer>,
    later: Option<time::Timer>,
    store_timer: Option<time::Timer>,
    channel: Option<Rc<Channel>>,
    /// The draft from which this one split off: this tab's version of it goes once the new one is stored.
    split_from: Option<String>,
}

fn read(text: &str, settings: &Settings) -> Rc<Reading> {
    let document = Rc::new(markdown::read_with(text, settings));
    Rc::new(Reading {
        form: Rc::new(Form::read(text, &document)),
        document,
    })
}

impl Wizard {
    /// The wizard of a site, with nothing open.
    pub fn new(site: Rc<Site>) -> Self {
        let store = Rc::new(Store::new(site.storage_key("drafts")));
        Self {
            site: StoredValue::new_local(site),
            store: StoredValue::new_local(store),
            screen: RwSignal::new(Screen::Start),
            step: RwSignal::new(0),
            desk: RwSignal::new_local(Rc::default()),
            listed: RwSignal::new_local(Rc::default()),
            reading: RwSignal::new_local(read("", &Settings::default())),
            preview: RwSignal::new(String::new()),
            problems: RwSignal::new_local(Rc::default()),
            status: RwSignal::new(String::new()),
            notice: RwSignal::new(String::new()),
            undoable: RwSignal::new((false, false)),
            source_open: RwSignal::new(false),
            source: RwSignal::new(String::new()),
            path: RwSignal::new(String::new()),
            turned: RwSignal::new(BTreeSet::new()),
            leaf: RwSignal::new((0, 0)),
            dragged: RwSignal::new(None),
            inner: StoredValue::new_local(Inner {
                text: String::new(),
                history: History::default(),
                session: None,
                record: Record::default(),
                tab: time::random_id(),
                dirty: false,
                storing: false,
                stale: false,
                rest: None,
                later: None,
                store_timer: None,
                channel: None,
                split_from: None,
            }),
        }
    }

    // ---- opening ---------------------------------------------------------------------------------

    /// Opens a new draft with this text. `path` is that of the runbook that it changes; empty for a new one.
    pub fn begin(self, text: String, path: String) {
        let tab = self.inner.with_value(|inner| inner.tab.clone());
        let mut record = record(&time::random_id(), &tab);
        record.path = path;
        record.source = text;
        self.open(record);
        self.changed();
    }

    /// Opens a stored draft.
    pub fn resume(self, from: Record) {
        let tab = self.inner.with_value(|inner| inner.tab.clone());
        let mut next = record(&from.id, &tab);
        // This tab's own version goes on; another's is where this one's begins.
        if from.stamp.tab == tab {
            next.stamp = from.stamp;
            next.parent = from.parent;
        } else {
            next.parent = Some(from.stamp);
        }
        next.title = from.title;
        next.path = from.path;
        next.source = from.source;
        next.history = from.history;
        self.open(next);
    }

    fn open(self, mut record: Record) {
        self.flush();
        let text = std::mem::take(&mut record.source);
        let history = std::mem::take(&mut record.history);
        self.path.set(record.path.clone());
        let id = record.id.clone();
        self.inner.update_value(|inner| {
            inner.text = text;
            inner.history = history;
            inner.session = None;
            inner.record = record;
            inner.dirty = false;
        });
        self.notice.set(String::new());
        self.status.set(String::new());
        self.step.set(0);
        self.listen();
        self.reread();
        self.screen.set(Screen::Edit);
        focus_soon("bg-w-heading".to_string());
        self.remember_in_url(&id);
    }

    /// Back to the choice of drafts.
    pub fn leave(self) {
        self.flush();
        self.screen.set(Screen::Start);
        self.remember_in_url("");
    }

    /// The id of the draft that is open.
    pub fn draft(self) -> String {
        self.inner.with_value(|inner| inner.record.id.clone())
    }

    /// Shows the draft as a page that can be run.
    pub fn try_out(self) {
        self.finish_typing();
        self.flush();
        self.screen.set(Screen::Try);
    }

    /// Calls `then` when there is a preview.
    pub fn when_previewed(self, then: impl FnOnce(Self) + 'static) {
        time::after(10, move || {
            if self.preview.with_untracked(String::is_empty) {
                self.when_previewed(then);
            } else {
                then(self);
            }
        })
        .detach();
    }

    /// Back from the try-out to the form.
    pub fn go_on(self) {
        self.screen.set(Screen::Edit);
        self.remember_in_url(&self.draft());
        focus_soon("bg-w-heading".to_string());
    }

    /// A reload opens the same draft.
    pub fn remember_in_url(self, id: &str) {
        let url = history::url();
        let base = url.split(['?', '#']).next().unwrap_or_default();
        let url = if id.is_empty() {
            base.to_string()
        } else {
            [base, "?draft=", id].concat()
        };
        history::replace(&history::state().unwrap_or_default(), Some(&url));
    }

    // ---- the text --------------------------------------------------------------------------------

    /// The text as it is now.
    pub fn text(self) -> String {
        self.inner.with_value(|inner| inner.text.clone())
    }

    /// The value of a field: what is being typed into it, else what the source has.
    pub fn value(self, id: FieldId) -> String {
        let reading = self.reading.get();
        let typed = self.inner.with_value(|inner| {
            let session = inner.session.as_ref().filter(|session| session.id == id)?;
            Some(session.typed.clone())
        });
        typed.unwrap_or_else(|| reading.form.value(id))
    }

    /// The field got the focus.
    pub fn enter(self, id: FieldId) {
        self.finish_typing();
        let base = Rc::clone(&self.reading.get_untracked().form);
        let typed = base.value(id);
        self.inner
            .update_value(|inner| inner.session = Some(Session { base, id, typed }));
    }

    /// Something was typed into a field.
    pub fn input(self, id: FieldId, value: String) {
        let is_open = self
            .inner
            .with_value(|inner| inner.session.as_ref().is_some_and(|session| session.id == id));
        if !is_open {
            self.enter(id);
        }
        let mut new = None;
        let mut begins = false;
        self.inner.update_value(|inner| {
            if let Some(session) = &mut inner.session {
                // The first letter of a new item: the one behind it is wanted before Enter leads there.
                begins = session.typed.is_empty() && session.base.slot(id).is_some_and(|slot| !slot.present);
                session.typed.clone_from(&value);
                new = Some(apply(&session.base.source, &session.base.set(id, &value)));
            }
        });
        if let Some(new) = new {
            self.set_text(new, true);
            if begins {
                self.reread();
            }
        }
    }

    /// A field has a value that was chosen, not typed.
    pub fn choose(self, id: FieldId, value: &str) {
        self.finish_typing();
        let form = Rc::clone(&self.reading.get_untracked().form);
        self.set_text(apply(&form.source, &form.set(id, value)), false);
        self.reread();
    }

    /// The field lost the focus: what it shows is what the source has.
    pub fn finish_typing(self) {
        let mut stale = false;
        self.inner.update_value(|inner| {
            inner.session = None;
            inner.history.close();
            stale = inner.stale;
        });
        if stale {
            self.reread();
        }
    }

    /// Makes a change of the form: `edits` is given the form as it is now.
    pub fn change(self, edits: impl FnOnce(&Form) -> Vec<crate::diagnostic::TextEdit>) {
        self.finish_typing();
        let form = Rc::clone(&self.reading.get_untracked().form);
        let text = apply(&form.source, &edits(&form));
        self.set_text(text, false);
        self.reread();
    }

    /// The source editor's text changed.
    pub fn set_source(self, text: String) {
        self.inner.update_value(|inner| inner.session = None);
        self.set_text(text, true);
    }

    /// Takes the last change back, or does it again.
    pub fn step_history(self, back: bool) {
        self.finish_typing();
        let mut new = None;
        self.inner.update_value(|inner| {
            new = if back {
                inner.history.undo(&inner.text)
            } else {
                inner.history.redo(&inner.text)
            };
            if let Some(new) = &new {
                inner.text.clone_from(new);
            }
        });
        if new.is_some() {
            self.changed();
            self.reread();
        }
    }

    fn set_text(self, new: String, typing: bool) {
        let mut same = false;
        self.inner.update_value(|inner| {
            same = inner.text == new;
            if !same {
                inner.history.note(&inner.text, &new, typing);
                inner.text = new;
                inner.stale = true;
            }
        });
        if same {
            return;
        }
        self.changed();
        let rest = time::after(REST_MS, move || self.reread());
        self.inner.update_value(|inner| inner.rest = Some(rest));
    }

    // ---- reading ---------------------------------------------------------------------------------

    /// Reads the form from the text, and has preview and problems follow.
    pub fn reread(self) {
        self.read_text(false);
    }

    /// Reads the text again although it is the same: the team's settings have come.
    pub fn read_anew(self) {
        self.read_text(true);
    }

    fn read_text(self, anew: bool) {
        let text = self.text();
        self.inner.update_value(|inner| {
            inner.stale = false;
            inner.rest = None;
        });
        if self.reading.with_untracked(|reading| reading.form.source != text) || anew {
            let desk = self.desk.get_untracked();
            self.reading.set(read(&text, &desk.settings));
        }
        if self.source_open.get_untracked() {
            self.source.set(text);
        }
        let undoable = self
            .inner
            .with_value(|inner| (inner.history.can_undo(), inner.history.can_redo()));
        if self.undoable.get_untracked() != undoable {
            self.undoable.set(undoable);
        }
        // Each in a task of its own, so that none is long.
        let later = time::after(0, move || {
            let links = self.render();
            let later = time::after(0, move || self.check(links));
            self.inner.update_value(|inner| inner.later = Some(later));
        });
        self.inner.update_value(|inner| inner.later = Some(later));
    }

    /// The path that the runbook has in its folder.
    pub fn file(self) -> String {
        let path = self.path.get_untracked();
        if !path.is_empty() {
            return path;
        }
        let title = self
            .reading
            .with_untracked(|reading| reading.form.value(FieldId::Title));
        crate::draft::file_name(&title)
    }

    fn render(self) -> Vec<Diagnostic> {
        let reading = self.reading.get_untracked();
        let desk = self.desk.get_untracked();
        let path = self.file();
        let document = &reading.document;
        let mut links = DraftLinks {
            desk: &desk,
            document,
            path: &path,
            diagnostics: Vec::new(),
        };
        let mut diagnostics = Vec::new();
        let rendered = html::render(document, &mut links, &mut diagnostics);
        diagnostics.append(&mut links.diagnostics);
        let runbook = document.runbook();
        let title = if runbook.title.is_empty() {
            crate::runbook::id::file_stem(&path)
        } else {
            runbook.title.as_str()
        };
        let id = RunbookId::from_path(&path);
        let edit = desk.repository.as_ref().map(|repository| repository.edit.as_str());
        let severity_text = runbook.metadata.severity_text.as_ref();
        let severity = severity_text.and_then(|text| desk.settings.severity(&text.value));
        let cycle = Some(desk.review_cycle.as_str()).filter(|cycle| !cycle.is_empty());
        let article = Article {
            id: id.as_str(),
            document,
            rendered: &rendered,
            title,
            severity,
            kind: reading.form.kind,
            edit,
            report: desk.report.then_some("#"),
            source: "#",
            severity_word: severity.map(|level| desk.settings.severity_word(level)),
            contacts: desk.contacts_page.then_some("../contacts/index.html"),
            review_due: review::due_of(&runbook.metadata, cycle),
            is_copy: false,
        };
        let html = article.html().into_string();
        if self.preview.with_untracked(|shown| *shown != html) {
            self.preview.set(html);
        }
        diagnostics
    }

    fn check(self, links: Vec<Diagnostic>) {
        let reading = self.reading.get_untracked();
        let form = &reading.form;
        let source = form.source.as_str();
        let options = self.options();
        let around = Around::default();
        let path = self.file();
        let file = lint::File::new(&path, source, &reading.document, &around);
        let mut found = reading.document.diagnostics.clone();
        found.extend(lint::check_file(&file, &options));
        found.extend(links);
        let mut found = lint::finish(&file, found, &options, false);
        found.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.span.start));
        let lines = LineIndex::new(source);
        let problems = found.into_iter().map(|finding| Problem {
            level: finding.severity,
            message: [finding.message.as_str(), " (", finding.rule.code, ")"].concat(),
            help: finding.help.unwrap_or_default(),
            line: lines.locate(source, finding.span.start).line,
            field: form.field_at(finding.span.start),
            fix: finding.fix,
        });
        self.problems.set(Rc::new(problems.collect()));
    }

    fn options(self) -> Options {
        let desk = self.desk.get_untracked();
        let mut options = Options {
            allowed: desk.placeholders.clone(),
            allow_example_names: desk.version == 0 || desk.example_names,
            addresses: desk.addresses.clone(),
            settings: desk.settings.clone(),
            today: today().and_then(|today| Date::read(&today)),
            ..Options::default()
        };
        for (rule, level) in &desk.rules {
            let level = [Level::Error, Level::Warning, Level::Info]
                .into_iter()
                .find(|known| known.name() == level);
            options.set_level(rule, level);
        }
        options
    }

    // ---- storing ---------------------------------------------------------------------------------

    /// The text changed: it is to be stored soon.
    fn changed(self) {
        let mut start = false;
        self.inner.update_value(|inner| {
            inner.dirty = true;
            start = inner.store_timer.is_none() && !inner.storing;
        });
        say_dirty(true);
        self.status.set("Storing draft…".to_string());
        if start {
            let timer = time::after(STORE_MS, move || self.flush());
            self.inner.update_value(|inner| inner.store_timer = Some(timer));
        }
    }

    /// Whether something is not stored yet.
    pub fn is_dirty(self) -> bool {
        self.inner.try_with_value(|inner| inner.dirty).unwrap_or(false)
    }

    /// Stores the draft now, if it changed.
    pub fn flush(self) {
        let mut record = None;
        self.inner.update_value(|inner| {
            inner.store_timer = None;
            if !inner.dirty || inner.storing || inner.record.id.is_empty() {
                return;
            }
            inner.dirty = false;
            inner.storing = true;
            inner.record.stamp.n = inner.record.stamp.n.saturating_add(1);
            let mut next = inner.record.clone();
            next.source.clone_from(&inner.text);
            next.history = inner.history.clone();
            next.updated = time::now() as i64;
            record = Some(next);
        });
        let Some(mut record) = record else { return };
        record.title = self
            .reading
            .with_untracked(|reading| reading.form.value(FieldId::Title));
        let store = self.store.with_value(Rc::clone);
        spawn(async move {
            let stored = store.put(&record).await.is_ok();
            let mut again = false;
            if stored && !self.is_dirty() {
                say_dirty(false);
            }
            let open = self.inner.try_update_value(|inner| {
                inner.storing = false;
                if !stored {
                    inner.dirty = true;
                }
                again = inner.dirty;
                if stored && let Some(channel) = &inner.channel {
                    channel.say(&[&record.id, " ", &record.stamp.tab, " ", &record.stamp.n.to_string()].concat());
                }
                inner.record.id == record.id
            });
            if open != Some(true) {
                return;
            }
            let left = self
                .inner
                .try_update_value(|inner| if stored { inner.split_from.take() } else { None })
                .flatten();
            if let Some(left) = left {
                let _ = store.remove_version(&left, &record.stamp.tab).await;
            }
            if !stored {
                self.status.set(
                    "The draft is not stored: this browser refuses. Download it before you close the page.".to_string(),
                );
                let timer = time::after(3_000, move || self.flush());
                self.inner.update_value(|inner| inner.store_timer = Some(timer));
            } else if again {
                let timer = time::after(STORE_MS, move || self.flush());
                self.inner.update_value(|inner| inner.store_timer = Some(timer));
            } else {
                self.status.set("Draft stored on this device".to_string());
            }
        });
    }

    /// Hears of other tabs' work on the same draft.
    fn listen(self) {
        if self.inner.with_value(|inner| inner.channel.is_some()) {
            return;
        }
        let name = self.site.with_value(|site| site.storage_key("drafts"));
        let channel = Channel::new(&name, move |text| {
            let mut words = text.split(' ');
            if let (Some(id), Some(tab), Some(n)) = (words.next(), words.next(), words.next()) {
                let n = n.parse().unwrap_or(0);
                self.heard(
                    id,
                    &Stamp {
                        tab: tab.to_string(),
                        n,
                    },
                );
            }
        });
        self.inner.update_value(|inner| inner.channel = Some(Rc::new(channel)));
    }

    fn heard(self, id: &str, stamp: &Stamp) {
        let state = self.inner.try_with_value(|inner| {
            let same = inner.record.id == id && inner.record.stamp.tab != stamp.tab;
            // What this tab has written beyond the version it began with, or is about to.
            let own = inner.record.stamp.n > 0 || inner.dirty || inner.storing;
            (same, own, inner.record.stamp.tab > stamp.tab)
        });
        let Some((true, own, gives_way)) = state else { return };
        if own {
            if gives_way {
                self.fork();
            }
            return;
        }
        let (id, stamp) = (id.to_string(), stamp.clone());
        let store = self.store.with_value(Rc::clone);
        spawn(async move {
            let Ok(drafts) = store.list().await else { return };
            let newer = drafts
                .records
                .into_iter()
                .find(|record| record.id == id && record.stamp == stamp);
            let untouched = self
                .inner
                .try_with_value(|inner| inner.record.id == id && inner.record.stamp.n == 0 && !inner.dirty)
                .unwrap_or(false);
            if let Some(newer) = newer.filter(|_| untouched) {
                let step = self.step.get_untracked();
                self.resume(newer);
                self.step.set(step);
                self.status.set("Updated from another tab".to_string());
            }
        });
    }

    /// Goes on as a draft of its own: another tab changed the same one.
    fn fork(self) {
        self.inner.update_value(|inner| {
            inner.split_from = Some(inner.record.id.clone());
            inner.record.id = time::random_id();
            inner.record.parent = None;
            inner.dirty = true;
        });
        self.flush();
        let id = self.inner.with_value(|inner| inner.record.id.clone());
        self.remember_in_url(&id);
        self.notice.set(
            "This draft was changed in another tab, too. Nothing is lost: what you have here is now a draft of its own."
                .to_string(),
        );
    }

    /// The open draft as a record, for export and lists.
    pub fn record(self) -> Record {
        let title = self
            .reading
            .with_untracked(|reading| reading.form.value(FieldId::Title));
        self.inner.with_value(|inner| Record {
            title,
            source: inner.text.clone(),
            history: inner.history.clone(),
            updated: time::now() as i64,
            ..inner.record.clone()
        })
    }

    // ---- the form --------------------------------------------------------------------------------

    /// Shows the step of a field and puts the focus into it.
    pub fn show(self, id: FieldId) {
        self.finish_typing();
        let step = super::steps::of(&self.reading.get_untracked().form, id);
        if let FieldId::Part { section, part, .. } = id {
            self.turn(section, part);
        }
        self.step.set(step);
        focus_soon(super::fields::dom_id(id));
    }

    /// Turns to a part: its leaf is shown, and all its fields.
    pub fn turn(self, section: usize, part: usize) {
        let leaf = (section, part / super::fields::LEAF);
        if self.leaf.get_untracked() != leaf {
            self.leaf.set(leaf);
        }
        self.turned.update(|turned| {
            turned.insert((section, part));
        });
    }

    /// The fields of a part, in order.
    pub fn subs(self, section: usize, part: usize) -> Vec<(Sub, usize)> {
        let reading = self.reading.get();
        let part = reading.form.part(section, part);
        // A note before a command is asked for only where the command can do harm.
        let harmless = part.is_none_or(|part| reading.danger(part.span).is_none());
        let subs = part
            .map(|part| {
                let shown = part
                    .subs
                    .iter()
                    .filter(|(sub, slot)| *sub != Sub::Text || slot.present || !harmless);
                shown.map(|(sub, _)| *sub).collect::<Vec<_>>()
            })
            .unwrap_or_default();
        let mut out: Vec<(Sub, usize)> = Vec::new();
        for sub in subs {
            let n = out.iter().filter(|(other, _)| *other == sub).count();
            out.push((sub, n));
        }
        out
    }
}

/// Tells the app whether something is not stored yet: then no newer build may take the page's place.
fn say_dirty(dirty: bool) {
    if page::has_root_attribute("data-draft") != dirty {
        page::set_root_attribute("data-draft", dirty.then_some("unsaved"));
        events::tell("bg-draft");
    }
}

/// Puts the focus into an element once it is there: a long section comes in slices.
pub fn focus_soon(id: String) {
    focus_within(id, 0);
}

fn focus_within(id: String, tries: u32) {
    time::after(tries, move || match dom::by_id(&id) {
        Some(element) => {
            dom::open_details(&element);
            fields::focus(&element);
        }
        None if tries < 100 => focus_within(id, tries + 4),
        None => {}
    })
    .detach();
}

/// Today as `2026-11-25`, in the device's time zone.
pub fn today() -> Option<String> {
    let now = time::now() as i64;
    i32::try_from((now + i64::from(time::zone(now)) * 60_000).div_euclid(86_400_000))
        .ok()
        .and_then(Date::from_days)
        .map(|date| date.to_string())
}
