//! The single file: the whole site in one document, opened from a disk or a mail (`public/single.js`).
//!
//! Everywhere else the site is at its root, an absolute URL that here stands for nothing but itself: a request below it
//! is answered from the document, and the address bar shows it as a fragment, `#/r/<id>/?run=…&at=<anchor>`.

use super::window;
use js_sys::{Map, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

fn global(name: &str) -> Option<JsValue> {
    let window = window()?;
    let single = Reflect::get(&window, &JsValue::from_str("breakglassSingle")).ok()?;
    if !single.is_object() {
        return None;
    }
    Reflect::get(&single, &JsValue::from_str(name)).ok()
}

/// The root under which the document's site goes. `None` on a page that comes from a host.
pub fn root() -> Option<String> {
    global("root")?.as_string()
}

/// How many runbooks the document holds, and when its site was built (RFC 3339). `None` as with [`root`].
pub fn facts() -> Option<(f64, String)> {
    Some((
        global("runbooks")?.as_f64()?,
        global("built")?.as_string().unwrap_or_default(),
    ))
}

/// The file at `url`. `None` when the document has none there.
pub fn read(url: &str) -> Option<Vec<u8>> {
    let root = root()?;
    let path = url.strip_prefix(&root)?.split(['?', '#']).next()?;
    let path = crate::text::percent::decode(path);
    let files: Map = global("files")?.dyn_into().ok()?;
    let file: Uint8Array = files.get(&JsValue::from_str(&path)).dyn_into().ok()?;
    Some(file.to_vec())
}

/// The URL that `href` stands for: what is in the address bar, or a link as the document has it.
pub fn from_fragment(root: &str, href: &str) -> String {
    let fragment = href.split_once('#').map_or("", |(_, fragment)| fragment);
    let Some(path) = fragment.strip_prefix('/') else {
        return [root, if fragment.is_empty() { "" } else { "#" }, fragment].concat();
    };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut url = [root, path].concat();
    let mut anchor = "";
    let mut mark = '?';
    for part in query.split('&').filter(|part| !part.is_empty()) {
        if let Some(value) = part.strip_prefix("at=") {
            anchor = value;
        } else {
            url.push(mark);
            url.push_str(part);
            mark = '&';
        }
    }
    if !anchor.is_empty() {
        url.push('#');
        url.push_str(anchor);
    }
    url
}

/// How the address bar shows `url`. Other addresses stay as they are.
pub fn to_fragment(root: &str, url: &str) -> String {
    let Some(rest) = url.strip_prefix(root) else {
        return url.to_string();
    };
    let (rest, anchor) = rest.split_once('#').unwrap_or((rest, ""));
    let mut out = ["#/", rest].concat();
    if !anchor.is_empty() {
        out.push(if rest.contains('?') { '&' } else { '?' });
        if !anchor.contains('=') {
            out.push_str("at=");
        }
        out.push_str(anchor);
    }
    out
}
