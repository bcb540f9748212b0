//! The dialogs of a run: one element, filled with whatever is asked.

mod export;
mod message;
mod record;

pub use export::{act as export_act, of_run as export_of, timeline};
pub use message::act as message_act;

use super::act::{EVERYWHERE, KEYS};
use super::{Dialog, Runner};
use crate::app::browser::build::{Node, button, el, field, fill, primary, select, text};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::{events, page, time};
use crate::run::{Event, Kind, Mark, Mode};
use leptos::prelude::*;

/// The element; made once, under the page.
fn host() -> Option<Element> {
    if let Some(host) = dom::by_id("bg-dialog") {
        return Some(host);
    }
    let host = dom::make("dialog", "bg-dialog", "")?;
    dom::set_attribute(&host, "id", Some("bg-dialog"));
    dom::set_attribute(&host, "aria-labelledby", Some("bg-dialog-title"));
    dom::append(&dom::by_id("bg-app")?, &host);
    Some(host)
}

/// From now on what is asked is shown.
pub fn install(runner: Runner) {
    Effect::new(move || {
        let Some(host) = host() else { return };
        record::remember(runner);
        match runner.dialog.get() {
            Some(dialog) => {
                let was_open = dom::attribute(&host, "open").is_some();
                fill(&host, vec![content(runner, dialog)]);
                dom::open_dialog(&host);
                if was_open && let Some(title) = dom::by_id("bg-dialog-title") {
                    // What had the focus is gone with the dialog before.
                    dom::focus(&title);
                }
                for field in dom::find_all(&host, "textarea") {
                    dom::to_start(&field);
                }
            }
            None => {
                dom::close_dialog(&host);
                dom::set_text(&host, "");
            }
        }
    });
    events::on_enter("#bg-dialog :is(input, textarea, select)", || {
        page::press("#bg-dialog .bg-primary")
    });
    if let Some(host) = host() {
        // Escape closes it without asking. The event comes late: another dialog may be open by then.
        let own = host.clone();
        events::on_close(&host, move || {
            if dom::attribute(&own, "open").is_none() && runner.dialog.get_untracked().is_some() {
                runner.dialog.set(None);
            }
        });
    }
}

fn content(runner: Runner, dialog: Dialog) -> Node {
    match dialog {
        Dialog::Outcome { step, mark } => record::outcome(runner, step, mark),
        Dialog::Note { step } => record::note(runner, step),
        Dialog::Finish => finish(runner),
        Dialog::Details => details(runner),
        Dialog::Confirm { command, placeholders } => confirm(runner, command, placeholders),
        Dialog::Keys => keys(runner),
        Dialog::Export => export::view(runner),
        Dialog::Escalate => message::escalate(runner),
        Dialog::Update => message::update(runner),
    }
}

/// A heading, what is asked, and the buttons.
fn frame(title: &str, body: Vec<Node>, tools: Vec<Node>) -> Node {
    el("div", "")
        .with(text("h2", "", title).set("id", "bg-dialog-title"))
        .all(body)
        .with(el("div", "bg-dialog-tools").all(tools))
}

/// A field that has the focus when the dialog opens.
fn focused(field: Node) -> Node {
    if let Some(input) = field.element().and_then(|field| dom::find(field, "input, textarea")) {
        dom::set_attribute(&input, "autofocus", Some(""));
    }
    field
}

fn cancel() -> Node {
    button("Cancel", "cancel")
}

fn step_text(runner: Runner, at: usize) -> String {
    let page = runner.page();
    let step = page.as_ref().and_then(|page| page.runbook().steps.get(at));
    step.map(|step| step.text.clone()).unwrap_or_default()
}

/// What stands in the dialog's field `id`.
fn value(id: &str) -> String {
    dom::by_id(id)
        .map(|field| dom::value(&field))
        .unwrap_or_default()
        .trim()
        .to_string()
}

/// What is chosen under the name `name`.
fn chosen(name: &str) -> String {
    let selector = ["[name=", name, "]:checked"].concat();
    let chosen = host().and_then(|host| dom::find(&host, &selector));
    chosen.map(|input| dom::value(&input)).unwrap_or_default()
}

fn finish(runner: Runner) -> Node {
    let (decided, all) = runner.progress.get_untracked().counts();
    let open = all.saturating_sub(decided);
    let mut body = Vec::new();
    if open > 0 {
        let words = [
            &open.to_string(),
            " of ",
            &all.to_string(),
            " steps are still open. They stay so in the record.",
        ];
        body.push(text("p", "", &words.concat()));
    }
    body.push(field("Outcome", "bg-outcome", "textarea", ""));
    body.push(field(
        "What would you change in this runbook?",
        "bg-feedback",
        "textarea",
        "",
    ));
    frame("Finish run?", body, vec![primary("Finish", "log-finish"), cancel()])
}

/// Facts of a run that can be changed, and the ids of their fields.
const FACTS: [&str; 4] = ["mode", "severity", "reference", "who"];

fn details(runner: Runner) -> Node {
    let run = runner.run().unwrap_or_default();
    let modes: Vec<(&str, &str)> = Mode::ALL.iter().map(|mode| (mode.name(), mode.words())).collect();
    let levels = [
        ("", "Unknown"),
        ("P0", "P0"),
        ("P1", "P1"),
        ("P2", "P2"),
        ("P3", "P3"),
        ("P4", "P4"),
    ];
    frame(
        "Run details",
        vec![
            select("Kind of run", "bg-mode", &modes, run.mode.name()),
            select("Severity of this incident", "bg-severity", &levels, &run.severity),
            field("Reference (ticket, channel)", "bg-reference", "input", &run.reference),
            field("Your name", "bg-who", "input", &run.who),
        ],
        vec![primary("Change", "log-details"), cancel()],
    )
}

fn confirm(runner: Runner, at: usize, placeholders: bool) -> Node {
    let Some((command, filled)) = runner.filled(at) else {
        return el("div", "");
    };
    let page = runner.page();
    let step = page
        .as_ref()
        .and_then(|page| page.runbook().steps.iter().rfind(|step| step.commands.contains(&at)));
    let mut why = command.danger.words().to_string();
    if !command.danger_reason.is_empty() {
        why.push_str(": ");
        why.push_str(command.danger_reason);
    }
    let code = el("pre", "bg-danger-text")
        .set("tabindex", "0")
        .with(text("code", "", &filled.text));
    let mut body = vec![
        text("p", "bg-danger-why", &why).set("data-danger", command.danger.name()),
        code,
    ];
    if placeholders && !filled.missing.is_empty() {
        body.push(text(
            "p",
            "",
            &["Without a value: ", &filled.missing.join(", ")].concat(),
        ));
    }
    if let Some(rollback) = step.and_then(|step| step.rollback.as_ref()) {
        body.push(text("p", "", &["To take it back: ", &rollback.value].concat()));
    }
    frame(
        "Copy it?",
        body,
        vec![
            cancel().set("autofocus", ""),
            button("Copy this command", "confirm-copy"),
        ],
    )
}

fn keys(runner: Runner) -> Node {
    let rows = KEYS.iter().map(|(key, what)| {
        el("div", "")
            .with(el("dt", "").with(text("kbd", "", key)))
            .with(text("dd", "", what))
    });
    let mut body = vec![el("dl", "bg-keys").all(rows.collect())];
    if runner.active.get_untracked().is_none() {
        body.insert(0, text("p", "", EVERYWHERE));
    }
    frame("Keys", body, vec![button("Close", "cancel")])
}

/// Does what a dialog's button says. False when it is none of theirs.
pub fn act(runner: Runner, act: &str) -> bool {
    let dialog = runner.dialog.get_untracked();
    let mut after = None;
    match (act, dialog) {
        ("cancel", _) => {}
        ("log-outcome", Some(Dialog::Outcome { step, .. })) => {
            let mark = Mark::read(&chosen("bg-mark")).unwrap_or(Mark::Skipped);
            runner.mark(step, mark, &value("bg-why"), record::when());
            runner.dialog.set(None);
            // Once it is closed: closing gives the focus back to where it was.
            time::after(0, move || {
                runner.go_on();
                runner.tell_mark(step, mark);
            })
            .detach();
            return true;
        }
        ("log-note", Some(Dialog::Note { step })) => {
            let page = runner.page();
            let own = step.filter(|_| chosen("bg-of") != "run");
            let of = own.and_then(|at| page.as_ref()?.runbook().steps.get(at));
            let (target, label) = of.map_or(("", ""), |step| (step.id.as_str(), step.text.as_str()));
            for (kind, id) in [(Kind::Note, "bg-note"), (Kind::Output, "bg-output")] {
                let text = value(id);
                if !text.is_empty() {
                    runner.add(Event::new(kind, target).label(label).text(text).when(record::when()));
                }
            }
            record::forget();
        }
        ("log-finish", _) => {
            let (outcome, feedback) = (value("bg-outcome"), value("bg-feedback"));
            if !feedback.is_empty() {
                runner.add(Event::new(Kind::Feedback, "").text(feedback));
            }
            runner.add(Event::new(Kind::Finish, "").text(outcome));
            after = Some(Dialog::Export);
        }
        ("log-details", _) => {
            let run = runner.run().unwrap_or_default();
            let was = [run.mode.name(), &run.severity, &run.reference, &run.who];
            for (name, was) in FACTS.into_iter().zip(was) {
                let value = value(&["bg-", name].concat());
                if value != was {
                    if name == "who" {
                        runner.runs.set_who(&value);
                    }
                    runner.add(Event::new(Kind::Set, name).value(value));
                }
            }
        }
        ("confirm-copy", Some(Dialog::Confirm { command, .. })) => {
            if let Some((_, filled)) = runner.filled(command) {
                runner.copy_now(command, &filled);
            }
        }
        _ => return false,
    }
    runner.dialog.set(after);
    true
}
