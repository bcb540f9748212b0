//! The browser: the only module that uses `web_sys`, `js_sys` and gloo. Everything else asks it for what the app means
//! ("the page", "a link was followed", "copy this"), not for DOM calls.
//!
//! Nothing here panics. A browser that lacks something, forbids it or throws gives `None`, `false` or an error.

pub mod build;
pub mod channel;
pub mod clipboard;
pub mod combobox;
pub mod compress;
pub mod database;
pub mod dom;
pub mod events;
pub mod failure;
pub mod fetch;
pub mod fields;
pub mod files;
pub mod history;
mod listen;
pub mod marks;
pub mod morph;
pub mod page;
pub mod scroll;
pub mod single;
pub mod slots;
pub mod storage;
pub mod time;
pub mod voice;
pub mod worker;

use std::pin::Pin;
use web_sys::{Document, Window};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Waits until what `begin` is given was called; `begin` may keep it for later.
pub async fn until(begin: impl FnOnce(Box<dyn FnOnce()>)) {
    let mut begin = Some(begin);
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(begin) = begin.take() {
            begin(Box::new(move || {
                let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
            }));
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Runs `task` beside everything else.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    // Boxed, so that what the library does with a task is compiled once for all of them.
    let task: Pin<Box<dyn Future<Output = ()>>> = Box::pin(task);
    wasm_bindgen_futures::spawn_local(task);
}
