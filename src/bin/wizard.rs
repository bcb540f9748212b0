//! The wizard's entry. It is a module of its own, which only the page `write/` loads: `boot.js` calls [`start`] whenever
//! another page is shown.

/// Mounts the wizard if the open page is its, and takes down one of an earlier page. `root` is the absolute URL of the
/// site's root, with its slash at the end.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start(root: String) {
    breakglass::app::wizard::start(root);
}

// wasm-bindgen calls `main` while the module is instantiated; the root is known only afterwards.
fn main() {}
