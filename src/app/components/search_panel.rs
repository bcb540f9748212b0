//! What lies under the search field: filters, results, recent searches, and what to do without any.

use super::live;
use crate::app::state::search::{Chip, Item, Phase, SearchState, option_id};
use crate::search::Filter;
use leptos::prelude::*;

/// What the reader does in the panel.
#[derive(Clone, Copy)]
pub struct PanelActions {
    /// Search for this instead.
    pub ask: UnsyncCallback<String>,
    /// Put a filter in or out.
    pub filter: UnsyncCallback<Filter>,
    /// A result was opened.
    pub opened: UnsyncCallback<()>,
    /// Load the index again.
    pub retry: UnsyncCallback<()>,
    /// Forget recent searches.
    pub forget: UnsyncCallback<()>,
    /// Close the panel.
    pub close: UnsyncCallback<()>,
}

/// The panel. It is always there; closed, it is hidden.
#[component]
pub fn SearchPanel(
    /// What is shown.
    state: SearchState,
    /// What the reader does.
    actions: PanelActions,
) -> impl IntoView {
    let has_items = move || state.results.with(|results| !results.items.is_empty());
    view! {
        <div
            class="bg-search-panel"
            hidden=live(move || !state.open.get() || state.early.get())
            // The field keeps the focus whatever is pressed here.
            on:mousedown=move |event| event.prevent_default()
        >
            <button
                type="button"
                class="bg-button bg-search-close"
                aria-label="Close search"
                on:click=move |_| actions.close.run(())
            >
                "Close"
            </button>
            <Note state actions />
            <Filters state actions />
            <div
                id="bg-search-results"
                class="bg-search-results"
                role="listbox"
                aria-label="Runbooks found"
                hidden=live(move || !has_items())
            >
                {live(move || {
                    let items = state.results.with(|results| results.items.clone());
                    items.into_iter().enumerate().map(|(at, item)| result(state, actions, at, item)).collect::<Vec<_>>()
                })}
            </div>
            <Recent state actions />
        </div>
    }
}

fn result(state: SearchState, actions: PanelActions, at: usize, item: Item) -> AnyView {
    let severity = item.severity.map(|(code, word)| {
        view! {
            <span class="bg-sev" data-severity=code.to_ascii_lowercase()>
                <span class="bg-sr">"Severity "</span>
                <b>{code}</b>
                " "
                <span class="bg-sev-word">{word}</span>
            </span>
        }
    });
    let pieces = item.snippet.into_iter().map(|(text, found)| {
        if found {
            view! { <mark>{text}</mark> }.into_any()
        } else {
            text.into_any()
        }
    });
    let category = if item.procedure {
        [&item.category, " · Procedure"].concat()
    } else {
        item.category
    };
    view! {
        <a
            role="option"
            class="bg-search-result"
            id=option_id(at)
            href=item.url
            tabindex="-1"
            aria-selected=live(move || if state.selected.get() == at { "true" } else { "false" })
            on:click=move |_| actions.opened.run(())
            on:pointermove=move |_| {
                if state.selected.get_untracked() != at {
                    state.selected.set(at);
                }
            }
        >
            <span class="bg-search-head">
                <span class="bg-search-title">{item.title}</span>
                {severity}
            </span>
            <span class="bg-search-place">
                {category}
                {(!item.section.is_empty()).then(|| view! { " › " <b>{item.section}</b> })}
            </span>
            <span class="bg-search-snippet">{pieces.collect::<Vec<_>>()}</span>
        </a>
    }
    .into_any()
}

/// Where search is, what was corrected, what to try.
#[component]
fn Note(state: SearchState, actions: PanelActions) -> impl IntoView {
    let searched = move || state.results.with(|results| !results.query.trim().is_empty());
    let nothing = move || searched() && state.results.with(|results| results.items.is_empty());
    view! {
        {live(move || match state.phase.get() {
            Phase::Loading if searched() => Some(view! { <p class="bg-search-note">"Loading the search index…"</p> }.into_any()),
            Phase::Catalog => Some(view! {
                <p class="bg-search-note">"Titles, alerts and symptoms so far; the full text is loading…"</p>
            }.into_any()),
            Phase::Unreachable => Some(failure("The search index could not be loaded. The network or the host is down.", actions)),
            Phase::Damaged => Some(failure("The search index is missing or damaged on the host: the site has to be published again.", actions)),
            Phase::Idle | Phase::Loading | Phase::Ready => None,
        })}
        {live(move || {
            let correction = state.results.with(|results| results.correction.clone())?;
            let ask = correction.clone();
            Some(view! {
                <p class="bg-search-note">
                    "Did you mean "
                    <button type="button" class="bg-search-ask" on:click=move |_| actions.ask.run(ask.clone())>
                        {correction}
                    </button>
                    "?"
                </p>
            }.into_any())
        })}
        {live(move || state.results.with(|results| results.weak).then(|| view! {
            <p class="bg-search-note">"No runbook matches all of this; nearest:"</p>
        }.into_any()))}
        {live(move || (nothing() && matches!(state.phase.get(), Phase::Ready)).then(|| view! {
            <div class="bg-search-none">
                <p><b>"No runbook resembles that."</b></p>
                <p>"Try the alert's name, a line of the log, or what people see. Filters such as severity:P0 or owner:payments narrow the answer."</p>
            </div>
        }.into_any()))}
    }
}

fn failure(text: &'static str, actions: PanelActions) -> AnyView {
    view! {
        <p class="bg-search-note">
            {text}
            " "
            <button type="button" class="bg-button" on:click=move |_| actions.retry.run(())>
                "Try again"
            </button>
        </p>
    }
    .into_any()
}

#[component]
fn Filters(state: SearchState, actions: PanelActions) -> impl IntoView {
    live(move || {
        let chips = state.results.with(|results| results.chips.clone());
        (!chips.is_empty()).then(|| {
            let chips = chips.into_iter().map(|Chip { filter, count, on }| {
                let text = filter.value.clone();
                let key = filter.key.name();
                view! {
                    <button
                        type="button"
                        class="bg-chip"
                        aria-pressed=if on { "true" } else { "false" }
                        on:click=move |_| actions.filter.run(filter.clone())
                    >
                        <span class="bg-sr">{key} " "</span>
                        {text}
                        {(count > 0 && !on).then(|| view! { <span class="bg-chip-count">" " {count}</span> })}
                    </button>
                }
                .into_any()
            });
            view! {
                <div class="bg-chips" role="group" aria-label="Filters">
                    {chips.collect::<Vec<_>>()}
                </div>
            }
            .into_any()
        })
    })
}

#[component]
fn Recent(state: SearchState, actions: PanelActions) -> impl IntoView {
    live(move || {
        let blank = state.results.with(|results| results.query.trim().is_empty());
        let recent = state.recent.get();
        blank.then(|| {
            if recent.is_empty() {
                return view! {
                    <p class="bg-search-note">
                        "An alert’s name, a pasted log line, a command, or what people see. It works offline once loaded."
                    </p>
                }
                .into_any();
            }
            let queries = recent.into_iter().map(|query| {
                let ask = query.clone();
                view! {
                    <li>
                        <button type="button" class="bg-search-recent" on:click=move |_| actions.ask.run(ask.clone())>
                            {query}
                        </button>
                    </li>
                }
                .into_any()
            });
            view! {
                <div class="bg-search-recents">
                    <p id="bg-search-recents">"Recent searches"</p>
                    <ul aria-labelledby="bg-search-recents">{queries.collect::<Vec<_>>()}</ul>
                    <button type="button" class="bg-button" on:click=move |_| actions.forget.run(())>
                        "Clear recent searches"
                    </button>
                </div>
            }
            .into_any()
        })
    })
}
