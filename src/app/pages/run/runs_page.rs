//! The page of runs, one run's timeline, and the runs in progress on the home page.

mod import;
mod timeline;

use import::act as import_act;
pub use import::look_at_file;

use super::Runner;
use super::dialogs::export_of;
use super::open::query;
use crate::app::browser::build::{Node, button, el, field, fill, link, text};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::fetch::{self, Request};
use crate::app::browser::{files, page, spawn, time};
use crate::app::routes::{Place, Route};
use crate::run::report;
use crate::run::{Event, Kind, Mark, Mode, Run, civil, export, trial};
use crate::text::json;
use leptos::prelude::*;
use std::rc::Rc;
use timeline::one;

/// The address at which the run goes on.
pub fn address(runner: Runner, run: &Run) -> String {
    match trial::draft(&run.runbook) {
        Some(draft) => at(runner, Route::Write, run) + "&draft=" + draft,
        None => at(runner, Route::Runbook(run.runbook.clone()), run),
    }
}

/// The address of the run's timeline.
pub fn timeline_address(runner: Runner, run: &Run) -> String {
    at(runner, Route::Runs, run)
}

fn at(runner: Runner, route: Route, run: &Run) -> String {
    let mut place = Place::page(route);
    place.query = ["?run=", &run.id].concat();
    runner.inner().site.url(&place)
}

/// A link to a run in progress.
pub fn continue_link(runner: Runner, run: &Run) -> Node {
    let since = civil::since(run.started, runner.now.get_untracked());
    let drill = if run.mode == Mode::Incident { "" } else { " (drill)" };
    let label = ["Continue ", &report::title(run), drill, " · ", &since].concat();
    link(&label, &address(runner, run))
}

/// The part of the manifest that is needed here.
struct Manifest {
    runbooks: Vec<Listed>,
}

json::members!(Manifest, needed: [runbooks], optional: []);

struct Listed {
    id: String,
    title: String,
}

json::members!(Listed, needed: [id], optional: [title]);

/// Learns which runbooks the site has, where runs are listed: a run outlives its runbook.
pub fn learn(runner: Runner, main: &Element) {
    if dom::find(main, "#bg-runs").is_none() {
        return;
    }
    spawn(async move {
        let inner = runner.inner();
        let answer = fetch::text(&inner.site.file("runbooks.json"), &Request::new()).await;
        let manifest = answer.ok().and_then(|text| json::read::<Manifest>(&text));
        if let Some(manifest) = manifest {
            let known = manifest.runbooks.into_iter().map(|runbook| (runbook.id, runbook.title));
            inner.site_has.replace(Some(known.collect()));
            import::name(runner);
            runner.runs.when_loaded(move || sync(runner));
        }
    });
}

/// Whether the run's runbook is known to be gone from the site.
fn is_gone(runner: Runner, run: &Run) -> bool {
    let inner = runner.inner();
    let ids = inner.site_has.borrow();
    let is_listed = |known: &Vec<(String, String)>| {
        known.iter().any(|(id, _)| *id == run.runbook) || trial::draft(&run.runbook).is_some()
    };
    ids.as_ref().is_some_and(|ids| !is_listed(ids))
}

/// The title of a run: a link does not carry it, but the site may know it.
fn title_of(runner: Runner, run: &Run) -> String {
    let inner = runner.inner();
    let known = inner.site_has.borrow();
    let listed = known
        .iter()
        .flatten()
        .find(|(id, title)| *id == run.runbook && !title.is_empty());
    match listed.filter(|_| run.title.is_empty()) {
        Some((_, title)) => title.clone(),
        None => report::title(run),
    }
}

/// What stands in the place of the way back to a runbook that is gone: the text that the run began with.
fn kept_text(runner: Runner, run: &Run) -> Node {
    let source = runner.runs.source(&run.id).unwrap_or_default();
    el("details", "bg-run-note")
        .with(text(
            "summary",
            "",
            "This site no longer has the runbook. The text that the run began with",
        ))
        .with(el("pre", "").set("tabindex", "0").with(text("code", "", &source)))
}

/// Fills the pages that are no runbooks, whenever the runs change.
pub fn sync(runner: Runner) {
    let Some(shown) = page::main().and_then(|main| dom::find(&main, "[data-page]")) else {
        return;
    };
    match dom::attribute(&shown, "data-page").as_deref() {
        Some("home") => home(runner, &shown),
        Some("runs") => {
            if let Some(place) = dom::by_id("bg-runs") {
                match query("run") {
                    Some(id) => one(runner, &place, &id),
                    None => all(runner, &place),
                }
                super::bar::sync_saving(runner);
            }
        }
        _ => {}
    }
}

/// Where it is said whether the last act is on the disk.
fn saving() -> Node {
    el("div", "")
        .with(el("p", "bg-run-status").set("role", "status"))
        .with(el("p", "bg-run-note bg-run-trouble").set("role", "alert"))
}

/// Runs in progress, under the home page's head.
fn home(runner: Runner, shown: &Element) {
    let place = dom::find(shown, ".bg-home-runs").or_else(|| {
        let (head, place) = dom::find(shown, ".bg-head").zip(dom::make("div", "bg-home-runs", ""))?;
        dom::insert_after(&head, &place);
        Some(place)
    });
    let Some(place) = place else { return };
    let all = runner.runs.all();
    let running = all.iter().filter(|run| run.is_running()).take(8);
    let links: Vec<Node> = running
        .map(|run| el("li", "").with(continue_link(runner, run)))
        .collect();
    let mut nodes = Vec::new();
    if !links.is_empty() {
        nodes.push(
            el("section", "bg-running-list")
                .set("aria-label", "Runs in progress")
                .with(text("h2", "", "Runs in progress"))
                .with(el("ul", "").all(links)),
        );
    }
    fill(&place, nodes);
}

fn all(runner: Runner, place: &Element) {
    // The skeleton stays: what is typed into its fields must not be lost when a run changes.
    if dom::find(place, "#bg-filter").is_none() {
        fill(
            place,
            vec![
                // What a hand-over link brings is why the page was opened.
                import::preview(),
                field("Filter", "bg-filter", "input", ""),
                saving(),
                el("div", "").set("id", "bg-runs-list"),
                import::view(runner),
                import::clear(),
            ],
        );
        import::look_at_address(runner);
    }
    list(runner);
}

/// The lists, after a change or while the filter is typed.
pub fn list(runner: Runner) {
    let Some(place) = dom::by_id("bg-runs-list") else {
        return;
    };
    let wanted = dom::by_id("bg-filter")
        .map(|field| dom::value(&field).to_lowercase())
        .unwrap_or_default();
    let matches = |run: &Rc<Run>| {
        [&report::title(run), &run.reference, &run.who, &run.severity]
            .iter()
            .any(|text| text.to_lowercase().contains(&wanted))
    };
    let all = runner.runs.all();
    let mut nodes = Vec::new();
    if all.is_empty() {
        nodes.push(text(
            "p",
            "",
            "No runs on this device yet. Open a runbook and press “Start run”.",
        ));
    }
    type Part = (&'static str, fn(&Run) -> bool);
    let parts: [Part; 4] = [
        ("In progress", |run| run.is_running()),
        ("Finished", |run| {
            !run.deleted && run.finished.is_some() && run.mode == Mode::Incident
        }),
        ("Drills and training", |run| {
            !run.deleted && run.finished.is_some() && run.mode != Mode::Incident
        }),
        ("Deleted", |run| run.deleted),
    ];
    for (title, belongs) in parts {
        let rows = all.iter().filter(|run| belongs(run) && matches(run));
        let rows: Vec<Node> = rows.map(|run| row(runner, run)).collect();
        if !rows.is_empty() {
            nodes.push(
                el("section", "bg-runs-part")
                    .with(text("h2", "", title))
                    .with(el("ul", "bg-runs").all(rows)),
            );
        }
    }
    if nodes.is_empty() {
        nodes.push(text(
            "p",
            "",
            "No run has that in its title, reference, name or severity.",
        ));
    }
    nodes.extend(set_aside(runner));
    fill(&place, nodes);
}

fn row(runner: Runner, run: &Run) -> Node {
    let mut facts = vec![run.mode.words().to_string()];
    for fact in [&run.severity, &run.reference, &run.who] {
        if !fact.is_empty() {
            facts.push(fact.clone());
        }
    }
    facts.push(report::both(run.started, run.zone));
    if let Some(at) = run.finished {
        facts.push(civil::length(at - run.started));
    }
    facts.push([&run.count(Mark::Done).to_string(), " done"].concat());
    if run.imported {
        facts.push("imported".into());
    }
    let title = title_of(runner, run);
    let href = if run.is_running() && !is_gone(runner, run) {
        address(runner, run)
    } else {
        timeline_address(runner, run)
    };
    let (label, act, name) = if run.deleted {
        ("Undo", "undelete", "Undo deleting ")
    } else {
        ("Delete", "delete", "Delete ")
    };
    el("li", "")
        .with(text("a", "", &title).set("href", &href))
        .with(text("span", "", &facts.join(" · ")))
        .with(link("Timeline", &timeline_address(runner, run)).set("aria-label", &["Timeline of ", &title].concat()))
        .with(
            button(label, act)
                .arg(&run.id)
                .set("aria-label", &[name, &title].concat()),
        )
}

/// Records that cannot be read: shown, kept, never overwritten.
fn set_aside(runner: Runner) -> Option<Node> {
    let records = runner.runs.set_aside();
    if records.is_empty() {
        return None;
    }
    let rows = records.iter().map(|(run, record)| {
        let start: String = record.chars().take(200).collect();
        let words = ["Run ", run, ": a record ", export::why(record), "."].concat();
        el("li", "")
            .with(text("p", "", &words))
            .with(el("pre", "").set("tabindex", "0").with(text("code", "", &start)))
    });
    Some(
        el("section", "bg-runs-part")
            .with(text("h2", "", "Set aside"))
            .with(text(
                "p",
                "",
                "These records cannot be read. They are kept as they are, and go along in exports.",
            ))
            .with(el("ul", "bg-runs").all(rows.collect()))
            .with(button("Download them", "save-aside")),
    )
}

/// Does what the buttons of these pages say.
pub fn act(runner: Runner, act: &str, arg: &str) -> bool {
    match act {
        "delete" | "undelete" => {
            let kind = if act == "delete" { Kind::Delete } else { Kind::Undelete };
            runner.runs.add(arg, Event::new(kind, ""));
            // The lists are made anew, and the button that had the focus is gone.
            time::after(0, move || {
                if let Some(lists) = dom::by_id("bg-runs-list").filter(|_| dom::nothing_has_focus()) {
                    dom::focus(&lists);
                }
            })
            .detach();
        }
        "retract" | "restore" => {
            let kind = if act == "retract" { Kind::Retract } else { Kind::Restore };
            if let Some((run, event)) = arg.split_once(' ') {
                runner.runs.add(run, Event::new(kind, event));
            }
        }
        "print" => files::print(),
        "save-aside" => {
            let records = runner.runs.set_aside();
            let all: Vec<String> = records.into_iter().map(|(_, text)| text).collect();
            files::download("set-aside.txt", "text/plain", &all.join("\n"));
        }
        "show-export" => {
            if let (Some(place), Some(run)) = (dom::by_id("bg-run-export"), runner.runs.get(arg)) {
                fill(&place, export_of(runner, &run));
            }
        }
        _ => return import_act(runner, act),
    }
    true
}
