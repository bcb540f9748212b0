//! What the app tells the reader about itself.

use leptos::prelude::*;

/// Progress, announcement and notice. A handle: copies are the same status.
#[derive(Clone, Copy)]
pub struct Status {
    busy: RwSignal<bool>,
    announcement: RwSignal<String>,
    notice: RwSignal<Option<&'static str>>,
}

impl Status {
    /// Nothing to tell.
    pub fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            announcement: RwSignal::new(String::new()),
            notice: RwSignal::new(None),
        }
    }

    /// Whether a page takes long to come.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What screen readers are told.
    pub fn announcement(self) -> Signal<String> {
        self.announcement.into()
    }

    /// What went wrong, as long as it matters.
    pub fn notice(self) -> Signal<Option<&'static str>> {
        self.notice.into()
    }

    /// Shows or hides the progress.
    pub fn set_busy(self, busy: bool) {
        if self.busy.get_untracked() != busy {
            self.busy.set(busy);
        }
    }

    /// Has `text` announced.
    pub fn announce(self, text: impl Into<String>) {
        self.announcement.set(text.into());
    }

    /// Takes `text` back if nothing else was announced since. The same text is only ever announced twice when it was
    /// gone in between.
    pub fn withdraw_announcement(self, text: &str) {
        if self.announcement.with_untracked(|current| current == text) {
            self.announcement.set(String::new());
        }
    }

    /// Shows `text` until it is withdrawn.
    pub fn notify(self, text: &'static str) {
        self.notice.set(Some(text));
    }

    /// Hides the notice.
    pub fn withdraw_notice(self) {
        if self.notice.with_untracked(Option::is_some) {
            self.notice.set(None);
        }
    }
}

impl Default for Status {
    fn default() -> Self {
        Self::new()
    }
}
