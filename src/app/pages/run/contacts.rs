//! Whom to call: the runbook's own section, and the team's page.

use super::super::duty;
use super::Runner;
use crate::app::browser::dom::{self, Element};
use crate::app::browser::fetch::Request;
use crate::app::browser::{events, page, spawn};
use crate::app::content::Freshness;
use crate::app::routes::Route;
use crate::run::{Event, Kind, Run};
use std::rc::Rc;

/// What the open runbook says of escalation.
pub fn of_page(runner: Runner) -> Vec<Element> {
    let article = runner.inner().article.borrow().clone();
    let Some(section) = article.and_then(|article| dom::find(&article, "section[data-section=escalation]")) else {
        return Vec::new();
    };
    dom::find_all(&section, ":scope > :not(h1, h2, h3)")
}

/// Adds what the team's page says, once it is there: from the offline copy, as a rule.
pub fn add_team(runner: Runner) {
    spawn(async move {
        let inner = runner.inner();
        let answer = inner
            .content
            .page(&Route::Contacts, Freshness::Seen, &Request::new())
            .await;
        let (Ok(html), Some(place)) = (answer, dom::by_id("bg-team")) else {
            return;
        };
        let team = page::parts(&html, "#bg-main .bg-body > *", &inner.site.file("contacts/"));
        dom::set_text(&place, "");
        // What a page without contacts says to authors is no help to whoever has to call somebody.
        if team
            .iter()
            .any(|part| dom::attribute(part, "class").as_deref() == Some("bg-empty"))
            && !of_page(runner).is_empty()
        {
            return;
        }
        dom::copy_into(&place, &team);
        events::tell(duty::TOLD);
    });
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
    /// The run that a call belongs to: the page's, and on pages that are no runbooks the newest in progress.
    pub(super) fn concerned(self) -> Option<Rc<Run>> {
        let elsewhere = || {
            let all = self.runs.all();
            all.into_iter().find(|run| run.is_running())
        };
        let on_runbook = self.inner().article.borrow().is_some();
        self.run().or_else(|| if on_runbook { None } else { elsewhere() })
    }

    /// Logs that somebody was called.
    pub(super) fn escalated(self, whom: &str, how: &str) {
        let message = dom::by_id("bg-message")
            .map(|field| dom::value(&field))
            .unwrap_or_default();
        let whom: Vec<&str> = whom.split_whitespace().collect();
        if let Some(run) = self.concerned() {
            let event = Event::new(Kind::Escalate, whom.join(" ")).value(how).text(message);
            self.runs.add(&run.id, event);
        }
    }
}
