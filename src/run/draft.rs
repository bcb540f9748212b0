//! Messages that are ready to be sent: a status update, a call for help.

use super::civil::{self, Civil};
use super::event::{Kind, Mark};
use super::state::Run;

/// What a message needs beside the run.
#[derive(Clone, Debug, Default)]
pub struct Situation {
    /// The title; of a runbook without a run, its own.
    pub title: String,
    /// The severity's code; empty when unknown.
    pub severity: String,
    /// Whom it hits.
    pub impact: String,
    /// How many steps there are.
    pub steps: usize,
    /// The text of the step that is next; empty for none.
    pub next: String,
    /// The time now: milliseconds since 1970-01-01 UTC.
    pub now: i64,
    /// Minutes until the next update.
    pub minutes: u32,
}

/// A status update.
pub fn update(run: Option<&Run>, situation: &Situation) -> String {
    let mut lines = vec![head(run, situation, "status")];
    facts(run, situation, &mut lines);
    let next = situation.now + i64::from(situation.minutes) * 60_000;
    lines.push(["Next update by ", &Civil::new(next, 0).minutes(), " UTC."].concat());
    lines.join("\n")
}

/// A call for help.
pub fn escalation(run: Option<&Run>, situation: &Situation) -> String {
    let mut lines = vec![head(run, situation, "need help")];
    facts(run, situation, &mut lines);
    lines.join("\n")
}

fn head(run: Option<&Run>, situation: &Situation, what: &str) -> String {
    let severity = run.map_or(situation.severity.as_str(), |run| &run.severity);
    let mut out = String::new();
    if let Some(run) = run.filter(|run| run.mode != super::Mode::Incident) {
        out.push_str(&run.mode.words().to_uppercase());
        out.push_str(", NOT REAL: ");
    }
    for part in [severity, run.map_or("", |run| &run.reference)] {
        if !part.is_empty() {
            out.push_str(part);
            out.push(' ');
        }
    }
    [
        &out,
        &situation.title,
        ": ",
        what,
        ", ",
        &Civil::new(situation.now, 0).minutes(),
        " UTC",
    ]
    .concat()
}

fn facts(run: Option<&Run>, situation: &Situation, lines: &mut Vec<String>) {
    if !situation.impact.is_empty() {
        lines.push(["Impact: ", &situation.impact].concat());
    }
    let Some(run) = run else { return };
    let began = Civil::new(run.started, 0);
    lines.push(
        [
            "Since ",
            &began.date(),
            " ",
            &began.minutes(),
            " UTC (",
            &civil::length(situation.now - run.started),
            ").",
        ]
        .concat(),
    );
    let done = run.steps.values().filter(|step| step.mark != Mark::Open).count();
    lines.push(
        [
            "Done so far: ",
            &done.to_string(),
            " of ",
            &situation.steps.to_string(),
            " steps.",
        ]
        .concat(),
    );
    for step in run.steps.values().filter(|step| step.mark == Mark::Failed) {
        let why = if step.why.is_empty() {
            String::new()
        } else {
            [" (", &step.why, ")"].concat()
        };
        lines.push(["Failed: ", &step.label, &why].concat());
    }
    let mut chosen = run
        .entries
        .iter()
        .filter(|entry| entry.event.kind == Kind::Choose && !entry.retracted);
    if let Some(entry) = chosen.next_back().filter(|entry| entry.event.value != "clear") {
        lines.push(["Following: ", &entry.event.label].concat());
    }
    let mut noted = run
        .entries
        .iter()
        .filter(|entry| entry.event.kind == Kind::Note && !entry.retracted);
    if let Some(entry) = noted.next_back() {
        let first = entry.event.text.lines().next().unwrap_or_default();
        lines.push(["Last note: ", first].concat());
    }
    if !situation.next.is_empty() {
        lines.push(["Now: ", &situation.next].concat());
    }
    if !run.who.is_empty() {
        lines.push(["Lead: ", &run.who].concat());
    }
}
