//! Beside the form: preview, problems, completeness, the source, and runbooks that are alike.

use super::state::Wizard;
use crate::app::browser::{dom, morph, spawn};
use crate::app::components::live;
use crate::diagnostic::Severity as Level;
use crate::draft::desk::Listed;
use crate::draft::{self, FieldId, Sub};
use crate::route::{Route, resolve};
use crate::runbook::SectionKind;
use crate::text::order;
use leptos::prelude::*;

/// The id of the element that holds the preview.
const ARTICLE: &str = "bg-w-article";

/// Bytes of HTML from which on a preview is large: then what is out of sight is not laid out.
const LARGE: usize = 40_000;

/// The preview: the article as the site will show it.
pub fn preview(w: Wizard) -> AnyView {
    Effect::new(move |_| {
        let html = w.preview.get();
        spawn(async move {
            if let Some(place) = dom::by_id(ARTICLE) {
                let is_newest = || w.preview.with_untracked(|now| *now == html);
                morph::into(&place, &html, is_newest).await;
            }
        });
    });
    let is_large = move || w.preview.with(|html| html.len() > LARGE);
    view! {
        <section class="bg-w-preview" aria-label="Preview">
            <p class="bg-w-title" aria-hidden="true">"Preview"</p>
            <div id=ARTICLE class="bg-w-article" class:bg-w-large=live(is_large) tabindex="0" role="group" aria-label="Runbook as it will be shown"></div>
        </section>
    }
    .into_any()
}

/// The findings, each leading to its field.
pub fn problems(w: Wizard) -> AnyView {
    let item = move |problem: super::state::Problem| {
        let level = match problem.level {
            Level::Error => "Error",
            Level::Warning => "Warning",
            Level::Info => "Advice",
        };
        let place = problem.field.map(|field| {
            view! { <button type="button" class="bg-button" on:click=move |_| w.show(field)>{["Show line ", &problem.line.to_string()].concat()}</button> }
        });
        let fix = problem.fix.clone().map(|fix| {
            let title = ["Fix: ", &fix.title].concat();
            view! { <button type="button" class="bg-button" on:click=move |_| { let edits = fix.edits.clone(); w.change(move |_| edits); }>{title}</button> }
        });
        view! {
            <li data-level=problem.level.name()>
                <p><b>{level}</b>": "{problem.message.clone()}</p>
                {(!problem.help.is_empty()).then(|| view! { <p class="bg-w-hint">{problem.help.clone()}</p> })}
                <div class="bg-w-buttons">{place}{fix}</div>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="bg-w-problems" aria-label="Problems">
            <p class="bg-w-title" aria-hidden="true">"Problems"</p>
            {live(move || {
                let problems = w.problems.get();
                if problems.is_empty() {
                    return view! { <p>"None. This passes the checks of a review."</p> }.into_any();
                }
                let items: Vec<AnyView> = problems.iter().cloned().map(item).collect();
                view! { <ul>{items}</ul> }.into_any()
            })}
        </section>
    }
    .into_any()
}

/// How complete the runbook is, and what is missing.
pub fn meter(w: Wizard) -> AnyView {
    let checks = move || {
        let reading = w.reading.get();
        let mut checks = draft::checks(&reading.form);
        for check in draft::required(&reading.form, &w.desk.get().required) {
            if !checks.iter().any(|known| known.field == check.field) {
                checks.push(check);
            }
        }
        checks
    };
    view! {
        <div class="bg-w-meter">
            {live(move || {
                let checks = checks();
                let done = checks.iter().filter(|check| check.done).count();
                let (done_text, all) = (done.to_string(), checks.len().to_string());
                let label = ["Complete: ", &done_text, " of ", &all].concat();
                let missing: Vec<AnyView> = checks
                    .iter()
                    .filter(|check| !check.done)
                    .map(|check| {
                        let field = check.field;
                        view! { <li><button type="button" class="bg-button" on:click=move |_| w.show(field)>{check.label}</button></li> }.into_any()
                    })
                    .collect();
                view! {
                    <label>
                        <span>{label}</span>
                        <progress max=all value=done_text></progress>
                    </label>
                    {(!missing.is_empty()).then(|| view! { <details><summary>"What is missing"</summary><ul class="bg-w-missing">{missing}</ul></details> }.into_any())}
                }
                .into_any()
            })}
        </div>
    }
    .into_any()
}

/// The Markdown, for editing.
pub fn source(w: Wizard) -> AnyView {
    let toggle = move |_| {
        let open = !w.source_open.get_untracked();
        if open {
            w.source.set(w.text());
        }
        w.source_open.set(open);
    };
    view! {
        <section class="bg-w-source" aria-label="Markdown source">
            <button type="button" class="bg-button" aria-expanded=live(move || w.source_open.get().to_string()) on:click=toggle>"Markdown source"</button>
            {live(move || w.source_open.get().then(|| view! {
                <label for="bg-w-source" class="bg-sr">"Markdown of the whole runbook"</label>
                <textarea
                    id="bg-w-source"
                    class="bg-w-code"
                    rows="24"
                    spellcheck="false"
                    prop:value=live(move || w.source.get())
                    on:input=move |event| w.set_source(event_target_value(&event))
                    on:blur=move |_| w.finish_typing()
                ></textarea>
            }.into_any()))}
        </section>
    }
    .into_any()
}

/// Words of a text that tell runbooks apart, lower case.
fn words(text: &str) -> Vec<String> {
    const COMMON: [&str; 16] = [
        "the", "and", "for", "with", "are", "not", "more", "than", "from", "runbook", "issue", "issues", "when", "all",
        "has", "too",
    ];
    let mut out: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_lowercase();
        let word = word
            .strip_suffix('s')
            .filter(|short| short.len() > 3)
            .unwrap_or(&word)
            .to_string();
        if word.chars().count() > 2 && !COMMON.contains(&word.as_str()) && !out.contains(&word) {
            out.push(word);
        }
    }
    out
}

/// The runbooks that are most like what is written, best first.
fn alike(w: Wizard, most: usize) -> Vec<Listed> {
    let reading = w.reading.get();
    let form = &reading.form;
    let mut text = form.value(FieldId::Title);
    text.push(' ');
    text.push_str(&form.value(FieldId::Fact(draft::Fact::Alert)));
    if let Some(section) = form.section(SectionKind::Symptoms)
        && let Some(own) = form.sections.get(section)
    {
        for part in &own.parts {
            text.push(' ');
            text.push_str(&part.value(&form.source, Sub::Title));
        }
    }
    let wanted = words(&text);
    let own = w.path.get();
    let mut found: Vec<(usize, Listed)> = Vec::new();
    for runbook in w.listed.get().iter() {
        let title = words(&runbook.title);
        let alerts = runbook.alerts.join(" ").to_lowercase();
        let hits = title.iter().filter(|word| wanted.contains(word)).count();
        let named = wanted
            .iter()
            .filter(|word| word.len() > 5 && alerts.contains(word.as_str()))
            .count();
        let score = hits * 2 + named;
        let enough = hits > 0 && hits * 2 >= title.len().min(wanted.len()) || named > 0;
        let is_own = crate::runbook::RunbookId::from_path(&own).as_str() == runbook.id && !own.is_empty();
        if enough && score > 0 && !is_own {
            found.push((score, runbook.clone()));
        }
    }
    order::sort(&mut found, &|a, b| b.0.cmp(&a.0));
    found.into_iter().take(most).map(|(_, runbook)| runbook).collect()
}

/// Runbooks that say the same already, so that nobody writes one twice.
pub fn similar(w: Wizard) -> AnyView {
    let found = Memo::new(move |_| alike(w, 3));
    view! {
        <div class="bg-w-similar" role="status">
            {live(move || {
                let found = found.get();
                (!found.is_empty()).then(|| {
                    let links: Vec<AnyView> = found
                        .iter()
                        .map(|runbook| {
                            let href = resolve(&Route::Write, &Route::Runbook(runbook.id.clone()).file());
                            view! { <li><a href=href target="_blank" rel="noopener">{runbook.title.clone()}</a></li> }.into_any()
                        })
                        .collect();
                    view! { <p>"There may be a runbook for this already:"</p><ul>{links}</ul> }.into_any()
                })
            })}
        </div>
    }
    .into_any()
}

/// Runbooks to refer to: chosen from a list, added as a link.
pub fn related(w: Wizard, section: usize) -> AnyView {
    let add = move |event| {
        let id = event_target_value(&event);
        let desk = w.desk.get_untracked();
        let listed = w.listed.get_untracked();
        let title = listed
            .iter()
            .find(|runbook| runbook.id == id)
            .map(|runbook| runbook.title.clone());
        let path = desk
            .runbooks
            .iter()
            .find(|known| known.id == id)
            .map(|known| known.path.clone());
        let (Some(title), Some(path)) = (title, path) else {
            return;
        };
        // The draft lies at the top of the folder, unless it changes a runbook in a folder below.
        let depth = w.path.get_untracked().matches('/').count();
        let href = ["../".repeat(depth), crate::text::percent::encode_path(&path)].concat();
        let link = ["[", &title.replace(['[', ']'], ""), "](", &href, ")"].concat();
        w.change(|form| {
            let part = form.sections.get(section).map_or(0, |own| own.parts.len());
            form.set(
                FieldId::Part {
                    section,
                    part,
                    sub: Sub::Title,
                    n: 0,
                },
                &link,
            )
        });
    };
    view! {
        <div class="bg-w-field">
            <label for="bg-w-related">"Add an existing runbook"</label>
            <select id="bg-w-related" on:change=add>
                <option value="">"Choose"</option>
                {live(move || {
                    let chosen = alike(w, 5);
                    let listed = w.listed.get();
                    let rest = listed.iter().filter(|runbook| !chosen.iter().any(|first| first.id == runbook.id));
                    chosen
                        .iter()
                        .chain(rest)
                        .map(|runbook| view! { <option value=runbook.id.clone()>{runbook.title.clone()}</option> }.into_any())
                        .collect::<Vec<_>>()
                })}
            </select>
        </div>
    }
    .into_any()
}
