//! The runner's module: runs, the review page, drills.
//!
//! A WebAssembly module of its own (`src/bin/runner.rs`), so that whoever only reads does not load it: it brings the model
//! of runbooks with it. `boot.js` loads it for pages that need it at once and for the first press of a button that needs
//! it. The app and it know of each other by events of the document: `bg-page` (another page is shown), `bg-run`
//! (`data-run` on `<html>` says whether the page shows a run that is not finished), `bg-say` (words to be announced).

use super::browser::{self, events, failure, page};
use super::content::Content;
use super::pages::{drill, review, run, run::Runner};
use super::routes::Site;
use any_spawner::Executor;
use leptos::prelude::Owner;

use std::rc::Rc;

/// Serves the open page of the site at `root`, and those that come after it. Returns when the page is read
/// and the run that its address names is on it.
pub async fn start(root: String) {
    failure::report_panics();
    let site = Rc::new(Site::new(root));
    let content = Rc::new(Content::new(Rc::clone(&site)));
    // What effects run on; mounting a view would set it up, and none is mounted here.
    let _ = Executor::init_wasm_bindgen();
    // Signals made here live as long as the page does.
    let owner = Owner::new();
    let runner = owner.with(|| {
        let runner = Runner::new(site, content);
        review::install(runner);
        drill::install(runner);
        events::on_told("bg-page", move || show(runner));
        events::on_told("bg-trial", move || show(runner));
        show(runner);
        runner
    });
    std::mem::forget(owner);
    browser::until(|done| runner.when_restored(done)).await;
}

fn show(runner: Runner) {
    if let Some(main) = page::main() {
        run::enhance(runner, &main);
        review::enhance(runner, &main);
        drill::enhance(runner, &main);
    }
}
