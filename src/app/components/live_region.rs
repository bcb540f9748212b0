//! What screen readers are told.

use leptos::prelude::*;

/// A region that is read aloud, politely, whenever its text changes. It has to be in the page before the text is.
#[component]
pub fn LiveRegion(
    /// The text; empty for silence.
    text: Signal<String>,
) -> impl IntoView {
    view! { <p class="bg-live" role="status" aria-live="polite">{text}</p> }
}
