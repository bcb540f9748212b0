//! Elements: find, make, read, focus.

use super::document;
use wasm_bindgen::JsCast;
/// An element of the page: for the rest of the app a handle, passed back to this module.
pub use web_sys::Element;
use web_sys::{FocusOptions, HtmlElement};

/// Every element inside `root` that matches `selector`, in document order; none for an invalid selector.
pub fn find_all(root: &Element, selector: &str) -> Vec<Element> {
    root.query_selector_all(selector)
        .map(|nodes| elements(&nodes))
        .unwrap_or_default()
}

pub(super) fn elements(nodes: &web_sys::NodeList) -> Vec<Element> {
    (0..nodes.length())
        .filter_map(|index| nodes.item(index)?.dyn_into().ok())
        .collect()
}

/// The first element inside `root` that matches `selector`.
pub fn find(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok().flatten()
}

/// The nearest element that matches `selector`: `element` itself or one around it.
pub fn closest(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// The element with the id `id`.
pub fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Appends a button with the class `class` and the text `label` to `parent`.
pub fn append_button(parent: &Element, class: &str, label: &str) {
    let Some(button) = document().and_then(|document| document.create_element("button").ok()) else {
        return;
    };
    // A button without a type submits a form, should an author have put one around it.
    let _ = button.set_attribute("type", "button");
    button.set_class_name(class);
    button.set_text_content(Some(label));
    let _ = parent.append_child(&button);
}

/// The text of `element`.
pub fn text(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}

/// Replaces what `element` contains by `text`.
pub fn set_text(element: &Element, text: &str) {
    element.set_text_content(Some(text));
}

/// The attribute `name` of `element`.
pub fn attribute(element: &Element, name: &str) -> Option<String> {
    element.get_attribute(name)
}

/// Focuses `element` where it is, without scrolling. One that cannot take the focus is made to, for scripts only: it
/// does not become a tab stop.
pub fn focus(element: &Element) {
    let Some(target) = element.dyn_ref::<HtmlElement>() else {
        return;
    };
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = target.focus_with_options(&options);
    if !has_focus(element) {
        target.set_tab_index(-1);
        let _ = target.focus_with_options(&options);
    }
}

fn has_focus(element: &Element) -> bool {
    document().and_then(|document| document.active_element()).as_ref() == Some(element)
}

/// Whether the reader has not put the focus anywhere yet.
pub fn nothing_has_focus() -> bool {
    document()
        .and_then(|document| document.active_element())
        .is_none_or(|element| element.tag_name() == "BODY")
}

/// Opens every `<details>` around `element`, so that it can be seen. True if one was closed.
pub fn open_details(element: &Element) -> bool {
    let mut opened = false;
    while let Some(details) = closest(element, "details:not([open])") {
        if details.set_attribute("open", "").is_err() {
            break;
        }
        opened = true;
    }
    opened
}
