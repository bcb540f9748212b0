//! What the reader is in the midst of. A newer version of the site waits until that is over, or until the reader says
//! so.

use crate::app::browser::{events, page};
use leptos::prelude::*;

/// The activities under way. A handle: copies are the same.
#[derive(Clone, Copy)]
pub struct Activity {
    names: RwSignal<Vec<&'static str>>,
    changes: RwSignal<String>,
}

/// The page shows a run that is not finished.
pub const RUN: &str = "run";
/// The wizard holds words that are stored nowhere else.
pub const DRAFT: &str = "draft";

/// The event by which the runner's module says that a run began or is over, and the attribute of `<html>` that says which.
pub const RUN_EVENT: &str = "bg-run";
/// See [`RUN_EVENT`].
pub const RUN_ATTRIBUTE: &str = "data-run";

/// Says to the app whether the page shows a run that is not finished.
pub fn tell_run(running: bool) {
    if page::has_root_attribute(RUN_ATTRIBUTE) != running {
        page::set_root_attribute(RUN_ATTRIBUTE, running.then_some(""));
        events::tell(RUN_EVENT);
    }
}

impl Activity {
    /// Nothing is under way.
    pub fn new() -> Self {
        Self {
            names: RwSignal::new(Vec::new()),
            changes: RwSignal::new(String::new()),
        }
    }

    /// The activity `name` begins or is over.
    pub fn set(self, name: &'static str, under_way: bool) {
        let known = self.names.with_untracked(|names| names.contains(&name));
        if known != under_way {
            self.names.update(|names| {
                names.retain(|other| *other != name);
                if under_way {
                    names.push(name);
                }
            });
        }
    }

    /// Whether the activity `name` is under way.
    pub fn is(self, name: &str) -> bool {
        self.names.with(|names| names.contains(&name))
    }

    /// Whether anything is under way.
    pub fn is_busy(self) -> bool {
        self.names.with(|names| !names.is_empty())
    }

    /// What the newer version would change for the run under way, in a sentence; empty for nothing.
    pub fn changes(self) -> Signal<String> {
        self.changes.into()
    }

    /// Says what the newer version would change.
    pub fn set_changes(self, text: String) {
        self.changes.set(text);
    }
}

impl Default for Activity {
    fn default() -> Self {
        Self::new()
    }
}
