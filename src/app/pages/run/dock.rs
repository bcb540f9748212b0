//! What stays in reach of a thumb: the current step and what can be done with it; on other pages the runs in progress.

use super::{Runner, bar, runs_page};
use crate::app::browser::build::{Node, button, el, fill, link, primary, refill, text};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::page;
use crate::app::pages::entry::dock;
use crate::app::state::runs::Saving;
use crate::run::{Mark, Progress, civil};
use leptos::prelude::*;

/// Shows what belongs to the open page. A runbook that is not running has its own "Escalate" in its head.
pub fn mount(runner: Runner) {
    let Some(dock) = dock() else { return };
    let runbook = runner.inner().article.borrow().is_some();
    let running = runner.active.get_untracked().is_some();
    dom::set_attribute(&dock, "hidden", (runbook && !running).then_some(""));
    dom::set_class(&dock, "bg-dock-small", !running);
    page::set_root_attribute("data-dock", Some(if running { "step" } else { "small" }));
    dom::set_attribute(&dock, "aria-label", Some(if running { "Current step" } else { "Help" }));
    if running {
        build(runner, &dock, shape(runner));
    } else {
        dom::set_attribute(&dock, SHAPE, None);
        let all = runner.runs.all();
        let first = all.iter().find(|run| run.is_running());
        let mut tools: Vec<_> = first
            .map(|run| runs_page::continue_link(runner, run))
            .into_iter()
            .collect();
        tools.push(button("Escalate", "escalate"));
        let place = dom::find(&dock, ":scope > .bg-dock-tools:only-child");
        match place {
            Some(place) => refill(&place, tools),
            None => fill(&dock, vec![el("div", "bg-dock-tools").all(tools)]),
        }
    }
}

/// Where the dock keeps what it was built for.
const SHAPE: &str = "data-shape";

/// What a run's dock is about: `step`; `log` where the runbook has no steps; `over` once the run is finished.
fn shape(runner: Runner) -> &'static str {
    if runner.run().is_some_and(|run| run.finished.is_some()) {
        "over"
    } else if runner.page().is_some_and(|page| page.runbook().steps.is_empty()) {
        "log"
    } else {
        "step"
    }
}

fn build(runner: Runner, dock: &Element, shape: &str) {
    let tools = match shape {
        "over" => vec![
            button("Reopen run", "reopen"),
            button("Add note", "note"),
            button("Export timeline", "export"),
            link("All runs", &runner.site().file("runs/index.html")),
        ],
        "log" => vec![primary("Add note", "note"), button("Escalate", "escalate")],
        _ => vec![
            primary("Done", "toggle"),
            button("Failed…", "failed").set("class", "bg-button bg-wide-only"),
            button("Skip…", "skip"),
            button("Add note", "note"),
            button("Escalate", "escalate"),
        ],
    };
    let head: Node = match shape {
        "over" => text("p", "bg-dock-step", "This run is finished."),
        "log" => text(
            "p",
            "bg-dock-step",
            "This runbook has no steps. Notes and copied commands are logged.",
        ),
        _ => el("button", "bg-dock-step")
            .set("type", "button")
            .set("data-act", "show")
            .with(el("b", ""))
            .with(el("span", "")),
    };
    dom::set_attribute(dock, SHAPE, Some(shape));
    fill(
        dock,
        vec![el("p", "bg-dock-note"), head, el("div", "bg-dock-tools").all(tools)],
    );
    remind(runner);
}

/// What must not be missed for being further up on the page: that acts are not stored, what is overdue, and that the step
/// is one of a branch that nobody has chosen.
pub fn remind(runner: Runner) {
    let (Some(dock), Some(run)) = (dock(), runner.run()) else {
        return;
    };
    let Some(note) = dom::find(&dock, ".bg-dock-note") else {
        return;
    };
    let mut parts: Vec<String> = Vec::new();
    match runner.runs.saving().get_untracked() {
        Saving::Idle | Saving::Pending | Saving::Durable => {}
        other => parts.push(["⚠ ", other.words()].concat()),
    }
    if run.is_running() {
        let now = runner.now.get_untracked();
        for (what, due) in bar::deadlines(&run).into_iter().filter(|(_, due)| now > *due) {
            parts.push(["⚠ ", what, " due for ", &civil::length(now - due)].concat());
        }
    }
    if run.is_running()
        && let Some(branch) = open_branch(runner)
    {
        parts.push(["No branch is chosen yet. This step is for: ", &branch].concat());
    }
    let words = parts.join(" · ");
    if dom::text(&note) != words {
        dom::set_text(&note, &words);
    }
}

/// The title of the current step's branch where none of its section is chosen.
fn open_branch(runner: Runner) -> Option<String> {
    let (page, at) = (runner.page()?, runner.current.get_untracked());
    let place = runner
        .progress
        .with_untracked(|progress| progress.places.get(at).cloned())?;
    let branch = page.runbook().steps.get(at)?.branch.filter(|_| place.unchosen)?;
    Some(page.runbook().branches.get(branch)?.title.clone())
}

/// Brings the dock in line with the current step.
pub fn sync(runner: Runner, progress: &Progress) {
    let (Some(dock), Some(page)) = (dock(), runner.page()) else {
        return;
    };
    let shape = shape(runner);
    if dom::attribute(&dock, SHAPE).is_some_and(|built| built != shape) {
        build(runner, &dock, shape);
    }
    let current = runner.current.get_untracked();
    let step = |at: usize| {
        page.runbook()
            .steps
            .get(at)
            .map(|step| step.text.clone())
            .unwrap_or_default()
    };
    let title = [
        "Step ",
        &progress.number(current).to_string(),
        " of ",
        &progress.counts().1.to_string(),
        ": ",
        &step(current),
    ]
    .concat();
    let next = progress.next(current + 1).filter(|next| *next != current);
    let next = next.map(|next| ["Then: ", &step(next)].concat()).unwrap_or_default();
    let place = progress.places.get(current);
    let done = place.is_some_and(|place| place.state.mark == Mark::Done && !place.confirm);
    for (selector, words) in [
        (".bg-dock-step b", title.as_str()),
        (".bg-dock-step span", &next),
        ("[data-act=toggle]", if done { "Untick" } else { "Done" }),
    ] {
        if let Some(element) = dom::find(&dock, selector) {
            dom::set_text(&element, words);
        }
    }
    remind(runner);
}
