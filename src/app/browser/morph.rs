//! Changing what an element holds into other HTML, in place and in slices.
//!
//! Setting `innerHTML` builds, styles and lays out everything anew; a page of 100 kB holds the main thread for a third
//! of a second on a slow phone. Here only what differs is touched: children that are equal at the beginning and at the
//! end of a parent stay, the ones between are changed into each other.

use super::{time, until};
use wasm_bindgen::JsCast;
use web_sys::{DomParser, Element, Node, SupportedType};

/// How long a slice may hold the main thread, in milliseconds.
const SLICE_MS: f64 = 6.0;

/// An element with more descendants than this is put in empty, and filled piece by piece.
const LARGE: u32 = 40;

/// Something that is still to be done.
enum Work {
    /// The children of the first are to be those of the second.
    Fill(Node, Node),
    /// The second is to stand in the first, before the third.
    Place(Node, Node, Option<Node>),
    /// This one goes.
    Remove(Node),
}

/// Makes `html` what `root` holds. Between two slices `goes_on` is asked, and the rest is left if newer HTML has come.
pub async fn into(root: &Element, html: &str, goes_on: impl Fn() -> bool) {
    let parsed = DomParser::new().and_then(|parser| parser.parse_from_string(html, SupportedType::TextHtml));
    let Some(body) = parsed.ok().and_then(|parsed| parsed.body()) else {
        return;
    };
    let mut rest = vec![Work::Fill(root.clone().unchecked_into(), body.unchecked_into())];
    // Reading the HTML was a slice of its own.
    let mut begun = 0.0;
    while let Some(work) = rest.pop() {
        if time::now() - begun >= SLICE_MS {
            until(|then| time::after(0, then).detach()).await;
            if !goes_on() {
                return;
            }
            begun = time::now();
        }
        match work {
            Work::Fill(old, new) => fill(&old, &new, &mut rest),
            Work::Place(parent, node, before) => place(&parent, node, before.as_ref(), &mut rest),
            Work::Remove(node) => {
                if let Some(parent) = node.parent_node() {
                    let _ = parent.remove_child(&node);
                }
            }
        }
    }
}

fn children(node: &Node) -> Vec<Node> {
    let list = node.child_nodes();
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}

fn fill(old: &Node, new: &Node, rest: &mut Vec<Work>) {
    let (mut was, mut is) = (children(old), children(new));
    let equal = |(old, new): &(&Node, &Node)| old.is_equal_node(Some(new));
    let same = was.iter().zip(&is).take_while(equal).count();
    was.drain(..same);
    is.drain(..same);
    let same = was.iter().rev().zip(is.iter().rev()).take_while(equal).count();
    let before = was.get(was.len() - same).cloned();
    was.truncate(was.len() - same);
    is.truncate(is.len() - same);

    let mut work: Vec<Work> = Vec::new();
    let mut was = was.into_iter();
    for node in is {
        match was.next() {
            Some(old) if turn(&old, &node) => work.push(Work::Fill(old, node)),
            Some(other) => {
                work.push(Work::Place(old.clone(), node, Some(other.clone())));
                work.push(Work::Remove(other));
            }
            None => work.push(Work::Place(old.clone(), node, before.clone())),
        }
    }
    work.extend(was.map(Work::Remove));
    rest.extend(work.into_iter().rev());
}

/// Gives an element the attributes of another of its kind, and a text the other's words. `false` for nodes of two kinds.
fn turn(old: &Node, new: &Node) -> bool {
    if old.node_name() != new.node_name() {
        return false;
    }
    let (Some(old), Some(new)) = (old.dyn_ref::<Element>(), new.dyn_ref::<Element>()) else {
        if old.node_value() != new.node_value() {
            old.set_node_value(new.node_value().as_deref());
        }
        return true;
    };
    let names = |element: &Element| {
        let names = element.get_attribute_names().into_iter();
        names.filter_map(|name| name.as_string()).collect::<Vec<_>>()
    };
    for name in names(old) {
        if !new.has_attribute(&name) {
            let _ = old.remove_attribute(&name);
        }
    }
    for name in names(new) {
        let value = new.get_attribute(&name);
        if old.get_attribute(&name) != value {
            let _ = old.set_attribute(&name, value.as_deref().unwrap_or_default());
        }
    }
    true
}

fn place(parent: &Node, node: Node, before: Option<&Node>, rest: &mut Vec<Work>) {
    let large = node
        .dyn_ref::<Element>()
        .and_then(|element| element.query_selector_all("*").ok())
        .is_some_and(|inner| inner.length() > LARGE);
    if large && let Ok(empty) = node.clone_node() {
        let _ = parent.insert_before(&empty, before);
        rest.push(Work::Fill(empty, node));
    } else {
        let _ = parent.insert_before(&node, before);
    }
}
