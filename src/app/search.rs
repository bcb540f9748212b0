//! Search as the reader uses it: the field that every page has, the panel under it, and what is marked on the page that
//! a result leads to.
//!
//! The index is loaded when the reader turns to the field, in slices, so that typing never waits ([`loading`]). A query
//! runs after the browser has shown what was typed, and is shown after another turn; what was typed meanwhile takes its
//! place.

pub mod address;
mod answering;
mod keys;
mod loading;
pub mod marking;

use super::browser::combobox::{self, Combobox};
use super::browser::scroll::{self, Scroll};
use super::browser::{dom, storage, time};
use super::components::{PanelActions, SearchPanel};
use super::routes::{Place, Route, Site};
use super::state::search::{SearchState, option_id};
use super::state::status::Status;
use crate::search::Engine;
use crate::search::query::toggled;
use leptos::mount::mount_to;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The id of the panel that `boot.js` shows while there is no app.
const EARLY: &str = "bg-search-early";

/// Recent searches that are kept.
const MOST_RECENT: usize = 8;

/// Longer queries are not kept: they are pastes, and may hold what nobody should find later.
const LONGEST_RECENT: usize = 80;

/// How long the reader has to pause before the number of results is read aloud.
const QUIET_MS: u32 = 600;

/// The query in the address follows typing after this pause: browsers limit how often it may change.
const ADDRESS_MS: u32 = 300;

/// Search on the page that is open.
pub struct Search {
    site: Rc<Site>,
    status: Status,
    state: SearchState,
    field: Combobox,
    engine: RefCell<Option<Engine>>,
    loading: RefCell<bool>,
    /// An answer is on its way, for what is typed when its turn comes.
    pending: Cell<bool>,
    /// What is typed, or the index, is another since that answer was begun.
    dirty: Cell<bool>,
    quiet: RefCell<Option<time::Timer>>,
    address: RefCell<Option<time::Timer>>,
    /// Where the reader was who came by a key.
    before: RefCell<Option<(Scroll, Option<dom::Element>)>>,
    /// Writes the query into the address.
    on_query: Box<dyn Fn(&str)>,
}

impl Search {
    /// Brings the page's search field to life. `on_query` is told the query while the reader types it. `None` where the
    /// page has no field.
    pub fn start(site: Rc<Site>, status: Status, on_query: impl Fn(&str) + 'static) -> Option<Rc<Self>> {
        let field = Combobox::find()?;
        let recent = storage::read(&site.storage_key("recent")).unwrap_or_default();
        let recent = recent
            .lines()
            .filter(|line| !line.is_empty())
            .take(MOST_RECENT)
            .map(str::to_string)
            .collect();
        let search = Rc::new(Self {
            state: SearchState::new(recent),
            site,
            status,
            field,
            engine: RefCell::default(),
            loading: RefCell::default(),
            pending: Cell::default(),
            dirty: Cell::default(),
            quiet: RefCell::default(),
            address: RefCell::default(),
            before: RefCell::default(),
            on_query: Box::new(on_query),
        });
        search.mount();
        search.listen();
        search.take_over();
        Some(search)
    }

    fn mount(self: &Rc<Self>) {
        let Some(parent) = super::browser::page::mount_point("bg-search-mount") else {
            return;
        };
        self.state.early.set(dom::by_id(EARLY).is_some());
        let callback = |act: fn(&Rc<Self>)| {
            let search = Rc::clone(self);
            UnsyncCallback::new(move |()| act(&search))
        };
        let ask = Rc::clone(self);
        let filter = Rc::clone(self);
        let actions = PanelActions {
            ask: UnsyncCallback::new(move |query: String| ask.ask(&query)),
            filter: UnsyncCallback::new(move |filter_: crate::search::Filter| {
                let text = toggled(&filter.field.value(), &filter_);
                filter.ask(&text);
            }),
            opened: callback(Self::opened),
            retry: callback(|search| search.load()),
            forget: callback(|search| {
                storage::write(&search.site.storage_key("recent"), None);
                search.state.recent.set(Vec::new());
            }),
            close: callback(|search| {
                search.close();
                search.field.leave();
            }),
        };
        let state = self.state;
        mount_to(parent, move || view! { <SearchPanel state actions /> }).forget();
    }

    fn listen(self: &Rc<Self>) {
        let search = Rc::clone(self);
        self.field.on_input(move |text| search.typed(&text));
        let search = Rc::clone(self);
        self.field.on_intent(move || search.load());
        let search = Rc::clone(self);
        self.field.on_enter(move || search.open());
        let search = Rc::clone(self);
        self.field.on_key(move |key| search.pressed(key));
        let search = Rc::clone(self);
        self.field.on_leave(move || {
            search.before.take();
            search.close();
        });
        let search = Rc::clone(self);
        combobox::on_shortcut(move || {
            if !search.field.has_focus() {
                search.before.replace(Some((scroll::position(), dom::focused())));
            }
            search.field.select();
            search.open();
        });
        // Whatever changes what is shown or selected is told to assistive technology.
        let search = Rc::clone(self);
        let state = self.state;
        Effect::new(move |_| {
            let open = state.open.get();
            let count = state.results.with(|results| results.items.len());
            let selected = option_id(state.selected.get());
            let shown = open && (count > 0 || state.early.get());
            search.field.describe(shown, shown.then_some(selected.as_str()));
            super::browser::page::set_root_attribute("data-search", open.then_some("open"));
        });
    }

    /// What was typed before the app was there, and a query in the address of the home page.
    fn take_over(self: &Rc<Self>) {
        let early = self.field.value();
        let here = self.site.here();
        let query = here
            .filter(|place| place.route == Route::Home)
            .and_then(|place| address::query_of(&place))
            .unwrap_or_default();
        if !early.trim().is_empty() {
            self.load();
            self.typed(&early);
        } else if !query.trim().is_empty() {
            self.field.set_value(&query);
            self.load();
            self.typed(&query);
        } else if self.field.has_focus() {
            self.load();
            self.open();
        }
    }

    /// The page in place of the one that was open is at `place`.
    pub fn moved(self: &Rc<Self>, place: &Place) {
        self.before.take();
        self.close();
        if place.route == Route::Home {
            let query = address::query_of(place).unwrap_or_default();
            self.field.set_value(&query);
            if !query.is_empty() {
                self.load();
                self.typed(&query);
            }
        }
    }

    fn ask(self: &Rc<Self>, query: &str) {
        self.field.set_value(query);
        self.field.focus();
        self.typed(query);
    }

    fn typed(self: &Rc<Self>, text: &str) {
        self.load();
        self.answer_soon();
        self.open();
        let search = Rc::clone(self);
        let query = text.to_string();
        self.address
            .replace(Some(time::after(ADDRESS_MS, move || (search.on_query)(&query))));
        self.announce_soon();
    }

    /// Tells what was found, once nothing has been typed for a while.
    fn announce_soon(self: &Rc<Self>) {
        let search = Rc::clone(self);
        self.quiet
            .replace(Some(time::after(QUIET_MS, move || search.announce())));
    }

    /// Takes away what `boot.js` has shown until now.
    fn end_early(&self) {
        if let Some(panel) = dom::by_id(EARLY) {
            dom::remove(&panel);
        }
        if self.state.early.get_untracked() {
            self.state.early.set(false);
        }
    }

    fn open(&self) {
        if !self.state.open.get_untracked() {
            self.state.open.set(true);
        }
    }

    fn close(&self) {
        self.end_early();
        if self.state.open.get_untracked() {
            self.state.open.set(false);
        }
    }

    /// A result was opened: the query led somewhere.
    fn opened(self: &Rc<Self>) {
        let query = self.field.value().trim().to_string();
        self.close();
        self.field.leave();
        if query.is_empty() || query.len() > LONGEST_RECENT || query.contains('\n') {
            return;
        }
        let mut recent = self.state.recent.get_untracked();
        recent.retain(|other| *other != query);
        recent.insert(0, query);
        recent.truncate(MOST_RECENT);
        storage::write(&self.site.storage_key("recent"), Some(&recent.join("\n")));
        self.state.recent.set(recent);
    }
}
