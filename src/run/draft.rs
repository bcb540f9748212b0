//! Messages that are ready to be sent: a status update, a call for help.

use super::civil::{self, Civil};
use super::event::Kind;
use super::mark::Mark;
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
    if situation.title.is_empty() {
        // From a page that is no runbook, without a run: what it is about, the reader says.
        let mut letters = what.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    } else {
        out.push_str(&situation.title);
        out.push_str(": ");
        out.push_str(what);
    }
    [&out, ", ", &Civil::new(situation.now, 0).minutes(), " UTC"].concat()
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
    let mut done: Vec<_> = run.steps.values().filter(|step| step.mark == Mark::Done).collect();
    crate::text::order::sort(&mut done, &|a, b| a.at.cmp(&b.at));
    let decided = run.steps.values().filter(|step| step.mark != Mark::Open).count();
    let of = if situation.steps == 0 {
        String::new()
    } else {
        [" of ", &situation.steps.to_string()].concat()
    };
    let mut line = ["Done so far: ", &decided.to_string(), &of, " steps"].concat();
    // The last few are enough to know where it stands.
    for (at, step) in done.iter().rev().take(3).rev().enumerate() {
        line.push_str(if at == 0 { ", last: " } else { "; " });
        line.push_str(&step.label);
    }
    lines.push(line);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{Event, Log, Run};

    #[test]
    fn messages_say_how_bad_it_is_and_what_was_done() {
        let mut log = Log::default();
        for (clock, event) in [
            Event::new(Kind::Start, "q")
                .label("Queue stuck")
                .value("drill")
                .text("P1"),
            Event::new(Kind::Mark, "d/a").label("Look").value("done"),
            Event::new(Kind::Mark, "d/b")
                .label("Restart")
                .value("failed")
                .text("no rights"),
        ]
        .into_iter()
        .enumerate()
        {
            let mut event = event;
            event.id = clock.to_string();
            event.run = "r".into();
            event.clock = clock as u64;
            event.at = 1_774_742_400_000 + clock as i64 * 60_000;
            log.add(event);
        }
        let run = Run::fold(&log);
        let situation = Situation {
            title: "Queue stuck".into(),
            impact: "Buyers".into(),
            steps: 5,
            next: "Call".into(),
            now: 1_774_742_400_000 + 600_000,
            minutes: 30,
            ..Situation::default()
        };
        assert_eq!(
            update(Some(&run), &situation),
            "DRILL, NOT REAL: P1 Queue stuck: status, 00:10 UTC\nImpact: Buyers\nSince 2026-03-29 00:00 UTC (10 min).\n\
             Done so far: 2 of 5 steps, last: Look\nFailed: Restart (no rights)\nNow: Call\nNext update by 00:40 UTC."
        );
        assert!(escalation(None, &situation).starts_with("Queue stuck: need help, 00:10 UTC\nImpact: Buyers"));
    }
}
