//! What the reader does. Listeners stay for the life of the page; those for clicks are on the document, so that
//! a page with a thousand buttons costs no more than one with none.

use super::dom::{self, Element};
use super::listen::{listen, listen_first};
use super::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::{ClipboardEvent, CustomEvent, CustomEventInit, Event, HtmlAnchorElement, KeyboardEvent, MouseEvent};

fn on_window(name: &'static str, then: impl FnMut(&Event) + 'static) {
    if let Some(window) = window() {
        listen(&window, name, then);
    }
}

fn on_document(name: &'static str, then: impl FnMut(&Event) + 'static) {
    if let Some(document) = document() {
        listen(&document, name, then);
    }
}

/// Calls `follow` when a link is about to be followed in this tab, with its `href`. If it returns true, the browser does
/// not follow it. Clicks that ask for more (new tab, download, another target) and those that something else has
/// handled are left alone.
pub fn on_link(mut follow: impl FnMut(&str) -> bool + 'static) {
    let Some(document) = document() else {
        return;
    };
    listen_first(&document, "click", move |event| {
        if let Some(link) = plain_link(event)
            && let Some(href) = link.get_attribute("href")
            && follow(&href)
        {
            event.prevent_default();
        }
    });
}

fn plain_link(event: &Event) -> Option<HtmlAnchorElement> {
    let click = event.dyn_ref::<MouseEvent>()?;
    if click.button() != 0
        || click.ctrl_key()
        || click.meta_key()
        || click.shift_key()
        || click.alt_key()
        || click.default_prevented()
    {
        return None;
    }
    let link: HtmlAnchorElement = dom::closest(&target(event)?, "a[href]")?.dyn_into().ok()?;
    let elsewhere = !matches!(link.target().as_str(), "" | "_self")
        || link.has_attribute("download")
        || link.rel().split_ascii_whitespace().any(|word| word == "external");
    (!elsewhere).then_some(link)
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Calls `then` with the element that matches `selector` whenever one is pressed, by mouse, touch or keyboard.
pub fn on_press(selector: &'static str, mut then: impl FnMut(Element) + 'static) {
    on_counted_press(selector, move |element, _| then(element));
}

/// As [`on_press`], with the number of the press in a quick row of them at one place: 2 for the second half of a double
/// click or tap, 0 by keyboard.
pub fn on_counted_press(selector: &'static str, mut then: impl FnMut(Element, i32) + 'static) {
    on_document("click", move |event| {
        if let Some(element) = target(event).and_then(|target| dom::closest(&target, selector)) {
            then(element, event.dyn_ref::<MouseEvent>().map_or(0, |click| click.detail()));
        }
    });
}

/// Calls `then` when the current history entry has changed: back, forward, or a link to a fragment.
pub fn on_history_change(mut then: impl FnMut() + 'static) {
    on_window("popstate", move |_| then());
}

/// Tells the other modules of the page something, by an event of the document.
pub fn tell(name: &str) {
    if let (Some(document), Ok(event)) = (document(), Event::new(name)) {
        let _ = document.dispatch_event(&event);
    }
}

/// Calls `then` when another module of the page tells `name`.
pub fn on_told(name: &'static str, mut then: impl FnMut() + 'static) {
    on_document(name, move |_| then());
}

/// Tells the other modules of the page a text, by an event of the document.
pub fn tell_text(name: &str, text: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from_str(text));
    if let (Some(document), Ok(event)) = (document(), CustomEvent::new_with_event_init_dict(name, &init)) {
        let _ = document.dispatch_event(&event);
    }
}

/// Calls `then` with the text that another module of the page tells as `name`.
pub fn on_told_text(name: &'static str, mut then: impl FnMut(String) + 'static) {
    on_document(name, move |event| {
        let detail = event.dyn_ref::<CustomEvent>().map(CustomEvent::detail);
        if let Some(text) = detail.and_then(|detail| detail.as_string()) {
            then(text);
        }
    });
}

/// Lets what is dragged be dropped: without data Firefox begins no drag.
pub fn carry(event: &web_sys::DragEvent, text: &str) {
    if let Some(data) = event.data_transfer() {
        let _ = data.set_data("text/plain", text);
    }
}

/// Calls `then` when the page was scrolled.
pub fn on_scroll(mut then: impl FnMut() + 'static) {
    on_window("scroll", move |_| then());
}

/// Calls `then` when the page goes away, perhaps only for a while. (No `unload`: it would keep pages out of the
/// browser's memory for going back.)
pub fn on_leave(mut then: impl FnMut() + 'static) {
    on_window("pagehide", move |_| then());
}

/// Calls `then` with the element that matches `selector` whenever what it holds was changed and left (`change`).
pub fn on_change(selector: &'static str, mut then: impl FnMut(Element) + 'static) {
    on_document("change", move |event| {
        if let Some(element) = target(event).and_then(|target| dom::closest(&target, selector)) {
            then(element);
        }
    });
}

/// Calls `then` with the element that matches `selector` whenever something is typed into it.
pub fn on_input(selector: &'static str, mut then: impl FnMut(Element) + 'static) {
    on_document("input", move |event| {
        if let Some(element) = target(event).and_then(|target| dom::closest(&target, selector)) {
            then(element);
        }
    });
}

/// Calls `then` with the text that is pasted anywhere.
pub fn on_paste(mut then: impl FnMut(String) + 'static) {
    on_document("paste", move |event| {
        let data = event
            .dyn_ref::<ClipboardEvent>()
            .and_then(ClipboardEvent::clipboard_data);
        if let Some(text) = data.and_then(|data| data.get_data("text").ok()) {
            then(text);
        }
    });
}

/// Calls `then` with a pressed key, and whether it is held down, unless it is meant for a field, a dialog or the browser.
/// If it returns true, the browser does nothing more with it.
pub fn on_key(mut then: impl FnMut(&str, bool) -> bool + 'static) {
    let Some(document) = document() else {
        return;
    };
    let mut taken = String::new();
    listen_first(&document, "keydown", move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let (name, held) = (key.key(), key.repeat());
        let busy = key.ctrl_key()
            || key.meta_key()
            || key.alt_key()
            || key.is_composing()
            || key.default_prevented()
            || target(event).is_some_and(|target| {
                let field = "input:not([type=checkbox]),textarea,select,dialog,[contenteditable]";
                dom::closest(&target, field).is_some()
            });
        let own = !busy && then(&name, held);
        // A key that has opened a dialog is no text for its fields while it is held.
        if own || held && name == taken {
            event.prevent_default();
        }
        if !held {
            taken = if own { name } else { String::new() };
        }
    });
}

/// Calls `then` when the page is seen again: another tab may have changed what it shows.
pub fn on_return(then: impl FnMut() + 'static) {
    let then = std::rc::Rc::new(std::cell::RefCell::new(then));
    let again = std::rc::Rc::clone(&then);
    on_window("pageshow", move |_| (again.borrow_mut())());
    on_document("visibilitychange", move |_| (then.borrow_mut())());
}

/// Calls `then` when the page is hidden: it may be thrown away unseen.
pub fn on_hidden(mut then: impl FnMut() + 'static) {
    on_document("visibilitychange", move |_| {
        if document().is_some_and(|document| document.hidden()) {
            then();
        }
    });
}

/// Calls `then` when the dialog `element` was closed, by whatever.
pub fn on_close(element: &Element, mut then: impl FnMut() + 'static) {
    listen(element, "close", move |_| then());
}

/// Calls `then` when Enter is pressed in a field that matches `selector`; in one of several lines, with Ctrl or ⌘.
pub fn on_enter(selector: &'static str, mut then: impl FnMut() + 'static) {
    let Some(document) = document() else {
        return;
    };
    listen_first(&document, "keydown", move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>().filter(|key| key.key() == "Enter") else {
            return;
        };
        let Some(field) = target(event).filter(|target| dom::closest(target, selector).is_some()) else {
            return;
        };
        let lines = field.tag_name() == "TEXTAREA";
        if !key.is_composing() && (!lines || key.ctrl_key() || key.meta_key()) {
            event.prevent_default();
            then();
        }
    });
}
