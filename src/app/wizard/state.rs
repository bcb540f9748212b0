//! The draft that is open: its text, the form over it, what was done, what it looks like.
//!
//! While a field is being typed into, its edits are made on the form as it was when it got the focus (a [`Session`]).
//! What is typed may change the structure around the field; the next letter must still go where the last one went.

mod reading;
mod storing;
mod typing;

use super::store::{Record, Store, record};
use crate::app::browser::channel::Channel;
use crate::app::browser::{dom, fields, history, time};
use crate::app::routes::Site;
use crate::draft::desk::{Desk, Listed};
use crate::draft::{FieldId, Form, History, Sub};
use crate::run::civil;
use crate::runbook::Settings;
use leptos::prelude::*;
pub use reading::{Problem, Reading};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A field that is being typed into.
struct Session {
    base: Rc<Form>,
    id: FieldId,
    typed: String,
}

/// What the wizard shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The choice of what to write.
    Start,
    /// A draft.
    Edit,
    /// The draft as a page that can be run: a drill before it is published.
    Try,
}

/// The wizard. A handle: copies are the same wizard.
#[derive(Clone, Copy)]
pub struct Wizard {
    /// The site.
    pub site: StoredValue<Rc<Site>, LocalStorage>,
    /// Where drafts are stored.
    pub store: StoredValue<Rc<Store>, LocalStorage>,
    /// What is shown.
    pub screen: RwSignal<Screen>,
    /// The step of the form that is shown.
    pub step: RwSignal<usize>,
    /// What the site tells.
    pub desk: RwSignal<Rc<Desk>, LocalStorage>,
    /// The site's runbooks.
    pub listed: RwSignal<Rc<Vec<Listed>>, LocalStorage>,
    /// The form and what it was read from.
    pub reading: RwSignal<Rc<Reading>, LocalStorage>,
    /// The article's HTML.
    pub preview: RwSignal<String>,
    /// The findings.
    pub problems: RwSignal<Rc<Vec<Problem>>, LocalStorage>,
    /// The state of the draft's storage, in words.
    pub status: RwSignal<String>,
    /// Something to tell: a conflict, a failure.
    pub notice: RwSignal<String>,
    /// Whether there is something to undo, and to redo.
    pub undoable: RwSignal<(bool, bool)>,
    /// Whether the source editor is open.
    pub source_open: RwSignal<bool>,
    /// The text, for the source editor: set only while that is open.
    pub source: RwSignal<String>,
    /// The path of the runbook that the draft changes; empty for a new one.
    pub path: RwSignal<String>,
    /// The parts of long sections that were turned to, as numbers of section and part: these show all their fields.
    pub turned: RwSignal<BTreeSet<(usize, usize)>>,
    /// The leaf that is shown of a section that has several, with the section's number.
    pub leaf: RwSignal<(usize, usize)>,
    /// The part that is being dragged.
    pub dragged: RwSignal<Option<usize>>,
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    text: String,
    history: History,
    session: Option<Session>,
    record: Record,
    tab: String,
    dirty: bool,
    storing: bool,
    stale: bool,
    rest: Option<time::Timer>,
    later: Option<time::Timer>,
    store_timer: Option<time::Timer>,
    channel: Option<Rc<Channel>>,
    /// The draft from which this one split off: this tab's version of it goes once the new one is stored.
    split_from: Option<String>,
}

impl Wizard {
    /// The wizard of a site, with nothing open.
    pub fn new(site: Rc<Site>) -> Self {
        let store = Rc::new(Store::new(site.storage_key("drafts")));
        Self {
            site: StoredValue::new_local(site),
            store: StoredValue::new_local(store),
            screen: RwSignal::new(Screen::Start),
            step: RwSignal::new(0),
            desk: RwSignal::new_local(Rc::default()),
            listed: RwSignal::new_local(Rc::default()),
            reading: RwSignal::new_local(reading::read("", &Settings::default())),
            preview: RwSignal::new(String::new()),
            problems: RwSignal::new_local(Rc::default()),
            status: RwSignal::new(String::new()),
            notice: RwSignal::new(String::new()),
            undoable: RwSignal::new((false, false)),
            source_open: RwSignal::new(false),
            source: RwSignal::new(String::new()),
            path: RwSignal::new(String::new()),
            turned: RwSignal::new(BTreeSet::new()),
            leaf: RwSignal::new((0, 0)),
            dragged: RwSignal::new(None),
            inner: StoredValue::new_local(Inner {
                text: String::new(),
                history: History::default(),
                session: None,
                record: Record::default(),
                tab: time::random_id(),
                dirty: false,
                storing: false,
                stale: false,
                rest: None,
                later: None,
                store_timer: None,
                channel: None,
                split_from: None,
            }),
        }
    }

    /// Opens a new draft with this text. `path` is that of the runbook that it changes; empty for a new one.
    pub fn begin(self, text: String, path: String) {
        self.begin_from(text, path, String::new());
    }

    /// Opens a new draft with the text of a file of the reader's.
    pub fn begin_file(self, text: String, name: &str) {
        self.begin_from(text, String::new(), own_name(name));
    }

    fn begin_from(self, text: String, path: String, file: String) {
        let tab = self.inner.with_value(|inner| inner.tab.clone());
        let mut record = record(&time::random_id(), &tab);
        record.path = path;
        record.file = file;
        record.source = text;
        self.open(record);
        self.changed();
    }

    /// Opens a stored draft.
    pub fn resume(self, from: Record) {
        let tab = self.inner.with_value(|inner| inner.tab.clone());
        let mut next = record(&from.id, &tab);
        // This tab's own version goes on; another's is where this one's begins.
        if from.stamp.tab == tab {
            next.stamp = from.stamp;
            next.parent = from.parent;
        } else {
            next.parent = Some(from.stamp);
        }
        next.title = from.title;
        next.path = from.path;
        next.file = from.file;
        next.source = from.source;
        next.history = from.history;
        self.open(next);
    }

    fn open(self, mut record: Record) {
        self.flush();
        let text = std::mem::take(&mut record.source);
        let history = std::mem::take(&mut record.history);
        self.path.set(record.path.clone());
        let id = record.id.clone();
        self.inner.update_value(|inner| {
            inner.text = text;
            inner.history = history;
            inner.session = None;
            inner.record = record;
            inner.dirty = false;
        });
        self.notice.set(String::new());
        self.status.set(String::new());
        self.step.set(0);
        self.listen();
        self.reread();
        self.screen.set(Screen::Edit);
        focus_soon("bg-w-heading".to_string());
        self.remember_in_url(&["draft=", &id].concat());
    }

    /// Back to the choice of drafts.
    pub fn leave(self) {
        self.flush();
        self.screen.set(Screen::Start);
        self.remember_in_url("");
    }

    /// The id of the draft that is open.
    pub fn draft(self) -> String {
        self.inner.with_value(|inner| inner.record.id.clone())
    }

    /// Shows the draft as a page that can be run.
    pub fn try_out(self) {
        self.finish_typing();
        self.flush();
        // Article and source of one text: the preview may still be that of the text before.
        self.render();
        self.screen.set(Screen::Try);
    }

    /// Back from the try-out to the form.
    pub fn go_on(self) {
        self.screen.set(Screen::Edit);
        self.remember_in_url(&["draft=", &self.draft()].concat());
        focus_soon("bg-w-heading".to_string());
    }

    /// Gives the address this query: a reload opens the same draft.
    pub fn remember_in_url(self, query: &str) {
        let url = history::url();
        let base = url.split(['?', '#']).next().unwrap_or_default();
        let mark = if query.is_empty() { "" } else { "?" };
        let url = [base, mark, query].concat();
        history::replace(&history::state().unwrap_or_default(), Some(&url));
    }

    /// Shows the step of a field and puts the focus into it.
    pub fn show(self, id: FieldId) {
        self.finish_typing();
        let step = super::steps::of(&self.reading.get_untracked().form, id);
        if let FieldId::Part { section, part, .. } = id {
            self.turn(section, part);
        }
        self.step.set(step);
        focus_soon(super::fields::dom_id(id));
    }

    /// Turns to a part: its leaf is shown, and all its fields.
    pub fn turn(self, section: usize, part: usize) {
        let leaf = (section, part / super::parts::LEAF);
        if self.leaf.get_untracked() != leaf {
            self.leaf.set(leaf);
        }
        self.turned.update(|turned| {
            turned.insert((section, part));
        });
    }

    /// The fields of a part, in order.
    pub fn subs(self, section: usize, part: usize) -> Vec<(Sub, usize)> {
        let reading = self.reading.get();
        let part = reading.form.part(section, part);
        // A note before a command is asked for only where the command can do harm.
        let harmless = part.is_none_or(|part| reading.danger(part.span).is_none());
        let subs = part
            .map(|part| {
                let shown = part
                    .subs
                    .iter()
                    .filter(|(sub, slot)| *sub != Sub::Text || slot.present || !harmless);
                shown.map(|(sub, _)| *sub).collect::<Vec<_>>()
            })
            .unwrap_or_default();
        let mut out: Vec<(Sub, usize)> = Vec::new();
        for sub in subs {
            let n = out.iter().filter(|(other, _)| *other == sub).count();
            out.push((sub, n));
        }
        out
    }
}

/// The name of an opened file, as it is proposed again: Markdown's, whatever the file was called.
fn own_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let lower = name.to_ascii_lowercase();
    if [".md", ".markdown", ".md.erb"].iter().any(|end| lower.ends_with(end)) {
        return name.to_string();
    }
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem.is_empty() {
        String::new()
    } else {
        [stem, ".md"].concat()
    }
}

/// Puts the focus into an element once it is there: a long section comes in slices.
pub fn focus_soon(id: String) {
    focus_within(id, "", 0);
}

/// The same for a field that is to be gone on with: it shows `text`, with the space at its end that the source has no use for.
pub fn go_on_soon(id: String, text: &'static str) {
    focus_within(id, text, 0);
}

fn focus_within(id: String, text: &'static str, tries: u32) {
    time::after(tries, move || match dom::by_id(&id) {
        Some(element) => {
            dom::open_details(&element);
            fields::focus(&element);
            if !text.is_empty() {
                dom::set_value(&element, text);
            }
        }
        None if tries < 100 => focus_within(id, text, tries + 4),
        None => {}
    })
    .detach();
}

/// Today as `2026-11-25`, in the device's time zone.
pub fn today() -> Option<String> {
    let now = time::now() as i64;
    civil::day(now, time::zone(now)).map(|date| date.to_string())
}
