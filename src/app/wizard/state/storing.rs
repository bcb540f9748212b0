//! The open draft on the device, and other tabs at work on it.

use super::Wizard;
use crate::app::browser::channel::Channel;
use crate::app::browser::{events, page, spawn, time};
use crate::app::wizard::store::{Record, Stamp};
use crate::draft::FieldId;
use leptos::prelude::*;
use std::rc::Rc;

/// How long a change may wait to be stored. What is typed within it is lost when the browser is killed.
const STORE_MS: u32 = 300;

/// What is said while the browser does not store the draft.
const REFUSED: &str = "The draft is not stored: this browser refuses. Download it before you close the page.";

impl Wizard {
    /// The text changed: it is to be stored soon.
    pub(super) fn changed(self) {
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
            if stored && self.notice.with_untracked(|notice| notice == REFUSED) {
                self.notice.set(String::new());
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
                // Meanwhile this has become a draft of its own, or another one is open: what it could not store itself,
                // because this was under way, is stored now.
                if again {
                    self.flush();
                }
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
                // Not among the small grey words of the status.
                self.status.set("Not stored".to_string());
                self.notice.set(REFUSED.to_string());
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
    pub(super) fn listen(self) {
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

    pub(super) fn heard(self, id: &str, stamp: &Stamp) {
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
    pub(super) fn fork(self) {
        self.inner.update_value(|inner| {
            inner.split_from = Some(inner.record.id.clone());
            inner.record.id = time::random_id();
            inner.record.parent = None;
            inner.dirty = true;
        });
        self.flush();
        let id = self.inner.with_value(|inner| inner.record.id.clone());
        self.remember_in_url(&["draft=", &id].concat());
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
}

/// Tells the app whether something is not stored yet: then no newer build may take the page's place.
fn say_dirty(dirty: bool) {
    if page::has_root_attribute("data-draft") != dirty {
        page::set_root_attribute("data-draft", dirty.then_some("unsaved"));
        events::tell("bg-draft");
    }
}
