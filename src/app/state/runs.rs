//! The runs that this browser knows: read once, kept in step with what other tabs write, and written event by event.
//!
//! `acts` writes what is done here, `incoming` takes in what was done elsewhere, `known` answers what there is.

mod acts;
mod incoming;
mod known;
mod late;
pub mod store;

pub use acts::Saving;
pub use late::LATE;
pub use store::Safety;

use crate::app::browser::channel::Channel;
use crate::app::browser::{spawn, time};
use crate::app::routes::Site;
use crate::run::{Log, Run, record};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use store::Store;

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
    /// Whether the views have not followed the last mark yet.
    behind: Cell<bool>,
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
            behind: Cell::new(false),
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
        self.inner().behind.set(false);
        self.version.update(|version| *version = version.wrapping_add(1));
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
