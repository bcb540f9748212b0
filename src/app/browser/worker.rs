//! The service worker (`public/sw.js`): what it reports of the offline copy, and the change to a newer version.
//! `boot.js` registers it and asks it for reports.

use super::listen::listen;
use super::{single, time, window};
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, ServiceWorkerContainer};

/// How long the worker may take to answer; it has next to nothing to do for it.
const ANSWER_MS: u32 = 1_500;

/// What a worker reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// `none`, `installing`, `ready`, `unsupported`; `single` in the single file.
    pub offline: String,
    /// Whether there is a whole copy of a newer version than this page's.
    pub update: bool,
    /// Bytes downloaded, of `total`, while installing.
    pub done: f64,
    /// Bytes to download; zero when not known yet.
    pub total: f64,
    /// How many runbooks the copy holds.
    pub runbooks: f64,
    /// When its site was built (RFC 3339); empty when nobody knows.
    pub built: String,
    /// Images and other files that belong to the site.
    pub images: f64,
    /// How many of them the copy holds.
    pub images_here: f64,
    /// Why there is no copy: `network`, `damaged`, `quota`; empty when nothing went wrong.
    pub reason: String,
    /// The version of the site that this page was loaded from.
    pub version: String,
}

/// Whether this browser has workers for this page: not over plain http, nor in some private windows.
fn container() -> Option<ServiceWorkerContainer> {
    let window = window()?;
    let has = |of: &JsValue, name: &str| Reflect::has(of, &JsValue::from_str(name)).unwrap_or(false);
    let navigator = window.navigator();
    let has_both = has(&navigator, "serviceWorker") && has(&window, "caches");
    let container = has_both.then(|| navigator.service_worker())?;
    (!container.is_undefined()).then_some(container)
}

/// Calls `then` with every report about the site at `root`; a site above it may have a worker, too. At once with `unsupported` where there can be none.
pub fn on_report(root: String, mut then: impl FnMut(Report) + 'static) {
    if let Some((runbooks, built)) = single::facts() {
        then(Report {
            offline: "single".to_string(),
            runbooks,
            built,
            ..Report::default()
        });
        return;
    }
    let Some(container) = container() else {
        then(Report {
            offline: "unsupported".to_string(),
            ..Report::default()
        });
        return;
    };
    listen(&container, "message", move |event| {
        if let Some(report) = event
            .dyn_ref::<MessageEvent>()
            .and_then(|event| read(&event.data(), &root))
        {
            then(report);
        }
    });
}

fn read(data: &JsValue, root: &str) -> Option<Report> {
    let value = |name: &str| Reflect::get(data, &JsValue::from_str(name)).ok();
    let text = |name: &str| value(name).and_then(|value| value.as_string()).unwrap_or_default();
    let number = |name: &str| value(name).and_then(|value| value.as_f64()).unwrap_or_default();
    (kind(data) == "bg-offline" && text("root") == root).then(|| Report {
        offline: text("offline"),
        update: text("update") == "ready",
        done: number("done"),
        total: number("total"),
        runbooks: number("runbooks"),
        built: text("built"),
        images: number("images"),
        images_here: number("imagesHere"),
        reason: text("reason"),
        version: text("yours"),
    })
}

/// Tells the worker that the reader wants the newest version of the page that is open, though they are in the midst of
/// something on it. Returns once it knows; the next load of the page is then the newest.
pub async fn consent() {
    let Some(container) = container() else { return };
    let Some(worker) = container.controller() else { return };
    let message = js_sys::Object::new();
    for (name, value) in [("type", "bg-consent"), ("url", super::history::url().as_str())] {
        let _ = Reflect::set(&message, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let known = Promise::new(&mut |resolve, _| {
        let late = resolve.clone();
        time::after(ANSWER_MS, move || {
            let _ = late.call0(&JsValue::UNDEFINED);
        })
        .detach();
        listen(&container, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
            if data.is_some_and(|data| kind(&data) == "bg-consented") {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        });
    });
    if worker.post_message(&message).is_ok() {
        let _ = JsFuture::from(known).await;
    }
}

fn kind(data: &JsValue) -> String {
    Reflect::get(data, &JsValue::from_str("type"))
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}
