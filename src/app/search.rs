//! Search as the reader uses it: the field that every page has, the panel under it, and what is marked on the page that
//! a result leads to.
//!
//! The index is loaded when the reader turns to the field, in slices, so that typing never waits ([`loading`]). A query
//! runs after the browser has shown what was typed, and is shown after another turn; what was typed meanwhile takes its
//! place.

mod loading;
pub mod marking;

use super::browser::combobox::{self, Combobox, Key, breathe};
use super::browser::{dom, events, history, spawn, storage, time};
use super::components::{PanelActions, SearchPanel};
use super::routes::{Place, Route, Site};
use super::state::search::{Chip, Item, Phase, Results, SearchState, option_id};
use super::state::status::Status;
use crate::search::query::toggled;
use crate::search::{Engine, Hit};
use crate::text::percent;
use leptos::mount::mount_to;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Results that are shown: as many as anyone reads before typing another word.
const MOST_SHOWN: usize = 15;

/// The id of the panel that `boot.js` shows while there is no app.
const EARLY: &str = "bg-search-early";

/// Recent searches that are kept.
const MOST_RECENT: usize = 8;

/// Longer queries are not kept: they are pastes, and may hold what nobody should find later.
const LONGEST_RECENT: usize = 80;

/// How often an answer is put off for what was typed meanwhile: who types without a pause sees something, too.
const MOST_PUT_OFF: usize = 3;

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
        self.field.on_leave(move || search.close());
        let search = Rc::clone(self);
        combobox::on_shortcut(move || {
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
            .and_then(|place| query_of(&place))
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
        self.close();
        if place.route == Route::Home {
            let query = query_of(place).unwrap_or_default();
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
        let search = Rc::clone(self);
        self.quiet
            .replace(Some(time::after(QUIET_MS, move || search.announce())));
    }

    /// Shows what the index has for what is typed, in turns short enough for each key to be seen at once.
    fn answer_soon(self: &Rc<Self>) {
        self.dirty.set(true);
        if self.pending.replace(true) {
            return;
        }
        let search = Rc::clone(self);
        spawn(async move {
            let mut put_off = 0;
            loop {
                breathe().await;
                search.dirty.set(false);
                let results = search.find(&search.field.value());
                breathe().await;
                // Answered meanwhile, by a key that could not wait.
                if !search.pending.get() {
                    return;
                }
                // Something else was typed, or the index has come: that is answered instead.
                if search.dirty.get() && put_off < MOST_PUT_OFF {
                    put_off += 1;
                    continue;
                }
                search.show(results);
                if !search.dirty.get() {
                    search.pending.set(false);
                    return;
                }
                put_off = 0;
            }
        });
    }

    /// Shows it now; whether that was still to be done.
    fn answer_now(&self) -> bool {
        let was_pending = self.pending.replace(false);
        if was_pending {
            self.show(self.find(&self.field.value()));
        }
        was_pending
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

    fn show(&self, results: Results) {
        if self.engine.borrow().is_some() || results.query.trim().is_empty() {
            self.end_early();
        }
        self.state.selected.set(0);
        self.state.results.set(results);
    }

    /// What the index has for `text`; before there is an index, nothing.
    fn find(&self, text: &str) -> Results {
        let mut results = Results {
            query: text.to_string(),
            ..Results::default()
        };
        if let Some(engine) = self.engine.borrow().as_ref() {
            // Whoever measures search hears both.
            events::tell("bg-ask");
            let answer = engine.search(text, MOST_SHOWN);
            events::tell("bg-answer");
            let on = engine.parse(text).filters;
            // The page that opens marks what was meant.
            let meant = answer.correction.as_deref().unwrap_or(text);
            results.items = answer.hits.iter().map(|hit| self.item(hit, meant)).collect();
            results.total = answer.total;
            results.correction = answer.correction;
            results.weak = answer.weak;
            let pressed = on.iter().map(|filter| Chip {
                filter: filter.clone(),
                count: 0,
                on: true,
            });
            let same = |filter: &crate::search::Filter| {
                on.iter()
                    .any(|other| other.key == filter.key && other.allows_name(&filter.value))
            };
            let offered = answer
                .facets
                .into_iter()
                .filter(|(filter, _)| !same(filter))
                .map(|(filter, count)| Chip {
                    filter,
                    count,
                    on: false,
                });
            results.chips = pressed.chain(offered).collect();
        }
        results
    }

    fn item(&self, hit: &Hit, query: &str) -> Item {
        let fragment = if hit.anchor.is_empty() {
            String::new()
        } else {
            ["#", &percent::encode_fragment(&hit.anchor)].concat()
        };
        let place = Place {
            route: Route::Runbook(hit.id.clone()),
            query: ["?q=", &encode_query(query.trim())].concat(),
            fragment,
        };
        let mut snippet = Vec::new();
        let mut at = 0;
        for mark in &hit.snippet.marks {
            let piece = |range: std::ops::Range<usize>| hit.snippet.text.get(range).unwrap_or("").to_string();
            snippet.push((piece(at..mark.start), false));
            snippet.push((piece(mark.clone()), true));
            at = mark.end;
        }
        snippet.push((hit.snippet.text.get(at..).unwrap_or("").to_string(), false));
        snippet.retain(|(text, _)| !text.is_empty());
        Item {
            url: self.site.file_url(&place),
            title: hit.title.clone(),
            severity: hit.severity.map(|severity| (severity.code(), severity.word())),
            section: hit.section.clone(),
            category: hit.category.clone(),
            procedure: hit.kind == crate::runbook::Kind::Procedure,
            snippet,
        }
    }

    fn announce(&self) {
        if !self.state.open.get_untracked() || self.state.phase.get_untracked() == Phase::Loading {
            return;
        }
        self.answer_now();
        let text = self
            .state
            .results
            .with_untracked(|results| match results.items.first() {
                _ if results.query.trim().is_empty() => String::new(),
                None => "No runbook resembles that.".to_string(),
                Some(first) => {
                    let noun = if results.total == 1 {
                        " runbook. "
                    } else {
                        " runbooks. "
                    };
                    let nearest = if results.weak {
                        "No runbook matches all of this. "
                    } else {
                        ""
                    };
                    [nearest, &results.total.to_string(), noun, &first.title].concat()
                }
            });
        self.status.announce(text);
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

    fn pressed(self: &Rc<Self>, key: Key) -> bool {
        // A key that means a result means one of what is typed, not of what was typed before.
        if self.answer_now() && key == Key::Enter && self.state.open.get_untracked() {
            if self.state.results.with_untracked(|results| results.items.is_empty()) {
                return false;
            }
            spawn(async {
                // By then it is on the page.
                breathe().await;
                combobox::press(&option_id(0));
            });
            return true;
        }
        let count = self.state.results.with_untracked(|results| results.items.len());
        let open = self.state.open.get_untracked();
        let at = self.state.selected.get_untracked();
        let select = |to: usize| {
            self.state.selected.set(to);
            combobox::reveal(&option_id(to));
        };
        match key {
            Key::Down if !open => self.open(),
            Key::Down if count > 0 => select((at + 1) % count),
            Key::Up if open && count > 0 => select((at + count - 1) % count),
            Key::First if open && count > 0 => select(0),
            Key::Last if open && count > 0 => select(count - 1),
            Key::Enter if open && count > 0 => combobox::press(&option_id(at)),
            Key::Enter if !open => self.open(),
            Key::Escape if open => self.close(),
            Key::Escape if !self.field.value().is_empty() => {
                self.field.set_value("");
                self.pending.set(false);
                self.show(self.find(""));
                (self.on_query)("");
            }
            Key::Escape => self.field.leave(),
            _ => return false,
        }
        true
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

/// The query in a place's address.
pub fn query_of(place: &Place) -> Option<String> {
    let pairs = place.query.strip_prefix('?')?.split('&');
    let value = pairs.filter_map(|pair| pair.strip_prefix("q=")).next()?;
    Some(percent::decode(&value.replace('+', " ")))
}

/// A query as a value in an address.
pub fn encode_query(text: &str) -> String {
    percent::encode_path(text).replace('+', "%2B").replace('=', "%3D")
}

/// The address of the home page with a query, or without one.
pub fn home_query(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        String::new()
    } else {
        ["?q=", &encode_query(text)].concat()
    }
}

/// Whether the address in the browser can take a query: a long paste makes no link that anyone shares.
pub fn fits_address(text: &str) -> bool {
    text.len() <= 300 && !history::url().is_empty()
}
