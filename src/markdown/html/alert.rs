//! Alerts as on GitHub, and the admonitions of other tools, which look like them.

use super::Writer;
use crate::markdown::admonition;
use crate::text::Span;
use crate::text::escape::push_html_text;
use pulldown_cmark::{BlockQuoteKind, Event, Tag};

impl Writer<'_> {
    /// The start of an admonition: an alert with the author's word and title, which folds where it is meant to. False
    /// when the block quote is none.
    pub(super) fn admonition(&mut self, span: Span) -> bool {
        let document = self.document;
        let Some(header) = admonition::at(&document.prepared.text, span) else {
            return false;
        };
        let (name, _) = alert_names(header.kind());
        let (start, end) = match header.fold {
            None => (
                format!("<div class=\"bg-alert\" data-kind=\"{name}\"><p class=\"bg-alert-title\">"),
                "</div>\n",
            ),
            Some(open) => {
                let open = if open { " open" } else { "" };
                let start = format!(
                    "<details class=\"bg-alert\" data-kind=\"{name}\"{open}><summary class=\"bg-alert-title\">"
                );
                (start, "</details>\n")
            }
        };
        self.open(&start, end);
        let shown = self.stack.last().is_some_and(|open| !open.end.is_empty());
        // A tab has no kind.
        let is_named = shown && !header.name.is_empty();
        self.out
            .push_str(if is_named { "<span class=\"bg-alert-kind\">" } else { "" });
        push_html_text(&mut self.out, header.name);
        self.out.push_str(if is_named { "</span>" } else { "" });
        if header.title.is_some_and(|(title, _)| !title.is_empty())
            && matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _)))
        {
            self.at += 1;
            self.out.push(' ');
            self.inline_until_end();
        }
        self.out.push_str(match (shown, header.fold) {
            (false, _) => "\n",
            (true, None) => "</p>\n",
            (true, Some(_)) => "</summary>\n",
        });
        true
    }

    pub(super) fn alert(&mut self, kind: BlockQuoteKind) {
        let (name, title) = alert_names(kind);
        self.open(
            &format!("<div class=\"bg-alert\" data-kind=\"{name}\"><p class=\"bg-alert-title\">{title}</p>\n"),
            "</div>\n",
        );
    }
}

/// An alert's kind on the page, and the title that GitHub gives it.
fn alert_names(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "NOTE"),
        BlockQuoteKind::Tip => ("tip", "TIP"),
        BlockQuoteKind::Important => ("important", "IMPORTANT"),
        BlockQuoteKind::Warning => ("warning", "WARNING"),
        BlockQuoteKind::Caution => ("caution", "CAUTION"),
    }
}
