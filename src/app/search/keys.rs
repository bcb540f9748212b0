//! What keys do while the field has the focus.

use super::Search;
use crate::app::browser::combobox::{self, Key, breathe};
use crate::app::browser::spawn;
use crate::app::state::search::option_id;
use leptos::prelude::*;
use std::rc::Rc;

impl Search {
    pub(super) fn pressed(self: &Rc<Self>, key: Key) -> bool {
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
            Key::Escape => match self.before.take() {
                Some(before) => self.field.go_back(before),
                None => self.field.leave(),
            },
            _ => return false,
        }
        true
    }
}
