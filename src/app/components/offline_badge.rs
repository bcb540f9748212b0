//! How the offline copy stands, on every page.

use leptos::prelude::*;

/// A mark and two or three words; the whole sentence on hover.
#[component]
pub fn OfflineBadge(
    /// `none`, `installing`, `ready`, `unsupported`; empty for nothing.
    state: Signal<String>,
    /// The words.
    label: Signal<String>,
    /// The sentence.
    sentence: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="bg-offline-badge" data-state=state title=sentence>
            <span>{label}</span>
        </span>
    }
}
