//! The report for people.

use super::Review;
use crate::cli::findings::text::{excerpts, paint};
use crate::cli::words::plural;
use crate::review::{Evidence, Standing, Subject, by_owner, drills};
use crate::text::escape::printable;
use std::fmt::Write as _;

pub fn render(review: &Review, color: bool) -> String {
    let mut out = excerpts(&review.findings, color);
    due(review, color, &mut out);
    list(
        review,
        "Without a due date",
        |standing| standing == Standing::NoDate,
        &mut out,
    );
    list(
        review,
        "Without a review cycle",
        |standing| standing == Standing::NoCycle,
        &mut out,
    );
    evidence(review, &mut out);
    if review.checklist {
        out.push_str(&review.checklist());
        out.push('\n');
    }
    changes(review, &mut out);
    out.push_str(&last_line(review, color));
    out.push('\n');
    out
}

fn due(review: &Review, color: bool, out: &mut String) {
    for (owner, subjects) in by_owner(review.due()) {
        let owner = if owner.is_empty() { "No owner" } else { owner };
        let _ = writeln!(out, "{}", paint(&printable(owner), "1", color));
        for subject in subjects {
            let standing = review.standing(subject);
            let tint = if matches!(standing, Standing::Overdue(_)) {
                "31"
            } else {
                "33"
            };
            let date = subject.due.map_or(String::new(), |date| date.to_string());
            let _ = writeln!(
                out,
                "  {date}  {}  {}  {}{}",
                paint(&format!("{:<16}", standing.words()), tint, color),
                printable(&subject.title),
                printable(&subject.path),
                details(subject)
            );
        }
        out.push('\n');
    }
}

/// Cycle, last update, and git's opinion where it differs.
fn details(subject: &Subject) -> String {
    let mut parts = Vec::new();
    if !subject.cycle.is_empty() {
        parts.push(printable(&subject.cycle));
    }
    if let Some(last) = subject.last_updated {
        parts.push(format!("updated {last}"));
    }
    if subject.has_stale_due() {
        parts.push("the next review that it names was not moved on".to_string());
    }
    if let Some(changed) = subject.unsaid_change() {
        parts.push(format!("changed {changed} by git"));
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!("  ({})", parts.join(", "))
    }
}

fn list(review: &Review, heading: &str, is: impl Fn(Standing) -> bool, out: &mut String) {
    let subjects: Vec<&Subject> = review
        .subjects
        .iter()
        .filter(|subject| is(review.standing(subject)))
        .collect();
    if subjects.is_empty() {
        return;
    }
    let _ = writeln!(out, "{heading}:");
    for subject in subjects {
        let _ = writeln!(
            out,
            "  {}  {}{}",
            printable(&subject.title),
            printable(&subject.path),
            details(subject)
        );
    }
    out.push('\n');
}

/// What runs ask for.
fn evidence(review: &Review, out: &mut String) {
    if !review.has_runs {
        return;
    }
    let mut section = |heading: &str, line: &dyn Fn(&Evidence) -> Option<String>| {
        let lines: Vec<String> = review
            .subjects
            .iter()
            .filter_map(|subject| {
                let said = line(review.evidence.get(&subject.id)?)?;
                Some(format!(
                    "  {}  {}  ({said})\n",
                    printable(&subject.title),
                    printable(&subject.path)
                ))
            })
            .collect();
        if !lines.is_empty() {
            let _ = writeln!(out, "{heading}:\n{}", lines.concat());
        }
    };
    section("Used in the last week: review them now", &|found| {
        found
            .used
            .map(|(count, last)| format!("{}, last on {last}", plural(count, "run")))
    });
    section(
        "An incident finished after the last update: write down what was learnt",
        &|found| found.incident_after_update.map(|date| format!("finished on {date}")),
    );
    section("Changed since the last drill: try the new text", &|found| {
        found.changed_since_drill.map(|(changed, drill)| match changed {
            Some(changed) => format!("changed on {changed}, drilled on {drill}"),
            None => format!("another text was drilled on {drill}"),
        })
    });
    let plan = drills::plan(&review.subjects, &review.evidence);
    if !plan.is_empty() {
        out.push_str("Next drills:\n");
        for one in plan.iter().take(drills::PLANNED) {
            let last = one
                .last
                .map_or("never drilled".to_string(), |date| format!("last drilled on {date}"));
            let _ = writeln!(
                out,
                "  {}  {}  ({last})",
                printable(&one.subject.title),
                printable(&one.subject.path)
            );
        }
        out.push('\n');
    }
}

/// What to tell others, newest first.
fn changes(review: &Review, out: &mut String) {
    let Some((since, commits)) = &review.changes else {
        return;
    };
    let _ = writeln!(out, "Changes to runbooks since {since}:");
    if !review.has_history {
        out.push_str("  (there is no git history here, or only a shallow one)\n");
    } else if commits.is_empty() {
        out.push_str("  none\n");
    }
    for commit in commits {
        let _ = writeln!(
            out,
            "  {}  {} ({}, {})",
            commit.date,
            printable(&commit.subject),
            printable(&commit.author),
            commit.name
        );
        for (status, path) in &commit.files {
            let what = match status {
                'A' => "new",
                'D' => "removed",
                _ => "changed",
            };
            let _ = writeln!(out, "      {what} {}", printable(path));
        }
    }
    out.push('\n');
}

fn last_line(review: &Review, color: bool) -> String {
    let overdue = review.count(|standing| matches!(standing, Standing::Overdue(_)));
    let soon = review.count(|standing| matches!(standing, Standing::Due(_)));
    let no_date = review.count(|standing| standing == Standing::NoDate);
    let no_cycle = review.count(|standing| standing == Standing::NoCycle);
    let until = review
        .today
        .plus_days(review.window)
        .map_or(String::new(), |date| format!(" by {date}"));
    let text = format!(
        "{}: {overdue} overdue, {soon} due{until}, {no_date} without a due date, {no_cycle} without a review cycle",
        plural(review.subjects.len(), "runbook"),
    );
    let tint = match (overdue, soon + no_date) {
        (0, 0) => "1;32",
        (0, _) => "1;33",
        _ => "1;31",
    };
    paint(&text, tint, color)
}
