//! What the app adds to a finished page.

mod code;
mod drill;
mod home;
mod permalinks;
mod review;
pub mod run;

use super::browser::dom::Element;
use super::state::offline::OfflineCopy;
use run::Runner;
use std::cell::Cell;

thread_local! {
    /// The page's runner: pages are shown by the router, which knows nothing of runs.
    static RUNNER: Cell<Option<Runner>> = const { Cell::new(None) };
}

/// Once, at the start: what serves every page.
pub fn install(runner: Runner, copy: OfflineCopy) {
    RUNNER.set(Some(runner));
    home::install(copy);
    review::install(runner);
    drill::install(runner);
}

/// Adds to the page in `main` what the app gives it. The page may have it already: then nothing changes.
pub fn enhance(main: &Element, copy: OfflineCopy) {
    code::add_copy_buttons(main);
    permalinks::add(main);
    home::show_offline_copy(main, copy);
    if let Some(runner) = RUNNER.get() {
        run::enhance(runner, main);
        review::enhance(runner, main);
        drill::enhance(runner, main);
    }
}
