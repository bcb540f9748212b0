//! The timeline of a run, for the review after the incident.

mod markdown;

use super::civil::{self, Civil};
use super::event::Kind;
use super::mark::Mark;
use super::mode::Mode;
use super::state::{Entry, Run};

pub use markdown::write as markdown;

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The id of its event.
    pub id: String,
    /// What kind of act it is.
    pub kind: Kind,
    /// When it happened: milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The time since the run began: `T+00:12`.
    pub since: String,
    /// `2026-03-29 00:42:11 UTC`.
    pub utc: String,
    /// `02:42:11 +02:00`, with the date where it is another than in UTC.
    pub local: String,
    /// What happened, in a few words.
    pub what: String,
    /// What it happened to: a step, a branch, a person.
    pub subject: String,
    /// The words that were written: a note, a reason, a message.
    pub text: String,
    /// A command's template or pasted output.
    pub code: String,
    /// What was filled in.
    pub values: Vec<(String, String)>,
    /// Who did it, where that is not who leads the run.
    pub who: String,
    /// Remarks: corrected, taken back, imported, recorded later.
    pub remarks: Vec<String>,
    /// Whether it was taken back.
    pub retracted: bool,
    /// The title of the linked run that it belongs to; empty for the run itself.
    pub of: String,
}

/// A run and those linked to it, in one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The run.
    pub run: Run,
    /// Titles of the linked runs.
    pub linked: Vec<String>,
    /// Everything that happened.
    pub lines: Vec<Line>,
    /// What is still to do: lines that begin with `TODO`.
    pub follow_ups: Vec<(String, String)>,
    /// The steps that nobody has decided, as the text that the run began with has them; none where that is not known.
    pub open: Vec<String>,
}

impl Timeline {
    /// The timeline of `run` and of `linked` ones; `open` are the run's steps that nobody has decided.
    pub fn new(run: &Run, linked: &[Run], open: Vec<String>) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        for (of, from) in std::iter::once((String::new(), run)).chain(linked.iter().map(|run| (title(run), run))) {
            for entry in &from.entries {
                lines.push(line(run, from, entry, &of));
            }
        }
        // Stable: what happened at the same moment stays in the order of its events.
        crate::text::order::sort(&mut lines, &|a, b| a.at.cmp(&b.at));
        let mut follow_ups = Vec::new();
        for line in lines.iter().filter(|line| !line.retracted && line.kind != Kind::Output) {
            for todo in line.text.lines().filter_map(follow_up) {
                follow_ups.push((line.since.clone(), todo.to_string()));
            }
        }
        Self {
            run: run.clone(),
            linked: linked.iter().map(title).collect(),
            lines,
            follow_ups,
            open,
        }
    }

    /// The facts at the head of the timeline: names and values.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let run = &self.run;
        let mut facts = Vec::new();
        let mode = match run.mode {
            Mode::Incident => "Incident".to_string(),
            mode => [mode.words(), ", not a real incident"].concat(),
        };
        facts.push(("Kind", mode));
        for (name, value) in [
            ("Severity", &run.severity),
            ("Reference", &run.reference),
            ("Lead", &run.who),
        ] {
            if !value.is_empty() {
                facts.push((name, value.clone()));
            }
        }
        facts.push(("Started", both(run.started, run.zone)));
        match run.finished {
            Some(at) => {
                facts.push(("Finished", both(at, self.zone_at(at))));
                facts.push(("Duration", civil::length(at - run.started)));
            }
            None => facts.push(("Finished", "not yet".to_string())),
        }
        let counts = [Mark::Done, Mark::Failed, Mark::Skipped, Mark::NotApplicable]
            .into_iter()
            .filter(|mark| run.count(*mark) > 0)
            .map(|mark| [&run.count(mark).to_string(), " ", &mark.words().to_lowercase()].concat());
        let mut counts: Vec<String> = counts.collect();
        if !self.open.is_empty() {
            counts.push([&self.open.len().to_string(), " open"].concat());
        }
        if !counts.is_empty() {
            facts.push(("Steps", counts.join(", ")));
        }
        if !self.linked.is_empty() {
            facts.push(("Linked runs", self.linked.join(", ")));
        }
        facts
    }

    fn zone_at(&self, at: i64) -> i32 {
        let mut entries = self.run.entries.iter();
        entries
            .find(|entry| entry.at == at && entry.event.kind == Kind::Finish)
            .map_or(self.run.zone, |entry| entry.event.zone)
    }
}

/// A run's title, or its runbook's id where that is unknown.
pub fn title(run: &Run) -> String {
    let title = if run.title.is_empty() { &run.runbook } else { &run.title };
    if title.is_empty() {
        "Run".to_string()
    } else {
        title.clone()
    }
}

/// `2026-03-29 00:42:11 UTC (02:42:11 +02:00)`.
pub fn both(at: i64, zone: i32) -> String {
    [&utc(at), " (", &local(at, zone), ")"].concat()
}

fn utc(at: i64) -> String {
    let civil = Civil::new(at, 0);
    [&civil.date(), " ", &civil.time(), " UTC"].concat()
}

fn local(at: i64, zone: i32) -> String {
    let here = Civil::new(at, zone);
    let date = here.date();
    let shown = if date == Civil::new(at, 0).date() {
        String::new()
    } else {
        date + " "
    };
    [&shown, &here.time(), " ", &civil::zone(zone)].concat()
}

/// What a line says to do later, where it begins with `TODO`.
fn follow_up(line: &str) -> Option<&str> {
    let line = line.trim_start().trim_start_matches(['-', '*', ' ']);
    let rest = line.strip_prefix("TODO").or_else(|| line.strip_prefix("todo"))?;
    let rest = rest.trim_start_matches([':', ' ', '-']);
    (!rest.is_empty()).then_some(rest.trim_end())
}

fn line(main: &Run, run: &Run, entry: &Entry, of: &str) -> Line {
    let event = &entry.event;
    let (what, subject, text, code) = words(run, entry);
    let mut remarks = Vec::new();
    for (text, value, at) in &entry.originals {
        let mut before: Vec<String> = Vec::new();
        if *at != entry.at {
            before.push(utc(*at));
        }
        if *text != event.text && !text.is_empty() {
            before.push(["“", text, "”"].concat());
        }
        if *value != event.value && !value.is_empty() {
            before.push(["“", value, "”"].concat());
        }
        remarks.push(if before.is_empty() {
            "corrected".to_string()
        } else {
            ["corrected; before: ", &before.join(", ")].concat()
        });
    }
    // A minute apart is still "at once".
    if (event.at - entry.at).abs() >= 60_000 && entry.originals.is_empty() {
        remarks.push(["recorded ", &utc(event.at)].concat());
    }
    if entry.retracted {
        remarks.push("taken back".to_string());
    }
    if event.imported {
        remarks.push("imported".to_string());
    }
    let same = event.who == main.who;
    Line {
        id: event.id.clone(),
        kind: event.kind,
        at: entry.at,
        since: civil::since(main.started, entry.at),
        utc: utc(entry.at),
        local: local(entry.at, event.zone),
        what,
        subject,
        text,
        code,
        values: event.values.clone(),
        who: if same { String::new() } else { event.who.clone() },
        remarks,
        retracted: entry.retracted,
        of: of.to_string(),
    }
}

/// What happened, to what, with which words, and which code.
fn words(run: &Run, entry: &Entry) -> (String, String, String, String) {
    let event = &entry.event;
    let label = || {
        if event.label.is_empty() {
            // A link carries no labels; the id ends in the label, folded.
            super::identity::split(&event.target).1.to_string()
        } else {
            event.label.clone()
        }
    };
    let none = String::new;
    let text = || event.text.clone();
    match event.kind {
        Kind::Start => (
            [Mode::read(&event.value).words(), " run started"].concat(),
            title(run),
            none(),
            none(),
        ),
        Kind::Set if event.target == super::drill::TARGET => {
            let found = super::civil::length(event.value.parse().unwrap_or(0));
            (
                ["Scenario shown; runbook found after ", &found].concat(),
                none(),
                text(),
                none(),
            )
        }
        Kind::Set => (["Set ", &event.target].concat(), event.value.clone(), none(), none()),
        Kind::Mark => {
            let mark = Mark::read(&event.value).unwrap_or_default();
            let words = if mark == Mark::Open { "Reopened" } else { mark.words() };
            ([mark.sign(), " ", words].concat(), label(), text(), none())
        }
        Kind::Note => ("Note".into(), label(), text(), none()),
        Kind::Output => ("Output".into(), label(), none(), text()),
        Kind::Observed => ("Observed".into(), label(), event.value.clone(), none()),
        Kind::Choose if event.value == "clear" => ("Decision withdrawn".into(), label(), none(), none()),
        Kind::Choose => ("Decision".into(), label(), none(), none()),
        Kind::Variable => (
            ["Value of ", &event.target].concat(),
            event.value.clone(),
            none(),
            none(),
        ),
        Kind::Copy => {
            let danger = match event.value.as_str() {
                "destructive" => "Copied destructive command",
                "changes-state" => "Copied command that changes state",
                _ => "Copied command",
            };
            let command = match (event.command, event.text.is_empty()) {
                (Some(number), true) => ["number ", &number.to_string(), " of the runbook"].concat(),
                _ => none(),
            };
            (danger.into(), command, none(), text())
        }
        Kind::Update => ("Status update".into(), none(), text(), none()),
        Kind::Escalate => {
            let how = if event.value.is_empty() {
                none()
            } else {
                [" (", &event.value, ")"].concat()
            };
            ("Escalated".into(), event.target.clone() + &how, text(), none())
        }
        Kind::Link => {
            let title = if event.label.is_empty() {
                &event.value
            } else {
                &event.label
            };
            ("Linked run".into(), title.clone(), none(), none())
        }
        Kind::Finish => ("Run finished".into(), none(), text(), none()),
        Kind::Reopen => ("Run reopened".into(), none(), none(), none()),
        Kind::Feedback => ("To change in the runbook".into(), none(), text(), none()),
        Kind::Amend | Kind::Retract | Kind::Restore | Kind::Delete | Kind::Undelete => {
            ("Corrected".into(), none(), text(), none())
        }
    }
}
