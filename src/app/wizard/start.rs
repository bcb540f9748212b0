//! The choice of what to write, and the drafts that are there.

mod drafts;

use super::state::{Wizard, today};
use super::store::{self, Drafts};
use crate::app::browser::fetch::{self, Request};
use crate::app::browser::{dom, files, spawn};
use crate::app::components::live;
use crate::app::routes::{Place, Route};
use crate::draft::{Start, new_runbook};
use crate::markdown::{self, limits::LARGEST_FILE};
use crate::runbook::Kind;
use drafts::{row, tell};
use leptos::prelude::*;

/// What to begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum From {
    Kind(Kind),
    Template(usize),
    Existing,
    Run,
    Paste,
}

/// The first screen.
pub fn view(w: Wizard) -> AnyView {
    let from = RwSignal::new(From::Kind(Kind::Incident));
    let existing = RwSignal::new(String::new());
    let pasted = RwSignal::new(String::new());
    let runs = RwSignal::new_local(Vec::<super::runs::Finished>::new());
    let run = RwSignal::new(0usize);
    let site = w.site.with_value(std::rc::Rc::clone);
    spawn(async move {
        runs.try_set(super::runs::finished(&site).await);
    });
    let drafts = RwSignal::new_local(Drafts::default());
    // What the list says of each of them.
    let about = RwSignal::new(Vec::<String>::new());
    let message = RwSignal::new(String::new());
    let load = move || {
        let store = w.store.with_value(std::rc::Rc::clone);
        spawn(async move {
            match store.list().await {
                Ok(mut found) => {
                    // What was stored in the midst of typing has the title of the moment before.
                    let mut told = Vec::new();
                    for record in &mut found.records {
                        let document = markdown::read(&record.source);
                        record.title.clone_from(&document.runbook().title);
                        told.push(tell(record, document.runbook()));
                    }
                    about.try_set(told);
                    drafts.try_set(found);
                }
                Err(_) => {
                    message.try_set(
                        "Drafts cannot be stored in this browser: download what you write before you close the page."
                            .to_string(),
                    );
                }
            }
        });
    };
    load();
    let next = move |_| match from.get_untracked() {
        From::Kind(kind) => {
            let today = today().unwrap_or_default();
            w.begin(
                new_runbook(&Start {
                    kind,
                    today: &today,
                    ..Start::default()
                }),
                String::new(),
            );
        }
        From::Template(at) => {
            let text = w
                .desk
                .get_untracked()
                .templates
                .get(at)
                .map(|template| template.text.clone());
            w.begin(text.unwrap_or_default(), String::new());
        }
        From::Existing => {
            let id = existing.get_untracked();
            if id.is_empty() {
                message.set("Choose a runbook first.".to_string());
            } else {
                open_existing(w, id, message);
            }
        }
        From::Run => {
            let today = today().unwrap_or_default();
            let at = run.get_untracked();
            if let Some(text) = runs.with_untracked(|runs| runs.get(at).map(|run| run.draft(&today))) {
                w.begin(text, String::new());
            }
        }
        // As for a file: reading more keeps the page still for minutes, and no site would show it.
        From::Paste if pasted.with_untracked(String::len) > LARGEST_FILE => {
            message.set("This text is too large for a runbook.".to_string());
        }
        From::Paste => w.begin(pasted.get_untracked(), String::new()),
    };
    let radio = move |value: From, label: String, name: &'static str| {
        let chosen = value.clone();
        let choose = value.clone();
        view! {
            <label class="bg-w-choice">
                <input type="radio" name="bg-w-kind" value=name prop:checked=live(move || from.get() == chosen) on:change=move |_| from.set(choose.clone()) />
                <span>{label}</span>
            </label>
        }
        .into_any()
    };
    let open_file = move |_| {
        spawn(async move {
            let Some(input) = dom::by_id("bg-w-open") else { return };
            match files::chosen_named(&input, LARGEST_FILE).await {
                Some((name, text)) => w.begin_file(text, &name),
                None => message.set("This file cannot be opened: it is too large, or no text in UTF-8.".to_string()),
            }
        });
    };
    let import = move |_| {
        spawn(async move {
            let Some(input) = dom::by_id("bg-w-import") else { return };
            let text = files::chosen(&input, LARGEST_FILE * 8).await.unwrap_or_default();
            let Some(records) = store::import(&text) else {
                message.set("This is no export of drafts.".to_string());
                return;
            };
            let store = w.store.with_value(std::rc::Rc::clone);
            let mut stored = 0usize;
            for record in &records {
                stored += usize::from(store.put(record).await.is_ok());
            }
            message.set(
                [
                    &stored.to_string(),
                    " of ",
                    &records.len().to_string(),
                    " drafts imported.",
                ]
                .concat(),
            );
            load();
        });
    };
    let export = move |_| {
        let records = drafts.with_untracked(|drafts| drafts.records.clone());
        files::download("drafts.breakglass.json", "application/json", &store::export(&records));
    };
    view! {
        <div class="bg-w-start bg-w-form">
            <h2 id="bg-w-heading" tabindex="-1">"Kind"</h2>
            <fieldset>
                <legend>"What are you writing?"</legend>
                {radio(From::Kind(Kind::Incident), "Incident runbook: for an alert or a symptom".to_string(), "incident")}
                {radio(From::Kind(Kind::Procedure), "Procedure: planned work, such as a restore or a hand-over".to_string(), "procedure")}
                {live(move || w.desk.get().templates.iter().enumerate().map(|(at, template)| radio(From::Template(at), ["Your team's template: ", &template.name].concat(), "template")).collect::<Vec<_>>())}
                {radio(From::Existing, "Change an existing runbook".to_string(), "existing")}
                {live(move || (!runs.with(Vec::is_empty)).then(|| radio(From::Run, "From a finished run: what you did becomes the draft".to_string(), "run")))}
                {radio(From::Paste, "Go on from Markdown that you have".to_string(), "paste")}
            </fieldset>
            {live(move || (from.get() == From::Existing).then(|| view! {
                <div class="bg-w-field">
                    <label for="bg-w-existing">"Runbook"</label>
                    <select id="bg-w-existing" on:change=move |event| existing.set(event_target_value(&event))>
                        <option value="">"Choose"</option>
                        {live(move || w.listed.get().iter().map(|runbook| view! { <option value=runbook.id.clone()>{runbook.title.clone()}</option> }.into_any()).collect::<Vec<_>>())}
                    </select>
                </div>
            }.into_any()))}
            {live(move || (from.get() == From::Run).then(|| view! {
                <div class="bg-w-field">
                    <label for="bg-w-run">"Finished run"</label>
                    <select id="bg-w-run" on:change=move |event| run.set(event_target_value(&event).parse().unwrap_or(0))>
                        {live(move || runs.with(|runs| runs.iter().enumerate().map(|(at, run)| view! { <option value=at.to_string()>{run.name()}</option> }.into_any()).collect::<Vec<_>>()))}
                    </select>
                </div>
            }.into_any()))}
            // There from the start: a file that is dropped on the page goes into it (`public/boot.js`).
            <div class="bg-w-field" hidden=live(move || from.get() != From::Paste)>
                <label for="bg-w-open">"Open a Markdown file"</label>
                <input type="file" id="bg-w-open" accept=".md,.markdown,.erb,text/markdown,text/plain" on:change=open_file />
            </div>
            {live(move || (from.get() == From::Paste).then(|| view! {
                <div class="bg-w-field">
                    <label for="bg-w-paste">"Or paste Markdown"</label>
                    <textarea id="bg-w-paste" class="bg-w-code" rows="8" on:input=move |event| pasted.set(event_target_value(&event))></textarea>
                </div>
            }.into_any()))}
            <div class="bg-w-buttons">
                <button type="button" class="bg-button bg-w-main" id="bg-w-next" on:click=next>"Next"</button>
            </div>
            <p role="status" class="bg-w-hint">{live(move || message.get())}</p>
            <h2>"Drafts on this device"</h2>
            {live(move || {
                let drafts = drafts.get();
                let unread = drafts.unread;
                let told = about.get_untracked();
                let mut rows: Vec<AnyView> = Vec::new();
                for (at, record) in drafts.records.into_iter().enumerate() {
                    rows.push(row(w, at, record, told.get(at).cloned().unwrap_or_default(), load));
                }
                view! {
                    {rows.is_empty().then(|| view! { <p>"None yet. What you write is stored while you type."</p> }.into_any())}
                    <ul class="bg-w-drafts">{rows}</ul>
                    {(unread > 0).then(|| view! { <p>{[&unread.to_string(), " stored drafts are of another version and stay untouched."].concat()}</p> }.into_any())}
                }
                .into_any()
            })}
            <div class="bg-w-buttons">
                <button type="button" class="bg-button" on:click=export>"Export all drafts"</button>
                <label class="bg-button bg-w-file" for="bg-w-import">"Import drafts"</label>
                <input type="file" id="bg-w-import" class="bg-sr" accept=".json,application/json" on:change=import />
            </div>
        </div>
    }
    .into_any()
}

/// Begins a runbook for an alert that has none.
pub fn for_alert(w: Wizard, alert: &str) {
    let today = today().unwrap_or_default();
    let text = new_runbook(&Start {
        kind: Kind::Incident,
        today: &today,
        alert,
        ..Start::default()
    });
    w.begin(text, String::new());
    w.notice.set(
        [
            "This draft is for the alert ",
            alert,
            ": it stands under Detection already.",
        ]
        .concat(),
    );
}

/// Opens a runbook of the site for changing.
pub fn open_existing(w: Wizard, id: String, message: RwSignal<String>) {
    let url = w.site.with_value(|site| {
        let page = site.file_url(&Place::page(Route::Runbook(id.clone())));
        page.replace("index.html", "source.md")
    });
    spawn(async move {
        let request = Request::new();
        // Its bytes: the browser's own text of it lacks the mark of an encoding at its start.
        match fetch::bytes(&url, &request).await.map(String::from_utf8) {
            Ok(Ok(text)) => {
                let desk = w.desk.get_untracked();
                let path = desk
                    .runbooks
                    .iter()
                    .find(|known| known.id == id)
                    .map(|known| known.path.clone());
                w.begin(text, path.unwrap_or_else(|| [&id, ".md"].concat()));
            }
            Ok(Err(_)) => message.set("This runbook is no text in UTF-8: save its file as such first.".to_string()),
            Err(_) => message.set("The runbook could not be loaded.".to_string()),
        }
    });
}
