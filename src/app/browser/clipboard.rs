//! The clipboard.

use super::dom::Element;
use super::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement};

/// Copies `text`, within a click. False when the browser allows neither of its two ways.
pub async fn copy(text: &str) -> bool {
    with_clipboard(text).await || with_selection(text)
}

/// The modern way: missing on plain http, and subject to permission.
async fn with_clipboard(text: &str) -> bool {
    let Some(window) = window() else {
        return false;
    };
    let clipboard = window.navigator().clipboard();
    if JsValue::is_undefined(&clipboard) {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// The old way: select text in a field and have the browser copy the selection. Obsolete, and the only one that works
/// on a plain-http host inside a company.
fn with_selection(text: &str) -> bool {
    let Some(document) = document().and_then(|document| document.dyn_into::<HtmlDocument>().ok()) else {
        return false;
    };
    let Some((field, body)) = document
        .create_element("textarea")
        .ok()
        .and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok())
        .zip(document.body())
    else {
        return false;
    };
    let focused = document.active_element();
    field.set_value(text);
    // Out of sight, and fixed so that focusing it scrolls nothing. Set one by one: the page's policy forbids `style=""`.
    let style = field.style();
    for (name, value) in [("position", "fixed"), ("top", "0"), ("opacity", "0")] {
        let _ = style.set_property(name, value);
    }
    let _ = body.append_child(&field);
    field.select();
    let copied = document.exec_command("copy").unwrap_or(false);
    field.remove();
    if let Some(focused) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = focused.focus();
    }
    copied
}

/// Selects the text of `element`, for the reader to copy by hand.
pub fn select(element: &Element) {
    let selection = window().and_then(|window| window.get_selection().ok().flatten());
    if let Some(selection) = selection {
        let _ = selection.select_all_children(element);
    }
}
