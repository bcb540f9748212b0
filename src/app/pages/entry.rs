//! The ways into running a runbook. They are on the page at once; the module behind them comes when one is used
//! (`public/boot.js`), and puts its own in their place.

use crate::app::browser::build::{button, el, fill, primary};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::page;

/// The article of a page that is a runbook; the wizard's preview has one, too, which is none.
pub const RUNBOOK: &str = "[data-page=runbook] article[data-id]";

/// The buttons under a runbook's title.
pub fn add(main: &Element) {
    let runbook = dom::find(main, RUNBOOK);
    if let Some(place) = runbook.as_ref().and_then(|runbook| dom::find(runbook, "#bg-actions")) {
        fill(
            &place,
            vec![primary("Start run", "start"), button("Escalate", "escalate")],
        );
    }
    // What is typed into them before the runner comes, it finds there.
    if let Some(values) = dom::find(main, ".bg-values") {
        dom::set_attribute(&values, "disabled", None);
    }
    let Some(dock) = dock() else { return };
    dom::set_attribute(&dock, "hidden", runbook.is_some().then_some(""));
    dom::set_class(&dock, "bg-dock-small", true);
    page::set_root_attribute("data-dock", Some("small"));
    dom::set_attribute(&dock, "aria-label", Some("Help"));
    fill(
        &dock,
        vec![el("div", "bg-dock-tools").with(button("Escalate", "escalate"))],
    );
}

/// What stays in reach of a thumb. It is there for the page's whole life.
pub fn dock() -> Option<Element> {
    if let Some(dock) = dom::by_id("bg-dock") {
        return Some(dock);
    }
    let dock = dom::make("aside", "bg-dock", "")?;
    dom::set_attribute(&dock, "id", Some("bg-dock"));
    dom::append(&dom::by_id("bg-app")?, &dock);
    Some(dock)
}
