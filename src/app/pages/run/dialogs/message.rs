//! Messages that are ready to be sent.

use super::{cancel, frame, value};
use crate::app::browser::build::{Node, button, el, field, primary, text};
use crate::app::browser::{clipboard, dom, files, page, spawn, time, voice};
use crate::app::pages::run::{Runner, contacts};
use crate::run::draft::{self, Situation};
use crate::run::{Event, Kind, report};
use crate::runbook::Severity;
use leptos::prelude::*;

/// What the messages are about.
fn situation(runner: Runner) -> Situation {
    let now = time::clock();
    let run = runner.concerned();
    let Some(page) = runner.page() else {
        return Situation {
            title: run.as_deref().map(report::title).unwrap_or_default(),
            now,
            ..Situation::default()
        };
    };
    let metadata = &page.runbook().metadata;
    let mut impact = String::new();
    for text in [&metadata.affected_users, &metadata.business_impact]
        .into_iter()
        .flatten()
    {
        if !impact.is_empty() {
            impact.push_str("; ");
        }
        impact.push_str(&text.value);
    }
    let severity = metadata.severity.map_or("", Severity::code).to_string();
    let progress = runner.progress.get_untracked();
    let next = progress.next(runner.current.get_untracked());
    let next = next.and_then(|at| page.runbook().steps.get(at));
    let minutes = page::settings().update_minutes(run.as_ref().map_or(&severity, |run| &run.severity));
    Situation {
        title: page.title.clone(),
        severity,
        impact,
        steps: progress.counts().1,
        next: next.map(|step| step.text.clone()).unwrap_or_default(),
        now,
        minutes,
    }
}

fn tools(mut first: Vec<Node>) -> Vec<Node> {
    first.push(button("Copy message", "copy-message"));
    if files::can_share() {
        first.push(button("Share…", "share-message"));
    }
    first.push(cancel());
    first
}

/// Whom to call, how, and what to say.
pub fn escalate(runner: Runner) -> Node {
    let run = runner.concerned();
    let whom = el("div", "bg-whom");
    let known = contacts::of_page(runner);
    if let Some(element) = whom.element() {
        dom::copy_into(element, &known);
    }
    let team = runner.inner().site.file("contacts/index.html");
    contacts::add_team(runner);
    let link = text("a", "", "Emergency contacts").set("href", &team);
    let team_place = el("div", "bg-whom").set("id", "bg-team");
    // Whom to call comes first, whoever says it; what to say then.
    let (first, last) = if known.is_empty() {
        (vec![team_place], vec![])
    } else {
        (vec![], vec![team_place])
    };
    let mut body = vec![whom];
    body.extend(first);
    body.push(field(
        "Message",
        "bg-message",
        "textarea",
        &draft::escalation(run.as_deref(), &situation(runner)),
    ));
    let mut first = Vec::new();
    body.push(el("p", "").with(link));
    body.extend(last);
    if run.is_some() {
        body.push(field("Whom you called", "bg-called", "input", ""));
        first.push(primary("Log escalation", "log-escalation"));
    }
    frame("Whom to call", body, tools(first))
}

/// A status update.
pub fn update(runner: Runner) -> Node {
    let run = runner.run();
    let message = draft::update(run.as_deref(), &situation(runner));
    frame(
        "Status update",
        vec![field("Message", "bg-message", "textarea", &message)],
        tools(vec![primary("Log as sent", "log-update")]),
    )
}

/// Does what their buttons say.
pub fn act(runner: Runner, act: &str) -> bool {
    match act {
        "copy-message" => {
            let text = value("bg-message");
            spawn(async move {
                let copied = clipboard::copy(&text).await;
                voice::say(if copied {
                    "Message copied"
                } else {
                    "Select the message and copy it"
                });
            });
        }
        "share-message" => {
            let text = value("bg-message");
            spawn(async move {
                files::share("", &text).await;
            });
        }
        "log-escalation" => {
            runner.escalated(&value("bg-called"), "");
            runner.dialog.set(None);
        }
        "log-update" => {
            runner.add(Event::new(Kind::Update, "").text(value("bg-message")));
            runner.dialog.set(None);
        }
        _ => return false,
    }
    true
}
