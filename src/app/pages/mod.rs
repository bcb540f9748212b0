//! What the app adds to a finished page.

mod code;

use super::browser::dom::Element;
use super::state::status::Status;

/// Once, at the start: what serves every page.
pub fn install(status: Status) {
    code::install(status);
}

/// Adds to the page in `main` what the app gives it. The page may have it already: then nothing changes.
pub fn enhance(main: &Element) {
    code::add_copy_buttons(main);
}
