//! A button "Copy" in every code block.

use crate::app::browser::dom::{self, Element};
use crate::app::browser::{clipboard, time};
use crate::app::state::status::Status;
use crate::markdown::commands;

/// The button's name.
pub const LABEL: &str = "Copy";
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

/// What the reader is told.
pub fn outcome(copied: bool) -> &'static str {
    if copied { COPIED } else { BY_HAND }
}

/// Copies a block as it stands.
pub async fn copy_plain(figure: &Element, button: &Element, status: Status) {
    let Some(code) = dom::find(figure, "pre > code") else {
        return;
    };
    let language = dom::attribute(figure, "data-lang").unwrap_or_default();
    let text = dom::text(&code);
    let text = commands::copy_text(&language, &text);
    let copied = clipboard::copy(&text).await;
    if !copied {
        clipboard::select(&code);
    }
    let outcome = outcome(copied);
    dom::set_text(button, outcome);
    status.announce(outcome);
    let button = button.clone();
    time::after(OUTCOME_MS, move || {
        dom::set_text(&button, LABEL);
        status.withdraw_announcement(outcome);
    })
    .detach();
}
