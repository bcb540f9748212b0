//! What is added to a finished page: by the app at once, by the runner's module ([`run`], [`review`], [`drill`]) when it is
//! needed.

pub mod code;
pub mod drill;
pub mod duty;
mod entry;
mod home;
mod permalinks;
pub mod review;
pub mod run;
mod toc;

use super::browser::dom::Element;
use super::state::offline::OfflineCopy;

/// Once, at the start: what serves every page.
pub fn install(copy: OfflineCopy) {
    home::install(copy);
    duty::install();
    toc::install();
}

/// Adds to the page in `main` what the app gives it. The page may have it already: then nothing changes.
pub fn enhance(main: &Element, copy: OfflineCopy) {
    code::add_copy_buttons(main);
    entry::add(main);
    permalinks::add(main);
    home::show_offline_copy(main, copy);
    duty::show();
}
