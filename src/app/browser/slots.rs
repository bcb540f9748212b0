//! Stretches of an element's text as elements of their own, whose text can be changed and put back.

use super::dom::{self, Element};
use super::{document, marks};
use std::ops::Range;

/// Puts an element of `class` around each of `ranges` of the text in `root` (bytes, in order, without overlap), as far
/// as it is there. What stood within loses its inner elements, which are colours only. One result for each range.
pub fn wrap(root: &Element, ranges: &[Option<Range<usize>>], class: &str) -> Vec<Option<Element>> {
    let mut end = 0;
    let nodes: Vec<_> = marks::texts(root)
        .into_iter()
        .map(|node| {
            let text = node.node_value().unwrap_or_default();
            let start = end;
            end += text.len();
            (node, text, start)
        })
        .collect();
    let point = |at: usize, is_end: bool| {
        let ends = |start: usize, text: &str| {
            let to = start + text.len();
            if is_end { at <= to } else { at < to }
        };
        let (node, text, start) = nodes.iter().find(|(_, text, start)| ends(*start, text))?;
        let units = text.get(..at.checked_sub(*start)?)?.encode_utf16().count();
        Some((node, units as u32))
    };
    let around = |range: &Range<usize>| {
        let stretch = document()?.create_range().ok()?;
        let (node, at) = point(range.start, false)?;
        stretch.set_start(node, at).ok()?;
        let (node, at) = point(range.end, true)?;
        stretch.set_end(node, at).ok()?;
        let element = dom::make("span", class, "")?;
        stretch.delete_contents().ok()?;
        stretch.insert_node(&element).ok()?;
        Some(element)
    };
    // From the last on, so that what is before a stretch still lies where it was counted.
    let mut out: Vec<_> = ranges.iter().rev().map(|range| around(range.as_ref()?)).collect();
    out.reverse();
    out
}
