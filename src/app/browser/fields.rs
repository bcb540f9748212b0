//! Fields of a form: focus and the order in which they are filled; folders that the reader lets the page write to.

use super::dom::{self, Element};
use super::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// Focuses `element` and scrolls as far as is needed to see it.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Focuses the field behind `element` in the form `form` (a selector around it). False behind the last.
pub fn focus_next(element: &Element, form: &str) -> bool {
    let Some(form) = dom::closest(element, form) else {
        return false;
    };
    let fields = dom::find_all(&form, "input:not([type=hidden]), textarea, select");
    let at = fields.iter().position(|field| field == element);
    match at.and_then(|at| fields.get(at + 1)) {
        Some(next) => {
            focus(next);
            true
        }
        None => false,
    }
}

#[wasm_bindgen]
extern "C" {
    /// The window, with the File System Access API that only some browsers have.
    type FilePicker;

    #[wasm_bindgen(method, catch, js_name = showSaveFilePicker)]
    fn show_save_file_picker(this: &FilePicker, options: &JsValue) -> Result<js_sys::Promise, JsValue>;

    /// A file that the reader chose.
    type FileHandle;

    #[wasm_bindgen(method, catch, js_name = createWritable)]
    fn create_writable(this: &FileHandle) -> Result<js_sys::Promise, JsValue>;

    /// A file being written.
    type Writable;

    #[wasm_bindgen(method, catch)]
    fn write(this: &Writable, text: &str) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn close(this: &Writable) -> Result<js_sys::Promise, JsValue>;
}

/// Whether the page can write into a file of the reader's choice.
pub fn can_save() -> bool {
    window().is_some_and(|window| js_sys::Reflect::has(&window, &"showSaveFilePicker".into()).unwrap_or(false))
}

/// Writes `text` into a file of the reader's choice, `name` being proposed. False when it was not written.
pub async fn save(name: &str, text: &str) -> bool {
    write_file(name, text).await.is_some()
}

async fn write_file(name: &str, text: &str) -> Option<()> {
    let window = window()?;
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"suggestedName".into(), &name.into()).ok()?;
    let picked = window
        .unchecked_into::<FilePicker>()
        .show_save_file_picker(&options)
        .ok()?;
    let handle: FileHandle = JsFuture::from(picked).await.ok()?.unchecked_into();
    let writable = JsFuture::from(handle.create_writable().ok()?).await.ok()?;
    let writable: Writable = writable.unchecked_into();
    JsFuture::from(writable.write(text).ok()?).await.ok()?;
    JsFuture::from(writable.close().ok()?).await.ok()?;
    Some(())
}

/// Opens `url` in a new tab that cannot reach this one.
pub fn open_tab(url: &str) {
    if let Some(window) = window() {
        let _ = window.open_with_url_and_target_and_features(url, "_blank", "noopener,noreferrer");
    }
}
