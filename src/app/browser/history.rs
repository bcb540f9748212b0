//! The session history and the address bar.

use super::{single, window};
use wasm_bindgen::JsValue;
use web_sys::{History, ScrollRestoration, Url};

fn history() -> Option<History> {
    window()?.history().ok()
}

/// The URL in the address bar; empty where there is none.
pub fn url() -> String {
    let url = window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default();
    match single::root() {
        Some(root) => single::from_fragment(&root, &url),
        None => url,
    }
}

/// What the address bar shows for `url`.
fn shown(url: &str) -> String {
    single::root().map_or_else(|| url.to_string(), |root| single::to_fragment(&root, url))
}

/// The absolute URL of `href` on a page whose URL is `base`; `None` when it is none.
pub fn resolve(href: &str, base: &str) -> Option<String> {
    if href.starts_with("#/")
        && let Some(root) = single::root()
    {
        return Some(single::from_fragment(&root, href));
    }
    Url::new_with_base(href, base).ok().map(|url| url.href())
}

/// What [`push`] or [`replace`] stored with the current entry. `None` for entries that the browser made.
pub fn state() -> Option<String> {
    history()?.state().ok()?.as_string()
}

/// Adds an entry and makes it the current one. Nothing is loaded. False when the browser refuses the URL.
pub fn push(state: &str, url: &str) -> bool {
    history().is_some_and(|history| {
        history
            .push_state_with_url(&JsValue::from_str(state), "", Some(&shown(url)))
            .is_ok()
    })
}

/// Replaces the current entry's state, and its URL if given. Browsers that count calls (Safari: 100 in 10 s) may refuse;
/// the entry then stays as it was.
pub fn replace(state: &str, url: Option<&str>) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::from_str(state), "", url.map(shown).as_deref());
    }
}

/// Moves `delta` entries. Zero would reload the page, so it does nothing.
pub fn go(delta: i32) {
    if delta != 0
        && let Some(history) = history()
    {
        let _ = history.go_with_delta(delta);
    }
}

/// Moves to `fragment` of the open page as a followed link does: new entry, scrolling, `:target`.
pub fn follow_fragment(fragment: &str) {
    if let Some(window) = window() {
        let fragment = match single::root() {
            Some(root) => {
                let here = url();
                let page = here.split('#').next().unwrap_or_default();
                single::to_fragment(&root, &[page, fragment].concat())
            }
            None => fragment.to_string(),
        };
        let _ = window.location().set_hash(&fragment);
    }
}

/// From now on the app restores scroll positions, not the browser. It holds for the entries of this page, reloads
/// included: a browser that is told otherwise as the page goes away does not listen (Chromium 156).
pub fn restore_scroll_ourselves() {
    if let Some(history) = history() {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}
