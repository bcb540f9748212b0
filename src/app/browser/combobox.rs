//! The search field: an input of the page that has been there before the app.

use super::dom::{self, Element};
use super::listen::{listen, listen_first};
use super::scroll::{self, Scroll};
use super::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Event, EventTarget, FocusEvent, HtmlElement, HtmlInputElement, KeyboardEvent, Node};

/// The id of the field.
const FIELD: &str = "bg-search-field";

/// The id of the element around the field and its results.
const AROUND: &str = "bg-search";

/// A key that means something in a search field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// To the next result.
    Down,
    /// To the result before.
    Up,
    /// To the first result.
    First,
    /// To the last result.
    Last,
    /// Open the result.
    Enter,
    /// Close the results.
    Escape,
}

/// The search field of the page that is open.
#[derive(Clone)]
pub struct Combobox {
    field: HtmlInputElement,
}

impl Combobox {
    /// The page's search field.
    pub fn find() -> Option<Self> {
        let field = dom::by_id(FIELD)?.dyn_into().ok()?;
        Some(Self { field })
    }

    /// What is typed.
    pub fn value(&self) -> String {
        self.field.value()
    }

    /// Replaces what is typed.
    pub fn set_value(&self, value: &str) {
        if self.field.value() != value {
            self.field.set_value(value);
        }
    }

    /// Puts the focus there.
    pub fn focus(&self) {
        let _ = self.field.focus();
    }

    /// Puts the focus there and selects what is typed.
    pub fn select(&self) {
        let _ = self.field.focus();
        self.field.select();
    }

    /// Takes the focus away, to where it was and the page was scrolled to when the reader came by a key.
    pub fn go_back(&self, (scroll, focus): (Scroll, Option<Element>)) {
        self.leave();
        if let Some(element) = focus.filter(|element| element.is_connected()) {
            dom::focus(&element);
        }
        scroll::to(scroll);
    }

    /// Takes the focus away.
    pub fn leave(&self) {
        let _ = self.field.blur();
    }

    /// Whether the focus is there.
    pub fn has_focus(&self) -> bool {
        document().and_then(|document| document.active_element()).as_ref() == Some(self.field.as_ref())
    }

    /// Tells assistive technology whether results are shown, and which is selected.
    pub fn describe(&self, expanded: bool, selected: Option<&str>) {
        let _ = self
            .field
            .set_attribute("aria-expanded", if expanded { "true" } else { "false" });
        let _ = match selected {
            Some(id) => self.field.set_attribute("aria-activedescendant", id),
            None => self.field.remove_attribute("aria-activedescendant"),
        };
    }

    /// Calls `then` with what is typed, whenever it changes.
    pub fn on_input(&self, mut then: impl FnMut(String) + 'static) {
        let field = self.field.clone();
        listen(&self.field, "input", move |_| then(field.value()));
    }

    /// Calls `then` when the reader turns to the field: by focus, or soon, by pointer.
    pub fn on_intent(&self, then: impl Fn() + Clone + 'static) {
        for name in ["focus", "pointerenter", "touchstart"] {
            let then = then.clone();
            listen(&self.field, name, move |_| then());
        }
    }

    /// Calls `then` when the field gets the focus or is pressed.
    pub fn on_enter(&self, then: impl Fn() + Clone + 'static) {
        for name in ["focus", "click"] {
            let then = then.clone();
            listen(&self.field, name, move |_| then());
        }
    }

    /// Calls `then` with keys; the browser does not see those for which it returns true.
    pub fn on_key(&self, mut then: impl FnMut(Key) -> bool + 'static) {
        listen_and_prevent(&self.field, "keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !event.is_composing()) else {
                return false;
            };
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return false;
            }
            let key = match event.key().as_str() {
                "ArrowDown" => Key::Down,
                "ArrowUp" => Key::Up,
                "PageUp" => Key::First,
                "PageDown" => Key::Last,
                "Enter" => Key::Enter,
                "Escape" => Key::Escape,
                _ => return false,
            };
            then(key)
        });
    }

    /// Calls `then` when the focus or a press goes elsewhere than to the field and its results.
    pub fn on_leave(&self, then: impl Fn() + Clone + 'static) {
        let Some(around) = dom::by_id(AROUND) else { return };
        let leave = then.clone();
        let outside = around.clone();
        listen(&around, "focusout", move |event| {
            let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target);
            // Without a target the window lost the focus, or something was pressed that takes none.
            if to.is_some_and(|to| !contains(&outside, &to)) {
                leave();
            }
        });
        if let Some(document) = document() {
            listen(&document, "pointerdown", move |event| {
                if event.target().is_some_and(|to| !contains(&around, &to)) {
                    then();
                }
            });
        }
    }
}

fn contains(around: &Element, target: &EventTarget) -> bool {
    around.contains(target.dyn_ref::<Node>())
}

fn listen_and_prevent(target: &EventTarget, name: &'static str, mut then: impl FnMut(&Event) -> bool + 'static) {
    listen_first(target, name, move |event| {
        if then(event) {
            event.prevent_default();
        }
    });
}

/// Calls `then` for `/` outside fields, and for Ctrl-K or ⌘-K anywhere.
pub fn on_shortcut(mut then: impl FnMut() + 'static) {
    let Some(document) = document() else { return };
    listen_and_prevent(&document, "keydown", move |event| {
        let Some(event) = event
            .dyn_ref::<KeyboardEvent>()
            .filter(|event| !event.default_prevented())
        else {
            return false;
        };
        let key = event.key();
        let command = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
        let wanted = command && key.eq_ignore_ascii_case("k")
            || key == "/" && !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !in_field(event);
        if wanted {
            then();
        }
        wanted
    });
}

/// Whether the reader is typing into something; a box to tick takes no text.
fn in_field(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|element| {
        let takes_text = "input:not([type=checkbox], [type=radio]), textarea, select";
        element.is_content_editable() || element.matches(takes_text).unwrap_or(false)
    })
}

/// Presses the element with the id `id`, as a click would.
pub fn press(id: &str) {
    if let Some(element) = dom::by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// Scrolls the list of results so that the element with the id `id` is seen.
pub fn reveal(id: &str) {
    if let Some(element) = dom::by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Lets the browser do what is waiting, then goes on.
pub async fn breathe() {
    let turn = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            let _ = window.set_timeout_with_callback(&resolve);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(turn).await;
}

/// Milliseconds since the page began.
pub fn now() -> f64 {
    window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}
