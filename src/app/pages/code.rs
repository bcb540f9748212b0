//! A button "Copy" in every code block. What it does is the runner's: commands are filled and logged.

use crate::app::browser::dom::{self, Element};

/// The button's name.
pub const LABEL: &str = "Copy";

/// Adds the buttons to the page in `main`. The bar above each block has the room reserved, so nothing moves.
pub fn add_copy_buttons(main: &Element) {
    for bar in dom::find_all(main, "figure.bg-code > figcaption") {
        if dom::find(&bar, ".bg-copy").is_none() {
            dom::append_button(&bar, "bg-copy", LABEL);
        }
    }
}
