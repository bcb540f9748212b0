//! Marks in the page's text, by the CSS Custom Highlight API: no element is added, the article stays as it is. A browser
//! without it (Firefox before 140, Safari before 17.2) shows no marks.

use super::dom::Element;
use super::{document, window};
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Node, Range};

/// The name of the highlight in the stylesheet.
const NAME: &str = "bg-found";

/// `NodeFilter.SHOW_TEXT`.
const TEXT: u32 = 4;

/// Marks in a page. Beyond this the reader is not helped, and the browser slows down.
const MOST: usize = 2_000;

/// Marks in `root` what `find` finds in each text (byte ranges, in order), instead of what was marked before. Returns
/// the ranges, in document order.
pub fn mark(root: &Element, find: impl Fn(&str) -> Vec<std::ops::Range<usize>>) -> Vec<Range> {
    let mut ranges = Vec::new();
    for node in texts(root) {
        let Some(text) = node.node_value() else { continue };
        for found in find(&text) {
            let units = |end: usize| text.get(..end).map_or(0, |before| before.encode_utf16().count() as u32);
            let Some(range) = document().and_then(|document| document.create_range().ok()) else {
                continue;
            };
            if range.set_start(&node, units(found.start)).is_ok() && range.set_end(&node, units(found.end)).is_ok() {
                ranges.push(range);
            }
            if ranges.len() >= MOST {
                break;
            }
        }
    }
    show(&ranges);
    ranges
}

/// Takes all marks away.
pub fn clear() {
    if let Some((registry, _)) = registry() {
        call(&registry, "delete", &Array::of1(&JsValue::from_str(NAME)));
    }
}

/// Scrolls the first of `ranges` that lies in or behind `place` into the middle of the window, if it cannot be seen.
pub fn reveal(ranges: &[Range], place: &Element) {
    let follows = |range: &&Range| {
        range.start_container().is_ok_and(|node| {
            // `Node.DOCUMENT_POSITION_FOLLOWING`, also for what is inside.
            place.compare_document_position(&node) & 4 != 0
        })
    };
    let Some(range) = ranges.iter().find(follows) else {
        return;
    };
    let Some(window) = window() else { return };
    let height = window
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or(0.0);
    let rect = range.get_bounding_client_rect();
    if rect.bottom() > height - 16.0 && height > 0.0 {
        window.scroll_by_with_x_and_y(0.0, rect.top() - height / 2.0);
    }
}

/// The nodes of an element that hold text, in order.
pub(super) fn texts(root: &Element) -> Vec<Node> {
    let Some(walker) = document().and_then(|document| document.create_tree_walker_with_what_to_show(root, TEXT).ok())
    else {
        return Vec::new();
    };
    std::iter::from_fn(|| walker.next_node().ok().flatten()).collect()
}

fn show(ranges: &[Range]) {
    let Some((registry, constructor)) = registry() else {
        return;
    };
    let list: Array = ranges.iter().collect();
    if let Ok(highlight) = Reflect::construct(&constructor, &list) {
        call(&registry, "set", &Array::of2(&JsValue::from_str(NAME), &highlight));
    }
}

/// `CSS.highlights` and the constructor of its members. By name, since web-sys keeps them behind an unstable flag.
fn registry() -> Option<(JsValue, Function)> {
    let global: JsValue = js_sys::global().into();
    let get = |of: &JsValue, name: &str| {
        Reflect::get(of, &JsValue::from_str(name))
            .ok()
            .filter(|value| !value.is_undefined())
    };
    let registry = get(&get(&global, "CSS")?, "highlights")?;
    Some((registry, get(&global, "Highlight")?.dyn_into().ok()?))
}

fn call(of: &JsValue, name: &str, arguments: &Array) {
    let function = Reflect::get(of, &JsValue::from_str(name))
        .ok()
        .and_then(|function| function.dyn_into::<Function>().ok());
    if let Some(function) = function {
        let _ = function.apply(of, arguments);
    }
}
