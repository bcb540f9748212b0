//! The browser app: navigation without page loads, and everything interactive, beside finished pages.
//!
//! The generator's page is complete. The app never renders the article: it adds controls to it ([`pages`]) and, when a
//! link is followed, takes the article out of the fetched page ([`router`]). If it does not start, nothing is missing
//! but the controls.
//!
//! One direction: `router` → `pages` → `components`, `state` → `browser`. [`browser`] is the only module that touches
//! web APIs; `components` know neither storage nor routes; [`content`] is where pages and runbooks come from.

pub mod browser;
pub mod components;
pub mod content;
pub mod pages;
pub mod router;
pub mod routes;
pub mod runner;
pub mod search;
pub mod state;
pub mod wizard;

use browser::{events, page, voice};
use components::{LiveRegion, Notice, OfflineBadge, Progress, ThemeSwitch, UpdateBar};
use content::Content;
use leptos::mount::mount_to;
use leptos::prelude::*;
use router::Router;
use routes::Site;
use state::{activity, activity::Activity, offline::OfflineCopy, status::Status, theme::ThemeChoice};
use std::rc::Rc;

const RUNNER_MISSING: &str =
    "What runs and commands need could not be loaded. The network or the host is down. The page stays as it is.";

/// Starts the app in the page that is open, with the absolute URL of the site's root. `data-app` on `<html>` becomes
/// `failed` if something panics, then or later; `ready` is for `boot.js` to say, which knows what else the page needs.
pub fn start(root: String) {
    browser::failure::report_panics();
    let site = Rc::new(Site::new(root));
    // Signals made here live as long as the page does.
    let owner = Owner::new();
    owner.with(|| {
        let status = Status::new();
        let theme = ThemeChoice::load(site.storage_key("theme"));
        let activity = Activity::new();
        let copy = OfflineCopy::new(activity, site.root().to_string());
        let content = Rc::new(Content::new(Rc::clone(&site)));
        let router = Router::new(Rc::clone(&site), Rc::clone(&content), status, copy);
        mount_tools(theme, copy);
        mount_notices(status, copy, &router);
        let address = Rc::clone(&router);
        let search = search::Search::start(Rc::clone(&site), status, move |query| address.set_query(query));
        if let Some(search) = search {
            router.on_move(move |place| search.moved(place));
        }
        // After the mounts, which set up what effects run on.
        pages::install(copy);
        voice::on_voice(
            move |text| status.announce(text),
            move |text| status.withdraw_announcement(&text),
        );
        events::on_told("bg-runner-missing", move || status.notify(RUNNER_MISSING));
        events::on_told_text(pages::run::update::TOLD, move |text| activity.set_changes(text));
        events::on_told(activity::RUN_EVENT, move || {
            activity.set(activity::RUN, page::has_root_attribute(activity::RUN_ATTRIBUTE))
        });
        events::on_told("bg-draft", move || {
            activity.set(activity::DRAFT, page::has_root_attribute("data-draft"))
        });
        page::pin_links();
        router.start();
    });
    std::mem::forget(owner);
}

/// The controls in the page's header.
fn mount_tools(theme: ThemeChoice, copy: OfflineCopy) {
    let Some(parent) = page::mount_point("bg-tools") else {
        return;
    };
    mount_to(parent, move || {
        view! {
            <OfflineBadge state=copy.state() label=copy.label() sentence=copy.sentence() />
            <ThemeSwitch label=theme.label() on_press=move || theme.choose_next() />
        }
    })
    .forget();
}

/// What lies over the page: progress, announcements, notices.
fn mount_notices(status: Status, copy: OfflineCopy, router: &Rc<Router>) {
    let Some(parent) = page::mount_point("bg-app") else {
        return;
    };
    let retry = UnsyncCallback::new({
        let router = Rc::clone(router);
        move |()| {
            router.retry();
            events::tell("bg-retry");
        }
    });
    let take = UnsyncCallback::new({
        let router = Rc::clone(router);
        move |()| router.change_over()
    });
    let activity = copy.activity();
    mount_to(parent, move || {
        view! {
            <UpdateBar
                shown=copy.announced()
                busy=Signal::derive(move || activity.is_busy())
                changes=activity.changes()
                on_take=move || take.run(())
                on_later=move || copy.put_off()
            />
            <Progress busy=status.busy() />
            <LiveRegion text=status.announcement() />
            <Notice
                text=status.notice()
                on_retry=move || retry.run(())
                on_dismiss=move || status.withdraw_notice()
            />
        }
    })
    .forget();
}
