//! Where a run stands in the runbook as it is now.

use super::identity::{self, Changes, Known};
use super::mark::Mark;
use super::record;
use super::state::{self, Run, StepState};
use crate::runbook::{Branch, Runbook, Step};

/// A step of the runbook as it is now, with its state in the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its state.
    pub state: StepState,
    /// Whether its mark was given to another text, and so has to be confirmed.
    pub confirm: bool,
    /// Whether it was not there when the run began.
    pub added: bool,
    /// Whether it stood elsewhere.
    pub moved: bool,
    /// Whether its text is another than when the run began.
    pub changed: bool,
    /// Whether it stands in a branch that was not chosen.
    pub folded: bool,
    /// Whether it stands in a branch of which nobody has said yet whether it holds.
    pub unchosen: bool,
}

/// All steps, in the runbook's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// One for each step of the runbook.
    pub places: Vec<Place>,
    /// Steps that are no longer in the runbook: id and state.
    pub removed: Vec<(String, StepState)>,
}

/// The steps of a runbook, to be recognised later; `text` is what it was read from, with its fences repaired.
pub fn known(runbook: &Runbook, text: &str) -> Vec<Known> {
    let steps = runbook.steps.iter();
    steps
        .map(|step| Known {
            id: step.id.to_string(),
            print: record::hex(step.fingerprint(text)),
        })
        .collect()
}

/// Compares the steps that the run knows with those of the runbook now. `began` are the steps of the source that the run began
/// with, where that is at hand; without it, only steps that have a state are known.
pub fn changes(run: &Run, began: Option<&[Known]>, now: &[Known]) -> Changes {
    let mut then: Vec<Known> = began.unwrap_or_default().to_vec();
    let ids = identity::places(began.unwrap_or_default());
    for (id, state) in &run.steps {
        if ids.contains_key(id.as_str()) {
            continue;
        }
        // A newer version of the program may call the steps otherwise that the run began with.
        let is_same = |step: &&mut Known| {
            step.print == state.print
                && !run.steps.contains_key(&step.id)
                && identity::split(&step.id).0 == identity::split(id).0
        };
        match then.iter_mut().find(is_same) {
            Some(step) => step.id.clone_from(id),
            // Ticked after a rebuild: it is known by what it was called then.
            None => then.push(Known {
                id: id.clone(),
                print: state.print.clone(),
            }),
        }
    }
    let mut changes = identity::compare(&then, now);
    if began.is_none() {
        changes.added.clear();
        changes.moved.clear();
    }
    changes
}

impl Progress {
    /// The state of every step; `now` is what [`known`] makes of the runbook.
    pub fn new(run: &Run, runbook: &Runbook, now: &[Known], changes: &Changes) -> Self {
        let steps = runbook.steps.iter().zip(now);
        let places = steps.map(|(step, known)| place(run, runbook, changes, step, &known.print));
        let removed = changes.removed.iter().filter_map(|id| {
            let state = run.steps.get(id).cloned().unwrap_or_default();
            // Of steps that are gone and were never touched, the source that the run keeps tells.
            (state != StepState::default()).then(|| (id.clone(), state))
        });
        Self {
            places: places.collect(),
            removed: removed.collect(),
        }
    }

    /// How many steps count, and how many of them are decided.
    pub fn counts(&self) -> (usize, usize) {
        let counted = self.places.iter().filter(|place| !place.folded);
        let decided = counted.clone().filter(|place| place.is_decided()).count();
        (decided, counted.count())
    }

    /// The number of a step, from 1, among those that are not folded away.
    pub fn number(&self, at: usize) -> usize {
        self.places.iter().take(at + 1).filter(|place| !place.folded).count()
    }

    /// The place behind the step that was marked last: there the reader goes on.
    pub fn behind_last_mark(&self) -> usize {
        let marked = self.places.iter().enumerate().filter(|(_, place)| place.is_decided());
        let last = marked.max_by_key(|(_, place)| place.state.at);
        last.map_or(0, |(at, _)| at + 1)
    }

    /// The first step from `from` on that is still to do; else the first of all.
    pub fn next(&self, from: usize) -> Option<usize> {
        let open = |(at, place): (usize, &Place)| (!place.folded && !place.is_decided()).then_some(at);
        let after = self.places.iter().enumerate().skip(from).find_map(open);
        after.or_else(|| self.places.iter().enumerate().find_map(open))
    }
}

impl Place {
    /// Whether nothing is left to do here.
    pub fn is_decided(&self) -> bool {
        self.state.mark != Mark::Open && !self.confirm
    }
}

/// What a run has made of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said yet whether it holds.
    Open,
    /// It was chosen, or one within it.
    Chosen,
    /// Another was chosen.
    Folded,
}

/// How `branch` stands. Branches may lie within others: choosing one leaves open those within it, and goes along with those
/// around it.
pub fn standing(run: &Run, runbook: &Runbook, branch: &Branch) -> Standing {
    let chosen = run.choices.get(state::group(branch.id.as_str()));
    // A chosen branch that is gone from the runbook folds nothing away.
    let mut all = runbook.branches.iter();
    let Some(chosen) = chosen.and_then(|chosen| all.find(|other| other.id.as_str() == *chosen)) else {
        return Standing::Open;
    };
    if within(chosen, branch) {
        Standing::Chosen
    } else if within(branch, chosen) {
        Standing::Open
    } else {
        Standing::Folded
    }
}

/// Whether `inner` is `outer` or lies in it.
fn within(inner: &Branch, outer: &Branch) -> bool {
    outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
}

/// The innermost of the branches that `branch` lies in: what still holds once that is taken back.
pub fn around<'a>(runbook: &'a Runbook, branch: &Branch) -> Option<&'a Branch> {
    let mut outer = runbook.branches.iter().rev();
    outer.find(|outer| outer.id != branch.id && within(branch, outer))
}

fn place(run: &Run, runbook: &Runbook, changes: &Changes, step: &Step, print: &str) -> Place {
    let id = step.id.as_str();
    // Under its own id, or under the one that it had.
    let own = run.steps.get(id);
    let state = own.or_else(|| {
        let mut before = changes.now.iter().filter(|(_, now)| now.as_str() == id);
        before.find_map(|(then, _)| run.steps.get(then))
    });
    let state = state.cloned().unwrap_or_default();
    let branch = step.branch.and_then(|at| runbook.branches.get(at));
    let standing = branch.map(|branch| standing(run, runbook, branch));
    Place {
        confirm: state.mark != Mark::Open && !state.print.is_empty() && state.print != print,
        added: changes.added.contains(id),
        moved: changes.moved.contains(id),
        changed: changes.changed.contains(id),
        folded: standing == Some(Standing::Folded),
        unchosen: standing == Some(Standing::Open),
        state,
    }
}
