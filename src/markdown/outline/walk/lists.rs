//! Lists and their items.

use super::{Open, Walk};
use crate::markdown::blocks::{Item, List, MarkKind, Top};
use crate::markdown::labels;
use crate::markdown::outline::pieces::{is_local_link, item_text};
use crate::text::Span;
use pulldown_cmark::{Event, Tag};

impl Walk<'_> {
    pub(super) fn list(&mut self, start: Option<u64>, span: Span) {
        self.begin_block();
        let index = self.blocks.lists.len();
        self.top(Top::List(index), span);
        self.blocks.lists.push(List {
            start,
            quoted: self.is_quoted(),
            items: self.blocks.items.len()..self.blocks.items.len(),
            count: 0,
            is_contents: true,
        });
        self.open.push(Open::List(index));
    }

    pub(super) fn item(&mut self, span: Span, at: usize) {
        let Some(Open::List(list)) = self.open.last().copied() else {
            self.open.push(Open::Quote);
            return;
        };
        let items = self.blocks.items.len();
        let parent = self.open.iter().rev().find_map(|open| match open {
            Open::Item(item) => Some(*item),
            _ => None,
        });
        let (head, text, task) = item_text(self.events, at, span);
        let is_link = is_local_link(self.events, at);
        let mut index = 0;
        if let Some(list) = self.blocks.lists.get_mut(list) {
            list.is_contents &= is_link;
            index = list.count;
            self.works |= list.start.is_some() && self.facts.section.is_worked();
            list.count += 1;
        }
        self.facts.item(self.events, at, (items, parent), &text);
        self.blocks.items.push(Item {
            list,
            parent,
            index,
            depth: self.open.len(),
            task,
            text,
            head,
            span,
            has_blocks: false,
        });
        self.open.push(Open::Item(items));
        let is_tight = !matches!(self.events.get(at), Some((Event::Start(Tag::Paragraph), _)));
        if is_tight {
            let mut lines = std::mem::take(&mut self.lines);
            labels::read_some(self.events, at, MarkKind::is_plain_label, MarkKind::may_be, &mut lines);
            self.marks(&lines);
            self.keep_room(lines);
        }
    }
}
