//! What happens when the app fails: the page says so and stays readable.

use super::page;

/// From now on a panic is logged and sets `data-app="failed"`. WebAssembly cannot recover from one: every later call
/// into the app fails too, and links go back to loading pages.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        page::set_app_state("failed");
        console_error_panic_hook::hook(panic);
    }));
}
