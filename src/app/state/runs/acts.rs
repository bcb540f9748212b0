//! An act on its way to the disk, and what the reader is told of it.

use super::Runs;
use super::store::{Safety, Store};
use crate::app::browser::database::Failure;
use crate::app::browser::{files, spawn, storage, time, until};
use crate::run::{Event, Kind, Run, record, secrets};
use leptos::prelude::*;
use std::rc::Rc;

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

const WHO: &str = "who";

/// How many milliseconds views wait at most for a mark's way to the disk before they follow it.
const FOLLOW_MS: u32 = 100;

impl Runs {
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
        let (key, text) = (["s/", &run].concat(), source.to_string());
        spawn(async move {
            if let Some(store) = self.store().await {
                let _ = store.put(&key, &text, "s/").await;
            }
        });
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
        let is_mark = event.kind == Kind::Mark;
        // The write begins before the views change, so that they do not delay it.
        spawn(async move { self.write(&id, event).await });
        if is_mark {
            // A mark is seen at once by its box. The words around it follow when it is on the disk: laid out before, two
            // hundred steps would be what "Saved" waits for.
            inner.behind.set(true);
            time::after(FOLLOW_MS, move || self.catch_up()).detach();
        } else {
            self.bump();
        }
    }

    /// Whether a mark was made that the views have not followed yet.
    pub fn is_ahead(self) -> bool {
        self.inner().behind.get()
    }

    fn catch_up(self) {
        if self.is_ahead() {
            self.bump();
        }
    }

    /// The store, once it is known which one this browser has: whoever is quick acts before that, and what he did is
    /// written as soon as it can be.
    async fn store(self) -> Option<Rc<Store>> {
        if !self.is_loaded() {
            until(|done| self.when_loaded(done)).await;
        }
        self.inner().store.borrow().clone()
    }

    async fn write(self, id: &str, event: Event) {
        let inner = self.inner();
        let text = record::encode(&event);
        let key = ["e/", id, "/", &event.id].concat();
        let prefix = ["e/", id, "/"].concat();
        let store = self.store().await;
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
        self.catch_up();
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
}
