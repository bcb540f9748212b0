//! The browser app's entry: `boot.js` loads the module and calls [`start`].

/// Starts the app in the page that is open. `root` is the absolute URL of the site's root, with its slash at the end.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start(root: String) {
    breakglass::app::start(root);
}

// wasm-bindgen calls `main` while the module is instantiated; the root is known only afterwards.
fn main() {}
