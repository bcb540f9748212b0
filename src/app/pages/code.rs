//! A button "Copy" in every code block.

use crate::app::browser::dom::{self, Element};
use crate::app::browser::{clipboard, events, spawn, time};
use crate::app::state::status::Status;
use crate::markdown::commands;

const LABEL: &str = "Copy";
const COPIED: &str = "Copied";
/// Neither way of copying is allowed here; the text is selected.
const BY_HAND: &str = "Press Ctrl+C to copy";
/// How long the outcome stands in the button's place.
const OUTCOME_MS: u32 = 2_000;

/// Adds the buttons to the page in `main`. The bar above each block has the room reserved, so nothing moves.
pub fn add_copy_buttons(main: &Element) {
    for bar in dom::find_all(main, "figure.bg-code > figcaption") {
        if dom::find(&bar, ".bg-copy").is_none() {
            dom::append_button(&bar, "bg-copy", LABEL);
        }
    }
}

/// Makes the buttons work, those of later pages too.
pub fn install(status: Status) {
    events::on_press(".bg-copy", move |button| {
        spawn(async move { copy(&button, status).await });
    });
}

async fn copy(button: &Element, status: Status) {
    let Some(figure) = dom::closest(button, "figure.bg-code") else {
        return;
    };
    let Some(code) = dom::find(&figure, "pre > code") else {
        return;
    };
    let language = dom::attribute(&figure, "data-lang").unwrap_or_default();
    let text = dom::text(&code);
    let text = commands::copy_text(&language, &text);
    let outcome = if clipboard::copy(&text).await {
        COPIED
    } else {
        clipboard::select(&code);
        BY_HAND
    };
    dom::set_text(button, outcome);
    status.announce(outcome);
    let button = button.clone();
    time::after(OUTCOME_MS, move || {
        dom::set_text(&button, LABEL);
        status.withdraw_announcement(outcome);
    })
    .detach();
}
