//! The runs that this browser knows: read once, kept in step with what other tabs write, and written event by event.

mod late;
pub mod store;

pub use late::LATE;
pub use store::Safety;

use crate::app::browser::channel::Channel;
use crate::app::browser::database::Failure;
use crate::app::browser::{files, spawn, storage, time};
use crate::app::routes::Site;
use crate::run::export::{Exported, Import};
use crate::run::{Event, Kind, Log, Run, record, secrets};
use crate::text::order;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use store::Store;

/// What the reader is told about the last thing that they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was done yet.
    Idle,
    /// It is on its way to the disk.
    Pending,
    /// It is on the disk.
    Durable,
    /// It is in the browser's small storage, which a crash can lose.
    Fragile,
    /// It is in this page only.
    Nowhere,
    /// There is no room for it.
    Full,
    /// The browser refused it.
    Refused,
}

impl Saving {
    /// The status for a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::Idle => "",
            Self::Pending => "Saving…",
            Self::Durable => "Saved",
            Self::Fragile => "Kept, but a crash of the browser can lose the last acts. Export the run.",
            Self::Nowhere => {
                "This browser keeps nothing here. The run lives in this page only: export it before you close it."
            }
            Self::Full => {
                "Not stored: this device has no room left. The run lives in this page: export it, then free some room."
            }
            Self::Refused => "Not stored: the browser refused. The run lives in this page: export it.",
        }
    }
}

/// One run in memory.
#[derive(Default)]
struct Held {
    log: Log,
    run: Rc<Run>,
    /// Events that the store does not have.
    unstored: Vec<String>,
    set_aside: Vec<String>,
    source: Option<Rc<str>>,
}

struct Inner {
    site: Rc<Site>,
    store: RefCell<Option<Rc<Store>>>,
    held: RefCell<BTreeMap<String, Held>>,
    channel: RefCell<Option<Channel>>,
    device: String,
    pending: Cell<u32>,
    loaded: Cell<bool>,
    waiting: RefCell<Vec<Box<dyn FnOnce()>>>,
    /// What waits for a database that is late.
    late: RefCell<Vec<Box<dyn FnOnce()>>>,
}

/// The runs. A handle: copies are the same runs.
#[derive(Clone, Copy)]
pub struct Runs {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// Counts changes; whatever shows a run depends on it.
    version: RwSignal<u32>,
    saving: RwSignal<Saving>,
    safety: RwSignal<Safety>,
    /// What happened to the storage, for the reader.
    trouble: RwSignal<Option<&'static str>>,
}

const WHO: &str = "who";
const CLEARED: &str = "cleared";

impl Runs {
    /// The runs of `site`, not yet read.
    pub fn new(site: Rc<Site>) -> Self {
        let inner = Rc::new(Inner {
            site,
            store: RefCell::default(),
            held: RefCell::default(),
            channel: RefCell::default(),
            device: time::random_id().chars().take(8).collect(),
            pending: Cell::new(0),
            loaded: Cell::new(false),
            waiting: RefCell::default(),
            late: RefCell::default(),
        });
        let runs = Self {
            inner: StoredValue::new_local(Rc::clone(&inner)),
            version: RwSignal::new(0),
            saving: RwSignal::new(Saving::Idle),
            safety: RwSignal::new(Safety::Durable),
            trouble: RwSignal::new(None),
        };
        let channel = Channel::new(&inner.site.storage_key("runs"), move |text| runs.hear(&text));
        inner.channel.replace(Some(channel));
        spawn(async move { runs.load().await });
        runs
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// The counter of changes: reading it makes a view follow the runs.
    pub fn version(self) -> u32 {
        self.version.get()
    }

    /// What became of the last act.
    pub fn saving(self) -> Signal<Saving> {
        self.saving.into()
    }

    /// How safe this browser keeps runs.
    pub fn safety(self) -> Safety {
        self.safety.get()
    }

    /// What happened to the storage, if anything did.
    pub fn trouble(self) -> Option<&'static str> {
        self.trouble.get()
    }

    /// Whether the runs are read.
    pub fn is_loaded(self) -> bool {
        self.inner().loaded.get()
    }

    /// Calls `then` once the runs are read.
    pub fn when_loaded(self, then: impl FnOnce() + 'static) {
        let inner = self.inner();
        if inner.loaded.get() {
            then();
        } else {
            inner.waiting.borrow_mut().push(Box::new(then));
        }
    }

    async fn load(self) {
        let inner = self.inner();
        let store = Rc::new(Store::open(&inner.site).await);
        self.safety.set(store.safety());
        inner.store.replace(Some(Rc::clone(&store)));
        self.read_store(&store).await;
        inner.loaded.set(true);
        let waiting = inner.waiting.take();
        for then in waiting {
            then();
        }
        if store.is_late() {
            self.keep_trying(late::FIRST_MS);
        }
    }

    async fn read_store(self, store: &Store) {
        match store.read("").await {
            // What a store that stood in for the database has left goes where it belongs.
            Ok(records) if store.safety() == Safety::Durable && !store.left_over().is_empty() => {
                let _ = self.adopt(store, records).await;
            }
            Ok(records) => self.take_in(records),
            Err(_) => self.trouble.set(Some(
                "The runs kept in this browser cannot be read at the moment. Nothing was changed.",
            )),
        }
    }

    /// Reads again what the store has: this tab may have slept while others wrote.
    pub fn refresh(self) {
        let store = self.inner().store.borrow().clone();
        if let Some(store) = store {
            spawn(async move { self.read_store(&store).await });
        }
    }

    fn take_in(self, records: Vec<(String, String)>) {
        let inner = self.inner();
        let mut changed = false;
        {
            let mut held = inner.held.borrow_mut();
            for (key, value) in records {
                if let Some(run) = key.strip_prefix("s/") {
                    held.entry(run.to_string()).or_default().source = Some(value.into());
                    continue;
                }
                let Some((run, _)) = key.strip_prefix("e/").and_then(|rest| rest.split_once('/')) else {
                    continue;
                };
                let one = held.entry(run.to_string()).or_default();
                match record::decode(&value) {
                    Ok(event) => changed |= one.log.add(event),
                    Err(_) if !one.set_aside.contains(&value) => {
                        one.set_aside.push(value);
                        changed = true;
                    }
                    Err(_) => {}
                }
            }
            for one in held.values_mut() {
                if one.run.entries.is_empty() || changed {
                    one.run = Rc::new(Run::fold(&one.log));
                }
            }
        }
        if changed {
            self.bump();
        }
    }

    fn bump(self) {
        self.version.update(|version| *version = version.wrapping_add(1));
    }

    /// The run `id` as it is now.
    pub fn get(self, id: &str) -> Option<Rc<Run>> {
        let inner = self.inner();
        let held = inner.held.borrow();
        held.get(id)
            .filter(|one| !one.log.is_empty())
            .map(|one| Rc::clone(&one.run))
    }

    /// The Markdown source that the run began with.
    pub fn source(self, id: &str) -> Option<Rc<str>> {
        self.inner().held.borrow().get(id)?.source.clone()
    }

    /// All runs, the newest first.
    pub fn all(self) -> Vec<Rc<Run>> {
        let inner = self.inner();
        let held = inner.held.borrow();
        let mut all: Vec<Rc<Run>> = held
            .values()
            .filter(|one| !one.log.is_empty())
            .map(|one| Rc::clone(&one.run))
            .collect();
        order::sort(&mut all, &|a, b| b.started.cmp(&a.started));
        all
    }

    /// Records that cannot be read, with the run that they belong to.
    pub fn set_aside(self) -> Vec<(String, String)> {
        let inner = self.inner();
        let held = inner.held.borrow();
        held.iter()
            .flat_map(|(id, one)| one.set_aside.iter().map(move |text| (id.clone(), text.clone())))
            .collect()
    }

    /// The run with everything that belongs to it, for an export.
    pub fn exported(self, id: &str) -> Option<Exported> {
        let inner = self.inner();
        let held = inner.held.borrow();
        let one = held.get(id)?;
        Some(Exported {
            log: one.log.clone(),
            source: one.source.as_deref().map(str::to_string),
            set_aside: one.set_aside.clone(),
        })
    }

    /// The name that the last run was started under.
    pub fn who(self) -> String {
        storage::read(&self.inner().site.storage_key(WHO)).unwrap_or_default()
    }

    /// Remembers the reader's name.
    pub fn set_who(self, who: &str) {
        storage::write(
            &self.inner().site.storage_key(WHO),
            Some(who).filter(|who| !who.is_empty()),
        );
    }

    /// Begins a run of the runbook `id`: in memory at once, on the disk as soon as that is done. Returns the run's id.
    pub fn start(self, event: Event, source: &str) -> String {
        let inner = self.inner();
        let run = time::random_id();
        inner.held.borrow_mut().entry(run.clone()).or_default().source = Some(source.into());
        let store = inner.store.borrow().clone();
        let (key, text) = (["s/", &run].concat(), source.to_string());
        if let Some(store) = store {
            spawn(async move {
                let _ = store.put(&key, &text, "s/").await;
            });
        }
        self.add(&run, event);
        files::ask_to_persist();
        run
    }

    /// Adds an act to the run `id`. Texts lose their secrets first; it is shown at once and stored behind that.
    pub fn add(self, id: &str, mut event: Event) {
        let inner = self.inner();
        event.id = time::random_id();
        event.run = id.to_string();
        event.at = time::clock();
        event.zone = time::zone(event.at);
        event.device.clone_from(&inner.device);
        if event.who.is_empty() {
            event.who = self.who();
        }
        event.clean();
        for text in [&mut event.text, &mut event.value] {
            let masked = secrets::mask(text);
            if !masked.found.is_empty() {
                *text = masked.text;
            }
        }
        self.saving.set(Saving::Pending);
        inner.pending.set(inner.pending.get() + 1);
        {
            let mut held = inner.held.borrow_mut();
            let one = held.entry(id.to_string()).or_default();
            event.clock = one.log.next_clock();
            one.unstored.push(event.id.clone());
            one.log.add(event.clone());
            one.run = Rc::new(Run::fold(&one.log));
        }
        let id = id.to_string();
        // The write begins before the views change, so that they do not delay it.
        spawn(async move { self.write(&id, event).await });
        self.bump();
    }

    async fn write(self, id: &str, event: Event) {
        let inner = self.inner();
        let text = record::encode(&event);
        let key = ["e/", id, "/", &event.id].concat();
        let prefix = ["e/", id, "/"].concat();
        let store = inner.store.borrow().clone();
        let answer = match &store {
            Some(store) => store.put(&key, &text, &prefix).await,
            None => Err(Failure::Missing),
        };
        inner.pending.set(inner.pending.get().saturating_sub(1));
        let saving = match answer {
            Ok(count) => {
                let (expected, missing) = self.stored(id, &event.id);
                let short = count.is_some_and(|count| (count as usize) < expected);
                if (short || missing)
                    && let Some(store) = &store
                {
                    self.rewrite(id, store, short).await;
                }
                match store.map(|store| store.safety()) {
                    Some(Safety::Durable) => Saving::Durable,
                    Some(Safety::Fragile) => Saving::Fragile,
                    _ => Saving::Nowhere,
                }
            }
            Err(Failure::Full) => Saving::Full,
            Err(Failure::Missing) => Saving::Nowhere,
            Err(Failure::Broken) => Saving::Refused,
        };
        if inner.pending.get() == 0 || !matches!(saving, Saving::Durable | Saving::Fragile) {
            self.saving.set(saving);
        }
        if let Some(channel) = &*inner.channel.borrow() {
            channel.say(&text);
        }
    }

    /// Notes that an event is stored. Returns how many of the run's records the store should have, and whether there are
    /// others that it does not have though nothing is writing them.
    fn stored(self, id: &str, event: &str) -> (usize, bool) {
        let inner = self.inner();
        let mut held = inner.held.borrow_mut();
        let Some(one) = held.get_mut(id) else {
            return (0, false);
        };
        one.unstored.retain(|other| other != event);
        let expected = (one.log.len() + one.set_aside.len()).saturating_sub(one.unstored.len());
        (expected, inner.pending.get() == 0 && !one.unstored.is_empty())
    }

    /// Stores all of a run again: the storage was cleared under it, or earlier writes had failed.
    async fn rewrite(self, id: &str, store: &Store, cleared: bool) {
        let inner = self.inner();
        let mut records = Vec::new();
        {
            let held = inner.held.borrow();
            let Some(one) = held.get(id) else { return };
            for event in one.log.events() {
                records.push((["e/", id, "/", &event.id].concat(), record::encode(event)));
            }
            if let Some(source) = &one.source {
                records.push((["s/", id].concat(), source.to_string()));
            }
        }
        if store.put_all(&records).await.is_ok() {
            if let Some(one) = inner.held.borrow_mut().get_mut(id) {
                one.unstored.clear();
            }
            if cleared {
                self.trouble.set(Some(
                    "This browser's storage was cleared during the run. This run was written again in full; other runs may be gone.",
                ));
            }
        }
    }

    /// Another tab wrote something.
    fn hear(self, text: &str) {
        if text == CLEARED {
            self.inner().held.borrow_mut().clear();
            self.bump();
            return;
        }
        let Ok(event) = record::decode(text) else { return };
        let inner = self.inner();
        let is_start = event.kind == Kind::Start;
        let changed = {
            let mut held = inner.held.borrow_mut();
            let one = held.entry(event.run.clone()).or_default();
            let changed = one.log.add(event);
            if changed {
                one.run = Rc::new(Run::fold(&one.log));
            }
            changed
        };
        if changed {
            self.bump();
        }
        if is_start {
            self.refresh();
        }
    }

    /// Takes imported runs in and stores them.
    pub async fn import(self, import: Import) -> bool {
        let mut records = Vec::new();
        for (id, run) in import.runs {
            for event in run.log.events() {
                records.push((["e/", &id, "/", &event.id].concat(), record::encode(event)));
            }
            for (at, text) in run.set_aside.iter().enumerate() {
                let name = ["aside-", &record::hash(text), "-", &at.to_string()].concat();
                records.push((["e/", &id, "/", &name].concat(), text.clone()));
            }
            if let Some(source) = run.source.filter(|_| self.source(&id).is_none()) {
                records.push((["s/", &id].concat(), source));
            }
        }
        // What was written here is not touched by what was imported.
        records.retain(|(key, _)| {
            let mut parts = key.splitn(3, '/').skip(1);
            let (run, event) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let inner = self.inner();
            let held = inner.held.borrow();
            held.get(run)
                .and_then(|one| one.log.get(event))
                .is_none_or(|known| known.imported)
        });
        let store = self.inner().store.borrow().clone();
        let kept = match store {
            Some(store) => store.put_all(&records).await.is_ok(),
            None => false,
        };
        self.take_in(records);
        self.bump();
        kept
    }

    /// Deletes everything that this site keeps of runs on this device, for good, in all tabs.
    pub async fn clear_device(self) -> bool {
        let inner = self.inner();
        inner.held.borrow_mut().clear();
        if let Some(channel) = &*inner.channel.borrow() {
            channel.say(CLEARED);
        }
        self.set_who("");
        let store = inner.store.borrow().clone();
        let gone = match store {
            // What a database has that has not opened is still there.
            Some(store) => store.destroy().await.is_ok() && !store.is_late(),
            None => true,
        };
        self.saving.set(Saving::Idle);
        self.bump();
        gone
    }
}
