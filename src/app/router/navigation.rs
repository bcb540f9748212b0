//! One navigation, from the decision to the page that is shown, or to its failure.

use super::entries::Entry;
use super::{Router, point_out};
use crate::app::browser::fetch::Request;
use crate::app::browser::page::{self, Page};
use crate::app::browser::scroll::{self, Scroll};
use crate::app::browser::{dom, events, history, spawn, time};
use crate::app::content::{Freshness, LoadError};
use crate::app::pages;
use crate::app::routes::Place;
use crate::app::search;
use std::rc::Rc;

/// A page that comes sooner than this comes without a progress bar.
const SLOW_MS: u32 = 150;

const UNREACHABLE: &str = "This page could not be loaded. The network or the host is down.";

/// What a navigation does to the history.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Motion {
    /// A link: a new entry.
    Push,
    /// A link to the very URL that is open: its page is loaded anew.
    Replace,
    /// The browser has gone to an entry that was there.
    Traverse(Entry),
}

/// The run that a query names.
fn run_of(query: &str) -> Option<&str> {
    query
        .trim_start_matches('?')
        .split('&')
        .find(|part| part.starts_with("run="))
}

pub(super) struct Navigation {
    place: Place,
    motion: Motion,
}

impl Router {
    /// Begins something new: whatever was under way is given up.
    pub(super) fn begin(&self) -> u32 {
        let turn = self.turn.get().wrapping_add(1);
        self.turn.set(turn);
        if let Some(request) = self.request.take() {
            request.give_up();
        }
        self.failed.take();
        self.status.set_busy(false);
        self.status.withdraw_notice();
        turn
    }

    /// Goes to `place`. The page that is shown stays until the other is there.
    pub(super) fn navigate(self: &Rc<Self>, place: Place, motion: Motion) {
        let turn = self.begin();
        // Another run of the same runbook is another page.
        let open = {
            let shown = self.shown.borrow();
            place.route == shown.route && run_of(&place.query) == run_of(&shown.query)
        };
        let navigation = Navigation { place, motion };
        if open && motion != Motion::Replace {
            if self.enter(&navigation) {
                self.settle(&navigation, false);
            }
            return;
        }
        if self.copy.update_is_due() {
            // A page that is loaded is the newest, and brings its own app with it.
            self.leave(&navigation);
            return;
        }
        let request = Rc::new(Request::new());
        self.request.replace(Some(Rc::clone(&request)));
        let status = self.status;
        let slow = time::after(SLOW_MS, move || status.set_busy(true));
        let router = Rc::clone(self);
        spawn(async move {
            let freshness = match motion {
                Motion::Traverse(_) => Freshness::Seen,
                Motion::Push | Motion::Replace => Freshness::Fresh,
            };
            let route = &navigation.place.route;
            let answer = router.content.page(route, freshness, &request).await;
            drop(slow);
            if router.turn.get() != turn {
                return;
            }
            router.request.take();
            router.status.set_busy(false);
            match answer.map(|html| Page::parse(&html)) {
                Ok(Some(page)) => router.show(&page, &navigation),
                Ok(None) | Err(LoadError::Refused) => router.leave(&navigation),
                Err(LoadError::Unreachable) => router.stay(navigation),
            }
        });
    }

    /// Brings the history in line with the navigation. False when the browser refuses.
    fn enter(&self, navigation: &Navigation) -> bool {
        match navigation.motion {
            Motion::Push => self.entries.push(&self.site.url(&navigation.place)),
            Motion::Replace | Motion::Traverse(_) => true,
        }
    }

    fn show(&self, page: &Page, navigation: &Navigation) {
        // The address first: what the page refers to resolves against it.
        if !self.enter(navigation) {
            self.leave(navigation);
            return;
        }
        let Some(main) = page.show() else {
            page::reload();
            return;
        };
        pages::enhance(&main, self.copy);
        events::tell("bg-page");
        self.settle(navigation, true);
        self.mark_current_links();
        self.status.announce(page::title());
    }

    /// The page of the navigation is in place: scrolls and, if it is a new one, moves the focus.
    fn settle(&self, navigation: &Navigation, new: bool) {
        self.shown.replace(navigation.place.clone());
        let position = match navigation.motion {
            Motion::Traverse(entry) => Some(self.entries.arrive(entry)),
            Motion::Push | Motion::Replace => (!point_out(&navigation.place)).then(Scroll::default),
        };
        if let Some(position) = position {
            scroll::to(position);
            if new && let Some(main) = page::main() {
                dom::focus(&dom::find(&main, "h1").unwrap_or(main));
            }
        }
        if let Some(main) = page::main() {
            search::marking::mark(&main, &navigation.place);
        }
        if let Some(tell) = self.on_move.borrow().as_ref() {
            tell(&navigation.place);
        }
        self.entries.write();
    }

    /// Lets the browser load the page, whatever it is.
    fn leave(&self, navigation: &Navigation) {
        match navigation.motion {
            Motion::Push => page::load(&self.site.file_url(&navigation.place)),
            Motion::Replace | Motion::Traverse(_) => page::reload(),
        }
    }

    /// Keeps the page that is shown, and says why.
    fn stay(&self, navigation: Navigation) {
        if let Motion::Traverse(entry) = navigation.motion {
            // The address bar has to say again what is shown, or relative links would lead elsewhere.
            let back = -self.entries.distance_to(entry);
            self.returning.set(back != 0);
            history::go(back);
        }
        self.failed.replace(Some(navigation));
        self.status.notify(UNREACHABLE);
    }

    /// Tries again what failed.
    pub fn retry(self: &Rc<Self>) {
        let Some(Navigation { place, motion }) = self.failed.take() else {
            return;
        };
        match motion {
            Motion::Traverse(entry) => history::go(self.entries.distance_to(entry)),
            Motion::Push | Motion::Replace => self.navigate(place, motion),
        }
    }
}
