//! Copying a command: filled, in its danger class, and logged.

use super::fill::{self, Filled};
use super::open::OpenPage;
use super::{Dialog, Runner, values};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::{clipboard, events, scroll, spawn, time, voice};
use crate::app::pages::code;
use crate::markdown::commands;
use crate::run::{Event, Kind};
use crate::runbook::command::{Command, Danger};
use leptos::prelude::*;

const COPIED: &str = "Copied";
/// Neither way of copying is allowed here; the text is selected.
const BY_HAND: &str = "Press Ctrl+C to copy";
/// How long the outcome stands in the button's place.
const OUTCOME_MS: u32 = 2_000;

/// The number of a figure's command, from 0.
fn number(figure: &Element) -> Option<usize> {
    let number: usize = dom::attribute(figure, "data-command")?.parse().ok()?;
    number.checked_sub(1)
}

/// Makes the buttons work.
pub fn install(runner: Runner) {
    events::on_press(".bg-copy", move |button| {
        let Some(figure) = dom::closest(&button, "figure.bg-code") else {
            return;
        };
        press(runner, figure, button, runner.inner().turn.get());
    });
    events::on_press(".bg-copy-anyway", move |button| {
        if let Some(at) = dom::closest(&button, "figure").as_ref().and_then(number) {
            runner.copy(at, true);
        }
    });
    events::on_press(".bg-copy-fill", move |button| {
        let name = dom::attribute(&button, "data-name").unwrap_or_default();
        if let Some(field) = runner.page().and_then(|page| values::field_of(&page, &name)) {
            runner
                .inner()
                .lacking
                .set(dom::closest(&button, "figure").as_ref().and_then(number));
            dom::open_details(&field);
            scroll::to_middle(&field);
            dom::focus(&field);
        }
    });
    events::on_enter(".bg-values input", move || back(runner));
}

/// Enter keeps a value; from one that "Fill in" led to it leads back to the command that lacked it.
fn back(runner: Runner) {
    if let Some(input) = dom::focused() {
        values::keep_typed(runner, &input);
    }
    let Some((at, page)) = runner.inner().lacking.take().zip(runner.page()) else {
        return;
    };
    if let Some(button) = figure(&page, at).and_then(|figure| dom::find(&figure, ".bg-copy")) {
        scroll::to_middle(&button);
        dom::focus(&button);
    }
}

/// How long a press waits before it looks again whether the model has been read.
const MODEL_MS: u32 = 50;

/// "Copy" was pressed while the page was the `turn`th. A command that values go into is never copied without the model,
/// which knows them; pressed before that is read, it waits.
fn press(runner: Runner, figure: Element, button: Element, turn: u32) {
    let inner = runner.inner();
    if inner.turn.get() != turn {
        return;
    }
    match (number(&figure), runner.page()) {
        (Some(at), Some(page)) if page.runbook().commands.get(at).is_some() => runner.copy(at, false),
        (Some(_), None) if inner.article.borrow().is_some() => {
            time::after(MODEL_MS, move || press(runner, figure, button, turn)).detach();
        }
        // Not a command, or its source cannot be had: as it stands.
        _ => {
            spawn(async move { copy_plain(&figure, &button).await });
        }
    }
}

impl Runner {
    /// Copies command `at`, or says what is in the way.
    fn copy(self, at: usize, placeholders: bool) {
        let Some(page) = self.page() else { return };
        let Some(command) = page.runbook().commands.get(at) else {
            return;
        };
        let Some(figure) = figure(&page, at) else { return };
        if let Some(old) = dom::find(&figure, ".bg-lacking") {
            dom::remove(&old);
        }
        let filled = fill::fill(command, &self.inner().values.borrow());
        let is_filled = filled.missing.is_empty() && filled.refused.is_empty();
        if !placeholders && !is_filled {
            block(&figure, &filled);
            return;
        }
        if command.danger == Danger::Destructive || self.is_foreign(&page) {
            self.dialog.set(Some(Dialog::Confirm {
                command: at,
                placeholders,
            }));
            return;
        }
        self.copy_now(at, &filled);
    }

    /// Whether the run came from elsewhere with a text that this site does not know.
    pub(super) fn is_foreign(self, page: &OpenPage) -> bool {
        self.run().is_some_and(|run| run.imported && !page.is_text_of(&run))
    }

    /// The command as it would be copied, for the second look.
    pub(super) fn filled(self, at: usize) -> Option<(Command, Filled)> {
        let page = self.page()?;
        let command = page.runbook().commands.get(at)?.clone();
        let filled = fill::fill(&command, &self.inner().values.borrow());
        Some((command, filled))
    }

    /// Copies and logs.
    pub(super) fn copy_now(self, at: usize, filled: &Filled) {
        let Some(page) = self.page() else { return };
        let Some(command) = page.runbook().commands.get(at) else {
            return;
        };
        let Some(figure) = figure(&page, at) else { return };
        let step = page.runbook().steps.iter().rfind(|step| step.commands.contains(&at));
        let mut event = Event::new(Kind::Copy, step.map_or("", |step| step.id.as_str()))
            .label(step.map_or("", |step| step.text.as_str()))
            .value(command.danger.name())
            .text(command.copy.clone());
        event.command = Some(at as u32 + 1);
        event.values.clone_from(&filled.logged);
        let text = filled.text.clone();
        spawn(async move {
            let copied = clipboard::copy(&text).await;
            let Some(button) = dom::find(&figure, ".bg-copy") else {
                return;
            };
            let outcome = outcome(copied);
            if !copied {
                // By hand, then: what is selected has to be the filled command.
                if let Some(code) = dom::find(&figure, "pre > code") {
                    dom::set_text(&code, &text);
                    clipboard::select(&code);
                }
            }
            tell(button, outcome);
            if self.active.get_untracked().is_some() {
                self.add(event);
            } else {
                event.when = Some(time::clock());
                self.inner().earlier.borrow_mut().push(event);
            }
        });
    }
}

/// What the reader is told.
fn outcome(copied: bool) -> &'static str {
    if copied { COPIED } else { BY_HAND }
}

/// Copies a block as it stands.
async fn copy_plain(figure: &Element, button: &Element) {
    let Some(code) = dom::find(figure, "pre > code") else {
        return;
    };
    let language = dom::attribute(figure, "data-lang").unwrap_or_default();
    let copied = clipboard::copy(&commands::copy_text(&language, &dom::text(&code))).await;
    if !copied {
        clipboard::select(&code);
    }
    tell(button.clone(), outcome(copied));
}

/// Says the outcome in the button's place and aloud, for a while.
fn tell(button: Element, outcome: &'static str) {
    dom::set_text(&button, outcome);
    dom::set_attribute(&button, "aria-description", None);
    voice::say(outcome);
    time::after(OUTCOME_MS, move || {
        dom::set_text(&button, code::LABEL);
        code::describe(&button);
        voice::unsay(outcome);
    })
    .detach();
}

/// The block of command `at`.
pub(super) fn figure(page: &OpenPage, at: usize) -> Option<Element> {
    let selector = ["figure[data-command=\"", &(at + 1).to_string(), "\"]"].concat();
    dom::find(&page.article, &selector)
}

/// Says which values are missing, and what can be done.
fn block(figure: &Element, filled: &Filled) {
    let Some(note) = dom::make("div", "bg-lacking", "") else {
        return;
    };
    dom::set_attribute(&note, "role", Some("alert"));
    let mut words = String::from("Not copied. ");
    if !filled.missing.is_empty() {
        words.push_str(&["No value for ", &filled.missing.join(", "), ". "].concat());
    }
    for (name, why) in &filled.refused {
        words.push_str(&["The value of ", name, " ", why, ". "].concat());
    }
    if let Some(text) = dom::make("p", "", &words) {
        dom::append(&note, &text);
    }
    let first = filled.missing.first().or(filled.refused.first().map(|(name, _)| name));
    for (class, label) in [
        ("bg-copy-fill", "Fill in"),
        ("bg-copy-anyway", "Copy with placeholders"),
    ] {
        let Some(button) = dom::make("button", &["bg-button ", class].concat(), label) else {
            continue;
        };
        dom::set_attribute(&button, "type", Some("button"));
        dom::set_attribute(&button, "data-name", first.map(String::as_str));
        dom::append(&note, &button);
    }
    dom::append(figure, &note);
}
