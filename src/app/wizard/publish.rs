//! The last step: out of the browser.

use super::state::{Wizard, focus_soon};
use super::trial;
use crate::app::browser::{clipboard, fields, files, spawn};
use crate::app::components::live;
use crate::text::percent::encode_path;
use leptos::prelude::*;

/// Addresses longer than this are refused by forges and proxies.
const LONGEST_URL: usize = 6_000;

/// Has the browser save the Markdown.
pub fn download(w: Wizard) {
    w.finish_typing();
    let file = w.file();
    let name = file.rsplit('/').next().unwrap_or(&file).to_string();
    files::download(&name, "text/markdown", &w.text());
}

/// A text as a value in an address.
fn encode_value(text: &str) -> String {
    encode_path(text)
        .replace('&', "%26")
        .replace('+', "%2B")
        .replace('=', "%3D")
}

/// The last step.
pub fn view(w: Wizard) -> AnyView {
    let outcome = RwSignal::new(String::new());
    let copy = move |_| {
        w.finish_typing();
        spawn(async move {
            let copied = clipboard::copy(&w.text()).await;
            outcome.set(
                if copied {
                    "The Markdown is on the clipboard."
                } else {
                    "This browser does not let the page copy: open the Markdown source and copy it there."
                }
                .to_string(),
            );
        });
    };
    let save = move |_| {
        w.finish_typing();
        spawn(async move {
            let file = w.file();
            let name = file.rsplit('/').next().unwrap_or(&file).to_string();
            let written = fields::save(&name, &w.text()).await;
            outcome.set(
                if written {
                    "The file is written."
                } else {
                    "Nothing was written."
                }
                .to_string(),
            );
        });
    };
    let propose = move |_| {
        w.finish_typing();
        let Some(repository) = w.desk.get_untracked().repository.clone() else {
            return;
        };
        let (text, file) = (w.text(), encode_path(&w.file()));
        let is_change = !w.path.get_untracked().is_empty();
        let full = [repository.new.as_str(), &file, &repository.text, &encode_value(&text)].concat();
        if !is_change && !repository.text.is_empty() && full.len() <= LONGEST_URL {
            fields::open_tab(&full);
            return;
        }
        let url = if is_change {
            [repository.edit.as_str(), &file].concat()
        } else {
            [repository.new.as_str(), &file].concat()
        };
        spawn(async move {
            let copied = clipboard::copy(&text).await;
            outcome.set(
                if copied {
                    "The Markdown is on the clipboard: paste it into the page that opens."
                } else {
                    "Copy the Markdown from the source editor into the page that opens."
                }
                .to_string(),
            );
            fields::open_tab(&url);
        });
    };
    let try_out = move |_| {
        w.try_out();
        focus_soon(trial::BACK.to_string());
    };
    let export = move |_| {
        w.finish_typing();
        files::download(
            "draft.breakglass.json",
            "application/json",
            &super::store::export(&[w.record()]),
        );
    };
    view! {
        <p>{live(move || {
            let left = w.problems.get().iter().filter(|problem| problem.level != crate::diagnostic::Severity::Info).count();
            match left {
                0 => "No problems left: this passes breakglass check --strict.".to_string(),
                1 => "One problem is left; a review would stop at it.".to_string(),
                left => [&left.to_string(), " problems are left; a review would stop at them."].concat(),
            }
        })}</p>
        <p>{live(move || { w.reading.track(); ["The file belongs into the runbook folder as ", &w.file(), "."].concat() })}</p>
        <div class="bg-w-buttons">
            <button type="button" class="bg-button" on:click=copy>"Copy Markdown"</button>
            {fields::can_save().then(|| view! { <button type="button" class="bg-button" on:click=save>"Write file…"</button> })}
            {live(move || w.desk.get().repository.clone().map(|repository| {
                view! { <button type="button" class="bg-button" on:click=propose>{["Open a pull request on ", &repository.host].concat()}</button> }.into_any()
            }))}
            <button type="button" class="bg-button" on:click=try_out>"Try it out as a drill"</button>
            <button type="button" class="bg-button" on:click=export>"Export draft"</button>
        </div>
        <p role="status" class="bg-w-hint">{live(move || outcome.get())}</p>
    }
    .into_any()
}
