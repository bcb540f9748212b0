//! A newer version of the site is there while a run is on the page: what it would change for that run.

use super::Runner;
use super::open::{self, OpenPage};
use crate::app::browser::fetch::{self, FetchError, Request};
use crate::app::browser::{events, page, spawn, worker};
use crate::app::routes::Route;
use crate::markdown;
use crate::run::identity;
use crate::runbook::Runbook;
use leptos::prelude::*;
use std::rc::Rc;

/// The event by which the app is told.
pub const TOLD: &str = "bg-changes";

/// The worker answers from its newest version, not from the page's (`public/sw.js`).
const NEWEST: &str = "source.md?bg-newest";

/// How many steps are named.
const NAMED: usize = 3;

/// Listens for newer versions.
pub fn install(runner: Runner) {
    let root = runner.inner().site.root().to_string();
    worker::on_report(root, move |report| {
        runner.inner().newer.set(report.update);
        look(runner);
    });
}

/// Says what a newer version changes for the run of the open page, if there are both.
pub fn look(runner: Runner) {
    let inner = runner.inner();
    let (Some(page), true) = (
        runner.page(),
        inner.newer.get() && runner.active.get_untracked().is_some(),
    ) else {
        events::tell_text(TOLD, "");
        return;
    };
    let turn = inner.turn.get();
    spawn(async move {
        let url = [Route::Runbook(page.id.clone()).path().as_str(), NEWEST].concat();
        let source = fetch::text(&runner.inner().site.file(&url), &Request::new()).await;
        if runner.inner().turn.get() != turn {
            return;
        }
        let words = match source {
            Ok(source) => sentence(&page, &source),
            Err(FetchError::Status) => "It no longer has this runbook. ".to_string(),
            Err(_) => "Its text of this runbook could not be read. ".to_string(),
        };
        events::tell_text(TOLD, &words);
    });
}

fn sentence(page: &Rc<OpenPage>, source: &str) -> String {
    if *source == *page.source {
        return "It changes nothing in this runbook. ".to_string();
    }
    let document = markdown::read_with(source, &page::settings());
    let changes = identity::compare(page.known(), &open::known(&document));
    let mut parts = Vec::new();
    let now = document.runbook();
    for (what, ids) in [
        ("changes", names(now, changes.changed.iter())),
        ("adds", names(now, changes.added.iter())),
        ("takes away", names(page.runbook(), changes.removed.iter())),
    ] {
        if !ids.is_empty() {
            parts.push([what, " ", &list(&ids)].concat());
        }
    }
    if parts.is_empty() {
        return "It changes no step of this runbook, only other text. ".to_string();
    }
    ["In this runbook it ", &parts.join("; it "), ". "].concat()
}

fn names<'a>(runbook: &Runbook, ids: impl Iterator<Item = &'a String>) -> Vec<String> {
    let text = |id: &String| {
        let step = runbook.steps.iter().find(|step| step.id.as_str() == id);
        step.map_or_else(|| id.clone(), |step| step.text.clone())
    };
    ids.map(text).collect()
}

fn list(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| ["“", name, "”"].concat()).collect();
    let mut out = shown.join(", ");
    if names.len() > NAMED {
        out.push_str(&[" and ", &(names.len() - NAMED).to_string(), " more"].concat());
    }
    out
}
