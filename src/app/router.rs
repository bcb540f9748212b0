//! Navigation without page loads: a followed link fetches the page it names and shows its `<main>`.
//!
//! Whatever this cannot do is left to the browser: other sites, files that are no pages, pages that turn out to be
//! something else, a page of a newer build. Only when the network is down does the open page stay, with a notice: the
//! browser's own error page would take the runbook away.

mod entries;
mod navigation;

use super::browser::fetch::Request;
use super::browser::{dom, events, history, page, scroll, spawn, worker};
use super::content::Content;
use super::pages;
use super::routes::{Place, Route, Site};
use super::search;
use super::state::offline::OfflineCopy;
use super::state::status::Status;
use entries::{Entries, Entry};
use navigation::{Motion, Navigation};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What is told of a page that is shown.
type OnMove = Box<dyn Fn(&Place)>;

/// Where the reader is and is going.
pub struct Router {
    site: Rc<Site>,
    content: Rc<Content>,
    status: Status,
    copy: OfflineCopy,
    entries: Rc<Entries>,
    /// The page in `<main>`. The address bar runs ahead of it while the reader goes back or forward.
    shown: RefCell<Place>,
    /// Counts navigations: an answer to any but the latest comes too late.
    turn: Cell<u32>,
    /// The request that is under way.
    request: RefCell<Option<Rc<Request>>>,
    /// What "Retry" would do.
    failed: RefCell<Option<Navigation>>,
    /// Told of every page that is shown.
    on_move: RefCell<Option<OnMove>>,
    /// The history is moving back to the page that is shown, because the other could not be.
    returning: Cell<bool>,
}

impl Router {
    /// The router of `site`, not started.
    pub fn new(site: Rc<Site>, content: Rc<Content>, status: Status, copy: OfflineCopy) -> Rc<Self> {
        Rc::new(Self {
            content,
            site,
            status,
            copy,
            entries: Rc::default(),
            shown: RefCell::new(Place::page(Route::Home)),
            turn: Cell::new(0),
            request: RefCell::default(),
            failed: RefCell::default(),
            on_move: RefCell::default(),
            returning: Cell::new(false),
        })
    }

    /// Takes over the page that is open: enhances it where it stands, and listens for links and the history.
    pub fn start(self: &Rc<Self>) {
        let here = self.site.here();
        let declared = page::declared_route().and_then(|path| Route::parse(&path));
        if let Some(place) = here.clone().or_else(|| declared.map(Place::page)) {
            self.shown.replace(place);
        }
        if let Some(main) = page::main() {
            pages::enhance(&main, self.copy);
            search::marking::mark(&main, &self.shown.borrow());
            events::tell("bg-page");
        }
        self.mark_current_links();
        // A URL that names `index.html` is shown as its folder.
        let url = here.as_ref().map(|place| self.site.url(place));
        self.entries.start(url.as_deref());
        if let Some(anchor) = here.as_ref().and_then(Place::anchor) {
            finish_native_anchor(&anchor);
        }
        self.listen();
    }

    /// Has `then` called with every page that is shown from now on.
    pub fn on_move(&self, then: impl Fn(&Place) + 'static) {
        self.on_move.replace(Some(Box::new(then)));
    }

    /// The reader searches the home page: its address says what for.
    pub fn set_query(&self, query: &str) {
        let mut shown = self.shown.borrow_mut();
        let wanted = search::address::home_query(query);
        if shown.route != Route::Home || shown.query == wanted || !search::address::fits_address(query) {
            return;
        }
        shown.query = wanted;
        self.entries.rename(&self.site.url(&shown));
    }

    fn listen(self: &Rc<Self>) {
        let router = Rc::clone(self);
        events::on_link(move |href| router.follow(href));
        let router = Rc::clone(self);
        events::on_history_change(move || router.history_changed());
        let entries = Rc::clone(&self.entries);
        events::on_scroll(move || entries.scrolled());
        let entries = Rc::clone(&self.entries);
        events::on_leave(move || entries.write());
    }

    /// Follows a link of the page that is shown, if it leads to a page of this site. False: the browser does.
    fn follow(self: &Rc<Self>, href: &str) -> bool {
        let shown = self.here();
        let Some(place) = self
            .site
            .locate_from(&shown, href)
            .filter(|place| place.route != Route::NotFound)
        else {
            return false;
        };
        // `boot.js` finds the alert that such a link names, and it runs when a page loads.
        if place.route == Route::Alerts && !place.query.is_empty() {
            return false;
        }
        let same_page = place.route == shown.route && place.query == shown.query;
        if !same_page {
            self.navigate(place, Motion::Push);
        } else if place.fragment.is_empty() {
            let same_url = shown.fragment.is_empty();
            self.navigate(place, if same_url { Motion::Replace } else { Motion::Push });
        } else if place.fragment != shown.fragment {
            // The browser's own way: it marks the target for the stylesheet, and `history_changed` does the rest.
            self.entries.write();
            history::follow_fragment(&place.fragment);
        } else {
            point_out(&place);
        }
        true
    }

    /// The page that is shown, with the query that it has now: a run puts its name there.
    fn here(&self) -> Place {
        let mut shown = self.shown.borrow_mut();
        if let Some(here) = self.site.here().filter(|here| here.route == shown.route) {
            *shown = here;
        }
        shown.clone()
    }

    fn history_changed(self: &Rc<Self>) {
        if self.returning.take() {
            self.entries.come_back();
            return;
        }
        let Some(place) = self.site.here() else {
            page::reload();
            return;
        };
        if let Some(entry) = Entry::current() {
            self.entries.leave_for(entry);
            self.navigate(place, Motion::Traverse(entry));
        } else if place.route == self.shown.borrow().route {
            self.begin();
            self.entries.adopt();
            point_out(&place);
            self.shown.replace(place);
        } else {
            page::reload();
        }
    }

    /// Loads the open page anew, from the newest version of the site.
    pub fn change_over(&self) {
        spawn(async {
            worker::consent().await;
            page::reload();
        });
    }

    fn mark_current_links(&self) {
        let shown = self.shown.borrow();
        page::mark_current_links(|url| self.site.locate(url).is_some_and(|place| place.route == shown.route));
    }
}

/// Shows what the anchor of `place` points at and moves the focus there. False without such an element.
fn point_out(place: &Place) -> bool {
    let Some(element) = place.anchor().and_then(|anchor| dom::by_id(&anchor)) else {
        return false;
    };
    dom::open_details(&element);
    dom::focus(&element);
    scroll::to_element(&element);
    true
}

/// Completes what the browser did for the anchor of the first page's URL. It has scrolled there long ago, and scrolling
/// again would pull a reader back; it may not have opened what hides the target, and has not focused it.
fn finish_native_anchor(anchor: &str) {
    let Some(element) = dom::by_id(anchor) else {
        return;
    };
    if dom::open_details(&element) {
        scroll::to_element(&element);
    }
    if dom::nothing_has_focus() {
        dom::focus(&element);
    }
}
