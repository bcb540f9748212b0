//! The index: the `README.md` that lists the runbooks.
//!
//! A table is part of the list when a row of it links to a Markdown file inside the folder; the heading above it is
//! the category. Columns are found by name (Runbook, Severity, Type, Description; others are kept as they are). A list
//! whose items begin with such a link counts like a table with the columns runbook and description.

mod rows;

use super::Document;
use super::events::Spanned as Event_;
use crate::text::Span;
use pulldown_cmark::{Event, Tag};
use rows::{list, table};
use std::ops::Range;

/// What the index says.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// The categories in the order of the file.
    pub categories: Vec<Category>,
    /// The top-level blocks that make up the list; the rest of the file is the guide.
    pub blocks: Vec<Span>,
}

/// A group of runbooks.
#[derive(Clone, Debug, Default)]
pub struct Category {
    /// The heading's text; empty where a table stands above every heading.
    pub title: String,
    /// The heading's id; empty likewise.
    pub anchor: String,
    /// Blocks of the category that stand between its heading and the end of its list, the lists themselves left out.
    pub prose: Vec<Span>,
    /// Names of the columns, as written; the first is the runbook's.
    pub columns: Vec<Column>,
    /// Its rows, in order.
    pub rows: Vec<Row>,
}

/// A column of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading cell's text.
    pub title: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// The link to the runbook.
    Runbook,
    /// Its severity.
    Severity,
    /// Its kind.
    Type,
    /// A sentence about it.
    Description,
    /// Something else, shown as it is.
    Other,
}

impl ColumnKind {
    fn from_title(title: &str) -> Self {
        match title.trim().to_lowercase().as_str() {
            "runbook" | "name" | "title" | "playbook" | "page" | "document" | "alert" => Self::Runbook,
            "severity" | "priority" | "sev" => Self::Severity,
            "type" | "kind" => Self::Type,
            "description" | "summary" | "purpose" | "about" | "when to use" => Self::Description,
            _ => Self::Other,
        }
    }
}

/// One runbook of the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// The link's text.
    pub title: String,
    /// The link's destination as written.
    pub href: String,
    /// The link in the source.
    pub span: Span,
    /// The cells, the runbook's included, in the order of the columns.
    pub cells: Vec<Cell>,
}

/// A cell of a row.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Plain text.
    pub text: String,
    /// Its inline events, for [`super::html::render_inline`].
    pub events: Range<usize>,
    /// Where it stands.
    pub span: Span,
}

impl Row {
    /// The text of the first cell in a column of this kind.
    pub fn cell<'a>(&'a self, columns: &[Column], kind: ColumnKind) -> Option<&'a Cell> {
        let at = columns.iter().position(|column| column.kind == kind)?;
        self.cells.get(at).filter(|cell| !cell.text.is_empty())
    }
}

/// Reads the index from a `README.md`.
pub fn read(document: &Document) -> Index {
    let events = document.prepared.events();
    let headings = &document.runbook().headings;
    let mut index = Index::default();
    let mut heading: Option<(usize, Span)> = None;
    let mut next_heading = 0;
    let mut prose: Vec<Span> = Vec::new();
    let mut at = 0;
    while let Some((event, span)) = events.get(at) {
        let end = block_end(&events, at);
        match event {
            Event::Start(Tag::Heading { .. }) => {
                heading = Some((next_heading, *span));
                prose.clear();
            }
            Event::Start(Tag::Table(_) | Tag::List(None)) => {
                let found = match event {
                    Event::Start(Tag::Table(_)) => table(&events, at, end),
                    _ => list(&events, at, end),
                };
                if let Some((columns, rows)) = found {
                    let (title, anchor) = heading
                        .and_then(|(at, _)| headings.get(at))
                        .filter(|h| h.level > 1)
                        .map_or((String::new(), String::new()), |h| (h.text.clone(), h.anchor.clone()));
                    if let Some((_, span)) = heading.filter(|_| !anchor.is_empty()) {
                        index.blocks.push(span);
                    }
                    index.blocks.extend(prose.iter().copied().chain([*span]));
                    add(&mut index.categories, title, anchor, &mut prose, columns, rows);
                } else {
                    prose.push(*span);
                }
            }
            _ => prose.push(*span),
        }
        next_heading += events
            .get(at..end)
            .unwrap_or(&[])
            .iter()
            .filter(|(e, _)| matches!(e, Event::Start(Tag::Heading { .. })))
            .count();
        at = end;
    }
    drop_empty_parents(document, &mut index);
    index.blocks.sort();
    index.blocks.dedup();
    index
}

fn add(
    categories: &mut Vec<Category>,
    title: String,
    anchor: String,
    prose: &mut Vec<Span>,
    columns: Vec<Column>,
    rows: Vec<Row>,
) {
    let same = categories
        .last_mut()
        .filter(|last| last.anchor == anchor && last.columns == columns);
    match same {
        Some(last) => {
            last.prose.append(prose);
            last.rows.extend(rows);
        }
        None => categories.push(Category {
            title,
            anchor,
            prose: std::mem::take(prose),
            columns,
            rows,
        }),
    }
}

/// A heading such as "Runbook Index" that holds categories and nothing else goes with them.
fn drop_empty_parents(document: &Document, index: &mut Index) {
    let headings = &document.runbook().headings;
    let blocks: Vec<Span> = top_level(document);
    let is_listed = |span: &Span, listed: &[Span]| listed.contains(span);
    for (at, heading) in headings.iter().enumerate().rev() {
        if heading.level == 1 || is_listed(&heading.span, &index.blocks) {
            continue;
        }
        let end = headings
            .iter()
            .skip(at + 1)
            .find(|next| next.level <= heading.level)
            .map_or(usize::MAX, |h| h.span.start);
        let inside: Vec<&Span> = blocks
            .iter()
            .filter(|b| b.start > heading.span.start && b.start < end)
            .collect();
        if !inside.is_empty() && inside.iter().all(|block| is_listed(block, &index.blocks)) {
            index.blocks.push(heading.span);
        }
    }
}

fn top_level(document: &Document) -> Vec<Span> {
    let events = document.prepared.events();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some((_, span)) = events.get(at) {
        out.push(*span);
        at = block_end(&events, at);
    }
    out
}

/// The index behind the top-level block that begins at `at`.
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

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "# Runbooks\n\nIntro.\n\n## Runbook Index\n\n### Performance\n\nSlow things.\n\n| Runbook | Severity | Description |\n|--|--|--|\n\
        | [High CPU](high-cpu.md) | P1 | CPU > `80%` |\n| [Gone](gone.md) | P0 | x |\n\n### Procedures\n\n| Runbook | Type | Description |\n|--|--|--|\n\
        | [Backup](sub/backup.md) | Procedure | y |\n\n## Using\n\nText.\n\n- [Other](../x.md)\n";

    #[test]
    fn categories_columns_and_rows_are_read() {
        let document = crate::markdown::read(SOURCE);
        let index = read(&document);
        let titles: Vec<&str> = index.categories.iter().map(|c| c.title.as_str()).collect();
        assert_eq!(titles, ["Performance", "Procedures"]);
        let first = &index.categories[0];
        assert_eq!(first.prose.len(), 1);
        assert_eq!(first.rows[0].href, "high-cpu.md");
        let severity = first.rows[0].cell(&first.columns, ColumnKind::Severity);
        assert_eq!(severity.map(|c| c.text.as_str()), Some("P1"));
        let second = &index.categories[1];
        assert_eq!(second.columns[1].kind, ColumnKind::Type);
    }

    #[test]
    fn the_guide_is_what_is_left() {
        let document = crate::markdown::read(SOURCE);
        let index = read(&document);
        let left: Vec<&str> = top_level(&document)
            .iter()
            .filter(|b| !index.blocks.contains(b))
            .map(|b| b.of(SOURCE).trim())
            .collect();
        assert_eq!(
            left,
            ["# Runbooks", "Intro.", "## Using", "Text.", "- [Other](../x.md)"]
        );
    }

    #[test]
    fn a_list_of_links_is_an_index_too() {
        let document = crate::markdown::read("# R\n\n## DB\n\n- [A](a.md) - first\n- [B](b.md): `second`\n");
        let index = read(&document);
        assert_eq!(index.categories[0].rows.len(), 2);
        assert_eq!(index.categories[0].rows[1].cells[1].text, ": second");
    }
}
