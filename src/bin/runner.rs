//! The runner's entry: `boot.js` loads the module where runs are needed, and calls [`start`] once.

/// Starts the runner on the open page. `root` is the absolute URL of the site's root, with its slash at the end. The promise
/// is kept when the run that the address names is on the page.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn start(root: String) {
    breakglass::app::runner::start(root).await;
}

// wasm-bindgen calls `main` while the module is instantiated; the root is known only afterwards.
fn main() {}
