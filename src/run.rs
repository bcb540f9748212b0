//! Runs: what was done with a runbook, as a log of events that only grows.
//!
//! Every act is one [`Event`]. A [`Log`] is a set of them; merging sets in any order gives the same set, and folding a
//! set gives a [`Run`], so that two tabs, two devices and an imported file need no lock and no server. Nothing is ever
//! changed in place: a correction, a deletion and its undoing are events too.
//!
//! Pure: no clock, no randomness, no storage. Times, ids and time zones come with the events.

pub mod civil;
pub mod draft;
pub mod drill;
pub mod event;
pub mod export;
pub mod identity;
pub mod labels;
pub mod limits;
pub mod link;
pub mod log;
pub mod mark;
pub mod mode;
pub mod progress;
pub mod record;
pub mod report;
pub mod secrets;
pub mod state;
pub mod trial;
pub mod usage;

pub use event::{Event, Kind};
pub use log::Log;
pub use mark::Mark;
pub use mode::Mode;
pub use progress::{Place, Progress};
pub use state::{Entry, Run, StepState};
