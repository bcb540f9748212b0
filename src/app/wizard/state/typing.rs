//! What is typed, chosen and undone: the text and its history.

use super::focus_soon;
use super::{Session, Wizard};
use crate::app::browser::time;
use crate::app::wizard::fields::dom_id;
use crate::draft::{FieldId, Form, apply, spread};
use leptos::prelude::*;
use std::rc::Rc;

/// How long typing has to rest before the form is read again, and the preview and the problems made anew.
const REST_MS: u32 = 250;

impl Wizard {
    /// The text as it is now.
    pub fn text(self) -> String {
        self.inner.with_value(|inner| inner.text.clone())
    }

    /// The value of a field: what is being typed into it, else what the source has.
    pub fn value(self, id: FieldId) -> String {
        let reading = self.reading.get();
        let typed = self.inner.with_value(|inner| {
            let session = inner.session.as_ref().filter(|session| session.id == id)?;
            Some(session.typed.clone())
        });
        typed.unwrap_or_else(|| reading.form.value(id))
    }

    /// The field got the focus.
    pub fn enter(self, id: FieldId) {
        self.finish_typing();
        let base = Rc::clone(&self.reading.get_untracked().form);
        let typed = base.value(id);
        self.inner
            .update_value(|inner| inner.session = Some(Session { base, id, typed }));
    }

    /// Something was typed into a field. True where it was several lines for a list: the field has only the first then, and
    /// the last one has the focus.
    pub fn input(self, id: FieldId, value: String) -> bool {
        let is_open = self
            .inner
            .with_value(|inner| inner.session.as_ref().is_some_and(|session| session.id == id));
        if !is_open {
            self.enter(id);
        }
        let lines = self.inner.with_value(|inner| {
            let base = &inner.session.as_ref()?.base;
            let lines = spread(base, id, &value)?;
            Some((apply(&base.source, &lines.edits), lines.last))
        });
        if let Some((new, last)) = lines {
            self.inner.update_value(|inner| {
                inner.session = None;
                inner.history.close();
            });
            self.set_text(new, false);
            self.reread();
            if let FieldId::Part { section, part, .. } = last {
                self.turn(section, part);
            }
            focus_soon(dom_id(last));
            return true;
        }
        let mut new = None;
        let mut begins = false;
        self.inner.update_value(|inner| {
            if let Some(session) = &mut inner.session {
                // The first letter of a new item: the one behind it is wanted before Enter leads there.
                begins = session.typed.is_empty() && session.base.slot(id).is_some_and(|slot| !slot.present);
                session.typed.clone_from(&value);
                new = Some(apply(&session.base.source, &session.base.set(id, &value)));
            }
        });
        if let Some(new) = new {
            self.set_text(new, true);
            if begins {
                self.reread();
            }
        }
        false
    }

    /// A field has a value that was chosen, not typed.
    pub fn choose(self, id: FieldId, value: &str) {
        self.finish_typing();
        let form = Rc::clone(&self.reading.get_untracked().form);
        self.set_text(apply(&form.source, &form.set(id, value)), false);
        self.reread();
    }

    /// The field lost the focus: what it shows is what the source has.
    pub fn finish_typing(self) {
        let mut stale = false;
        self.inner.update_value(|inner| {
            inner.session = None;
            inner.history.close();
            stale = inner.stale;
        });
        if stale {
            self.reread();
        }
    }

    /// Makes a change of the form: `edits` is given the form as it is now.
    pub fn change(self, edits: impl FnOnce(&Form) -> Vec<crate::diagnostic::TextEdit>) {
        self.finish_typing();
        let form = Rc::clone(&self.reading.get_untracked().form);
        let text = apply(&form.source, &edits(&form));
        self.set_text(text, false);
        self.reread();
    }

    /// The source editor's text changed.
    pub fn set_source(self, text: String) {
        self.inner.update_value(|inner| inner.session = None);
        self.set_text(text, true);
    }

    /// Takes the last change back, or does it again.
    pub fn step_history(self, back: bool) {
        self.finish_typing();
        let mut new = None;
        self.inner.update_value(|inner| {
            new = if back {
                inner.history.undo(&inner.text)
            } else {
                inner.history.redo(&inner.text)
            };
            if let Some(new) = &new {
                inner.text.clone_from(new);
            }
        });
        if new.is_some() {
            self.changed();
            self.reread();
        }
    }

    pub(super) fn set_text(self, new: String, typing: bool) {
        let mut same = false;
        self.inner.update_value(|inner| {
            same = inner.text == new;
            if !same {
                inner.history.note(&inner.text, &new, typing);
                inner.text = new;
                inner.stale = true;
            }
        });
        if same {
            return;
        }
        self.changed();
        let rest = time::after(REST_MS, move || self.reread());
        self.inner.update_value(|inner| inner.rest = Some(rest));
    }
}
