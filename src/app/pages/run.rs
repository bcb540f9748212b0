//! Running a runbook: the page's controls, and what they write into the run.
//!
//! The article stays what the generator made of it; here it gets boxes to tick, fields for values, a bar and a dock. All of
//! it follows one list of steps ([`Progress`]), folded from the run's events whenever they change.

mod act;
mod bar;
mod branches;
mod contacts;
mod copy;
mod current;
mod dialogs;
mod dock;
mod fill;
mod open;
mod runs_page;
mod shown;
mod steps;
pub mod update;
mod values;

use crate::app::browser::dom::Element;
use crate::app::browser::{events, page, storage, time, voice};
use crate::app::content::Content;
use crate::app::routes::Site;
use crate::app::state::activity;
use crate::app::state::runs::Runs;
use crate::markdown;
use crate::run::export::Import;
use crate::run::identity::Changes;
use crate::run::{Event, Progress, Run, progress};
use leptos::prelude::*;
use open::OpenPage;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use values::Values;

/// What is open over the page.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Dialog {
    /// Why a step is not done.
    Outcome { step: usize, mark: crate::run::Mark },
    /// A note, output or value, for a step or none.
    Note { step: Option<usize> },
    /// Whom to call.
    Escalate,
    /// A status update.
    Update,
    /// The end.
    Finish,
    /// What leaves the page.
    Export,
    /// The run's own facts.
    Details,
    /// A command that destroys.
    Confirm { command: usize, placeholders: bool },
    /// The keyboard.
    Keys,
}

struct Inner {
    site: Rc<Site>,
    content: Rc<Content>,
    /// The article of the page that is shown, from the start.
    article: RefCell<Option<Element>>,
    /// The same with its model, once that is read.
    page: RefCell<Option<Rc<OpenPage>>>,
    values: RefCell<Values>,
    /// Copies made before the run: they join it.
    earlier: RefCell<Vec<Event>>,
    /// Labels pasted or given in the address, for any page.
    offered: RefCell<Vec<(String, String)>>,
    /// The run from which a link was followed.
    from: RefCell<Option<String>>,
    /// Ids and titles of the runbooks that this site has; `None` until they are known.
    site_has: RefCell<Option<Vec<(String, String)>>>,
    /// What waits for the reader's word.
    import: RefCell<Option<Import>>,
    /// Whether a newer version of the site is there.
    newer: Cell<bool>,
    /// The command whose value the reader is filling in.
    lacking: Cell<Option<usize>>,
    /// What was typed into a note that was closed, and on which page.
    unsent: RefCell<(u32, [String; 2])>,
    /// Counts pages: what was begun for an earlier one comes too late.
    turn: Cell<u32>,
    /// Whether the open page is still being read, or the run that its address names looked for.
    restoring: Cell<bool>,
    restored: RefCell<Option<Box<dyn FnOnce()>>>,
}

/// The runner. A handle: copies are the same runner.
#[derive(Clone, Copy)]
pub struct Runner {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    runs: Runs,
    /// The run of the open page.
    active: RwSignal<Option<String>>,
    progress: RwSignal<Rc<Progress>, LocalStorage>,
    /// The step that the dock is about.
    current: RwSignal<usize>,
    dialog: RwSignal<Option<Dialog>>,
    now: RwSignal<i64>,
    /// One step at a time.
    single: RwSignal<bool>,
}

impl Runner {
    /// The runner of `site`, serving whatever pages come.
    pub fn new(site: Rc<Site>, content: Rc<Content>) -> Self {
        let inner = Rc::new(Inner {
            site: Rc::clone(&site),
            content,
            article: RefCell::default(),
            page: RefCell::default(),
            values: RefCell::default(),
            earlier: RefCell::default(),
            offered: RefCell::default(),
            from: RefCell::default(),
            site_has: RefCell::default(),
            import: RefCell::default(),
            newer: Cell::new(false),
            lacking: Cell::new(None),
            unsent: RefCell::default(),
            turn: Cell::new(0),
            restoring: Cell::new(false),
            restored: RefCell::default(),
        });
        let runner = Self {
            inner: StoredValue::new_local(inner),
            runs: Runs::new(site),
            active: RwSignal::new(None),
            progress: RwSignal::new_local(Rc::default()),
            current: RwSignal::new(0),
            dialog: RwSignal::new(None),
            now: RwSignal::new(time::clock()),
            single: RwSignal::new(false),
        };
        runner.install();
        runner
    }

    fn install(self) {
        Effect::new(move || {
            self.runs.version();
            self.active.track();
            self.leave_hint();
            self.refresh();
            if self.inner().article.borrow().is_none() {
                runs_page::sync(self);
                dock::mount(self);
            } else {
                bar::sync_actions(self);
            }
        });
        Effect::new(move || {
            let (current, single) = (self.current.get(), self.single.get());
            if let (Some(page), Some(run)) = (self.page(), self.run()) {
                let progress = self.progress.get_untracked();
                current::point_out(&page, &run, current, single);
                bar::sync(self, &run, &progress);
                dock::sync(self, &progress);
            }
        });
        Effect::new(move || {
            self.runs.saving().track();
            self.runs.trouble();
            bar::sync_saving(self);
            dock::remind(self);
        });
        Effect::new(move || {
            self.now.track();
            if let Some(run) = self.run() {
                bar::sync_clocks(self, &run);
                dock::remind(self);
            }
        });
        time::every(1_000, move || self.now.set(time::clock()));
        events::on_return(move || self.runs.refresh());
        events::on_paste(move |text| self.offer(&text));
        events::on_change("#bg-import", move |_| runs_page::look_at_file(self));
        events::on_press(".bg-rail > summary", move |_| {
            time::after(0, move || self.refresh()).detach()
        });
        events::on_input("#bg-filter", move |_| runs_page::list(self));
        steps::install(self);
        branches::install(self);
        values::install(self);
        copy::install(self);
        act::install(self);
        dialogs::install(self);
        update::install(self);
    }

    /// Whether there are runs in progress: then the next page loads this module at once (`public/boot.js`).
    fn leave_hint(self) {
        let key = self.inner().site.storage_key("runs");
        let any = self.runs.all().iter().any(|run| run.is_running());
        if self.runs.is_loaded() && storage::read(&key).is_some() != any {
            storage::write(&key, any.then_some("1"));
        }
    }

    /// The site.
    pub(super) fn site(self) -> Rc<Site> {
        Rc::clone(&self.inner().site)
    }

    /// Every run that this browser has, the newest first; see [`Self::when_runs_loaded`].
    pub(super) fn all_runs(self) -> Vec<Rc<Run>> {
        self.runs.all()
    }

    /// The steps that a run left open, as the text that it began with has them; `None` where that text is not known.
    pub(super) fn left_open(self, run: &Run) -> Option<Vec<String>> {
        let source = self.runs.source(&run.id)?;
        let document = markdown::read_with(&source, &page::settings());
        let runbook = document.runbook();
        let known = open::known(&document);
        let progress = Progress::new(run, runbook, &known, &progress::changes(run, Some(&known), &known));
        let places = runbook.steps.iter().zip(&progress.places);
        let open = places.filter(|(_, place)| !place.folded && !place.is_decided());
        Some(open.map(|(step, _)| step.text.clone()).collect())
    }

    /// Calls `then` once the runs are read from the browser's storage.
    pub(super) fn when_runs_loaded(self, then: impl FnOnce() + 'static) {
        self.runs.when_loaded(then);
    }

    /// Says something to whoever does not look.
    pub(super) fn announce(self, text: &str) {
        voice::say(text);
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    fn page(self) -> Option<Rc<OpenPage>> {
        self.inner().page.borrow().clone()
    }

    /// The run of the open page.
    fn run(self) -> Option<Rc<Run>> {
        let id = self.active.get_untracked()?;
        self.runs.get(&id)
    }

    /// Adds an act to the page's run, if there is one.
    fn add(self, event: Event) {
        if let Some(id) = self.active.get_untracked() {
            self.runs.add(&id, event);
        }
    }

    /// What became of the runbook since the run began.
    fn changes(self, page: &OpenPage, run: &Run) -> Changes {
        let began = self.runs.source(&run.id);
        page.changes(run, began.as_deref())
    }

    /// Brings everything on the page in line with the run.
    fn refresh(self) {
        let running = self.run().is_some_and(|run| run.is_running());
        activity::tell_run(running);
        let Some(page) = self.page() else { return };
        let Some(run) = self.run() else {
            self.progress.set(Rc::default());
            return;
        };
        let changes = self.changes(&page, &run);
        let progress = Rc::new(Progress::new(&run, page.runbook(), page.known(), &changes));
        steps::sync(&page, &self.progress.get_untracked(), &progress);
        steps::lock(&page, run.finished.is_some());
        branches::sync(&page, &run);
        values::sync(self, &run);
        // A step of a branch that has been folded away is nobody's current step.
        let current = self.current.get_untracked();
        let here = progress.places.get(current);
        if here.is_none_or(|place| place.folded)
            && let Some(next) = progress.next(current)
        {
            self.current.set(next);
        }
        if self.single.get_untracked() {
            // What is chosen hides the other branches' heads.
            current::point_out(&page, &run, self.current.get_untracked(), true);
        }
        bar::sync(self, &run, &progress);
        self.progress.set(Rc::clone(&progress));
        dock::sync(self, &progress);
    }

    /// Calls `then` once the open page is read, and the run that its address names is on it.
    pub fn when_restored(self, then: impl FnOnce() + 'static) {
        let inner = self.inner();
        if inner.restoring.get() {
            inner.restored.replace(Some(Box::new(then)));
        } else {
            then();
        }
    }

    fn has_restored(self) {
        self.inner().restoring.set(false);
        if let Some(then) = self.inner().restored.take() {
            then();
        }
    }

    fn offer(self, text: &str) {
        let found = crate::run::labels::read(text);
        if !found.is_empty() {
            self.inner().offered.replace(found);
            values::fill_offered(self);
        }
    }
}

/// Gives the page in `main` what running it needs.
pub fn enhance(runner: Runner, main: &Element) {
    runner.open(main);
}
