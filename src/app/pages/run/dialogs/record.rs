//! What is put on record by hand: why a step is not done, a note, and when it was.

use super::{Runner, cancel, focused, frame, step_text};
use crate::app::browser::build::{Node, el, field, option, primary, text};
use crate::app::browser::{dom, time};
use crate::run::Mark;
use crate::run::civil::{self, Civil};

/// The field for a time other than now.
fn when_field() -> Node {
    let now = time::clock();
    let local = Civil::new(now, time::zone(now));
    let now = [&local.date(), "T", &local.minutes()].concat();
    let field = field("When (local time)", "bg-when", "input", "");
    if let Some(input) = field.element().and_then(|field| dom::find(field, "input")) {
        dom::set_attribute(&input, "type", Some("datetime-local"));
        dom::set_attribute(&input, "data-was", Some(&now));
        dom::set_value(&input, &now);
    }
    field
}

/// The time in the field; `None` where it was left alone.
pub(super) fn when() -> Option<i64> {
    let input = dom::by_id("bg-when")?;
    let text = dom::value(&input);
    if dom::attribute(&input, "data-was").as_deref() == Some(&text) {
        return None;
    }
    // The zone of that day, which may be another than today's.
    let guess = civil::parse_local(&text, time::zone(time::clock()))?;
    civil::parse_local(&text, time::zone(guess))
}

/// Why a step is not done.
pub(super) fn outcome(runner: Runner, step: usize, mark: Mark) -> Node {
    let mut options = el("fieldset", "bg-options").with(text("legend", "", "What became of it"));
    for own in [Mark::Skipped, Mark::Failed, Mark::NotApplicable, Mark::Done] {
        let label = [own.sign(), " ", own.words()].concat();
        options = options.with(option(&label, "bg-mark", own.name(), own == mark));
    }
    frame(
        "Not done as written",
        vec![
            text("p", "", &step_text(runner, step)),
            options,
            focused(field("Why", "bg-why", "input", "")),
            when_field(),
        ],
        vec![primary("Log it", "log-outcome"), cancel()],
    )
}

/// The fields of a note.
const NOTE: [&str; 2] = ["bg-note", "bg-output"];

/// Keeps what stands in a note that is closed without being logged, until the next one of this page is opened.
pub(super) fn remember(runner: Runner) {
    if let [Some(note), Some(output)] = NOTE.map(dom::by_id) {
        let unsent = (runner.inner().turn.get(), [dom::value(&note), dom::value(&output)]);
        runner.inner().unsent.replace(unsent);
    }
}

/// What was typed has been logged.
pub(super) fn forget() {
    for field in NOTE.iter().filter_map(|id| dom::by_id(id)) {
        dom::set_value(&field, "");
    }
}

/// A note, output or value.
pub(super) fn note(runner: Runner, step: Option<usize>) -> Node {
    let (turn, [note, output]) = runner.inner().unsent.take();
    let of_page = |text: String| {
        if turn == runner.inner().turn.get() {
            text
        } else {
            String::new()
        }
    };
    let mut body = vec![
        field("Note", "bg-note", "textarea", &of_page(note)),
        field("Pasted output", "bg-output", "textarea", &of_page(output)),
        text(
            "p",
            "bg-hint",
            "Lines that begin with TODO: become follow-ups. Secrets in either are masked before anything is stored.",
        ),
    ];
    if let Some(at) = step {
        body.push(option(
            &["For: ", &step_text(runner, at)].concat(),
            "bg-of",
            "step",
            true,
        ));
        body.push(option("For the run as a whole", "bg-of", "run", false));
    }
    body.push(when_field());
    frame(
        "Add to the record",
        body,
        vec![primary("Log note", "log-note"), cancel()],
    )
}
