//! The wizard: writing a runbook through a form, with preview, problems and source beside it.
//!
//! [`state`] holds the open draft over [`crate::draft`]; [`store`] keeps drafts on the device; the other modules are
//! views. It is a WebAssembly module of its own (`src/bin/wizard.rs`), so that readers of runbooks do not load it; the app
//! and it know of each other by two events of the document: `bg-page` (another page is shown) and `bg-draft` (`data-draft`
//! on `<html>` says whether something is not stored yet).

mod fields;
mod help;
mod links;
mod parts;
mod publish;
mod runs;
mod side;
mod start;
mod state;
mod steps;
mod store;
mod trial;

use super::browser::fetch::{self, Request};
use super::browser::{dom, events, failure, history, page, spawn, time};
use super::components::live;
use super::routes::Site;
use crate::draft::desk::{Desk, Manifest};
use crate::text::json;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use state::{Screen, Wizard};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The id of the element that the wizard is mounted into.
const PLACE: &str = "bg-write";

thread_local! {
    /// The wizard that is mounted, and the way to take it down.
    static MOUNTED: RefCell<Option<(Wizard, UnmountHandle<AnyViewState>)>> = const { RefCell::new(None) };
}

/// Mounts the wizard if the open page is its, and takes down one of an earlier page. `root` is the site's, absolute.
pub fn start(root: String) {
    let place = page::mount_point(PLACE);
    MOUNTED.with_borrow_mut(|mounted| {
        match mounted.take() {
            Some((wizard, handle)) => {
                wizard.flush();
                drop(handle);
            }
            None => install(),
        }
        let Some(place) = place else { return };
        dom::set_text(&place, "");
        // Signals live as long as the page does: there is one wizard for each visit.
        let owner = Owner::new();
        let wizard = owner.with(|| Wizard::new(Rc::new(Site::new(root))));
        owner.with(|| load(wizard));
        let handle = owner.with(|| mount_to(place, move || view(wizard)));
        std::mem::forget(owner);
        *mounted = Some((wizard, handle));
    });
}

thread_local! {
    static INSTALLED: Cell<bool> = const { Cell::new(false) };
}

/// Once: what is typed is stored when the page goes away.
fn install() {
    if INSTALLED.replace(true) {
        return;
    }
    failure::report_panics();
    events::on_leave(|| {
        MOUNTED.with_borrow(|mounted| {
            if let Some((wizard, _)) = mounted {
                wizard.flush();
            }
        });
    });
}

/// Loads what the site tells, and the draft or runbook that the address names.
fn load(w: Wizard) {
    let root = w
        .site
        .with_value(|site| site.file_url(&super::routes::Place::page(super::routes::Route::Home)));
    let root = root.strip_suffix("index.html").unwrap_or(&root).to_string();
    let query = history::url();
    let query = query
        .split('#')
        .next()
        .and_then(|url| url.split_once('?'))
        .map(|(_, query)| query.to_string());
    let wanted = |key: &str| {
        let query = query.as_deref()?;
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
            .map(|value| crate::text::percent::decode(&value.replace('+', " ")))
    };
    let (draft, path, alert) = (wanted("draft"), wanted("path"), wanted("alert"));
    let run = wanted("run");
    spawn(async move {
        let request = Request::new();
        if let Some(id) = &draft {
            let store = w.store.with_value(Rc::clone);
            if let Ok(drafts) = store.list().await
                && let Some(record) = drafts.records.into_iter().find(|record| record.id == *id)
            {
                w.resume(record);
                // Loaded in the midst of a try-out: it goes on once the links can be resolved.
                if let Some(run) = &run {
                    let run = crate::text::percent::encode_fragment(run);
                    w.remember_in_url(&["draft=", id, "&run=", &run].concat());
                }
            }
        }
        let desk = fetch::text(&[&root, "write/desk.json"].concat(), &request).await;
        if let Some(desk) = desk.ok().and_then(|text| json::read::<Desk>(&text)) {
            w.desk.try_set(Rc::new(desk));
        }
        let manifest = fetch::text(&[&root, "runbooks.json"].concat(), &request).await;
        if let Some(manifest) = manifest.ok().and_then(|text| json::read::<Manifest>(&text)) {
            w.listed.try_set(Rc::new(manifest.runbooks));
        }
        if w.screen.try_get_untracked() == Some(Screen::Edit) {
            w.read_anew();
            if run.is_some() {
                w.try_out();
            }
        } else if let Some(id) = path {
            start::open_existing(w, id, RwSignal::new(String::new()));
        } else if let Some(alert) = alert {
            start::for_alert(w, alert.trim());
        }
    });
}

fn view(w: Wizard) -> AnyView {
    view! {
        {live(move || match w.screen.get() {
            Screen::Start => start::view(w),
            Screen::Edit => edit(w),
            Screen::Try => trial::view(w),
        })}
    }
    .into_any()
}

fn edit(w: Wizard) -> AnyView {
    let steps = Memo::new(move |_| steps::all(&w.reading.get().form));
    let current = Memo::new(move |_| steps.get().get(w.step.get()).cloned().unwrap_or(steps::Step::Basics));
    let go = move |to: usize| {
        w.finish_typing();
        let to = to.min(steps.with_untracked(Vec::len).saturating_sub(1));
        // Not in the frame of the press: that one lays out what was typed last.
        time::after(0, move || w.step.set(to)).detach();
        state::focus_soon("bg-w-heading".to_string());
    };
    let back = move |_| match w.step.get_untracked() {
        0 => w.leave(),
        step => go(step - 1),
    };
    let next = move |_| go(w.step.get_untracked() + 1);
    let is_last = move || w.step.get() + 1 >= steps.with(Vec::len);
    let nav = move || {
        let shown = w.step.get();
        let items: Vec<AnyView> = steps
            .get()
            .iter()
            .enumerate()
            .map(|(at, step)| {
                let here = (at == shown).then_some("step");
                view! { <li><button type="button" class="bg-w-step" aria-current=here on:click=move |_| go(at)>{step.title()}</button></li> }.into_any()
            })
            .collect();
        view! { <ol>{items}</ol> }.into_any()
    };
    view! {
        <div class="bg-w">
            <nav class="bg-w-steps" aria-label="Steps">{live(nav)}</nav>
            <div class="bg-w-left">
                <div class="bg-w-bar">
                    <p class="bg-w-status" role="status">{live(move || w.status.get())}</p>
                    <button type="button" class="bg-button" id="bg-w-undo" disabled=live(move || !w.undoable.get().0) on:click=move |_| w.step_history(true)>"Undo"</button>
                    <button type="button" class="bg-button" disabled=live(move || !w.undoable.get().1) on:click=move |_| w.step_history(false)>"Redo"</button>
                </div>
                {live(move || { let notice = w.notice.get(); (!notice.is_empty()).then(|| view! { <p class="bg-w-notice" role="alert">{notice}</p> }.into_any()) })}
                <div class="bg-w-form">
                    <h2 id="bg-w-heading" tabindex="-1">{live(move || current.get().title())}</h2>
                    {live(move || fields::step(w, current.get()))}
                </div>
                <div class="bg-w-buttons bg-w-walk">
                    <button type="button" class="bg-button" on:click=back>"Back"</button>
                    {live(move || (!is_last()).then(|| view! { <button type="button" class="bg-button bg-w-main" id="bg-w-next" on:click=next>"Next"</button> }.into_any()))}
                    <button type="button" class="bg-button" on:click=move |_| publish::download(w)>"Download Markdown"</button>
                </div>
                {fields::lists(w)}
            </div>
            <div class="bg-w-right">
                {side::meter(w)}
                {side::problems(w)}
                {side::preview(w)}
                {side::source(w)}
            </div>
        </div>
    }
    .into_any()
}
