//! Whom to call: the runbook's own section, and the team's page.

use super::Runner;
use crate::app::browser::dom::{self, Element};
use crate::app::browser::events;
use crate::run::{Event, Kind};

/// What the open runbook says of escalation.
pub fn of_page(runner: Runner) -> Vec<Element> {
    let Some(page) = runner.page() else { return Vec::new() };
    let Some(section) = dom::find(&page.article, "section[data-section=escalation]") else {
        return Vec::new();
    };
    dom::find_all(&section, ":scope > :not(h1, h2, h3)")
}

/// Logs the calls that are made from the dialog.
pub fn install(runner: Runner) {
    events::on_press(".bg-whom a[href]", move |link| {
        let whom = dom::closest(&link, "li, p, tr, dd").unwrap_or_else(|| link.clone());
        let how = dom::attribute(&link, "href").unwrap_or_default();
        runner.escalated(&dom::text(&whom), &how);
    });
}

impl Runner {
    /// Logs that somebody was called.
    pub(super) fn escalated(self, whom: &str, how: &str) {
        let message = dom::by_id("bg-message")
            .map(|field| dom::value(&field))
            .unwrap_or_default();
        let whom: Vec<&str> = whom.split_whitespace().collect();
        self.add(Event::new(Kind::Escalate, whom.join(" ")).value(how).text(message));
    }
}
