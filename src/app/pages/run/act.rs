//! What buttons and keys do.

use super::{Dialog, Runner, contacts, copy, dialogs, open, runs_page};
use crate::app::browser::{dom, events, history, page, scroll};
use crate::run::{Event, Kind, Mark};
use leptos::prelude::*;

/// Keys and what they do, for the help.
pub const KEYS: [(&str, &str); 13] = [
    ("j / k", "next / previous step"),
    ("x", "tick the step and go on; on a ticked one, take the tick back"),
    ("f", "step failed…"),
    ("s", "skip the step…"),
    ("n", "add a note to the step…"),
    ("e", "escalate…"),
    ("u", "status update…"),
    ("v", "one step at a time, or all"),
    ("c", "copy the step's command"),
    ("Ctrl+Enter", "log what a dialog asks for"),
    ("/", "search"),
    ("?", "these keys"),
    ("Esc", "close what is open"),
];

/// Which of [`KEYS`] need no run.
pub const EVERYWHERE: &str = "The last three work on every page, the others in a run.";

/// What is said to whoever goes on with a run that has ended.
const OVER: &str = "This run is finished. Reopen it to go on.";

/// Makes buttons and keys work.
pub fn install(runner: Runner) {
    events::on_counted_press("[data-act]", move |button, count| {
        let act = dom::attribute(&button, "data-act").unwrap_or_default();
        // The button is about the next step by then, or says the opposite: a thumb that taps twice means one.
        if count > 1 && matches!(act.as_str(), "toggle" | "finish" | "reopen") {
            return;
        }
        let arg = dom::attribute(&button, "data-arg").unwrap_or_default();
        runner.act(&act, &arg);
    });
    events::on_key(move |key, held| {
        let act = match key {
            "j" => "next",
            "k" => "previous",
            "x" => "toggle",
            "f" => "failed",
            "s" => "skip",
            "n" => "note",
            "e" => "escalate",
            "u" => "update",
            "v" => "view",
            "c" => "copy",
            "?" => "keys",
            _ => return false,
        };
        // Single keys work in a run only: elsewhere a slip of the finger must not open anything. But for the help, which says so.
        if act != "keys" && runner.active.get_untracked().is_none() {
            return false;
        }
        // Held, a key leads along the steps, but a mark is one act.
        if !held || matches!(act, "next" | "previous") {
            runner.act(act, "");
        }
        true
    });
    contacts::install(runner);
}

impl Runner {
    /// Does what is asked by name.
    fn act(self, act: &str, arg: &str) {
        // Keys can be faster than the disk: what was done a moment ago counts for what is done now.
        if self.runs.is_ahead() {
            self.refresh();
        }
        let step = self.current.get_untracked();
        let is_over = self.run().is_some_and(|run| run.finished.is_some());
        if is_over && matches!(act, "toggle" | "failed" | "skip") {
            self.announce(OVER);
            return;
        }
        let ask = |dialog| self.dialog.set(Some(dialog));
        match act {
            "start" => self.start(),
            "escalate" => ask(Dialog::Escalate),
            "update" => ask(Dialog::Update),
            "export" => ask(Dialog::Export),
            "details" => ask(Dialog::Details),
            "keys" => ask(Dialog::Keys),
            "finish" => ask(Dialog::Finish),
            "reopen" if is_over => self.add(Event::new(Kind::Reopen, "")),
            "failed" => ask(Dialog::Outcome {
                step,
                mark: Mark::Failed,
            }),
            "skip" => ask(Dialog::Outcome {
                step,
                mark: Mark::Skipped,
            }),
            "note" => ask(Dialog::Note { step: Some(step) }),
            "toggle" => self.toggle(step),
            "show" => self.show_current(),
            "next" => self.step_by(true),
            "previous" => self.step_by(false),
            "view" => self.toggle_view(),
            "copy" => self.copy_current(),
            "goto" => {
                if let Ok(at) = arg.parse() {
                    self.current.set(at);
                    self.show_current();
                }
            }
            _ => {
                let _ = dialogs::act(self, act)
                    || dialogs::message_act(self, act)
                    || dialogs::export_act(self, act, arg)
                    || runs_page::act(self, act, arg);
            }
        }
    }

    /// Ticks a step, or takes the tick back, and goes on.
    fn toggle(self, at: usize) {
        let progress = self.progress.get_untracked();
        let place = progress.places.get(at);
        let done = place.is_some_and(|place| place.state.mark == Mark::Done && !place.confirm);
        self.mark(at, if done { Mark::Open } else { Mark::Done }, "", None);
        if !done {
            self.go_on();
        }
        self.tell_mark(at, if done { Mark::Open } else { Mark::Done });
    }

    /// One step at a time, or all of them; the address says which.
    fn toggle_view(self) {
        let single = !self.single.get_untracked();
        let state = history::state().unwrap_or_default();
        history::replace(&state, Some(&open::with_query("view", single.then_some("step"))));
        self.single.set(single);
        self.show_current();
    }

    /// Presses "Copy" at the current step's first command.
    fn copy_current(self) {
        let Some(page) = self.page() else { return };
        let step = page.runbook().steps.get(self.current.get_untracked());
        if let Some(command) = step.and_then(|step| step.commands.first()) {
            page::press(&["figure[data-command=\"", &(command + 1).to_string(), "\"] .bg-copy"].concat());
            // What is in the way says so beside the command, which may be out of sight.
            let figure = copy::figure(&page, *command);
            if let Some(button) = figure.and_then(|figure| dom::find(&figure, ".bg-copy-fill")) {
                scroll::to_middle(&button);
                dom::focus(&button);
            }
        } else {
            self.announce("This step has no command.");
        }
    }
}
