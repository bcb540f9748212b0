//! Cells of tables, and those that a row has too many.

use super::Writer;
use crate::diagnostic::{Diagnostic, rules};
use crate::text::Span;
use pulldown_cmark::{Alignment, Event, TagEnd};

impl Writer<'_> {
    pub(super) fn cell(&mut self, span: Span) {
        self.row.start = span.end;
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"bg-right\"",
            Some(Alignment::Center) => " class=\"bg-center\"",
            _ => "",
        };
        self.column += 1;
        if self.in_table_head {
            // An empty heading cell is no heading; assistive technology would announce nothing.
            let empty = matches!(self.events.get(self.at), Some((Event::End(TagEnd::TableCell), _)));
            if empty {
                self.open("<td>", "</td>");
            } else {
                self.open(&format!("<th scope=\"col\"{class}>"), "</th>");
            }
        } else {
            let step = self.row_attribute(span);
            self.open(&format!("<td{class}{step}>"), "</td>");
        }
    }

    /// Cells of a row beyond the heading's: GitHub drops them, this page does not.
    pub(super) fn excess_cells(&mut self) {
        let rest = self.row.of(&self.document.prepared.text).trim_end();
        let rest = rest.strip_prefix('|').unwrap_or(rest);
        let rest = rest.strip_suffix('|').unwrap_or(rest);
        if rest.trim().is_empty() {
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(
                rules::TABLE_ROW_TOO_LONG,
                self.row,
                "this row has more cells than the table's heading",
            )
            .help("give the heading as many cells; other tools drop what is too much"),
        );
        for cell in rest.split('|') {
            self.open("<td>", "</td>");
            self.text(cell.trim(), self.row.start);
            self.close();
        }
    }
}
