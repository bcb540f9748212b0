//! Something went wrong, and what can be done.

use super::live;
use leptos::prelude::*;

/// A message with the buttons "Retry" and "Dismiss", read aloud when it comes.
#[component]
pub fn Notice(
    /// The message, if there is one.
    text: Signal<Option<&'static str>>,
    /// "Retry" was pressed.
    on_retry: impl Fn() + Copy + Send + 'static,
    /// "Dismiss" was pressed.
    on_dismiss: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    live(move || {
        text.get().map(|text| {
            view! {
                <div class="bg-notice" role="alert">
                    <p>{text}</p>
                    <button type="button" class="bg-button" on:click=move |_| on_retry()>
                        "Retry"
                    </button>
                    <button type="button" class="bg-button" on:click=move |_| on_dismiss()>
                        "Dismiss"
                    </button>
                </div>
            }
            .into_any()
        })
    })
}
