//! What a run tells of its runbook.

use super::civil::day;
use super::drill::concluded;
use super::{Mode, Run};
use crate::runbook::usage::{self, Use};

/// The use of its runbook that a run was, by the days where it was made.
pub fn used(run: &Run) -> Use {
    Use {
        runbook: run.runbook.clone(),
        mode: match run.mode {
            Mode::Incident => usage::Mode::Incident,
            Mode::Drill | Mode::Training => usage::Mode::Practice,
        },
        started: day(run.started, run.zone),
        finished: concluded(run).and_then(|at| day(at, run.zone)),
        source: run.source.clone(),
    }
}
