//! Messages between the tabs of this site.

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel to the other tabs; it never hears itself.
pub struct Channel(Option<BroadcastChannel>);

impl Channel {
    /// The channel `name`; `hear` is called with what other tabs say. A browser without channels has silent ones.
    pub fn new(name: &str, mut hear: impl FnMut(String) + 'static) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            let closure = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(text) = event.data().as_string() {
                    hear(text);
                }
            });
            channel.set_onmessage(Some(closure.as_ref().unchecked_ref()));
            // It lives as long as the page.
            closure.forget();
        }
        Self(channel)
    }

    /// Says `text` to the other tabs.
    pub fn say(&self, text: &str) {
        if let Some(channel) = &self.0 {
            let _ = channel.post_message(&text.into());
        }
    }
}
