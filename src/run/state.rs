//! What a run's events amount to.

use super::event::{Event, Kind};
use super::log::Log;
use super::mark::Mark;
use super::mode::Mode;
use crate::runbook::variable;
use std::collections::BTreeMap;

/// A run, folded from its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Its id.
    pub id: String,
    /// The runbook's id; empty while the event that began it is missing.
    pub runbook: String,
    /// The runbook's title when it began.
    pub title: String,
    /// The hash of the source it began with.
    pub source: String,
    /// What it is for.
    pub mode: Mode,
    /// The severity's code; empty when unknown.
    pub severity: String,
    /// The incident's number or link.
    pub reference: String,
    /// Who leads it.
    pub who: String,
    /// The run it was started from; empty for none.
    pub parent: String,
    /// When it began: milliseconds since 1970-01-01 UTC.
    pub started: i64,
    /// The time zone in which it began, in minutes east of UTC.
    pub zone: i32,
    /// When it was finished.
    pub finished: Option<i64>,
    /// What came of it.
    pub outcome: String,
    /// Whether it is deleted.
    pub deleted: bool,
    /// Whether the event that began it came by an import.
    pub imported: bool,
    /// Steps that have a state or anything written to them, by id.
    pub steps: BTreeMap<String, StepState>,
    /// Values by variable key: the name as written, and the value.
    pub variables: BTreeMap<String, (String, String)>,
    /// The chosen branch of each group of alternatives.
    pub choices: BTreeMap<String, String>,
    /// Linked runs: id, and the runbook's id and title.
    pub links: Vec<(String, String, String)>,
    /// When the last status update was sent.
    pub updated: Option<i64>,
    /// When somebody was last called.
    pub escalated: Option<i64>,
    /// Everything that happened, in the order of its events.
    pub entries: Vec<Entry>,
}

/// A step in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepState {
    /// Its text when something was last written to it.
    pub label: String,
    /// What it is.
    pub mark: Mark,
    /// Why it is that.
    pub why: String,
    /// The fingerprint of the text that the mark was given to.
    pub print: String,
    /// When the mark was given; 0 for an open step.
    pub at: i64,
    /// The value that was seen.
    pub observed: String,
    /// How many notes and outputs it has.
    pub notes: usize,
    /// The newest of them.
    pub last_note: String,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The event as it counts now: corrected, if it was.
    pub event: Event,
    /// When it happened, as far as is known.
    pub at: i64,
    /// The text, value and time before the corrections, oldest first.
    pub originals: Vec<(String, String, i64)>,
    /// Whether it was taken back.
    pub retracted: bool,
}

/// The alternatives that a branch belongs to: those of its section.
pub fn group(branch: &str) -> &str {
    branch.split('/').next().unwrap_or_default()
}

impl Run {
    /// Folds a log. Any set of events gives a run; what belongs to an unknown event or step is kept as it is.
    pub fn fold(log: &Log) -> Self {
        let mut run = Self::default();
        let ordered = log.ordered();
        let start = log.start();
        if let Some(event) = start.or(ordered.first().copied()) {
            run.id = event.run.clone();
            run.started = event.when.unwrap_or(event.at);
            run.zone = event.zone;
        }
        if let Some(event) = start {
            run.runbook = event.target.clone();
            run.title = event.label.clone();
            run.source = event.print.clone();
            run.mode = Mode::read(&event.value);
            run.severity = event.text.clone();
            run.who = event.who.clone();
            run.parent = event.parent.clone();
            run.imported = event.imported;
        }
        for entry in corrected(&ordered) {
            if !entry.retracted {
                run.apply(&entry);
            }
            if !matches!(entry.event.kind, Kind::Delete | Kind::Undelete) {
                run.entries.push(entry);
            }
        }
        run
    }

    fn apply(&mut self, entry: &Entry) {
        let event = &entry.event;
        match event.kind {
            Kind::Set => match event.target.as_str() {
                "mode" => self.mode = Mode::read(&event.value),
                "severity" => self.severity.clone_from(&event.value),
                "reference" => self.reference.clone_from(&event.value),
                "who" => self.who.clone_from(&event.value),
                _ => {}
            },
            Kind::Mark => {
                let mark = Mark::read(&event.value).unwrap_or_default();
                let step = self.step(event);
                step.mark = mark;
                step.why.clone_from(&event.text);
                step.print.clone_from(&event.print);
                step.at = if mark == Mark::Open { 0 } else { entry.at };
            }
            Kind::Observed => self.step(event).observed.clone_from(&event.value),
            Kind::Note | Kind::Output if !event.target.is_empty() => {
                let step = self.step(event);
                step.notes += 1;
                step.last_note.clone_from(&event.text);
            }
            Kind::Choose => {
                let group = group(&event.target).to_string();
                if event.value != "clear" {
                    self.choices.insert(group, event.target.clone());
                } else if self.choices.get(&group) == Some(&event.target) {
                    self.choices.remove(&group);
                }
            }
            // A log that somebody else wrote may hold one; it must not come back into a field.
            Kind::Variable if !variable::is_secret(&event.target) => {
                let key = variable::key(&event.target);
                self.variables.insert(key, (event.target.clone(), event.value.clone()));
            }
            Kind::Update => self.updated = self.updated.max(Some(entry.at)),
            Kind::Escalate => self.escalated = self.escalated.max(Some(entry.at)),
            Kind::Link if !self.links.iter().any(|(id, ..)| *id == event.target) => {
                let link = (event.target.clone(), event.value.clone(), event.label.clone());
                self.links.push(link);
            }
            Kind::Finish => {
                self.finished = Some(entry.at);
                self.outcome.clone_from(&event.text);
            }
            Kind::Reopen => self.finished = None,
            Kind::Delete => self.deleted = true,
            Kind::Undelete => self.deleted = false,
            _ => {}
        }
    }

    fn step(&mut self, event: &Event) -> &mut StepState {
        let step = self.steps.entry(event.target.clone()).or_default();
        if !event.label.is_empty() {
            step.label.clone_from(&event.label);
        }
        step
    }

    /// How many steps have this mark.
    pub fn count(&self, mark: Mark) -> usize {
        self.steps.values().filter(|step| step.mark == mark).count()
    }

    /// The logical state without the timeline: what a reader sees of the steps, for comparing two tabs.
    pub fn is_running(&self) -> bool {
        self.finished.is_none() && !self.deleted
    }
}

/// The events as they count after corrections, in order; corrections themselves are folded into what they correct.
fn corrected(ordered: &[&Event]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::with_capacity(ordered.len());
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    for event in ordered {
        if !matches!(event.kind, Kind::Amend | Kind::Retract | Kind::Restore) {
            by_id.insert(&event.id, entries.len());
            entries.push(Entry {
                event: (*event).clone(),
                at: event.when.unwrap_or(event.at),
                originals: Vec::new(),
                retracted: false,
            });
        }
    }
    // In a second pass: a correction with a low clock (from a file somebody made) may stand before what it corrects.
    for event in ordered {
        let Some(entry) = by_id.get(event.target.as_str()).and_then(|at| entries.get_mut(*at)) else {
            continue;
        };
        match event.kind {
            Kind::Amend => {
                let before = (entry.event.text.clone(), entry.event.value.clone(), entry.at);
                entry.originals.push(before);
                if !event.text.is_empty() {
                    entry.event.text.clone_from(&event.text);
                }
                if !event.value.is_empty() {
                    entry.event.value.clone_from(&event.value);
                }
                if let Some(when) = event.when {
                    entry.at = when;
                }
            }
            Kind::Retract => entry.retracted = true,
            Kind::Restore => entry.retracted = false,
            _ => {}
        }
    }
    entries
}
