//! A drill from a scenario: what was shown stands on every page until its runbook is found and run.

use super::entry::RUNBOOK;
use super::run::Runner;
use crate::app::browser::build::{button, el, text};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::{events, page, time};
use crate::app::state::drill::Drill;
use crate::run::civil;

const BANNER: &str = "#bg-drill";

/// Makes the banner's button work.
pub fn install(runner: Runner) {
    events::on_press("#bg-drill [data-act=\"drill-stop\"]", move |_| {
        Drill::end(&runner.site());
        sync(runner);
        runner.announce("Drill stopped");
    });
}

/// Brings the open page's banner in line with the drill.
pub fn sync(runner: Runner) {
    if let Some(main) = page::main() {
        enhance(runner, &main);
    }
}

/// Shows the drill on the page in `main`, and notices when it is the runbook that was to be found.
pub fn enhance(runner: Runner, main: &Element) {
    if let Some(old) = dom::find(main, BANNER) {
        dom::remove(&old);
    }
    let site = runner.site();
    let Some(mut drill) = Drill::current(&site) else { return };
    let open = dom::find(main, RUNBOOK).and_then(|article| dom::attribute(&article, "data-id"));
    let is_it = open.is_some_and(|id| id == drill.runbook);
    if is_it && drill.found.is_none() {
        drill.found = Some(time::clock());
        drill.keep(&site);
    }
    let words = match drill.found {
        Some(found) if is_it => [
            "Found after ",
            &civil::length(found.saturating_sub(drill.shown)),
            ". Start the run and follow it; nothing is real.",
        ]
        .concat(),
        Some(_) => "You had found its runbook: go back to it and start the run.".to_string(),
        None => "Find the runbook for this, as you would at 3 a.m. The clock is running.".to_string(),
    };
    let banner = el("section", "bg-drill")
        .set("id", "bg-drill")
        .set("aria-label", "Drill")
        .with(
            text("p", "bg-drill-scenario", "")
                .with(text("b", "", "Drill: "))
                .say(&drill.scenario),
        )
        .with(text("p", "", &words))
        .with(button("Stop the drill", "drill-stop"));
    if let (Some(shown), Some(banner)) = (dom::find(main, "[data-page]"), banner.element()) {
        dom::prepend(&shown, banner);
    }
}
