//! A newer version of the site is there.

use super::live;
use leptos::prelude::*;

/// Says so, and offers to change over now or later.
#[component]
pub fn UpdateBar(
    /// Whether it is shown.
    shown: Signal<bool>,
    /// Whether the reader is in the midst of something, which then has to be said.
    busy: Signal<bool>,
    /// What the newer version changes for what the reader is doing; empty for nothing.
    changes: Signal<String>,
    /// "Use it now" was pressed.
    on_take: impl Fn() + Copy + Send + 'static,
    /// "Later" was pressed.
    on_later: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    live(move || {
        shown.get().then(|| {
            let text = move || {
                if busy.get() {
                    "A newer version of these runbooks is here. What you are doing goes on with this one until you change over; nothing of it is lost then. "
                } else {
                    "A newer version of these runbooks is here. It comes with the next page you open. "
                }
            };
            view! {
                <div class="bg-notice bg-update" role="status">
                    <p>{text}{changes}</p>
                    <button type="button" class="bg-button" on:click=move |_| on_take()>
                        "Use it now"
                    </button>
                    <button type="button" class="bg-button" on:click=move |_| on_later()>
                        "Later"
                    </button>
                </div>
            }
            .into_any()
        })
    })
}
