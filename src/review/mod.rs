//! What is due for review, and why: the maintenance of runbooks as a calculation over dates.
//!
//! - [`standing`] compares a runbook's due date with today;
//! - [`evidence`] adds what runs show: used lately, an incident after the last update, changed since the last drill;
//! - [`drills`] orders runbooks by how long they have gone without one;
//! - [`calendar`] writes due dates as iCalendar; [`window`] reads how far to look ahead.
//!
//! Pure: today comes in as a date. When a runbook is due is [`crate::runbook::review`]'s business, the same for the page,
//! the manifest and this.

pub mod calendar;
pub mod drills;
pub mod evidence;
pub mod standing;
pub mod window;

pub use evidence::{Evidence, Mode, Use};
pub use standing::Standing;

use crate::text::Date;

/// A runbook as a review sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Path of its source as shown to the user.
    pub path: String,
    /// The owning team as written; empty where none is named.
    pub owner: String,
    /// The severity's code; empty where none is known.
    pub severity: String,
    /// The review cycle as written, its own or the team's; empty where there is none.
    pub cycle: String,
    /// Whether the cycle says "after incidents" only.
    pub is_after_incidents: bool,
    /// When it was last updated, where that reads as a date.
    pub last_updated: Option<Date>,
    /// When it was last changed by git's account.
    pub changed: Option<Date>,
    /// When it is due.
    pub due: Option<Date>,
}

impl Subject {
    /// The last day on which it is known to have changed: the later of what it says and what git says.
    pub fn last_change(&self) -> Option<Date> {
        self.last_updated.max(self.changed)
    }
}
