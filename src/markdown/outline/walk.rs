//! One pass over a file's events.

use super::pieces::{
    announces_output, bold_line, code_end, code_text, codes, content_span, fence_word, is_local_link, item_text,
};
use super::sections::summary;
use super::{HtmlId, Outline};
use crate::markdown::admonition;
use crate::markdown::blocks::{Blocks, Item, List, Mark, MarkKind, Top};
use crate::markdown::commands;
use crate::markdown::events::{Spanned as Event_, inline_text, without_tags};
use crate::markdown::facts::{self, Facts};
use crate::markdown::labels::{self, Line};
use crate::markdown::raw_html;
use crate::runbook::command::console;
use crate::runbook::{Heading, Runbook, SectionKind, Settings};
use crate::text::Span;
use crate::text::slug::{Anchors, heading_slug};
use crate::text::span::Spanned;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use std::borrow::Cow;

/// Bytes of a page for each heading, and for each block of code, of pages that have many.
const BYTES_PER_HEADING: usize = 256;
const BYTES_PER_FENCE: usize = 512;

/// One pass over the events.
pub(super) struct Walk<'a> {
    events: &'a [Event_<'a>],
    /// The source with its fences repaired.
    text: &'a str,
    settings: &'a Settings,
    anchors: Anchors,
    pub(super) outline: Outline,
    pub(super) facts: Facts<'a>,
    pub(super) blocks: Blocks<'a>,
    /// Fenced blocks that may hold commands.
    pub(super) commands: Vec<commands::Block<'a>>,
    /// What section each heading would open.
    pub(super) kinds: Vec<Option<SectionKind>>,
    /// The blocks that are open.
    open: Vec<Open>,
    /// Where fenced blocks stand.
    pub(super) fences: Vec<Span>,
    /// Room for the labelled lines of a block.
    lines: Vec<Line<'a>>,
    /// Whether the block before says that output follows: `Sample output:`.
    announces_output: bool,
    /// The block of raw HTML that is open, whose comments and tags may run over several lines, and where it begins.
    html: (String, usize),
    /// Whether the block before ended in a label such as `Expected output:`, so that a code block now is output.
    expects_output: bool,
}

/// An open block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    List(usize),
    Item(usize),
    /// A quote, a footnote, a definition.
    Quote,
    /// A block that holds no others: a paragraph, a table, raw HTML.
    Leaf,
}

impl<'a> Walk<'a> {
    /// A pass over `events`, which `text` holds, yet to be made.
    pub(super) fn new(events: &'a [Event_<'a>], text: &'a str, settings: &'a Settings) -> Self {
        Self {
            events,
            text,
            settings,
            anchors: Anchors::with_room(text.len() / BYTES_PER_HEADING),
            outline: Outline {
                runbook: Runbook {
                    headings: Vec::with_capacity(text.len() / BYTES_PER_HEADING),
                    ..Runbook::default()
                },
                ..Outline::default()
            },
            facts: Facts::default(),
            blocks: Blocks::with_room(events.len()),
            commands: Vec::with_capacity(text.len() / BYTES_PER_FENCE),
            kinds: Vec::with_capacity(text.len() / BYTES_PER_HEADING),
            open: Vec::with_capacity(16),
            lines: Vec::new(),
            fences: Vec::with_capacity(text.len() / BYTES_PER_FENCE),
            announces_output: false,
            html: (String::new(), 0),
            expects_output: false,
        }
    }

    /// Makes it.
    pub(super) fn run(&mut self) {
        let mut at = 0;
        while let Some((event, span)) = self.events.get(at) {
            at += 1;
            match event {
                Event::Start(tag) => at = self.start(tag, *span, at),
                Event::End(tag) => {
                    if matches!(tag, TagEnd::HtmlBlock) {
                        let (html, offset) = std::mem::take(&mut self.html);
                        self.ids(&html, offset);
                    }
                    self.end(tag);
                }
                Event::Rule => {
                    self.top(Top::Rule, *span);
                    if self.open.is_empty() {
                        self.facts.rule();
                    }
                }
                Event::Html(line) => {
                    if self.html.0.is_empty() {
                        self.html.1 = span.start;
                    }
                    self.html.0.push_str(line);
                }
                Event::InlineHtml(html) => self.ids(html, span.start),
                _ => {}
            }
        }
    }

    /// Claims the ids that a piece of raw HTML gives.
    fn ids(&mut self, html: &str, offset: usize) {
        let (anchors, ids) = (&mut self.anchors, &mut self.outline.html_ids);
        raw_html::ids(html, |id| {
            if let Some(own) = anchors.claim(id) {
                let written = id.to_string();
                ids.push(HtmlId { written, own, offset });
            }
        });
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span, at: usize) -> usize {
        match tag {
            Tag::Heading { level, .. } => return self.heading(*level as u8, span, at),
            Tag::CodeBlock(kind) => return self.code(kind, span, at),
            Tag::List(start) => self.list(*start, span),
            Tag::Item => self.item(span, at),
            Tag::Paragraph => self.paragraph(span, at),
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) | Tag::DefinitionList => {
                self.begin_block();
                self.top(Top::Other, span);
                self.open.push(Open::Quote);
            }
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.open.push(Open::Quote),
            Tag::Table(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                if matches!(tag, Tag::Table(_)) {
                    self.table(at);
                }
                self.begin_block();
                self.top(Top::Other, span);
                self.open.push(Open::Leaf);
            }
            _ => {}
        }
        at
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::List(_) => {
                if let Some(Open::List(list)) = self.open.pop()
                    && let Some(list) = self.blocks.lists.get_mut(list)
                {
                    list.items.end = self.blocks.items.len();
                }
            }
            TagEnd::Item
            | TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_) => {
                self.open.pop();
            }
            _ => {}
        }
    }

    /// Notes a block that stands in no other.
    fn top(&mut self, top: Top<'a>, span: Span) {
        if self.open.is_empty() {
            self.blocks.tops.push((top, span));
        }
    }

    /// A block begins: the item it stands in holds more than its text, and output no longer follows directly.
    fn begin_block(&mut self) {
        self.announces_output = false;
        self.expects_output = false;
        if let Some(Open::Item(item)) = self.open.last()
            && let Some(item) = self.blocks.items.get_mut(*item)
        {
            item.has_blocks = true;
        }
    }

    fn is_quoted(&self) -> bool {
        self.open.contains(&Open::Quote)
    }

    fn heading(&mut self, level: u8, span: Span, at: usize) -> usize {
        let (text, next) = inline_text(self.events, at, heading_end(level));
        // Where other hosts show the file, what reads as a tag is no part of the anchor.
        let named = match text.contains('<') {
            true => without_tags(self.events, at, heading_end(level)).0,
            false => Cow::Borrowed(text.as_ref()),
        };
        let anchor = self.anchors.unique(heading_slug(&named));
        // `## Old name <a name="old"></a>`: what links to the heading under another name.
        for (event, span) in self.events.get(at..next).unwrap_or_default() {
            if let Event::InlineHtml(html) = event {
                self.ids(html, span.start);
            }
        }
        self.begin_block();
        self.facts.in_body |= level >= 2;
        // Deeper headings divide only where there are no others, and are looked up then.
        let kind = (level <= 2).then(|| self.settings.section_kind(&text));
        self.kinds.push(kind);
        self.facts.section = kind.unwrap_or(self.facts.section);
        self.top(Top::Heading(self.outline.runbook.headings.len()), span);
        self.blocks.free_headings.push(self.open.is_empty());
        self.outline.runbook.headings.push(Heading {
            level,
            text: text.into_owned(),
            anchor,
            span,
        });
        next
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, span: Span, at: usize) -> usize {
        let is_output = self.expects_output;
        let is_announced = is_output || self.announces_output;
        self.begin_block();
        self.top(Top::Code, span);
        let next = code_end(self.events, at);
        if let Some(mark) = self.blocks.marks.last_mut().filter(|_| is_output)
            && mark.value.is_empty()
        {
            mark.value = content_span(self.events, at, span);
        }
        if let CodeBlockKind::Fenced(info) = kind {
            self.fences.push(span);
            let language = fence_word(info);
            if !(is_announced && language.is_empty()) && console(language).is_some() {
                let text = code_text(self.events.get(at..next).unwrap_or(&[]));
                self.commands.extend(commands::Block::new(language, text, span));
            }
        }
        next
    }

    fn list(&mut self, start: Option<u64>, span: Span) {
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

    fn item(&mut self, span: Span, at: usize) {
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
            list.count += 1;
        }
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
        self.facts.item(self.events, at);
        let is_tight = !matches!(self.events.get(at), Some((Event::Start(Tag::Paragraph), _)));
        if is_tight {
            let mut lines = std::mem::take(&mut self.lines);
            labels::read_some(self.events, at, MarkKind::is_plain_label, MarkKind::may_be, &mut lines);
            self.marks(&lines);
            self.keep_room(lines);
        }
    }

    /// Whether the paragraph whose content begins at event `at` is the title of an admonition: its first paragraph, where
    /// the author gave one (`!!! danger "Severity: P1"`).
    fn is_admonition_title(&self, at: usize) -> bool {
        let before = at.checked_sub(2).and_then(|before| self.events.get(before));
        let Some((Event::Start(Tag::BlockQuote(_)), span)) = before else {
            return false;
        };
        admonition::at(self.text, *span).is_some_and(|header| header.title.is_some_and(|(title, _)| !title.is_empty()))
    }

    /// A table of two columns that lists facts: `| Owner | Shop Team |`. `at` is its first event.
    fn table(&mut self, at: usize) {
        let mut cells: Vec<(Cow<'a, str>, Span)> = Vec::new();
        let mut lines = Vec::new();
        let mut at = at;
        while let Some((event, _)) = self.events.get(at) {
            at += 1;
            match event {
                Event::Start(Tag::TableCell) => {
                    let (text, next) = inline_text(self.events, at, TagEnd::TableCell);
                    let inside = self.events.get(at..next.saturating_sub(1)).unwrap_or(&[]);
                    let place = match (inside.first(), inside.last()) {
                        (Some((_, first)), Some((_, last))) => Span::new(first.start, last.end),
                        _ => Span::at(0),
                    };
                    cells.push((text, place));
                    at = next;
                }
                Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                    if let [(whole, _), (value, place)] = cells.as_slice() {
                        let key = whole.trim_end_matches([':', '：']).trim();
                        if facts::is_listed_key(key) && !value.is_empty() {
                            let key = match whole {
                                Cow::Borrowed(whole) => Cow::Borrowed(whole.trim_end_matches([':', '：']).trim()),
                                Cow::Owned(_) => Cow::Owned(key.to_string()),
                            };
                            lines.push(Line {
                                key: labels::folded_key(key),
                                value: Spanned::new(value.clone(), *place),
                                codes: codes(self.events, at, *place),
                                bold: false,
                                start: place.start,
                            });
                        }
                    }
                    cells.clear();
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        // A row alone may say something else: `| Severity | Meaning |`.
        if lines.len() > 1 {
            self.facts.one_line(lines);
        }
    }

    fn paragraph(&mut self, span: Span, at: usize) {
        // The first paragraph of an item is its text.
        if let Some(Open::Item(item)) = self.open.last()
            && let Some(item) = self.blocks.items.get(*item)
            && item.head.end < span.start
        {
            self.begin_block();
        }
        self.expects_output = false;
        let rest = self.events.get(at..).unwrap_or(&[]);
        let len = rest
            .iter()
            .position(|(event, _)| matches!(event, Event::End(TagEnd::Paragraph)));
        let inside = rest.get(..len.unwrap_or(rest.len())).unwrap_or(rest);
        let mut lines = std::mem::take(&mut self.lines);
        labels::read(self.events, at, is_plain_label, &mut lines);
        self.facts.paragraph(&lines);
        let listed = labels::in_one_line(self.events, at, lines.len(), facts::is_listed_key);
        // One fact is what the lines above are; several in one line, or one in bold as a whole, are not.
        let is_list = listed.len() > lines.len();
        if is_list {
            self.facts.one_line(listed);
        }
        if self.is_admonition_title(at) {
            let (text, _) = inline_text(self.events, at, TagEnd::Paragraph);
            self.facts.admonition(&text, span);
        }
        self.marks(&lines);
        let mut is_label = false;
        if self.open.is_empty() {
            let (label, colon) = bold_line(self.events, at, inside);
            // A line that ends in a colon introduces something; it is no summary.
            is_label = label.is_some() || colon;
            self.top(Top::Paragraph { label, colon }, span);
        }
        let in_list = self.open.iter().any(|open| matches!(open, Open::List(_)));
        let is_fact = is_list || lines.iter().any(|line| line.start == span.start);
        self.announces_output = announces_output(inside);
        if self.outline.runbook.summary.is_empty() && !in_list && self.is_about_all() {
            let (text, _) = inline_text(self.events, at, TagEnd::Paragraph);
            // Further down, what a label such as "Purpose" says is the purpose of a part.
            let above = lines.get(..).filter(|_| self.outline.runbook.headings.len() <= 2);
            self.outline.runbook.summary = summary(&text, above.unwrap_or(&[]), is_fact || is_label);
        }
        self.open.push(Open::Leaf);
        self.keep_room(lines);
    }

    /// Whether a paragraph here may be about the runbook as a whole: not where it says what to do behind the first
    /// command, and not in the sections that come when all is over.
    fn is_about_all(&self) -> bool {
        use SectionKind::{Escalation, Prevention, Related, Verification};
        self.commands.is_empty() && !matches!(self.facts.section, Escalation | Prevention | Related | Verification)
    }

    fn keep_room(&mut self, mut lines: Vec<Line<'a>>) {
        lines.clear();
        self.lines = lines;
    }

    fn marks(&mut self, lines: &[Line<'a>]) {
        for line in lines {
            let Some(kind) = MarkKind::of(line) else { continue };
            // `**If caused by …**:` without more is a branch, not a mark.
            if line.value.value.is_empty() && kind == MarkKind::IfNot {
                continue;
            }
            self.expects_output = line.value.value.is_empty();
            self.blocks.marks.push(Mark {
                kind,
                value: line.value.span,
                at: line.start,
            });
        }
    }
}

/// Whether a label counts without bold marks.
fn is_plain_label(key: &str) -> bool {
    MarkKind::is_plain_label(key) || facts::is_plain_key(key)
}

fn heading_end(level: u8) -> TagEnd {
    use pulldown_cmark::HeadingLevel::{H1, H2, H3, H4, H5, H6};
    TagEnd::Heading(match level {
        1 => H1,
        2 => H2,
        3 => H3,
        4 => H4,
        5 => H5,
        _ => H6,
    })
}
