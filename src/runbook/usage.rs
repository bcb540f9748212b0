//! What a runbook was used for and when: what a run tells a review of it.

use crate::text::Date;

/// What a run was for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The real thing.
    #[default]
    Incident,
    /// Practice: a drill or training.
    Practice,
}

/// One run of a runbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// The runbook's id.
    pub runbook: String,
    /// What it was for.
    pub mode: Mode,
    /// The day on which it began, where it began.
    pub started: Option<Date>,
    /// The day on which it was finished; `None` also for practice in which nothing was tried.
    pub finished: Option<Date>,
    /// The hash of the source that it began with (as a review's subjects have it); empty where that is not known.
    pub source: String,
}
