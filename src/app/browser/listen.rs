//! Listeners of events, for the life of the page. All are of one type: what the libraries do with a listener is compiled for
//! each type of it anew.

use gloo_events::{EventListener, EventListenerOptions};
use web_sys::{Event, EventTarget};

/// Calls `then` with each event of this name. The browser need not wait for it: it prevents nothing.
pub(super) fn listen(target: &EventTarget, name: &'static str, then: impl FnMut(&Event) + 'static) {
    attach(target, name, EventListenerOptions::default(), Box::new(then));
}

/// Calls `then` with each event of this name, which it may prevent.
pub(super) fn listen_first(target: &EventTarget, name: &'static str, then: impl FnMut(&Event) + 'static) {
    attach(
        target,
        name,
        EventListenerOptions::enable_prevent_default(),
        Box::new(then),
    );
}

fn attach(target: &EventTarget, name: &'static str, options: EventListenerOptions, mut then: Box<dyn FnMut(&Event)>) {
    EventListener::new_with_options(target, name, options, move |event| then(event)).forget();
}
