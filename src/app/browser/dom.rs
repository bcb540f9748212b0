//! Elements: find, make, read, focus.

use super::document;
use wasm_bindgen::JsCast;
/// An element of the page: for the rest of the app a handle, passed back to this module.
pub use web_sys::Element;
use web_sys::{FocusOptions, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

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
pub fn append_button(parent: &Element, class: &str, label: &str) -> Option<Element> {
    let button = document()?.create_element("button").ok()?;
    // A button without a type submits a form, should an author have put one around it.
    let _ = button.set_attribute("type", "button");
    button.set_class_name(class);
    button.set_text_content(Some(label));
    parent.append_child(&button).ok()?;
    Some(button)
}

/// Appends a link that only a pointer finds: out of the tab order, unknown to assistive technology, and without text of
/// its own (the style sheet draws it).
pub fn append_pointer_link(parent: &Element, class: &str, href: &str) {
    let Some(link) = document().and_then(|document| document.create_element("a").ok()) else {
        return;
    };
    link.set_class_name(class);
    for (name, value) in [("href", href), ("tabindex", "-1"), ("aria-hidden", "true")] {
        let _ = link.set_attribute(name, value);
    }
    let _ = parent.append_child(&link);
}

/// Appends a link to `href` with the text `label` to `parent`. It leads to a file, not to a page of the app.
pub fn append_link(parent: &Element, href: &str, label: &str) {
    let Some(link) = document().and_then(|document| document.create_element("a").ok()) else {
        return;
    };
    let _ = link.set_attribute("href", href);
    let _ = link.set_attribute("rel", "external");
    link.set_text_content(Some(label));
    let _ = parent.append_child(&link);
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

/// A new element with a class and a text.
pub fn make(tag: &str, class: &str, text: &str) -> Option<Element> {
    let element = document()?.create_element(tag).ok()?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    Some(element)
}

/// Sets or removes the attribute `name` of `element`.
pub fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Appends `child` to `parent`.
pub fn append(parent: &Element, child: &Element) {
    let _ = parent.append_child(child);
}

/// Puts `child` into `parent` as its first node.
pub fn prepend(parent: &Element, child: &Element) {
    let _ = parent.insert_before(child, parent.first_child().as_ref());
}

/// Puts `new` behind `element`.
pub fn insert_after(element: &Element, new: &Element) {
    if let Some(parent) = element.parent_node() {
        let _ = parent.insert_before(new, element.next_sibling().as_ref());
    }
}

/// Puts `new` before `element`.
pub fn insert_before(element: &Element, new: &Element) {
    if let Some(parent) = element.parent_node() {
        let _ = parent.insert_before(new, Some(element));
    }
}

/// Takes `element` out of the page.
pub fn remove(element: &Element) {
    element.remove();
}

/// The element behind `element`.
pub fn next(element: &Element) -> Option<Element> {
    element.next_element_sibling()
}

/// The element around `element`.
pub fn parent(element: &Element) -> Option<Element> {
    element.parent_element()
}

/// The tag's name in capitals.
pub fn tag(element: &Element) -> String {
    element.tag_name()
}

/// Adds or removes the class `name`.
pub fn set_class(element: &Element, name: &str, on: bool) {
    let _ = element.class_list().toggle_with_force(name, on);
}

/// What stands in the field `element`.
pub fn value(element: &Element) -> String {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.value()
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.value()
    } else {
        element
            .dyn_ref::<HtmlSelectElement>()
            .map(HtmlSelectElement::value)
            .unwrap_or_default()
    }
}

/// Puts `text` into the field `element`.
pub fn set_value(element: &Element, text: &str) {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.set_value(text);
    }
}

/// Whether the checkbox `element` is ticked.
pub fn is_checked(element: &Element) -> bool {
    element
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(HtmlInputElement::checked)
}

/// Ticks the checkbox `element`, or not.
pub fn set_checked(element: &Element, on: bool) {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_checked(on);
    }
}

/// Opens the dialog `element` over the page, with the focus in it. Browsers without dialogs show it in its place. A long one is
/// read from its beginning, although what has the focus may stand at its end.
pub fn open_dialog(element: &Element) {
    match element.dyn_ref::<HtmlDialogElement>() {
        Some(dialog) if !dialog.open() => {
            let _ = dialog.show_modal();
            dialog.set_scroll_top(0);
        }
        _ => {}
    }
}

/// Shows the start of a field of several lines, and puts the caret there.
pub fn to_start(field: &Element) {
    if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        let _ = area.set_selection_range(0, 0);
        area.set_scroll_top(0);
    }
}

/// Closes the dialog `element`.
pub fn close_dialog(element: &Element) {
    if let Some(dialog) = element.dyn_ref::<HtmlDialogElement>() {
        dialog.close();
    }
}

/// The element that has the focus.
pub fn focused() -> Option<Element> {
    document()?.active_element()
}

/// Copies of `elements` without the ids in them, for showing them a second time.
pub fn copy_into(parent: &Element, elements: &[Element]) {
    for element in elements {
        let Ok(copy) = element.clone_node_with_deep(true) else {
            continue;
        };
        let Ok(copy) = copy.dyn_into::<Element>() else { continue };
        let _ = copy.remove_attribute("id");
        for inner in find_all(&copy, "[id]") {
            let _ = inner.remove_attribute("id");
        }
        append(parent, &copy);
    }
}

/// The element before `element`.
pub fn previous(element: &Element) -> Option<Element> {
    element.previous_element_sibling()
}

/// A heading and its following siblings, up to the next heading of the same or a higher level.
pub fn until_heading(heading: &Element) -> Vec<Element> {
    let level = |element: &Element| {
        let tag = element.tag_name();
        let digit = tag.strip_prefix('H')?.parse::<u8>().ok()?;
        (1..=6).contains(&digit).then_some(digit)
    };
    let own = level(heading).unwrap_or(6);
    let mut out = vec![heading.clone()];
    let mut at = next(heading);
    while let Some(element) = at {
        if level(&element).is_some_and(|level| level <= own) {
            // The box of a step that is a heading stands before it.
            if out.len() > 1 && out.last().is_some_and(|last| last.class_name() == "bg-tick") {
                out.pop();
            }
            break;
        }
        at = next(&element);
        out.push(element);
    }
    out
}

/// Puts `text` at the end of `parent`.
pub fn append_text(parent: &Element, text: &str) {
    let _ = parent.append_with_str_1(text);
}
