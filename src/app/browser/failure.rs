//! What happens when the app fails.

/// From now on a panic is logged with its words and place, in developers' builds. In the published modules it is a trap
/// without words. WebAssembly recovers from neither: every later call into the module fails, too. `boot.js` hears of it
/// and sets `data-app="failed"`, and links go back to loading pages.
pub fn report_panics() {
    if cfg!(debug_assertions) {
        console_error_panic_hook::set_once();
    }
}
