//! What stays in reach of a thumb: the current step and what can be done with it; on other pages the runs in progress.

use super::{Runner, runs_page};
use crate::app::browser::build::{button, el, fill, primary, refill};
use crate::app::browser::dom;
use crate::app::browser::page;
use crate::app::pages::entry::dock;
use crate::run::{Mark, Progress};
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
        let step = el("button", "bg-dock-step")
            .set("type", "button")
            .set("data-act", "show")
            .with(el("b", ""))
            .with(el("span", ""));
        let failed = button("Failed…", "failed").set("class", "bg-button bg-wide-only");
        let tools = el("div", "bg-dock-tools").all(vec![
            primary("Done", "toggle"),
            failed,
            button("Skip…", "skip"),
            button("Add note", "note"),
            button("Escalate", "escalate"),
        ]);
        fill(&dock, vec![step, tools]);
    } else {
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

/// Brings the dock in line with the current step.
pub fn sync(runner: Runner, progress: &Progress) {
    let (Some(dock), Some(page)) = (dock(), runner.page()) else {
        return;
    };
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
        &(current + 1).to_string(),
        " of ",
        &progress.places.len().to_string(),
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
}
