//! The entries of the session history that are this page's, and where each was scrolled to.
//!
//! Each entry carries its number and scroll position as a line of text (`bg 3 0 812`), which survives reloads:
//! `boot.js` reads it and scrolls there. Positions are kept here too: the entry that the reader leaves by going back can
//! no longer be written to.

use crate::app::browser::history;
use crate::app::browser::scroll::{self, Scroll};
use crate::app::browser::time::{self, Timer};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How long the page has to be still before its position is written into the history. Safari refuses more than 100
/// writes in 10 s.
const STILL_MS: u32 = 100;

/// One entry of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// How many entries it is after this page's first.
    pub index: i32,
    /// Where it was scrolled to when last written.
    scroll: Scroll,
}

impl Entry {
    /// Reads what [`Entry::state`] wrote. `None` for anything else.
    fn parse(state: &str) -> Option<Self> {
        let mut words = state.strip_prefix("bg ")?.split(' ');
        let mut number = || words.next()?.parse().ok();
        Some(Self {
            index: number()?,
            scroll: Scroll {
                x: number()?,
                y: number()?,
            },
        })
    }

    fn state(self) -> String {
        let Scroll { x, y } = self.scroll;
        let [index, x, y] = [self.index, x, y].map(|number| number.to_string());
        ["bg ", &index, " ", &x, " ", &y].concat()
    }

    /// The entry that is current in the browser; `None` when the browser made it, for a link to a fragment.
    pub fn current() -> Option<Self> {
        Self::parse(&history::state()?)
    }
}

/// The history as this page has used it.
#[derive(Default)]
pub struct Entries {
    /// The browser's current entry.
    current: Cell<i32>,
    /// The entry whose page is shown: another one than the current while that one's page is being loaded.
    shown: Cell<i32>,
    /// Where the page that is shown was last seen to be scrolled to.
    scroll: Cell<Scroll>,
    left: RefCell<Vec<(i32, Scroll)>>,
    still: RefCell<Option<Timer>>,
}

impl Entries {
    /// Takes over the current entry, gives it the URL `url`, and from now on the restoring of scroll positions.
    pub fn start(&self, url: Option<&str>) {
        if let Some(entry) = Entry::current() {
            self.settle_at(entry.index);
        }
        self.scroll.set(scroll::position());
        history::replace(&self.entry().state(), url);
        history::restore_scroll_ourselves();
    }

    fn entry(&self) -> Entry {
        Entry {
            index: self.shown.get(),
            scroll: self.scroll.get(),
        }
    }

    fn settle_at(&self, index: i32) {
        self.current.set(index);
        self.shown.set(index);
    }

    /// How many entries `entry` is after the one whose page is shown.
    pub fn distance_to(&self, entry: Entry) -> i32 {
        entry.index.saturating_sub(self.shown.get())
    }

    /// The page was scrolled.
    pub fn scrolled(self: &Rc<Self>) {
        self.scroll.set(scroll::position());
        let entries = Rc::clone(self);
        let timer = time::after(STILL_MS, move || entries.write());
        self.still.replace(Some(timer));
    }

    /// Writes the position into the current entry, if its page is shown.
    pub fn write(&self) {
        self.still.take();
        // The browser tells of scrolling a frame later; this may be sooner.
        self.scroll.set(scroll::position());
        if self.current == self.shown {
            history::replace(&self.entry().state(), None);
        }
    }

    /// The current entry has the URL `url` from now on.
    pub fn rename(&self, url: &str) {
        if self.current == self.shown {
            history::replace(&self.entry().state(), Some(url));
        }
    }

    /// Adds an entry for `url` after the current one and makes it current. False when the browser refuses.
    pub fn push(&self, url: &str) -> bool {
        self.write();
        let entry = Entry {
            index: self.current.get().saturating_add(1),
            scroll: Scroll::default(),
        };
        self.remember();
        let pushed = history::push(&entry.state(), url);
        if pushed {
            self.begin(entry.index);
        }
        pushed
    }

    /// The browser has added an entry and made it current: it gets its number.
    pub fn adopt(&self) {
        self.remember();
        self.begin(self.current.get().saturating_add(1));
        self.write();
    }

    /// The entry `index` is new; the ones that came after its predecessor are gone.
    fn begin(&self, index: i32) {
        self.left.borrow_mut().retain(|(of, _)| *of < index);
        self.settle_at(index);
    }

    /// The browser has moved to `entry`. The page that is shown is still the one of the entry that was left.
    pub fn leave_for(&self, entry: Entry) {
        self.still.take();
        self.remember();
        self.current.set(entry.index);
    }

    fn remember(&self) {
        let mut left = self.left.borrow_mut();
        left.retain(|(index, _)| *index != self.shown.get());
        left.push((self.shown.get(), self.scroll.get()));
    }

    /// The page of `entry`, which is current, is shown from now on. Returns where it was scrolled to.
    pub fn arrive(&self, entry: Entry) -> Scroll {
        self.settle_at(entry.index);
        let left = self.left.borrow();
        left.iter()
            .find(|(index, _)| *index == entry.index)
            .map_or(entry.scroll, |(_, scroll)| *scroll)
    }

    /// The browser has moved back to the entry whose page is shown.
    pub fn come_back(&self) {
        self.current.set(self.shown.get());
    }
}
