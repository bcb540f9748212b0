//! A finished run as the beginning of a runbook: what was done, with its commands as templates, and what was seen.

use super::guard;
use super::template::{Start, new_runbook};
use crate::runbook::{Kind, SectionKind};

/// A run, as far as a draft is made of it. Commands are those of the source that the run began with: templates, without
/// the values that were filled in, so that no secret gets into a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done<'a> {
    /// The title of the runbook that was run; may be empty.
    pub title: &'a str,
    /// The steps that were done, in their order.
    pub steps: Vec<DoneStep>,
    /// Notes that belong to no step.
    pub notes: Vec<String>,
    /// Today, as `2026-11-25`.
    pub today: &'a str,
}

/// A step that was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoneStep {
    /// Its text.
    pub text: String,
    /// Its section.
    pub section: SectionKind,
    /// Its commands: language and text.
    pub commands: Vec<(String, String)>,
    /// What was seen; empty where nothing was noted.
    pub observed: String,
    /// Notes made at it.
    pub notes: Vec<String>,
}

/// A new runbook with these steps.
pub fn from_run(done: &Done<'_>) -> String {
    let mut out = new_runbook(&Start {
        kind: Kind::Incident,
        title: done.title,
        today: done.today,
        ..Start::default()
    });
    let parts = [
        SectionKind::Diagnosis,
        SectionKind::Resolution,
        SectionKind::Verification,
    ];
    for kind in parts {
        let mut text = String::new();
        // Steps of sections that the template does not have were work on the problem.
        let belongs = |step: &&DoneStep| {
            step.section == kind || kind == SectionKind::Resolution && !parts.contains(&step.section)
        };
        for (at, step) in done.steps.iter().filter(belongs).enumerate() {
            push_step(&mut text, kind, at + 1, step);
        }
        insert(&mut out, kind, &text);
    }
    if !done.notes.is_empty() {
        let items: Vec<String> = done
            .notes
            .iter()
            .map(|note| ["- ", &guard::write(note, true)].concat())
            .collect();
        insert(&mut out, SectionKind::Prevention, &(items.join("\n") + "\n"));
    }
    out
}

fn push_step(out: &mut String, kind: SectionKind, number: usize, step: &DoneStep) {
    let title = guard::write(&step.text, false);
    let pad = if kind == SectionKind::Verification {
        out.push_str(&["- [ ] ", &title, "\n"].concat());
        "  "
    } else {
        out.push_str(&["### Step ", &number.to_string(), ": ", &title, "\n"].concat());
        ""
    };
    let mut block = |text: &str| {
        out.push('\n');
        for line in text.lines() {
            if !line.is_empty() {
                out.push_str(pad);
            }
            out.push_str(line);
            out.push('\n');
        }
    };
    for note in &step.notes {
        block(&guard::write(note, true));
    }
    for (language, command) in &step.commands {
        let longest = command
            .lines()
            .map(|line| line.trim_start().chars().take_while(|c| *c == '`').count())
            .max();
        let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
        block(&[&fence, language, "\n", command.trim_end(), "\n", &fence].concat());
    }
    if !step.observed.trim().is_empty() {
        block(&["**Expected**: ", &guard::write(&step.observed, false)].concat());
    }
    out.push('\n');
}

/// Puts `text` below the heading of a section.
fn insert(out: &mut String, kind: SectionKind, text: &str) {
    let heading = ["## ", super::read::title_of(kind), "\n"].concat();
    let Some(at) = out.find(&heading).filter(|_| !text.is_empty()) else {
        return;
    };
    out.insert_str(at + heading.len(), &["\n", text.trim_end(), "\n"].concat());
}
