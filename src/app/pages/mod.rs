//! What the app adds to a finished page.

mod code;
mod home;

use super::browser::dom::Element;
use super::state::offline::OfflineCopy;
use super::state::status::Status;

/// Once, at the start: what serves every page.
pub fn install(status: Status, copy: OfflineCopy) {
    code::install(status);
    home::install(copy);
}

/// Adds to the page in `main` what the app gives it. The page may have it already: then nothing changes.
pub fn enhance(main: &Element, copy: OfflineCopy) {
    code::add_copy_buttons(main);
    home::show_offline_copy(main, copy);
}
