//! One pass over a file's events.

mod lists;
mod paragraphs;
mod tables;

use super::pieces::{code_end, code_text, content_span, fence_word};
use super::{HtmlId, Outline};
use crate::markdown::blocks::{Blocks, Top};
use crate::markdown::commands;
use crate::markdown::events::{Spanned as Event_, inline_text, without_tags};
use crate::markdown::facts::Facts;
use crate::markdown::labels::Line;
use crate::markdown::raw_html;
use crate::markdown::{admonition, attributes};
use crate::runbook::command::console;
use crate::runbook::{Heading, Runbook, SectionKind, Settings};
use crate::text::Span;
use crate::text::slug::{Anchors, heading_slug};
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
    /// Where the last admonition ends that says something by the way.
    aside_end: usize,
    /// Where fenced blocks stand.
    pub(super) fences: Vec<Span>,
    /// Whether a numbered list of Diagnosis, Resolution or Verification has begun.
    works: bool,
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
            works: false,
            lines: Vec::new(),
            aside_end: 0,
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
            if self.goes_on(at) {
                self.tight(*span, at);
            }
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
                let header = admonition::at(self.text, span).filter(|_| matches!(tag, Tag::BlockQuote(_)));
                if header.is_some_and(|header| header.is_aside()) {
                    self.aside_end = self.aside_end.max(span.end);
                }
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
        let is_tag = |(event, _): &Event_<'_>| matches!(event, Event::InlineHtml(_));
        let named = match self
            .events
            .get(at..next)
            .is_some_and(|inside| inside.iter().any(is_tag))
        {
            true => without_tags(self.events, at, heading_end(level)).0,
            false => Cow::Borrowed(text.as_ref()),
        };
        let own = self.anchors.claim(attributes::id(span.of(self.text)));
        let anchor = own.unwrap_or_else(|| self.anchors.unique(heading_slug(&named)));
        // `## Old name <a name="old"></a>`: what links to the heading under another name.
        for (event, span) in self.events.get(at..next).unwrap_or_default() {
            if let Event::InlineHtml(html) = event {
                self.ids(html, span.start);
            }
        }
        self.begin_block();
        // Deeper headings divide only where there are no others, and are looked up then.
        let kind = (level <= 2).then(|| self.settings.section_kind(&text));
        self.kinds.push(kind);
        self.facts.heading(level, &text, kind);
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
        let text = || code_text(self.events.get(at..next).unwrap_or(&[]));
        let command = match kind {
            CodeBlockKind::Fenced(info) => {
                self.fences.push(span);
                let language = fence_word(info);
                if is_announced && language.is_empty() || console(language).is_none() {
                    return next;
                }
                commands::Block::new(language, text(), span)
            }
            CodeBlockKind::Indented if is_announced => return next,
            CodeBlockKind::Indented => commands::Block::indented(text(), span),
        };
        self.commands.extend(command);
        next
    }
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
