//! A box to tick at every step, and a line that says what became of it.

use super::open::OpenPage;
use super::{Runner, values};
use crate::app::browser::dom::{self, Element};
use crate::app::browser::events;
use crate::run::civil::Civil;
use crate::run::{Event, Kind, Mark, Place, Progress};
use crate::runbook::command::Danger;
use crate::runbook::{SectionKind, Step, StepForm};
use leptos::prelude::*;
use std::rc::Rc;

/// Adds the controls to a page whose run begins or is restored.
pub fn mount(runner: Runner, page: &Rc<OpenPage>) {
    for (at, step) in page.runbook().steps.iter().enumerate() {
        if let Some(Some(element)) = page.elements.get(at)
            && dom::find(element, ".bg-tick").is_none()
        {
            controls(at, step, element);
            if let Some(list) = dom::closest(element, "ol, ul").filter(|_| step.form != StepForm::Heading) {
                dom::set_class(&list, "bg-ticked", true);
            }
        }
    }
    dom::set_class(&page.article, "bg-running", true);
    let _ = runner;
}

fn controls(at: usize, step: &Step, element: &Element) {
    let number = at.to_string();
    let (Some(tick), Some(input), Some(line)) = (
        dom::make("label", "bg-tick", ""),
        dom::make("input", "", ""),
        dom::make(
            if step.form == StepForm::Heading { "p" } else { "span" },
            "bg-step-line",
            "",
        ),
    ) else {
        return;
    };
    dom::set_attribute(&input, "type", Some("checkbox"));
    dom::set_attribute(&input, "aria-label", Some(&step.text));
    dom::set_attribute(&input, "data-at", Some(&number));
    dom::append(&tick, &input);
    dom::set_attribute(&line, "data-at", Some(&number));
    if let Some(words) = dom::make("span", "bg-step-words", "") {
        dom::append(&line, &words);
    }
    if step.section == SectionKind::Verification
        && let Some(field) = dom::make("input", "bg-observed", "")
    {
        dom::set_attribute(&field, "aria-label", Some(&["Observed: ", &step.text].concat()));
        dom::set_attribute(&field, "placeholder", Some("Observed value"));
        dom::set_attribute(&field, "data-at", Some(&number));
        dom::append(&line, &field);
    }
    if step.form == StepForm::Heading {
        dom::insert_before(element, &tick);
        dom::insert_after(element, &line);
    } else {
        if step.form == StepForm::Row {
            heads(element);
        } else if dom::find(element, ":scope > :is(p, figure, ol, ul)").is_none() {
            // Asked here, once: styles that ask make every act of a run slower (`:has`).
            dom::set_class(element, "bg-plain", true);
        }
        dom::prepend(element, &tick);
        dom::append(element, &line);
    }
}

/// Tells the cells of a step's row what their columns are called: on a phone they stand below each other.
fn heads(cell: &Element) {
    let (Some(row), Some(table)) = (dom::parent(cell), dom::closest(cell, "table")) else {
        return;
    };
    dom::set_class(&table, "bg-rows", true);
    let heads = dom::find_all(&table, "thead th, thead td");
    for (cell, head) in dom::find_all(&row, ":scope > td").iter().zip(&heads) {
        let head = dom::text(head);
        // "#" says nothing that its number does not.
        let says = head.contains(char::is_alphabetic);
        dom::set_attribute(cell, "data-head", Some(head.as_str()).filter(|_| says));
    }
}

/// Brings the controls in line with the run. What is right already is not touched.
/// `before` is what they were brought in line with last.
pub fn sync(page: &OpenPage, before: &Progress, progress: &Progress) {
    let all = before.places.len() != progress.places.len();
    for (at, place) in progress.places.iter().enumerate() {
        if !all && before.places.get(at) == Some(place) {
            continue;
        }
        let Some((Some(element), step)) = page.elements.get(at).zip(page.runbook().steps.get(at)) else {
            continue;
        };
        let Some((input, line)) = parts(step, element) else {
            continue;
        };
        let (mark, words) = (mark_name(place), words(place, step, page));
        let words_element = dom::find(&line, ".bg-step-words");
        let same = dom::attribute(element, "data-mark").as_deref() == Some(mark)
            && words_element.as_ref().is_some_and(|shown| dom::text(shown) == words);
        let ticked = place.state.mark == Mark::Done && !place.confirm;
        if dom::is_checked(&input) != ticked {
            dom::set_checked(&input, ticked);
        }
        if !same {
            dom::set_attribute(element, "data-mark", Some(mark));
            dom::set_attribute(&line, "data-mark", Some(mark));
            if let Some(shown) = words_element {
                dom::set_text(&shown, &words);
            }
        }
        if let Some(field) = dom::find(&line, ".bg-observed")
            && dom::focused().as_ref() != Some(&field)
            && dom::value(&field) != place.state.observed
        {
            dom::set_value(&field, &place.state.observed);
        }
    }
}

/// A run that has ended is read: nothing of it is ticked any more until it is reopened.
pub fn lock(page: &OpenPage, is_over: bool) {
    let is_locked = dom::attribute(&page.article, "data-over").is_some();
    if is_locked == is_over {
        return;
    }
    let value = is_over.then_some("");
    dom::set_attribute(&page.article, "data-over", value);
    for field in dom::find_all(&page.article, ".bg-tick input, .bg-observed") {
        dom::set_attribute(&field, "disabled", value);
    }
}

/// A step's box and line.
pub fn parts(step: &Step, element: &Element) -> Option<(Element, Element)> {
    if step.form == StepForm::Heading {
        let tick = dom::previous(element)?;
        Some((dom::find(&tick, "input")?, dom::next(element)?))
    } else {
        Some((
            dom::find(element, ".bg-tick input")?,
            dom::find_all(element, ".bg-step-line").pop()?,
        ))
    }
}

/// The value of `data-mark`.
fn mark_name(place: &Place) -> &'static str {
    if place.confirm {
        "confirm"
    } else {
        place.state.mark.name()
    }
}

fn words(place: &Place, step: &Step, page: &OpenPage) -> String {
    let state = &place.state;
    let mut parts: Vec<String> = Vec::new();
    if place.confirm {
        parts.push(["⚠ ", state.mark.words(), " on an earlier text, confirm"].concat());
    } else if state.mark != Mark::Open {
        let time = Civil::new(state.at, 0).minutes();
        parts.push([state.mark.sign(), " ", state.mark.words(), " ", &time, " UTC"].concat());
        if !state.why.is_empty() {
            parts.push(state.why.clone());
        }
    }
    if place.added {
        parts.push("New since this run began".into());
    }
    if place.changed && !place.confirm {
        parts.push("Changed since this run began".into());
    }
    if place.moved {
        parts.push("Moved since this run began".into());
    }
    if state.notes > 0 {
        let number = state.notes.to_string();
        let count: &[&str] = if state.notes == 1 {
            &["1 note: "]
        } else {
            &[&number, " notes, the last: "]
        };
        parts.push([&count.concat(), beginning(&state.last_note).as_str()].concat());
    }
    if state.mark == Mark::Done
        && let Some(rollback) = &step.rollback
    {
        let changes = |at: &usize| {
            let command = page.runbook().commands.get(*at);
            command.is_some_and(|command| command.danger >= Danger::ChangesState)
        };
        if step.commands.iter().any(changes) {
            parts.push(["To take it back: ", &rollback.value].concat());
        }
    }
    parts.join(" · ")
}

/// How much of a note stands at its step, in characters and in lines; the rest is in the timeline.
const NOTE: (usize, usize) = (240, 6);

/// The first words of a note: pasted output must not push the next step away.
fn beginning(text: &str) -> String {
    let lines = text.lines().take(NOTE.1).collect::<Vec<_>>().join("\n");
    let mut short: String = lines.chars().take(NOTE.0).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Makes the controls work, those of later pages too.
pub fn install(runner: Runner) {
    events::on_change(".bg-tick input", move |input| {
        if let Some(at) = number(&input) {
            let mark = if dom::is_checked(&input) {
                Mark::Done
            } else {
                Mark::Open
            };
            runner.current.set(at);
            runner.mark(at, mark, "", None);
            if mark == Mark::Done && runner.single.get_untracked() {
                runner.go_on();
            }
            runner.tell_mark(at, mark);
        }
    });
    let observe = move |field: &Element| {
        if let Some(at) = number(field) {
            runner.observe(at, &dom::value(field));
        }
    };
    events::on_change(".bg-observed", move |field| observe(&field));
    // Whoever goes to look at the graph has not left the field, and the page may not be there again.
    events::on_hidden(move || {
        if let Some(field) = dom::focused() {
            if dom::closest(&field, ".bg-observed").is_some() {
                observe(&field);
            }
            values::keep_typed(runner, &field);
        }
    });
    events::on_press("[data-step]", move |element| {
        let Some(page) = runner.page() else { return };
        if runner.active.get_untracked().is_some()
            && let Some(at) = page.elements.iter().position(|own| own.as_ref() == Some(&element))
        {
            runner.current.set(at);
        }
    });
}

fn number(element: &Element) -> Option<usize> {
    dom::attribute(element, "data-at")?.parse().ok()
}

impl Runner {
    /// Gives a step its mark.
    pub(super) fn mark(self, at: usize, mark: Mark, why: &str, when: Option<i64>) {
        let Some(page) = self.page() else { return };
        let Some((step, known)) = page.runbook().steps.get(at).zip(page.known().get(at)) else {
            return;
        };
        self.add(
            Event::new(Kind::Mark, step.id.as_str())
                .label(step.text.clone())
                .value(mark.name())
                .text(why)
                .print(known.print.clone())
                .when(when),
        );
    }

    /// Says aloud what became of a step, and which is next: by their numbers, for the run's status says whether it is stored.
    pub(super) fn tell_mark(self, at: usize, mark: Mark) {
        let progress = self.progress.get_untracked();
        let number = |at: usize| progress.number(at).to_string();
        let current = self.current.get_untracked();
        let mut words = ["Step ", &number(at), ": ", mark.words()].concat();
        if current != at {
            words.push_str(&[". Now step ", &number(current)].concat());
            if progress.places.get(current).is_some_and(|place| place.unchosen) {
                words.push_str(". No branch is chosen yet");
            }
        }
        self.announce(&words);
    }

    /// Notes the value that was seen at a step.
    pub(super) fn observe(self, at: usize, value: &str) {
        let Some(page) = self.page() else { return };
        if let Some(step) = page.runbook().steps.get(at) {
            self.add(
                Event::new(Kind::Observed, step.id.as_str())
                    .label(step.text.clone())
                    .value(value.trim()),
            );
        }
    }
}
