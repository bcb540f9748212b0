//! The list of the drafts on this device.

use crate::app::browser::{spawn, time};
use crate::app::components::live;
use crate::app::wizard::state::Wizard;
use crate::app::wizard::store::Record;
use crate::run::civil::Civil;
use crate::runbook::Runbook;
use leptos::prelude::*;

/// Characters of a draft's first words in the list.
const BEGINNING: usize = 80;

/// What tells a draft from others of its name: when it changed, what it is for, how far it is, how it begins.
pub(super) fn tell(record: &Record, runbook: &Runbook) -> String {
    let at = Civil::new(record.updated, time::zone(record.updated));
    let mut words = vec![["Changed ", &at.date(), " ", &at.minutes()].concat()];
    match (record.path.as_str(), record.file.as_str()) {
        ("", "") => {}
        ("", file) => words.push(["from the file ", file].concat()),
        (path, _) => words.push(["changes ", path].concat()),
    }
    if let Some(owner) = &runbook.metadata.owner {
        words.push(owner.value.clone());
    }
    let (mut begins, mut count) = (runbook.summary.as_str(), 0usize);
    for section in &runbook.sections {
        if let Some(line) = written(section.span.of(&record.source)) {
            count += 1;
            if begins.is_empty() {
                begins = line;
            }
        }
    }
    words.push(match count {
        0 => "nothing written yet".to_string(),
        1 => "1 section written".to_string(),
        count => [&count.to_string(), " sections written"].concat(),
    });
    if !begins.is_empty() {
        let mut short: String = begins.chars().take(BEGINNING).collect();
        let is_cut = short.len() < begins.len();
        if is_cut {
            short.truncate(short.rfind(' ').unwrap_or(short.len()));
        }
        words.push(["“", &short, if is_cut { " …”" } else { "”" }].concat());
    }
    words.join(" · ")
}

/// The first line that a section says, below its headings and above the facts at a file's end; `None` where it says nothing.
fn written(section: &str) -> Option<&str> {
    for line in section.lines() {
        let line = line.trim();
        if line == "---" {
            break;
        }
        if !line.is_empty() && !line.starts_with('#') {
            return Some(line.trim_start_matches(|c: char| "-*+> []".contains(c)));
        }
    }
    None
}

/// One draft: to go on with, or to delete.
pub(super) fn row(w: Wizard, at: usize, record: Record, told: String, reload: impl Fn() + Copy + 'static) -> AnyView {
    let title = if record.title.is_empty() {
        "Untitled".to_string()
    } else {
        record.title.clone()
    };
    let id = record.id.clone();
    let sure = RwSignal::new(false);
    let remove = move |_| {
        if !sure.get_untracked() {
            sure.set(true);
            return;
        }
        let store = w.store.with_value(std::rc::Rc::clone);
        let id = id.clone();
        spawn(async move {
            let _ = store.remove(&id).await;
            reload();
        });
    };
    let label = ["Continue: ", &title].concat();
    let name = title.clone();
    let about = ["bg-w-about-", &at.to_string()].concat();
    view! {
        <li>
            <button type="button" class="bg-button" aria-describedby=about.clone() on:click=move |_| w.resume(record.clone())>{label}</button>
            <button type="button" class="bg-button" aria-describedby=about.clone() on:click=remove>{live(move || [if sure.get() { "Really delete " } else { "Delete " }, &name].concat())}</button>
            <p class="bg-w-hint" id=about>{told}</p>
        </li>
    }
    .into_any()
}
