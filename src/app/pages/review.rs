//! The page `review/`: due dates compared with today, sorting, one owner's runbooks, what this browser knows of runs, and
//! drills.

mod runs;

use super::drill;
use super::run::Runner;
use crate::app::browser::build::{button, el, fill, select};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::{events, page, scroll, time};
use crate::app::state::drill::Drill;
use crate::review::{Standing, Subject, drills};
use crate::run::civil::day;
use crate::text::Date;
use crate::text::order;
use runs::{add_runs, copy_checklist, gather};
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
