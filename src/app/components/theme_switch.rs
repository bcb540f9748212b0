//! The button that changes the theme.

use leptos::prelude::*;

/// A button that names the current choice; pressing it moves on to the next.
#[component]
pub fn ThemeSwitch(
    /// The current choice.
    label: Signal<&'static str>,
    /// The button was pressed.
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <button type="button" class="bg-button bg-theme" on:click=move |_| on_press()>
            {label}
        </button>
    }
}
