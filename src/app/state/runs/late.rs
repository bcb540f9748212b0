//! A database that opens late: meanwhile acts are kept in the small storage or in the page, and then they move.
//!
//! Nothing is overwritten: a record that the database has stays as it is, and events have names of their own, so that what is
//! written twice is the same. What was kept meanwhile goes only when the database has acknowledged it.

use super::store::Store;
use super::{Runs, Saving};
use crate::app::browser::database::Failure;
use crate::app::browser::{spawn, time};
use crate::run::record;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The first pause before another attempt, in milliseconds.
pub(super) const FIRST_MS: u32 = 1_000;

/// The longest.
const LONGEST_MS: u32 = 30_000;

/// How long an attempt may take, in milliseconds.
const LIMIT_MS: u32 = 30_000;

/// What is said meanwhile.
pub const LATE: &str = "This browser's storage has not opened yet. Earlier runs are shown when it does, and what you do meanwhile is stored then. Until then a crash can lose it.";
const OPENED: &str = "This browser's storage has opened late. What was done meanwhile is stored now.";

impl Runs {
    /// Whether the database may still open.
    pub fn is_late(self) -> bool {
        self.inner()
            .store
            .borrow()
            .as_ref()
            .is_some_and(|store| store.is_late())
    }

    /// Calls `then` once a database that is late has opened.
    pub fn when_opened(self, then: impl FnOnce() + 'static) {
        self.inner().late.borrow_mut().push(Box::new(then));
    }

    /// Tries to open the database until it opens, or the browser says that it has none: next in `pause` milliseconds.
    pub(super) fn keep_trying(self, pause: u32) {
        self.trouble.set(Some(LATE));
        let attempt = move || {
            spawn(async move {
                let inner = self.inner();
                let moved = match Store::open_database(&inner.site, LIMIT_MS).await {
                    Ok(store) => self.move_to(&Rc::new(store)).await,
                    Err(Failure::Missing) => {
                        self.trouble.set(None);
                        return;
                    }
                    Err(_) => false,
                };
                if moved {
                    let waiting = inner.late.take();
                    for then in waiting {
                        then();
                    }
                } else {
                    self.keep_trying(pause.saturating_mul(2).min(LONGEST_MS));
                }
            });
        };
        time::after(pause, attempt).detach();
    }

    /// Makes `store` the one that acts are written to, and moves what was kept elsewhere into it. False where it cannot be
    /// read: then all stays as it was.
    async fn move_to(self, store: &Rc<Store>) -> bool {
        let inner = self.inner();
        let Ok(known) = store.read("").await else { return false };
        // From here on new acts go there; those before are in memory, and are moved below.
        inner.store.replace(Some(Rc::clone(store)));
        self.safety.set(store.safety());
        let told = match self.adopt(store, known).await {
            Ok(()) => {
                let kept = matches!(self.saving.get_untracked(), Saving::Fragile | Saving::Nowhere);
                if kept && inner.pending.get() == 0 {
                    self.saving.set(Saving::Durable);
                }
                Some(OPENED)
            }
            Err(failure) => {
                self.saving.set(match failure {
                    Failure::Full => Saving::Full,
                    Failure::Missing | Failure::Broken => Saving::Refused,
                });
                // The line above says it, and what to do.
                None
            }
        };
        self.trouble.set(told);
        self.bump();
        true
    }

    /// Takes in what the database has (`known`), and writes into it what only this page and the small storage have.
    pub(super) async fn adopt(self, store: &Store, known: Vec<(String, String)>) -> Result<(), Failure> {
        let inner = self.inner();
        let mut there: BTreeMap<String, String> = BTreeMap::new();
        there.extend(known.iter().cloned());
        let left_over = store.left_over();
        let mut records = left_over.clone();
        for (id, one) in inner.held.borrow().iter() {
            for event in one.log.events() {
                records.push((["e/", id, "/", &event.id].concat(), record::encode(event)));
            }
            if let Some(source) = &one.source {
                records.push((["s/", id].concat(), source.to_string()));
            }
        }
        self.take_in(known);
        records.retain(|(key, _)| !there.contains_key(key));
        if records.is_empty() {
            store.forget_left_over(&left_over);
            return Ok(());
        }
        let written = store.put_all(&records).await;
        for (key, _) in &records {
            let Some((run, event)) = key.strip_prefix("e/").and_then(|rest| rest.split_once('/')) else {
                continue;
            };
            if let Some(one) = inner.held.borrow_mut().get_mut(run) {
                one.unstored.retain(|other| other != event);
                // Not there: the next act that is stored has all of the run stored again.
                if written.is_err() && one.log.get(event).is_some() {
                    one.unstored.push(event.to_string());
                }
            }
        }
        written?;
        store.forget_left_over(&left_over);
        self.take_in(left_over);
        Ok(())
    }
}
