//! The page `review/`: due dates compared with today, sorting, one owner's runbooks, what this browser knows of runs, and
//! drills.

use super::drill;
use super::run::Runner;
use crate::app::browser::build::{Node, button, el, field, fill, select, text};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::{clipboard, events, page, scroll, spawn, time, voice};
use crate::app::state::drill::Drill;
use crate::review::{Evidence, Mode, Standing, Subject, Use, checklist, drills, evidence};
use crate::run::{self, Run, civil};
use crate::text::Date;
use crate::text::order;
use std::collections::BTreeMap;

/// Days ahead that count as due, as in `breakglass review`.
const WINDOW: i32 = 14;

const TABLE: &str = "#bg-review";

/// Makes the page's controls work, on whichever page they will be.
pub fn install(runner: Runner) {
    events::on_press("#bg-review [data-sort]", sort);
    events::on_change("#bg-owner", |_| filter());
    events::on_press("[data-act=\"drill-start\"]", move |_| start(runner));
    events::on_press("[data-act=\"copy-checklist\"]", |_| copy_checklist());
}

/// Fills the page in `main`, if it is this one.
pub fn enhance(runner: Runner, main: &Element) {
    let Some(table) = dom::find(main, TABLE) else { return };
    let Some(today) = day(time::clock(), time::zone(time::clock())) else {
        return;
    };
    for row in dom::find_all(&table, "tbody > tr") {
        say_due(&row, today);
    }
    if dom::find(&table, "[data-sort]").is_none() {
        add_controls(main, &table);
    }
    runner.when_runs_loaded(move || {
        let Some(main) = page::main() else { return };
        if let Some(table) = dom::find(&main, TABLE) {
            add_runs(runner, &main, &table, today);
        }
    });
}

/// The day of a moment, where the reader is.
fn day(at: i64, zone: i32) -> Option<Date> {
    let local = at.checked_add(i64::from(zone).checked_mul(60_000)?)?;
    Date::from_days(i32::try_from(local.div_euclid(86_400_000)).ok()?)
}

/// A runbook as its row says it.
fn subject(row: &Element) -> Subject {
    let value = |name: &str| dom::attribute(row, name).unwrap_or_default();
    let text = |selector: &str| dom::find(row, selector).map_or(String::new(), |element| dom::text(&element));
    Subject {
        id: value("data-id"),
        title: text("th").trim().to_string(),
        owner: value("data-owner"),
        severity: dom::find(row, ".bg-sev b").map_or(String::new(), |code| dom::text(&code)),
        cycle: value("data-cycle"),
        is_after_incidents: dom::attribute(row, "data-after-incidents").is_some(),
        last_updated: Date::read(&text("[data-updated]")),
        changed: Date::read(&value("data-changed")),
        due: Date::read(&value("data-due")),
        source: value("data-source"),
        ..Subject::default()
    }
}

/// Says beside the due date how far away it is.
fn say_due(row: &Element, today: Date) {
    let Some(cell) = dom::find(row, ".bg-review-due") else {
        return;
    };
    let standing = Standing::of(&subject(row), today, WINDOW);
    dom::set_attribute(row, "data-standing", Some(standing.name()));
    if !matches!(standing, Standing::Overdue(_) | Standing::Due(_) | Standing::Later(_)) {
        return;
    }
    let words = dom::find(&cell, ".bg-review-words").or_else(|| {
        let made = dom::make("span", "bg-review-words", "")?;
        dom::append(&cell, &made);
        Some(made)
    });
    if let Some(words) = words {
        dom::set_text(&words, &standing.words());
    }
}

/// Buttons in the headings, and the choice of an owner.
fn add_controls(main: &Element, table: &Element) {
    for heading in dom::find_all(table, "thead th") {
        let label = dom::text(&heading);
        fill(
            &heading,
            vec![
                el("button", "bg-sort")
                    .set("type", "button")
                    .set("data-sort", "")
                    .say(&label),
            ],
        );
    }
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    for row in dom::find_all(table, "tbody > tr") {
        let owner = dom::attribute(&row, "data-owner").unwrap_or_default();
        owners.entry(owner.to_lowercase()).or_insert(owner);
    }
    let Some(tools) = dom::find(main, "#bg-review-tools") else {
        return;
    };
    let mut choices = vec![("*", "Everybody")];
    choices.extend(
        owners
            .iter()
            .map(|(key, name)| (key.as_str(), if name.is_empty() { "No owner" } else { name.as_str() })),
    );
    fill(
        &tools,
        vec![
            select("Owner", "bg-owner", &choices, "*"),
            button("Start a drill", "drill-start"),
        ],
    );
}

/// Sorts by the column whose heading was pressed; once more turns the order round.
fn sort(pressed: Element) {
    let Some((heading, table)) = dom::closest(&pressed, "th").zip(dom::closest(&pressed, "table")) else {
        return;
    };
    let headings = dom::find_all(&table, "thead th");
    let Some(column) = headings.iter().position(|one| *one == heading) else {
        return;
    };
    let down = dom::attribute(&heading, "aria-sort").as_deref() == Some("ascending");
    for one in &headings {
        dom::set_attribute(one, "aria-sort", None);
    }
    dom::set_attribute(
        &heading,
        "aria-sort",
        Some(if down { "descending" } else { "ascending" }),
    );
    let key = |row: &Element| {
        let cells = dom::find_all(row, "td, th");
        let cell = cells.get(column);
        cell.map_or(String::new(), |cell| {
            dom::attribute(cell, "data-key").unwrap_or_else(|| dom::text(cell).to_lowercase())
        })
    };
    let Some(body) = dom::find(&table, "tbody") else { return };
    let mut rows: Vec<(String, Element)> = dom::find_all(&body, "tr")
        .into_iter()
        .map(|row| (key(&row), row))
        .collect();
    order::sort(&mut rows, &|a, b| if down { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) });
    for (_, row) in rows {
        dom::append(&body, &row);
    }
}

/// Shows the rows of the chosen owner.
fn filter() {
    let Some(owner) = dom::by_id("bg-owner").map(|field| dom::value(&field)) else {
        return;
    };
    let Some(table) = dom::by_id("bg-review") else { return };
    for row in dom::find_all(&table, "tbody > tr") {
        let own = dom::attribute(&row, "data-owner").unwrap_or_default().to_lowercase();
        dom::set_attribute(&row, "hidden", (owner != "*" && own != owner).then_some(""));
    }
}

/// Everything that this browser knows of runs: a column, and how drills went.
fn add_runs(runner: Runner, main: &Element, table: &Element, today: Date) {
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

fn copy_checklist() {
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

fn gather(subjects: &[Subject], runs: &[std::rc::Rc<Run>], today: Date) -> BTreeMap<String, Evidence> {
    let uses: Vec<Use> = runs
        .iter()
        .filter(|run| !run.deleted)
        .map(|run| Use {
            runbook: run.runbook.clone(),
            mode: match run.mode {
                run::Mode::Incident => Mode::Incident,
                run::Mode::Drill | run::Mode::Training => Mode::Practice,
            },
            started: day(run.started, run.zone),
            finished: run::drill::concluded(run).and_then(|at| day(at, run.zone)),
            source: run.source.clone(),
        })
        .collect();
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

/// Shows a scenario: of the runbooks that have gone longest without a drill, one that the clock picks.
fn start(runner: Runner) {
    let Some(main) = page::main() else { return };
    let Some(table) = dom::find(&main, TABLE) else { return };
    let now = time::clock();
    let Some(today) = day(now, time::zone(now)) else { return };
    let rows = dom::find_all(&table, "tbody > tr[data-scenario]");
    let subjects: Vec<Subject> = rows.iter().map(subject).collect();
    let found = gather(&subjects, &runner.all_runs(), today);
    let plan = drills::plan(&subjects, &found);
    let first = plan.first().map(|one| one.last.is_some());
    let equal = plan
        .iter()
        .take_while(|one| Some(one.last.is_some()) == first)
        .count()
        .min(5);
    let at = usize::try_from(now.rem_euclid(i64::try_from(equal.max(1)).unwrap_or(1))).unwrap_or(0);
    let Some(chosen) = plan.get(at) else {
        runner.announce("No runbook has symptoms or an alert to begin with.");
        return;
    };
    let row = rows
        .iter()
        .find(|row| dom::attribute(row, "data-id").as_deref() == Some(chosen.subject.id.as_str()));
    let scenario = row
        .and_then(|row| dom::attribute(row, "data-scenario"))
        .unwrap_or_default();
    Drill {
        runbook: chosen.subject.id.clone(),
        scenario: scenario.clone(),
        shown: now,
        found: None,
    }
    .keep(&runner.site());
    drill::sync(runner);
    runner.announce(&["Drill: ", &scenario].concat());
    if let Some(banner) = dom::by_id("bg-drill") {
        dom::focus(&banner);
        // It stands first; with the header above it, the search is at hand.
        scroll::to(scroll::Scroll::default());
    }
}
