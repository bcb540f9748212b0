//! The rows of a table, and of a list of links.

use super::{Cell, Column, ColumnKind, Row, block_end};
use crate::markdown::events::{Spanned as Event_, plain_text};
use crate::markdown::links::{Form, form};
use crate::runbook::id::strip_extension;
use crate::text::Span;
use pulldown_cmark::{Event, Tag, TagEnd};

/// A table of which a row links to a runbook.
pub(super) fn table(events: &[Event_<'_>], at: usize, end: usize) -> Option<(Vec<Column>, Vec<Row>)> {
    let mut columns = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    let mut link: Option<(String, String, Span)> = None;
    let mut in_head = false;
    let mut cursor = at;
    while cursor < end {
        let Some((event, span)) = events.get(cursor) else { break };
        cursor += 1;
        match event {
            Event::Start(Tag::TableHead) => in_head = true,
            Event::End(TagEnd::TableHead) => {
                in_head = false;
                columns = columns_of(&std::mem::take(&mut cells));
            }
            Event::Start(Tag::TableRow) => {
                cells.clear();
                link = None;
            }
            Event::Start(Tag::TableCell) => {
                let (text, next) = plain_text(events, cursor, TagEnd::TableCell);
                if !in_head && link.is_none() {
                    link = first_link(events.get(cursor..next).unwrap_or(&[]));
                }
                cells.push(Cell {
                    text,
                    events: cursor..next.saturating_sub(1),
                    span: *span,
                });
                cursor = next;
            }
            Event::End(TagEnd::TableRow) => {
                let cells = std::mem::take(&mut cells);
                let (title, href, span) = link.take().unwrap_or_else(|| {
                    let first = cells.first();
                    (
                        first.map(|c| c.text.clone()).unwrap_or_default(),
                        String::new(),
                        first.map_or(*span, |c| c.span),
                    )
                });
                rows.push(Row {
                    title,
                    href,
                    span,
                    cells,
                });
            }
            _ => {}
        }
    }
    let lists_runbooks = rows.iter().any(|row| names_runbook(&row.href));
    lists_runbooks.then_some((columns, rows))
}

/// The columns; where no title names the runbook's, it is the first.
fn columns_of(cells: &[Cell]) -> Vec<Column> {
    let mut columns: Vec<Column> = cells
        .iter()
        .map(|cell| Column {
            title: cell.text.clone(),
            kind: ColumnKind::from_title(&cell.text),
        })
        .collect();
    if !columns.iter().any(|column| column.kind == ColumnKind::Runbook)
        && let Some(first) = columns.first_mut()
    {
        first.kind = ColumnKind::Runbook;
    }
    columns
}

/// A list in which every item begins with a link to a Markdown file: `- [Title](file.md) - description`.
pub(super) fn list(events: &[Event_<'_>], at: usize, end: usize) -> Option<(Vec<Column>, Vec<Row>)> {
    let mut rows = Vec::new();
    let mut cursor = at + 1;
    while cursor + 1 < end {
        let Some((Event::Start(Tag::Item), span)) = events.get(cursor) else {
            return None;
        };
        let item_end = block_end(events, cursor);
        let mut inside = cursor + 1;
        let paragraph = matches!(events.get(inside), Some((Event::Start(Tag::Paragraph), _)));
        inside += usize::from(paragraph);
        let Some((Event::Start(Tag::Link { dest_url, .. }), link_span)) = events.get(inside) else {
            return None;
        };
        if !names_runbook(dest_url) {
            return None;
        }
        let (title, after) = plain_text(events, inside + 1, TagEnd::Link);
        // A nested list or a second block is more than a row can show.
        let rest = after..item_end - 1 - usize::from(paragraph);
        let nested =
            |event: &Event<'_>| matches!(event, Event::Start(Tag::List(_) | Tag::Paragraph | Tag::CodeBlock(_)));
        if events.get(rest.clone())?.iter().any(|(event, _)| nested(event)) {
            return None;
        }
        let (text, _) = plain_text(events, after, TagEnd::Item);
        rows.push(Row {
            title: title.clone(),
            href: dest_url.to_string(),
            span: *link_span,
            cells: vec![
                Cell {
                    text: title,
                    events: inside..after,
                    span: *link_span,
                },
                Cell {
                    text,
                    events: rest,
                    span: Span::new(link_span.end, span.end),
                },
            ],
        });
        cursor = item_end;
    }
    let column = |title: &str, kind| Column {
        title: title.to_string(),
        kind,
    };
    let columns = vec![
        column("Runbook", ColumnKind::Runbook),
        column("Description", ColumnKind::Description),
    ];
    (!rows.is_empty()).then_some((columns, rows))
}

fn first_link(events: &[Event_<'_>]) -> Option<(String, String, Span)> {
    let at = events
        .iter()
        .position(|(event, _)| matches!(event, Event::Start(Tag::Link { .. })))?;
    let (Event::Start(Tag::Link { dest_url, .. }), span) = events.get(at)? else {
        return None;
    };
    let (text, _) = plain_text(events, at + 1, TagEnd::Link);
    Some((text, dest_url.to_string(), *span))
}

/// Whether a destination is a Markdown file inside the folder (`../` leads to other documentation).
fn names_runbook(href: &str) -> bool {
    match form(href) {
        Form::Path { path, .. } => {
            let file = path.rsplit('/').next().unwrap_or("");
            strip_extension(file).is_some() && !path.starts_with("..")
        }
        _ => false,
    }
}
