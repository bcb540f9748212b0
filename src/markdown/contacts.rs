//! The index's section "Emergency Contacts": which of its lists and tables name whom to call.
//!
//! An item is read as `**Name**: how to reach it` (or `Name: …`), a row of a table as its first cell and the others.
//! Whatever else stands in the section stays what it is.

use super::Document;
use super::events::{Spanned as Event_, plain_text};
use crate::runbook::hours::{self, Hours};
use crate::text::Span;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The section, block by block.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading's text.
    pub title: String,
    /// Its blocks, in order, the heading itself left out.
    pub blocks: Vec<Block>,
}

/// A block of the section.
#[derive(Clone, Debug)]
pub enum Block {
    /// Contacts, one for each item or row.
    Contacts(Vec<Item>),
    /// Anything else, by its span: rendered as it stands.
    Other(Span),
}

/// One contact.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// Who it is, plain; empty where an item names nobody.
    pub name: String,
    /// What it says beside the name, in pieces with labels: a table's column titles, empty in a list.
    pub parts: Vec<Part>,
}

/// What a contact says, or one cell of its row.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The column's title; empty in a list.
    pub label: String,
    /// Plain text.
    pub text: String,
    /// Its inline events.
    pub events: Range<usize>,
    /// Leading bytes of the first event's text that are the colon behind the name.
    pub skip: usize,
    /// Whether it holds a link: then it says where to look, whatever its words are.
    pub has_link: bool,
}

/// Titles of columns that hold hours, lower case.
pub const HOURS: [&str; 8] = [
    "hours",
    "availability",
    "available",
    "coverage",
    "on duty",
    "business hours",
    "office hours",
    "when",
];

/// Titles of columns that hold time zones, lower case.
pub const ZONES: [&str; 4] = ["time zone", "timezone", "zone", "tz"];

impl Item {
    /// When the contact answers, and in which time zone, where both can be told for certain: from the columns of a table, else
    /// from what an item says (`+49 30 5550 0123, Mon-Fri 09:00-17:00 Europe/Berlin`, `… (24/7)`).
    pub fn duty(&self) -> Option<(Hours, Option<String>)> {
        let titled = |titles: &[&str]| {
            let is = |part: &&Part| titles.contains(&part.label.trim_end_matches(':').to_lowercase().as_str());
            self.parts.iter().find(is).map(|part| part.text.as_str())
        };
        let given = match titled(&HOURS) {
            Some(text) => hours::read(text).ok(),
            None => self.parts.iter().find_map(|part| hours::within(&part.text)),
        }?;
        given.told(titled(&ZONES))
    }
}

/// Headings of the section, lower case.
const HEADINGS: [&str; 9] = [
    "emergency contacts",
    "contacts",
    "contact",
    "emergency contact",
    "contact information",
    "on-call contacts",
    "on call contacts",
    "who to call",
    "whom to call",
];

/// Reads the section; `None` where the index has none.
pub fn read(document: &Document) -> Option<Section> {
    let headings = &document.runbook().headings;
    let is_title = |at: usize| document.outline.title_heading == Some(at);
    let at = headings.iter().enumerate().position(|(at, heading)| {
        let plain = crate::runbook::section::plain_heading(&heading.text);
        !is_title(at) && HEADINGS.contains(&plain.as_str())
    })?;
    let heading = headings.get(at)?;
    let end = headings
        .iter()
        .skip(at + 1)
        .find(|next| next.level <= heading.level)
        .map_or(usize::MAX, |next| next.span.start);
    let events = document.prepared.events();
    let mut section = Section {
        title: heading.text.trim_end_matches(':').to_string(),
        blocks: Vec::new(),
    };
    let mut cursor = 0;
    while let Some((event, span)) = events.get(cursor) {
        let next = block_end(&events, cursor);
        if span.start > heading.span.start && span.start < end {
            let items = match event {
                Event::Start(Tag::List(_)) => list(&events, cursor, next),
                Event::Start(Tag::Table(_)) => table(&events, cursor, next),
                _ => None,
            };
            section.blocks.push(match items {
                Some(items) => Block::Contacts(items),
                None => Block::Other(*span),
            });
        }
        cursor = next;
    }
    // The rule and the facts about the file that stand at its end belong to the file.
    if let Some(at) = footer(&events, &section.blocks) {
        section.blocks.truncate(at);
    }
    (!section.blocks.is_empty()).then_some(section)
}

/// Where a footer begins: a rule with nothing but paragraphs behind it.
fn footer(events: &[Event_<'_>], blocks: &[Block]) -> Option<usize> {
    let begins =
        |span: &Span, wanted: fn(&Event<'_>) -> bool| events.iter().any(|(event, of)| of == span && wanted(event));
    let is_rule =
        |block: &Block| matches!(block, Block::Other(span) if begins(span, |event| matches!(event, Event::Rule)));
    let at = blocks.iter().rposition(is_rule)?;
    let is_paragraph = |block: &Block| matches!(block, Block::Other(span) if begins(span, |e| matches!(e, Event::Start(Tag::Paragraph))));
    blocks.get(at + 1..)?.iter().all(is_paragraph).then_some(at)
}

fn block_end(events: &[Event_<'_>], at: usize) -> usize {
    let mut depth = 0usize;
    for (offset, (event, _)) in events.get(at..).unwrap_or(&[]).iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + offset + 1;
        }
    }
    events.len()
}

fn is_inline(event: &Event<'_>) -> bool {
    !matches!(
        event,
        Event::Start(
            Tag::Paragraph
                | Tag::List(_)
                | Tag::Item
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_)
                | Tag::HtmlBlock
                | Tag::Heading { .. }
                | Tag::Table(_)
                | Tag::DefinitionList
        ) | Event::Rule
            | Event::Html(_)
            | Event::TaskListMarker(_)
    )
}

fn has_link(events: &[Event_<'_>]) -> bool {
    let is_link = |(event, _): &Event_<'_>| matches!(event, Event::Start(Tag::Link { .. }));
    events.iter().any(is_link)
}

/// The items of a list of one-paragraph items, most of which name somebody.
fn list(events: &[Event_<'_>], at: usize, end: usize) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    let mut cursor = at + 1;
    while cursor + 1 < end {
        let item_end = block_end(events, cursor);
        let mut inside = cursor + 1..item_end - 1;
        if matches!(events.get(inside.start), Some((Event::Start(Tag::Paragraph), _))) {
            inside = inside.start + 1..inside.end - 1;
        }
        let content = events.get(inside.clone())?;
        if content.is_empty() || !content.iter().all(|(event, _)| is_inline(event)) {
            return None;
        }
        items.push(item(events, inside));
        cursor = item_end;
    }
    let named = items.iter().filter(|item| !item.name.is_empty()).count();
    (named > 0 && named * 2 >= items.len()).then_some(items)
}

/// `**Name**: rest`, `Name: rest`.
fn item(events: &[Event_<'_>], inside: Range<usize>) -> Item {
    let content = events.get(inside.clone()).unwrap_or(&[]);
    let (mut name, mut start, mut skip) = (String::new(), inside.start, 0);
    match content.first() {
        Some((Event::Start(Tag::Strong), _)) => {
            let (text, next) = plain_text(events, inside.start + 1, TagEnd::Strong);
            let colon_inside = text.ends_with(':');
            let colon_behind = match events.get(next) {
                Some((Event::Text(text), _)) if next < inside.end => colon(text),
                _ => None,
            };
            // `**Name** (what they do): rest` keeps the remark beside the name.
            let is_remark = matches!(events.get(next), Some((Event::Text(text), _)) if next < inside.end
                && text.trim_start().starts_with('(') && text.contains("):"));
            if colon_inside || colon_behind.is_some() || is_remark || next >= inside.end {
                name = text.trim_end_matches(':').trim().to_string();
                start = next;
                skip = colon_behind.unwrap_or(0);
            }
        }
        Some((Event::Text(text), _)) => {
            // A time or an address has a colon, too, but no space behind it.
            if let Some(at) = text.find(": ").filter(|at| *at > 0 && *at < 80) {
                name = text.get(..at).unwrap_or("").trim().to_string();
                skip = at + 2;
            }
        }
        _ => {}
    }
    let parts = part(events, start..inside.end, skip);
    Item {
        name,
        parts: parts.into_iter().collect(),
    }
}

/// The bytes of `: `, ` - `, ` – ` at the start of a text.
fn colon(text: &str) -> Option<usize> {
    let rest = text.trim_start();
    let rest = rest.strip_prefix([':', '-', '–', '—', '='])?;
    Some(text.len() - rest.trim_start().len())
}

fn part(events: &[Event_<'_>], range: Range<usize>, skip: usize) -> Option<Part> {
    let content = events.get(range.clone())?;
    let mut text = String::new();
    for (event, _) in content {
        match event {
            Event::Text(piece) | Event::Code(piece) => text.push_str(piece),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    let text = text.get(skip..).unwrap_or("").trim().to_string();
    (!text.is_empty() || has_link(content)).then(|| Part {
        label: String::new(),
        text,
        has_link: has_link(content),
        events: range,
        skip,
    })
}

/// The rows of a table.
fn table(events: &[Event_<'_>], at: usize, end: usize) -> Option<Vec<Item>> {
    let mut titles: Vec<String> = Vec::new();
    let mut rows: Vec<Item> = Vec::new();
    let (mut in_head, mut column) = (false, 0);
    let mut cursor = at;
    while cursor < end {
        let (event, _) = events.get(cursor)?;
        cursor += 1;
        match event {
            Event::Start(Tag::TableHead) => in_head = true,
            Event::End(TagEnd::TableHead) => in_head = false,
            Event::Start(Tag::TableRow) => {
                column = 0;
                rows.push(Item::default());
            }
            Event::Start(Tag::TableCell) => {
                let (text, next) = plain_text(events, cursor, TagEnd::TableCell);
                if in_head {
                    titles.push(text);
                } else if let Some(row) = rows.last_mut() {
                    // A name that is a link stays one.
                    let name_only = column == 0 && !has_link(events.get(cursor..next)?);
                    if name_only {
                        row.name = text;
                    } else if let Some(mut part) = part(events, cursor..next - 1, 0) {
                        part.label = titles.get(column).cloned().unwrap_or_default();
                        row.parts.push(part);
                    }
                    column += 1;
                }
                cursor = next;
            }
            _ => {}
        }
    }
    rows.retain(|row| !row.name.is_empty() || !row.parts.is_empty());
    (titles.len() > 1 && !rows.is_empty()).then_some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(source: &str) -> Vec<String> {
        let document = crate::markdown::read(source);
        let Some(section) = read(&document) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        for block in section.blocks {
            match block {
                Block::Other(span) => out.push(span.of(source).trim().to_string()),
                Block::Contacts(items) => {
                    for item in items {
                        let parts: Vec<String> = item
                            .parts
                            .iter()
                            .map(|part| format!("{}<{}>", part.label, part.text))
                            .collect();
                        out.push(format!("{}={}", item.name, parts.join("")));
                    }
                }
            }
        }
        out
    }

    #[test]
    fn items_and_rows_are_contacts_and_the_rest_stays() {
        let source = "# R\n\n## Emergency Contacts\n\nCall in this order.\n\n### On-Call\n\n- **Primary**: Check PagerDuty\n- **AWS**: 1-800 (Premium)\n\
                      - Vendor: support@vendor.example\n- **Shop** (orders, payments): 030 2\n\n### Table\n\n| Who | Phone | Mail |\n|--|--|--|\n| DBA | 030 1 | a@b.example |\n\n\
                      ## Related\n\n- **X**: y\n";
        assert_eq!(
            flat(source),
            [
                "Call in this order.",
                "### On-Call",
                "Primary=<Check PagerDuty>",
                "AWS=<1-800 (Premium)>",
                "Vendor=<support@vendor.example>",
                "Shop=<(orders, payments): 030 2>",
                "### Table",
                "DBA=Phone<030 1>Mail<a@b.example>",
            ]
        );
    }

    #[test]
    fn hours_are_told_by_columns_or_at_the_end_of_an_item() {
        let source = "# R\n\n## Emergency Contacts\n\n- **AWS**: 1-800-555-0100 (Premium Support, 24/7)\n- **Vendor**: +49 30 5550 0123, Mon-Fri 09:00-17:00 Europe/Berlin\n\
                      - **Nowhere**: +49 30 5550 0123, Mon-Fri 09:00-17:00\n- **Primary**: Check PagerDuty\n\
                      - **Consultants** (say the number; hours 24/7): +49 30 5550 0124\n\n\
                      | Who | Phone | Hours | Time zone |\n|--|--|--|--|\n| DBA | 030 1 | Mon 9-17 | Asia/Tokyo |\n| Net | 24/7 | by mail | UTC |\n";
        let document = crate::markdown::read(source);
        let blocks = read(&document).unwrap().blocks;
        let items = blocks.iter().flat_map(|block| match block {
            Block::Contacts(items) => items.as_slice(),
            Block::Other(_) => &[],
        });
        let found: Vec<_> = items
            .map(|item| {
                item.duty()
                    .map(|(hours, zone)| (hours.minutes(), zone.unwrap_or_default()))
            })
            .collect();
        let some = |minutes: &str, zone: &str| Some((minutes.to_string(), zone.to_string()));
        assert_eq!(
            found,
            [
                some("0-10080", ""),
                some("540-1020 1980-2460 3420-3900 4860-5340 6300-6780", "Europe/Berlin"),
                None,
                None,
                some("0-10080", ""),
                some("540-1020", "Asia/Tokyo"),
                None,
            ]
        );
    }

    #[test]
    fn lists_that_name_nobody_are_left_as_they_are() {
        assert_eq!(flat("## Contacts\n\n- call\n- wait\n"), ["- call\n- wait"]);
        assert_eq!(
            flat("## Contacts\n\n- **A**: x\n  - nested\n"),
            ["- **A**: x\n  - nested"]
        );
        assert_eq!(flat("# Contacts\n\n- **A**: x\n"), Vec::<String>::new());
    }

    #[test]
    fn the_files_footer_is_no_contact() {
        let source = "## Contacts\n\n- **A**: x\n\n---\n\n**Last Updated**: 2025-10-25  \n**Owner**: Ops\n";
        assert_eq!(flat(source), ["A=<x>"]);
    }
}
