//! The bar at the top while a page takes long to come.

use leptos::prelude::*;

/// A progress bar without a value: nobody knows how long a network takes.
#[component]
pub fn Progress(
    /// Whether it is shown.
    busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <div
            id="bg-progress"
            class="bg-progress"
            role="progressbar"
            aria-label="Loading page"
            hidden=move || !busy.get()
        ></div>
    }
}
