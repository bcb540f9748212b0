//! What stands under the title: "Start run", and from then on the run itself.

use super::open::{self, OpenPage};
use super::{Runner, runs_page};
use crate::app::browser::build::{Node, button, el, fill, link, primary, refill, text};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::page;
use crate::app::state::runs::Saving;
use crate::run::civil::{self, Civil};
use crate::run::{Mark, Mode, Place, Progress, Run, report};
use leptos::prelude::*;

/// The buttons under the title of the open page.
pub fn sync_actions(runner: Runner) {
    let (Some(place), Some(article)) = (dom::by_id("bg-actions"), runner.inner().article.borrow().clone()) else {
        return;
    };
    let here = runner.active.get_untracked();
    let mut nodes = Vec::new();
    let id = dom::attribute(&article, "data-id").unwrap_or_default();
    let others = runner.runs.all();
    let others = others
        .iter()
        .filter(|run| run.is_running() && run.runbook == id && Some(&run.id) != here.as_ref());
    // Whoever comes back to a run that is going on comes back for that one, not for a second.
    nodes.extend(others.take(3).map(|run| {
        let link = runs_page::continue_link(runner, run);
        link.set("class", "bg-button bg-primary bg-continue")
    }));
    if here.is_none() {
        let start = if nodes.is_empty() { primary } else { button };
        nodes.push(start("Start run", "start"));
        nodes.push(button("Escalate", "escalate"));
    }
    nodes.extend(back_link(runner));
    refill(&place, nodes);
}

/// The way back to the run from which a link led here.
fn back_link(runner: Runner) -> Option<Node> {
    let from = runner.inner().from.borrow().clone()?;
    let run = runner.runs.get(&from)?;
    let here = open::wanted_run();
    (Some(&run.id) != here.as_ref()).then(|| {
        let label = ["Back to ", &report::title(&run)].concat();
        link(&label, &runs_page::address(runner, &run))
    })
}

/// A place under the page's head.
fn place(article: &Element) -> Option<Element> {
    let head = dom::find(article, ".bg-head")?;
    if let Some(place) = dom::find(article, ".bg-run-place") {
        return Some(place);
    }
    let place = dom::make("div", "bg-run-place", "")?;
    dom::insert_after(&head, &place);
    Some(place)
}

/// The address names a run that is not here, or not yet: the storage that may have it has not opened (`is_late`).
pub fn mount_missing(article: &Element, is_late: bool) {
    if let Some(place) = place(article) {
        let words = if is_late {
            crate::app::state::runs::LATE
        } else {
            "The run that this address names is not on this device. Whoever has it can export it or hand it over by a link."
        };
        fill(&place, vec![text("p", "bg-run-note", words).set("role", "alert")]);
    }
}

/// The run's bar. Its words come with [`sync`].
pub fn mount(runner: Runner, open: &OpenPage, run: &Run) {
    let Some(place) = place(&open.article) else { return };
    let mut section = el("section", "bg-run")
        .set("aria-label", "Run")
        .with(el("p", "bg-run-facts"))
        .with(el("p", "bg-run-clocks"))
        .with(el("p", "bg-run-status").set("role", "status"))
        .with(el("p", "bg-run-note bg-run-trouble").set("role", "alert"));
    if runner.is_foreign(open) {
        let words = "This run was imported, and it was begun with another text than this site has. Check each command; every copy asks again.";
        section = section.with(text("p", "bg-run-note", words));
    }
    if !open.is_text_of(run) {
        section = section.with(el("p", "bg-run-note bg-run-changes"));
    }
    let tools = el("div", "bg-run-tools").all(vec![
        button("Status update", "update"),
        button("Export timeline", "export"),
        button("Run details", "details"),
        button("One step at a time", "view"),
        button("Keys", "keys"),
        button("Finish run", "finish"),
    ]);
    let rail = el("details", "bg-rail").with(el("summary", "")).with(el("ol", ""));
    fill(&place, vec![section.with(tools).with(rail)]);
    sync_saving(runner);
}

fn say(selector: &str, words: &str) {
    if let Some(element) = page::main().and_then(|main| dom::find(&main, selector))
        && dom::text(&element) != words
    {
        dom::set_text(&element, words);
    }
}

/// Brings the bar in line with the run.
pub fn sync(runner: Runner, run: &Run, progress: &Progress) {
    let kind = match run.mode {
        Mode::Incident => "Incident run".to_string(),
        mode => [mode.words(), ": not a real incident"].concat(),
    };
    let began = Civil::new(run.started, 0);
    let began = ["started ", &began.date(), " ", &began.minutes(), " UTC"].concat();
    let finished = if run.finished.is_some() { "finished" } else { "" };
    let all = [&kind, &run.severity, &run.reference, &run.who, &began, finished];
    let known: Vec<&str> = all.into_iter().filter(|fact| !fact.is_empty()).collect();
    let Some(main) = page::main() else { return };
    if let Some(facts) = dom::find(&main, ".bg-run-facts") {
        let words = known.join(" · ");
        if dom::text(&facts) != words {
            dom::set_text(&facts, "");
            // Each in an element of its own: lines break between facts.
            for (at, fact) in known.iter().enumerate() {
                if at > 0 {
                    dom::append_text(&facts, " · ");
                }
                if let Some(fact) = dom::make("span", "", fact) {
                    dom::append(&facts, &fact);
                }
            }
        }
        dom::set_attribute(&facts, "data-mode", Some(run.mode.name()));
    }
    if let Some(finish) = dom::find(&main, ".bg-run [data-act=finish], .bg-run [data-act=reopen]") {
        let (act, label) = if run.finished.is_some() {
            ("reopen", "Reopen run")
        } else {
            ("finish", "Finish run")
        };
        dom::set_attribute(&finish, "data-act", Some(act));
        dom::set_text(&finish, label);
    }
    let single = runner.single.get_untracked();
    say(
        ".bg-run [data-act=view]",
        if single { "Show all steps" } else { "One step at a time" },
    );
    say(".bg-run-changes", &changes(progress));
    sync_clocks(runner, run);
    rail(runner, progress);
}

/// What the storage says.
pub fn sync_saving(runner: Runner) {
    let saving: Saving = runner.runs.saving().get_untracked();
    say(".bg-run-status", saving.words());
    let trouble = runner.runs.trouble().unwrap_or_default();
    say(".bg-run-trouble", trouble);
}

/// Since the start, on this step, since the last update, until escalation.
pub fn sync_clocks(runner: Runner, run: &Run) {
    let now = run.finished.unwrap_or_else(|| runner.now.get_untracked());
    let mut words = ["Since start ", &civil::length(now - run.started)].concat();
    if run.is_running() {
        let last = run
            .steps
            .values()
            .map(|step| step.at)
            .max()
            .unwrap_or(0)
            .max(run.started);
        words.push_str(&[" · on this step ", &civil::length(now - last)].concat());
        for (what, due) in deadlines(run) {
            let (sign, when, length) = if now > due {
                (" · ⚠ ", " due for ", now - due)
            } else {
                (" · ", " due in ", due - now)
            };
            words.push_str(&[sign, what, when, &civil::length(length)].concat());
        }
    }
    say(".bg-run-clocks", &words);
}

/// What is to be done outside the runbook, and when at the latest.
pub fn deadlines(run: &Run) -> Vec<(&'static str, i64)> {
    let settings = page::settings();
    let since = run.updated.unwrap_or(run.started);
    let minute = |minutes| i64::from(minutes) * 60_000;
    let mut out = vec![("status update", since + minute(settings.update_minutes(&run.severity)))];
    if run.escalated.is_none() {
        out.push((
            "escalation",
            run.started + minute(settings.escalate_minutes(&run.severity)),
        ));
    }
    out
}

/// What became of the runbook since the run began.
fn changes(progress: &Progress) -> String {
    let count = |wanted: fn(&Place) -> bool| progress.places.iter().filter(|place| wanted(place)).count();
    let mut parts: Vec<String> = Vec::new();
    for (number, words) in [
        (count(|place| place.changed), " changed"),
        (count(|place| place.added), " new"),
        (count(|place| place.moved), " moved"),
    ] {
        if number > 0 {
            let steps = if number == 1 { " step" } else { " steps" };
            parts.push([&number.to_string(), steps, words].concat());
        }
    }
    for (id, state) in &progress.removed {
        let label = if state.label.is_empty() { id } else { &state.label };
        let mark = if state.mark == Mark::Open {
            ""
        } else {
            state.mark.words()
        };
        parts.push(["gone: “", label, "” ", mark].concat().trim_end().to_string());
    }
    let what = if parts.is_empty() {
        "no step is affected".to_string()
    } else {
        parts.join("; ")
    };
    ["This runbook has changed since the run began: ", &what, "."].concat()
}

/// All steps, in place: two hundred of them are not made anew for one tick.
fn rail(runner: Runner, progress: &Progress) {
    let (Some(main), Some(page)) = (page::main(), runner.page()) else {
        return;
    };
    let (decided, all) = progress.counts();
    say(
        ".bg-rail > summary",
        &[
            "All steps: ",
            &decided.to_string(),
            " of ",
            &all.to_string(),
            " decided",
        ]
        .concat(),
    );
    // Closed, it is brought up to date when it is opened.
    let Some(list) = dom::find(&main, ".bg-rail[open] > ol") else {
        return;
    };
    let steps = &page.runbook().steps;
    if dom::find_all(&list, "button").len() != steps.len() {
        let item = |(at, step): (usize, &crate::runbook::Step)| {
            let button = el("button", "")
                .set("type", "button")
                .set("data-act", "goto")
                .arg(&at.to_string())
                .with(text("span", "", ""))
                .say(&step.text);
            el("li", "").with(button)
        };
        fill(&list, steps.iter().enumerate().map(item).collect());
    }
    let current = runner.current.get_untracked();
    for (at, button) in dom::find_all(&list, "button").iter().enumerate() {
        let Some(place) = progress.places.get(at) else { continue };
        let mark = if place.confirm {
            "Confirm"
        } else {
            place.state.mark.words()
        };
        if let Some(sign) = dom::find(button, "span") {
            let words = [place.state.mark.sign(), " ", mark, ": "].concat();
            if dom::text(&sign) != words {
                dom::set_text(&sign, &words);
            }
        }
        dom::set_attribute(button, "aria-current", (at == current).then_some("step"));
        dom::set_attribute(button, "hidden", place.folded.then_some(""));
    }
}
