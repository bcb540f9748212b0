//! What this browser knows of runs: a column of the table, what runs ask for, how drills went, the quarter's checklist.

use super::subject;
use crate::app::browser::build::{Node, button, el, field, fill, text};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::{clipboard, spawn, voice};
use crate::app::pages::run::Runner;
use crate::review::{Evidence, Subject, checklist, drills, evidence};
use crate::run::usage::used;
use crate::run::{self, Run, civil};
use crate::runbook::Use;
use crate::text::Date;
use std::collections::BTreeMap;

/// Everything that this browser knows of runs: a column, and how drills went.
pub(super) fn add_runs(runner: Runner, main: &Element, table: &Element, today: Date) {
    let rows = dom::find_all(table, "tbody > tr");
    let subjects: Vec<Subject> = rows.iter().map(subject).collect();
    let runs = runner.all_runs();
    let found = gather(&subjects, &runs, today);
    if dom::find(table, ".bg-review-runs").is_none() {
        if let Some(row) = dom::find(table, "thead tr") {
            let heading = el("th", "bg-review-runs").set("scope", "col");
            let heading = heading.with(
                el("button", "bg-sort")
                    .set("type", "button")
                    .set("data-sort", "")
                    .say("Last run"),
            );
            append(&row, heading);
        }
        for (row, subject) in rows.iter().zip(&subjects) {
            let evidence = found.get(&subject.id);
            let last = evidence
                .and_then(|evidence| evidence.last_run)
                .map(|date| date.to_string());
            let mut words = last.clone().unwrap_or_default();
            if let Some(drill) = evidence.and_then(|evidence| evidence.last_drill) {
                words.push_str(&[", drilled ", &drill.to_string()].concat());
            }
            append(row, text("td", "", &words).set("data-key", &last.unwrap_or_default()));
        }
    }
    let place = dom::find(main, "#bg-drills").or_else(|| {
        let place = dom::make("section", "bg-drills", "")?;
        dom::set_attribute(&place, "id", Some("bg-drills"));
        dom::append(&dom::find(main, ".bg-body")?, &place);
        Some(place)
    });
    if let Some(place) = place {
        let mut nodes = asked(&subjects, &found);
        nodes.extend(reports(runner, &subjects, &found, &runs));
        nodes.extend(quarter(&subjects, &found, today));
        fill(&place, nodes);
    }
}

/// What runs ask of runbooks: the weekly review, the review after incidents, the test of changed text.
fn asked(subjects: &[Subject], found: &BTreeMap<String, Evidence>) -> Vec<Node> {
    let mut nodes = vec![
        text("h2", "", "What runs ask for"),
        text(
            "p",
            "",
            "By the runs that this browser knows. The page Runs imports what others have exported.",
        ),
    ];
    type Said = fn(&Evidence) -> Option<String>;
    let questions: [(&str, Said); 3] = [
        ("Used in the last week: review them now", |found| {
            let (count, last) = found.used?;
            let noun = if count == 1 { " run" } else { " runs" };
            Some([&count.to_string(), noun, ", last on ", &last.to_string()].concat())
        }),
        (
            "An incident finished after the last update: write down what was learnt",
            |found| Some(["finished on ", &found.incident_after_update?.to_string()].concat()),
        ),
        ("Changed since the last drill: try the new text", |found| {
            Some(["drilled on ", &found.changed_since_drill?.1.to_string()].concat())
        }),
    ];
    let before = nodes.len();
    for (heading, said) in questions {
        let items = subjects.iter().filter_map(|subject| {
            let said = said(found.get(&subject.id)?)?;
            Some(text("li", "", &[&subject.title, " (", &said, ")"].concat()))
        });
        let items: Vec<Node> = items.collect();
        if !items.is_empty() {
            nodes.push(text("h3", "", heading));
            nodes.push(el("ul", "bg-asked").all(items));
        }
    }
    if nodes.len() == before {
        nodes.push(text("p", "", "Nothing."));
    }
    nodes
}

/// The quarter's review, to be taken into an issue.
fn quarter(subjects: &[Subject], found: &BTreeMap<String, Evidence>, today: Date) -> Vec<Node> {
    let list = checklist::write(subjects, Some(found), today);
    vec![
        text("h2", "", "The quarter's review"),
        field("Checklist (Markdown)", "bg-checklist", "textarea", &list),
        button("Copy the checklist", "copy-checklist"),
    ]
}

pub(super) fn copy_checklist() {
    let Some(list) = dom::by_id("bg-checklist") else { return };
    let list = dom::value(&list);
    spawn(async move {
        let copied = clipboard::copy(&list).await;
        voice::say(if copied {
            "Checklist copied"
        } else {
            "Select the checklist and copy it"
        });
    });
}

fn append(parent: &Element, child: Node) {
    if let Some(child) = child.element() {
        dom::append(parent, child);
    }
}

pub(super) fn gather(subjects: &[Subject], runs: &[std::rc::Rc<Run>], today: Date) -> BTreeMap<String, Evidence> {
    let uses: Vec<Use> = runs.iter().filter(|run| !run.deleted).map(|run| used(run)).collect();
    evidence::gather(subjects, &uses, today)
}

/// The plan, and the drills that began with a scenario.
fn reports(
    runner: Runner,
    subjects: &[Subject],
    found: &BTreeMap<String, Evidence>,
    runs: &[std::rc::Rc<Run>],
) -> Vec<Node> {
    let plan = drills::plan(subjects, found)
        .into_iter()
        .take(drills::PLANNED)
        .map(|one| {
            let last = one.last.map_or("never".to_string(), |date| date.to_string());
            text("li", "", &[&one.subject.title, " (last drilled: ", &last, ")"].concat())
        });
    let mut nodes = vec![
        text("h2", "", "Drills"),
        text(
            "p",
            "",
            "A drill counts when it is finished and something in it was tried: a step, a check, a command, a call. The runbooks that have gone longest without one, by the runs that this browser knows:",
        ),
        el("ol", "").all(plan.collect()),
    ];
    let reports: Vec<Node> = runs
        .iter()
        .filter(|run| !run.deleted)
        .filter_map(|run| report(runner, run))
        .take(20)
        .collect();
    if !reports.is_empty() {
        nodes.push(text("h3", "", "How they went"));
        nodes.push(el("ul", "bg-drill-reports").all(reports));
    }
    nodes
}

fn report(runner: Runner, run: &Run) -> Option<Node> {
    let drill = run::drill::report(run)?;
    let time = |length: Option<i64>| length.map_or("–".to_string(), civil::length);
    let skipped = if drill.skipped.is_empty() {
        "none".to_string()
    } else {
        drill.skipped.join("; ")
    };
    let mut facts: Vec<Node> = [
        ("Scenario", drill.scenario.clone()),
        ("Time to find the runbook", civil::length(drill.to_find)),
        ("Time to first action", time(drill.to_first_action)),
        ("Time to the end", time(drill.length)),
        ("Steps done", drill.done.to_string()),
        ("Steps skipped", skipped),
    ]
    .iter()
    .map(|(name, value)| el("div", "").with(text("dt", "", name)).with(text("dd", "", value)))
    .collect();
    if run.finished.is_some() && run::drill::concluded(run).is_none() {
        let counts = el("div", "").with(text("dt", "", "Counts"));
        facts.push(counts.with(text("dd", "", "No: nothing was tried")));
    }
    if let Some(open) = runner.left_open(run) {
        let items = open.iter().map(|step| text("li", "", step));
        let all = el("details", "")
            .with(text("summary", "", &open.len().to_string()))
            .with(el("ul", "").all(items.collect()));
        let left = el("div", "").with(text("dt", "", "Steps left open"));
        facts.push(left.with(el("dd", "").with(all)));
    }
    Some(
        el("li", "")
            .with(text("b", "", &run.title))
            .with(el("dl", "bg-drill-facts").all(facts)),
    )
}
