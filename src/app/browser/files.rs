//! Files that leave the page and come into it, and what the device can share.

use super::dom::Element;
use super::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

#[wasm_bindgen]
extern "C" {
    /// `navigator`, with what not every browser has.
    type Sharing;

    #[wasm_bindgen(method, catch, js_name = share)]
    fn share(this: &Sharing, data: &JsValue) -> Result<js_sys::Promise, JsValue>;
}

/// Has the browser save `text` as a file.
pub fn download(name: &str, kind: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else {
        return;
    };
    let link = document().and_then(|document| document.create_element("a").ok());
    let (Ok(url), Some(link)) = (
        Url::create_object_url_with_blob(&blob),
        link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()),
    ) else {
        return;
    };
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The download has its own reference once it has begun.
    super::time::after(60_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .detach();
}

/// Whether the device can share texts.
pub fn can_share() -> bool {
    window().is_some_and(|window| js_sys::Reflect::has(&window.navigator(), &"share".into()).unwrap_or(false))
}

/// Offers `text` to the device's other programs. False when it was not taken.
pub async fn share(title: &str, text: &str) -> bool {
    let Some(window) = window().filter(|_| can_share()) else {
        return false;
    };
    let data = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&data, &"title".into(), &title.into());
    let _ = js_sys::Reflect::set(&data, &"text".into(), &text.into());
    match window.navigator().unchecked_into::<Sharing>().share(&data) {
        Ok(promise) => JsFuture::from(promise).await.is_ok(),
        Err(_) => false,
    }
}

/// The name and the bytes of the file that was chosen in the field `input`; `None` without one, and for one of more than
/// `most` bytes (its size is looked at before it is read).
async fn read(input: &Element, most: usize) -> Option<(String, Vec<u8>)> {
    let input: &HtmlInputElement = input.dyn_ref()?;
    let file = input.files()?.get(0)?;
    if file.size() > most as f64 {
        return None;
    }
    let bytes = JsFuture::from(file.array_buffer()).await.ok()?;
    input.set_value("");
    Some((file.name(), js_sys::Uint8Array::new(&bytes).to_vec()))
}

/// The text of the chosen file, as far as it is one, without the mark of its encoding.
pub async fn chosen(input: &Element, most: usize) -> Option<String> {
    let (_, bytes) = read(input, most).await?;
    let text = String::from_utf8_lossy(&bytes);
    Some(text.trim_start_matches('\u{feff}').to_string())
}

/// The name and the text of the chosen file, byte for byte; `None` also for one that is no text in UTF-8.
pub async fn chosen_named(input: &Element, most: usize) -> Option<(String, String)> {
    let (name, bytes) = read(input, most).await?;
    Some((name, String::from_utf8(bytes).ok()?))
}

/// Prints the page.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Asks the browser to keep this site's storage when room gets scarce.
pub fn ask_to_persist() {
    let manager = window().map(|window| window.navigator().storage());
    if let Some(manager) = manager.filter(|manager| !manager.is_undefined())
        && let Ok(promise) = manager.persist()
    {
        super::spawn(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}
