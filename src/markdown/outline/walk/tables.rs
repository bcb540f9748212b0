//! Tables: those that list facts, and those that list steps.

use super::Walk;
use crate::markdown::blocks::{Mark, Row};
use crate::markdown::events::inline_text;
use crate::markdown::facts;
use crate::markdown::labels::{self, Line, unmarked};
use crate::markdown::outline::pieces::codes;
use crate::markdown::step_text::{Columns, is_label, number_of, step_heading};
use crate::text::Span;
use crate::text::span::Spanned;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::borrow::Cow;

/// A cell of a table.
struct Cell<'a> {
    text: Cow<'a, str>,
    /// What stands in it, without the white space around.
    inside: Span,
    /// The cell as the page has it.
    span: Span,
    /// The event behind it.
    next: usize,
}

impl<'a> Walk<'a> {
    /// A table: its facts (`| Owner | Shop Team |`) and its steps (`| Step | Action | Expected |`). `at` is its first event.
    pub(super) fn table(&mut self, at: usize) {
        let mut cells: Vec<Cell<'a>> = Vec::new();
        let mut lines = Vec::new();
        let mut columns = None;
        // Names below the head "Alert", as long as every row has one.
        let mut alerts: Option<Vec<Line<'a>>> = None;
        let mut at = at;
        while let Some((event, span)) = self.events.get(at) {
            at += 1;
            match event {
                Event::Start(Tag::TableCell) => {
                    let (text, next) = inline_text(self.events, at, TagEnd::TableCell);
                    let inside = self.events.get(at..next.saturating_sub(1)).unwrap_or(&[]);
                    let inside = match (inside.first(), inside.last()) {
                        (Some((_, first)), Some((_, last))) => Span::new(first.start, last.end),
                        _ => Span::at(0),
                    };
                    let span = *span;
                    cells.push(Cell {
                        text,
                        inside,
                        span,
                        next,
                    });
                    at = next;
                }
                Event::End(end @ (TagEnd::TableRow | TagEnd::TableHead)) => {
                    if let [key, value] = cells.as_slice() {
                        lines.extend(self.fact(key, value));
                    }
                    if *end == TagEnd::TableHead {
                        // What stands in a list or a quote explains.
                        let heads = cells.iter().map(|cell| cell.text.as_ref());
                        columns = Columns::of(heads).filter(|_| self.open.is_empty());
                        alerts = Some(Vec::new())
                            .filter(|_| self.facts.lists_alerts(cells.first().map_or("", |cell| &cell.text)));
                    } else {
                        if let Some(columns) = &columns {
                            self.row(&cells, columns, span.end);
                        }
                        let named = alerts.take().zip(cells.first().and_then(|cell| self.alert(cell)));
                        alerts = named.map(|(mut alerts, line)| {
                            alerts.push(line);
                            alerts
                        });
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
        self.facts.one_line(alerts.unwrap_or_default());
    }

    /// A cell as the name of an alert, which is one word.
    fn alert(&self, cell: &Cell<'a>) -> Option<Line<'a>> {
        let is_name = !cell.text.is_empty() && !cell.text.contains(char::is_whitespace);
        is_name.then(|| Line {
            key: Cow::Borrowed("alert"),
            value: Spanned::new(cell.text.clone(), cell.inside),
            codes: codes(self.events, cell.next, cell.inside),
            bold: false,
            start: cell.inside.start,
        })
    }

    /// A row of two cells as a fact.
    fn fact(&self, whole: &Cell<'a>, value: &Cell<'a>) -> Option<Line<'a>> {
        let key = unmarked(whole.text.trim_end_matches([':', '：']).trim());
        if !facts::is_listed_key(key) || value.text.is_empty() {
            return None;
        }
        let key = match &whole.text {
            Cow::Borrowed(whole) => Cow::Borrowed(unmarked(whole.trim_end_matches([':', '：']).trim())),
            Cow::Owned(_) => Cow::Owned(key.to_string()),
        };
        Some(Line {
            key: labels::folded_key(key),
            value: Spanned::new(value.text.clone(), value.inside),
            codes: codes(self.events, value.next, value.inside),
            bold: false,
            start: value.inside.start,
        })
    }

    /// A row of a table of steps, which ends at `end`.
    fn row(&mut self, cells: &[Cell<'a>], columns: &Columns, end: usize) {
        let cell = |at: usize| cells.get(at).filter(|cell| !cell.text.trim().is_empty());
        let named = cell(columns.first).map_or("", |cell| cell.text.trim());
        let number = number_in(named);
        let own = columns.named && number.map_or(!is_label(named), |(_, text)| !text.is_empty());
        let Some(action) = cell(if own { columns.first } else { columns.action }) else {
            return;
        };
        // What stands alone in its row and in bold divides the table: `**Phase 2**`.
        let is_alone = cells.len() > 2 && cells.iter().filter(|cell| !cell.text.is_empty()).count() == 1;
        if is_alone && number.is_none() && action.inside.of(self.text).starts_with(['*', '_']) {
            return;
        }
        for (at, kind) in &columns.marks {
            // A step reaches from its own cell to the end of its row.
            if let Some(cell) = cell(*at).filter(|cell| cell.span.start > action.span.start) {
                let (value, at) = (cell.inside, cell.inside.start);
                self.blocks.marks.push(Mark { kind: *kind, value, at });
            }
        }
        let text = action.text.trim();
        self.blocks.rows.push(Row {
            number: number.map(|(number, _)| number),
            text: number_in(text)
                .map_or(text, |(_, rest)| if rest.is_empty() { text } else { rest })
                .to_string(),
            head: action.span,
            span: Span::new(action.span.start, end.max(action.span.end)),
        });
    }
}

/// A cell that begins with a step's number, and what stands behind it: `3`, `3a`, `3.`, `Step 3: Stop it`, `3. Stop it`.
fn number_in(text: &str) -> Option<(u32, &str)> {
    let alone = || {
        let number = text.trim_end_matches(['.', ')']);
        let number = number.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(number);
        Some((number.parse().ok()?, ""))
    };
    step_heading(text).or_else(|| number_of(text)).or_else(alone)
}
