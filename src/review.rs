//! What is due for review, and why: the maintenance of runbooks as a calculation over dates.
//!
//! - [`standing`] compares a runbook's due date with today;
//! - [`evidence`] adds what runs show: used lately, an incident after the last update, changed since the last drill;
//! - [`drills`] orders runbooks by how long they have gone without one;
//! - [`checklist`] writes the quarter's review;
//! - [`calendar`] writes due dates as iCalendar; [`window`] reads how far to look ahead.
//!
//! Pure: today comes in as a date. When a runbook is due is [`crate::runbook::review`]'s business, the same for the page,
//! the manifest and this.

pub mod calendar;
pub mod checklist;
pub mod drills;
pub mod evidence;
pub mod standing;
pub mod window;

pub use evidence::Evidence;
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
    /// A hash of its text as runs note it, to tell whether a drill tried this text; empty where it is not known.
    pub source: String,
}

/// Owners, and what is theirs; runbooks without an owner last.
pub fn by_owner<'a>(subjects: impl IntoIterator<Item = &'a Subject>) -> Vec<(&'a str, Vec<&'a Subject>)> {
    // A sorted list instead of a map: owners are few, and the app pays for each kind of map.
    let mut owners: Vec<(String, (&'a str, Vec<&'a Subject>))> = Vec::new();
    for subject in subjects {
        let key = subject.owner.to_lowercase();
        let is_before = |own: &str| !own.is_empty() && (key.is_empty() || own < key.as_str());
        let at = owners.partition_point(|(own, _)| is_before(own));
        match owners.get_mut(at).filter(|(own, _)| *own == key) {
            Some((_, (_, its))) => its.push(subject),
            None => owners.insert(at, (key, (subject.owner.as_str(), vec![subject]))),
        }
    }
    owners.into_iter().map(|(_, owner)| owner).collect()
}

/// The quarter of a day: its year, its number, its first day and the first of the next.
pub fn quarter(day: Date) -> (i32, u8, Option<Date>, Option<Date>) {
    let number = (day.month() - 1) / 3 + 1;
    let first = Date::new(day.year(), number * 3 - 2, 1);
    (day.year(), number, first, first.and_then(|first| first.plus_months(3)))
}

impl Subject {
    /// The last day on which it is known to have changed: the later of what it says and what git says.
    pub fn last_change(&self) -> Option<Date> {
        self.last_updated.max(self.changed)
    }

    /// Whether it was due no later than it was updated: it names its next review itself, and nobody moved that on.
    pub fn has_stale_due(&self) -> bool {
        self.due.is_some() && self.due <= self.last_updated
    }

    /// When git saw it change last, if it does not say so itself.
    pub fn unsaid_change(&self) -> Option<Date> {
        self.changed.filter(|changed| Some(*changed) > self.last_updated)
    }
}
