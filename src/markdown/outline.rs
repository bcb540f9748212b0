//! Markdown events to the runbook model: title, headings, sections, and what [`super::steps`], [`super::facts`] and
//! [`super::commands`] make of the rest.

use super::admonition;
use super::blocks::{Blocks, Item, List, Mark, MarkKind, Top};
use super::commands;
use super::events::{Spanned as Event_, append, inline_text};
use super::facts::{self, Facts};
use super::front_matter::FrontMatter;
use super::labels::{self, Line};
use super::limits::LONGEST_SUMMARY;
use super::raw_html;
use super::steps;
use crate::runbook::command::console;
use crate::runbook::{Heading, Runbook, Section, SectionKind, Settings};
use crate::text::Span;
use crate::text::order;
use crate::text::slug::{Anchors, heading_slug};
use crate::text::span::Spanned;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use std::borrow::Cow;

/// What the outline of a file holds beside the runbook.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The model.
    pub runbook: Runbook,
    /// The heading that is the page's title, as an index into the runbook's headings.
    pub title_heading: Option<usize>,
    /// What stood before the title in that heading: `Runbook:`.
    pub title_prefix: Option<String>,
    /// Ids that the author's raw HTML gives, in source order: as written, and as they are on the page.
    pub html_ids: Vec<(String, String)>,
    /// The runbook's headings, as indices, in the order of their anchors.
    pub by_anchor: Vec<usize>,
}

/// Reads the outline from all events of a file, and where its fenced blocks stand. `text` is the source with its fences
/// repaired.
pub fn read<'a>(
    events: &'a [Event_<'a>],
    front: Option<&FrontMatter>,
    text: &'a str,
    settings: &'a Settings,
) -> (Outline, Vec<Span>) {
    let mut walk = Walk {
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
        expects_output: false,
    };
    walk.run();
    let Walk {
        mut outline,
        facts,
        blocks,
        commands,
        kinds,
        fences,
        ..
    } = walk;
    outline.runbook.commands = commands::read(&commands);
    read_title(&mut outline, front, &kinds);
    let runbook = &mut outline.runbook;
    runbook.sections = sections(
        &runbook.headings,
        &blocks.free_headings,
        outline.title_heading,
        text.len(),
        &|at, text| {
            kinds
                .get(at)
                .copied()
                .flatten()
                .unwrap_or_else(|| settings.section_kind(text))
        },
    );
    runbook.metadata = facts.metadata(front, settings);
    steps::read(runbook, outline.title_heading, &blocks, text);
    let headings = &outline.runbook.headings;
    outline.by_anchor = (0..headings.len()).collect();
    order::sort(&mut outline.by_anchor, &|a, b| {
        let anchor = |at: &usize| headings.get(*at).map(|heading| heading.anchor.as_str());
        anchor(a).cmp(&anchor(b))
    });
    (outline, fences)
}

/// Bytes of a page for each heading, and for each block of code, of pages that have many.
const BYTES_PER_HEADING: usize = 256;
const BYTES_PER_FENCE: usize = 512;

/// One pass over the events.
struct Walk<'a> {
    events: &'a [Event_<'a>],
    /// The source with its fences repaired.
    text: &'a str,
    settings: &'a Settings,
    anchors: Anchors,
    outline: Outline,
    facts: Facts<'a>,
    blocks: Blocks<'a>,
    /// Fenced blocks that may hold commands.
    commands: Vec<commands::Block<'a>>,
    /// What section each heading would open.
    kinds: Vec<Option<SectionKind>>,
    /// The blocks that are open.
    open: Vec<Open>,
    /// Where fenced blocks stand.
    fences: Vec<Span>,
    /// Room for the labelled lines of a block.
    lines: Vec<Line<'a>>,
    /// Whether the block before says that output follows: `Sample output:`.
    announces_output: bool,
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
    fn run(&mut self) {
        let mut at = 0;
        while let Some((event, span)) = self.events.get(at) {
            at += 1;
            match event {
                Event::Start(tag) => at = self.start(tag, *span, at),
                Event::End(tag) => self.end(tag),
                Event::Rule => {
                    self.top(Top::Rule, *span);
                    if self.open.is_empty() {
                        self.facts.rule();
                    }
                }
                Event::Html(html) | Event::InlineHtml(html) => {
                    let (anchors, ids) = (&mut self.anchors, &mut self.outline.html_ids);
                    raw_html::ids(html, |id| {
                        if let Some(own) = anchors.claim(id) {
                            ids.push((id.to_string(), own));
                        }
                    });
                }
                _ => {}
            }
        }
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
        let anchor = self.anchors.unique(heading_slug(&text));
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
        if self.outline.runbook.summary.is_empty() && !in_list && !is_fact && !is_label {
            let (text, _) = inline_text(self.events, at, TagEnd::Paragraph);
            self.outline.runbook.summary = shorten(&text);
        }
        self.open.push(Open::Leaf);
        self.keep_room(lines);
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

/// The language that a fence's info string names, lower case: its first word, without `{…}` and leading dot.
pub fn fence_language(info: &str) -> String {
    lower(fence_word(info)).into_owned()
}

/// The same as written.
fn fence_word(info: &str) -> &str {
    info.trim_start_matches(['{', '.', ' '])
        .split(|c: char| c.is_whitespace() || "{},:".contains(c))
        .next()
        .unwrap_or("")
}

/// A text in lower case, as most that are asked about are written.
fn lower(text: &str) -> Cow<'_, str> {
    match text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.to_lowercase()),
    }
}

/// The text of a code block, line ends kept.
fn code_text<'a>(events: &'a [Event_<'_>]) -> Cow<'a, str> {
    let mut pieces = events.iter().filter_map(|(event, _)| match event {
        Event::Text(piece) => Some(piece.as_ref()),
        _ => None,
    });
    let Some(first) = pieces.next() else {
        return Cow::Borrowed("");
    };
    pieces.fold(Cow::Borrowed(first), |mut text, piece| {
        append(&mut text, piece);
        text
    })
}

/// The event behind the end of a code block.
fn code_end(events: &[Event_<'_>], at: usize) -> usize {
    let mut inside = events.get(at..).unwrap_or(&[]).iter();
    let end = inside.position(|(event, _)| matches!(event, Event::End(TagEnd::CodeBlock)));
    end.map_or(events.len(), |end| at + end + 1)
}

/// Whether a paragraph says that output follows: `Sample output:`, `It looks like this:`.
fn announces_output(inside: &[Event_<'_>]) -> bool {
    let Some((Event::Text(last), _)) = inside.iter().rev().find(|(event, _)| !matches!(event, Event::End(_))) else {
        return false;
    };
    let last = last.trim_end();
    if !last.ends_with(':') {
        return false;
    }
    const SHORT: [&str; 10] = [
        "sample output:",
        "example output:",
        "example result:",
        "sample response:",
        "example response:",
        "typical output:",
        "the output:",
        "output:",
        "output example:",
        "response:",
    ];
    const ENDS: [&str; 8] = [
        "looks like this:",
        "look like this:",
        "looks like:",
        "look like:",
        "similar to this:",
        "similar to:",
        "output is:",
        "something like this:",
    ];
    let ends = |end: &str| {
        let from = last.len().checked_sub(end.len());
        let tail = from.and_then(|from| last.as_bytes().get(from..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes()))
    };
    if ENDS.iter().any(|end| ends(end)) {
        return true;
    }
    let words = || {
        let words = inside.iter().map(|(event, _)| match event {
            Event::Text(text) => text.split(' ').filter(|word| !word.is_empty()).count(),
            Event::Code(_) => 1,
            _ => 0,
        });
        words.sum::<usize>()
    };
    SHORT.iter().any(|short| short.eq_ignore_ascii_case(last)) && words() <= 3
}

/// The code spans that stand within `place`, before event `at`.
fn codes<'a>(events: &'a [Event_<'_>], at: usize, place: Span) -> Vec<Spanned<&'a str>> {
    let before = events.get(..at).unwrap_or(&[]).iter().rev();
    let inside = before.take_while(|(_, span)| span.end > place.start);
    let codes = inside.filter_map(|(event, span)| match event {
        Event::Code(text) if span.start >= place.start && span.end <= place.end => {
            Some(Spanned::new(text.as_ref(), *span))
        }
        _ => None,
    });
    let mut codes: Vec<_> = codes.collect();
    codes.reverse();
    codes
}

/// Where the text of a code block stands.
fn content_span(events: &[Event_<'_>], at: usize, span: Span) -> Span {
    match events.get(at) {
        Some((Event::Text(_), text)) => *text,
        _ => Span::at(span.end),
    }
}

/// The first paragraph of the item whose content begins at event `at`: its place, its words, and whether it is a task.
fn item_text<'a>(events: &'a [Event_<'_>], at: usize, item: Span) -> (Span, Cow<'a, str>, bool) {
    let mut text = Cow::Borrowed("");
    let mut task = false;
    let mut head: Option<Span> = None;
    let mut started = false;
    for (offset, (event, span)) in events.get(at..).unwrap_or(&[]).iter().enumerate() {
        match event {
            Event::Start(Tag::Paragraph) if !started => {
                started = true;
                continue;
            }
            Event::TaskListMarker(_) => {
                task = true;
                continue;
            }
            Event::Text(piece) | Event::Code(piece) => append(&mut text, piece),
            Event::SoftBreak | Event::HardBreak => {
                // `**Expected**: …` on the next line is no part of the text.
                let mut next = Vec::new();
                labels::read_some(
                    events,
                    at + offset + 1,
                    MarkKind::is_plain_label,
                    MarkKind::may_be,
                    &mut next,
                );
                if next.first().is_some_and(|line| MarkKind::of(line).is_some()) {
                    break;
                }
                append(&mut text, " ");
            }
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript,
            )
            | Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Link
                | TagEnd::Image
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript,
            )
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
            _ => break,
        }
        let place = head.get_or_insert(*span);
        place.end = place.end.max(span.end);
    }
    let text = folded(text);
    (head.unwrap_or(Span::at(item.start)), text, task)
}

/// A text with every run of white space as one space and none at its ends; most are so already.
fn folded(text: Cow<'_, str>) -> Cow<'_, str> {
    if steps::is_folded(&text) || steps::is_single_spaced(&text) {
        return text;
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether the item whose content begins at event `at` begins with a link to a place in the page, as in a table of
/// contents.
fn is_local_link(events: &[Event_<'_>], at: usize) -> bool {
    let mut at = at;
    while matches!(events.get(at), Some((Event::Start(Tag::Paragraph), _))) {
        at += 1;
    }
    matches!(events.get(at), Some((Event::Start(Tag::Link { dest_url, .. }), _)) if dest_url.starts_with('#'))
}

/// The text of a paragraph that begins with words in bold and holds no more than a colon and something in parentheses
/// behind them; and whether the paragraph ends in a colon.
fn bold_line<'a>(events: &'a [Event_<'_>], at: usize, inside: &[Event_<'_>]) -> (Option<Cow<'a, str>>, bool) {
    let starts_bold = matches!(events.get(at), Some((Event::Start(Tag::Strong), _)));
    if !starts_bold {
        let colon = matches!(inside.last(), Some((Event::Text(text), _)) if text.trim_end().ends_with([':', '：']));
        return (None, colon);
    }
    let (bold, behind) = inline_text(events, at + 1, TagEnd::Strong);
    let mut rest = Cow::Borrowed("");
    for (event, _) in events.get(behind..).unwrap_or(&[]) {
        match event {
            Event::End(TagEnd::Paragraph) => break,
            Event::Text(text) | Event::Code(text) => append(&mut rest, text),
            // More lines follow: this is prose that begins in bold.
            Event::SoftBreak | Event::HardBreak => return (None, rest.trim_end().ends_with(':')),
            _ => {}
        }
    }
    let rest = rest.trim();
    let colon = rest.ends_with(':') || rest.is_empty() && bold.ends_with(':');
    let plain = rest
        .trim_end_matches([':', '：'])
        .trim_start_matches([':', '：'])
        .trim();
    let alone = plain.is_empty() || plain.starts_with('(') && plain.ends_with(')');
    let label = || match bold {
        Cow::Borrowed(bold) => Cow::Borrowed(bold.trim_end_matches([':', '：']).trim()),
        Cow::Owned(bold) => Cow::Owned(bold.trim_end_matches([':', '：']).trim().to_string()),
    };
    (alone.then(label), colon)
}

/// Prefixes that say only that the page is a runbook.
const TITLE_PREFIXES: [&str; 2] = ["runbook:", "playbook:"];

/// A title without "Runbook:", and that prefix as written.
pub fn split_title(text: &str) -> (Option<&str>, &str) {
    for prefix in TITLE_PREFIXES {
        if let (Some(start), Some(rest)) = (text.get(..prefix.len()), text.get(prefix.len()..))
            && start.eq_ignore_ascii_case(prefix)
            && !rest.trim().is_empty()
        {
            return (Some(start), rest.trim());
        }
    }
    (None, text)
}

fn read_title(outline: &mut Outline, front: Option<&FrontMatter>, kinds: &[Option<SectionKind>]) {
    let runbook = &mut outline.runbook;
    let mut first = runbook
        .headings
        .iter()
        .enumerate()
        .filter(|(_, h)| h.level == 1 && !h.text.is_empty());
    let heading = first.next().map(|(at, _)| at);
    // Where all sections are of level one, the first is one of them and no title.
    let is_section = |at: usize| {
        kinds
            .get(at)
            .copied()
            .flatten()
            .is_some_and(|kind| kind != SectionKind::Other)
    };
    let heading = heading.filter(|at| !is_section(*at) || first.next().is_none());
    let named = front.and_then(|front| front.text(&["title"]));
    let plain = |text: &str| folded(Cow::Owned(text.to_lowercase()));
    if let Some(title) = named {
        runbook.title = split_title(&title.value).1.to_string();
        runbook.title_span = title.span;
    }
    let Some((index, heading)) = heading.and_then(|at| Some((at, runbook.headings.get(at)?))) else {
        return;
    };
    let (prefix, text) = split_title(&heading.text);
    if named.is_none() {
        runbook.title = text.to_string();
        runbook.title_span = heading.span;
    }
    // A level-one heading that repeats front matter's title is the title; another one is a heading of the text.
    if text == runbook.title || plain(text) == plain(&runbook.title) {
        outline.title_prefix = prefix.map(str::to_string);
        outline.title_heading = Some(index);
    }
}

/// The sections that the outermost headings below the title open. A deeper heading with a section's name opens one
/// only where no outer heading does the dividing.
fn sections(
    headings: &[Heading],
    free: &[bool],
    title: Option<usize>,
    end: usize,
    kind: &dyn Fn(usize, &str) -> SectionKind,
) -> Vec<Section> {
    let rest = || {
        headings
            .iter()
            .enumerate()
            .filter(move |(at, _)| Some(*at) != title && free.get(*at).copied().unwrap_or(true))
    };
    let Some(outermost) = rest().map(|(_, heading)| heading.level).min() else {
        return Vec::new();
    };
    // A heading above all others, of which there is one and which comes first, is a title whatever its words: front
    // matter may name another, or it holds a tag of a template. The headings below it divide.
    let is_lone = rest().filter(|(_, heading)| heading.level == outermost).take(2).count() == 1;
    let lone = rest().next().filter(|(at, heading)| {
        is_lone && heading.level == outermost && kind(*at, &heading.text) == SectionKind::Other
    });
    let lone = lone.map(|(at, _)| at).filter(|_| rest().nth(1).is_some());
    let rest = || rest().filter(move |(at, _)| Some(*at) != lone);
    let Some(outermost) = rest().map(|(_, heading)| heading.level).min() else {
        return Vec::new();
    };
    let mut out: Vec<Section> = Vec::new();
    for (at, heading) in rest() {
        // Parts under several level-one headings are divided by their level-two headings.
        if heading.level != outermost && heading.level > 2 {
            continue;
        }
        let kind = kind(at, &heading.text);
        if heading.level != outermost && kind == SectionKind::Other {
            continue;
        }
        if let Some(last) = out.last_mut() {
            last.span.end = heading.span.start;
        }
        out.push(Section {
            kind,
            title: heading.text.clone(),
            anchor: heading.anchor.clone(),
            span: Span::new(heading.span.start, end),
        });
    }
    out
}

fn shorten(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST_SUMMARY) else {
        return text.to_string();
    };
    let cut = text.get(..end).unwrap_or(text);
    let whole = cut.rfind(' ').and_then(|space| cut.get(..space));
    [whole.unwrap_or(cut), "…"].concat()
}
