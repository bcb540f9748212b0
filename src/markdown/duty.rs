//! Hours that a runbook's section "Escalation" names: whom to call, and when they answer.
//!
//! Contacts stand there as teams write them: items, paragraphs, rows of a table. Each text that gives hours gets a mark
//! behind it, in which the app says whether they are now.

use super::Document;
use super::contacts::{HOURS, ZONES};
use super::events::{Spanned as Event_, plain_text};
use super::html::Mark;
use crate::runbook::hours::{self, Hours};
use crate::runbook::{Section, SectionKind};
use crate::text::escape::push_html_attribute;
use pulldown_cmark::{Event, Tag, TagEnd};

/// The marks of a file, in order.
pub fn marks(document: &Document, events: &[Event_<'_>]) -> Vec<Mark> {
    let sections = document.runbook().sections.iter();
    let escalations = sections.filter(|section| section.kind == SectionKind::Escalation);
    escalations.flat_map(|section| of_section(section, events)).collect()
}

fn of_section(section: &Section, events: &[Event_<'_>]) -> Vec<Mark> {
    let begins = events.iter().position(|(_, span)| span.start >= section.span.start);
    let mut at = begins.unwrap_or(events.len());
    let mut marks = Vec::new();
    while let Some((event, _)) = events.get(at).filter(|(_, span)| span.start < section.span.end) {
        at += 1;
        match event {
            Event::Start(Tag::Table(_)) => at = table(events, at, &mut marks),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::DefinitionListDefinition) => {
                let (text, end) = words(events, at);
                mark(hours::within(&text), None, end, &mut marks);
                at = end;
            }
            _ => {}
        }
    }
    marks
}

fn mark(given: Option<hours::Given>, zone: Option<&str>, before: usize, marks: &mut Vec<Mark>) {
    if let Some((hours, zone)) = given.and_then(|given| given.told(zone)) {
        marks.push(Mark {
            before,
            html: html(&hours, zone.as_deref()),
        });
    }
}

/// The place in which the app says whether hours are now: minutes of the week, and the zone's name.
pub fn html(hours: &Hours, zone: Option<&str>) -> String {
    let mut out = ["<span class=\"bg-duty\" data-hours=\"", &hours.minutes(), "\""].concat();
    if let Some(zone) = zone {
        out.push_str(" data-zone=\"");
        push_html_attribute(&mut out, zone);
        out.push('"');
    }
    out + "></span>"
}

/// The text from `at` on, line by line, up to the first block or the end of the one it stands in; and where that is.
fn words(events: &[Event_<'_>], mut at: usize) -> (String, usize) {
    let mut text = String::new();
    while let Some((event, _)) = events.get(at) {
        match event {
            Event::Text(piece) | Event::Code(piece) => text.push_str(piece),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(tag) if is_inline(tag) => {}
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {}
            Event::InlineHtml(_) | Event::TaskListMarker(_) | Event::FootnoteReference(_) => {}
            _ => break,
        }
        at += 1;
    }
    (text, at)
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// The rows of a table: hours from the column that has their title, else from whichever cell gives some. Returns where the
/// table ends.
fn table(events: &[Event_<'_>], mut at: usize, marks: &mut Vec<Mark>) -> usize {
    let mut titles: Vec<String> = Vec::new();
    let mut row: Vec<(String, usize)> = Vec::new();
    let mut in_head = true;
    while let Some((event, _)) = events.get(at) {
        at += 1;
        match event {
            Event::Start(Tag::TableCell) => {
                let (text, next) = plain_text(events, at, TagEnd::TableCell);
                at = next;
                if in_head {
                    titles.push(text.trim().trim_end_matches(':').to_lowercase());
                } else {
                    row.push((text, next.saturating_sub(1)));
                }
            }
            Event::End(TagEnd::TableHead) => in_head = false,
            Event::End(TagEnd::TableRow) => {
                let cells = std::mem::take(&mut row);
                let titled = |wanted: &[&str]| {
                    let at = titles.iter().position(|title| wanted.contains(&title.as_str()))?;
                    cells.get(at)
                };
                let zone = titled(&ZONES).map(|(text, _)| text.as_str());
                match titled(&HOURS) {
                    Some((text, end)) => mark(hours::read(text).ok(), zone, *end, marks),
                    None => {
                        let mut given = cells
                            .iter()
                            .filter_map(|(text, end)| Some((hours::within(text)?, *end)));
                        // Two cells with hours: which are they of?
                        if let (Some((only, end)), None) = (given.next(), given.next()) {
                            mark(Some(only), zone, end, marks);
                        }
                    }
                }
            }
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marks, each with the words before it.
    fn found(source: &str) -> Vec<String> {
        let document = crate::markdown::read(source);
        let events = document.prepared.events();
        let marks = marks(&document, &events).into_iter();
        marks
            .map(|mark| {
                let text = |at: usize| match events.get(at) {
                    Some((Event::Text(text), _)) => text.to_string(),
                    _ => String::new(),
                };
                let hours = mark.html.split('"').nth(3).unwrap_or("").to_string();
                format!("{} = {hours}", text(mark.before.saturating_sub(1)))
            })
            .collect()
    }

    #[test]
    fn items_paragraphs_and_rows_of_the_section_have_hours() {
        let source = "# R\n\n## Impact\n\n- SRE, 24/7\n\n## Escalation\n\nSRE, 24/7\n\n- **Payments**: Mon 09:00-17:00 Europe/Berlin, +1-555-0101\n  - Bob, Tue 9-17 UTC\n\
            - Nobody, Mon-Fri 09:00-17:00\n\n1. Loose, Wed 9-17 UTC\n\n2. Other\n\n   More, 24/7\n\n\
            | Level | Who | Hours | TZ |\n|--|--|--|--|\n| 1 | Net | Mon 9-17 | Asia/Tokyo |\n| 2 | 24/7 | never | UTC |\n\n\
            | Who | How |\n|--|--|\n| DBA (24/7) | 030 5550 0123 |\n| A, 24/7 | B, Mon 9-17 UTC |\n\n> Quoted, 24/7\n\n```\nSRE, 24/7\n```\n\n## Related\n\nSRE, 24/7\n";
        assert_eq!(
            found(source),
            [
                "SRE, 24/7 = 0-10080",
                ": Mon 09:00-17:00 Europe/Berlin, +1-555-0101 = 540-1020",
                "Bob, Tue 9-17 UTC = 1980-2460",
                "Loose, Wed 9-17 UTC = 3420-3900",
                "More, 24/7 = 0-10080",
                "Mon 9-17 = 540-1020",
                "DBA (24/7) = 0-10080",
                "Quoted, 24/7 = 0-10080",
            ]
        );
    }

    #[test]
    fn marks_stand_behind_the_words_and_before_nested_lists() {
        let source = "## Escalation\n\n- SRE, 24/7\n  - Bob\n\nDBA (24/7)\n";
        let document = crate::markdown::read(source);
        struct Marked;
        impl crate::markdown::Links for Marked {
            fn resolve(&mut self, _: crate::markdown::Reference<'_>) -> crate::markdown::Target {
                crate::markdown::Target::Dead
            }
            fn marks(&self, document: &Document, events: &[Event_<'_>]) -> Vec<Mark> {
                marks(document, events)
            }
        }
        let body = crate::markdown::html::render(&document, &mut Marked, &mut Vec::new()).body;
        let mark = "<span class=\"bg-duty\" data-hours=\"0-10080\"></span>";
        assert!(
            body.contains(&format!("<li>SRE, 24/7{mark}<ul>\n<li>Bob</li>")),
            "{body}"
        );
        assert!(body.contains(&format!("<p>DBA (24/7){mark}</p>")), "{body}");
    }
}
