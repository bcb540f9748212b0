//! Facts of front matter, and the places of those that a file does not say.

use super::Reader;
use crate::draft::blocks::line_stop;
use crate::draft::fact::Fact;
use crate::draft::form::SectionForm;
use crate::draft::slot::{Slot, Style};
use crate::text::Span;
use crate::text::span::line_start;

impl Reader<'_> {
    pub(super) fn front_slot(&self, entry: &crate::markdown::front_matter::Entry) -> Slot {
        let source = self.source;
        let one = match entry.values.as_slice() {
            [value] => {
                let line = Span::new(
                    line_start(source, value.span.start),
                    line_stop(source, value.span.start),
                );
                let raw = Span::new(value.span.start, value.span.end);
                let raw = widen_quotes(raw, source);
                let is_list = raw.of(source).starts_with(['[', '|', '>']) || line.of(source).contains('[');
                let on_key_line = line.contains(entry.key.span.start);
                (on_key_line && !is_list && !raw.of(source).contains('\n')).then_some(raw)
            }
            _ => None,
        };
        match one {
            Some(raw) => Slot::present(raw, Style::Scalar),
            None => {
                let span = match (entry.values.first(), entry.values.last()) {
                    (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
                    _ => Span::at(entry.key.span.end),
                };
                let mut slot = Slot::present(span, Style::Line { opens: false });
                slot.locked = true;
                slot
            }
        }
    }

    /// Facts that the text does not have get the place where the template has them.
    pub(super) fn finish_facts(&mut self, sections: &[SectionForm], footer: Span) -> Vec<Slot> {
        let front = self.document.prepared.front_matter.as_ref();
        for fact in Fact::ALL {
            let entry = front
                .and_then(|front| front.get(fact.front_keys()))
                .filter(|entry| !entry.values.is_empty());
            if let Some(entry) = entry {
                let slot = self.front_slot(entry);
                if let Some(place) = self.facts.get_mut(fact.index()) {
                    *place = Some(slot);
                }
            }
        }
        let known = self.facts.clone();
        Fact::ALL
            .into_iter()
            .map(|fact| match known.get(fact.index()).cloned().flatten() {
                Some(slot) => slot,
                None => self.missing_fact(fact, &known, sections, footer),
            })
            .collect()
    }

    fn missing_fact(&self, fact: Fact, known: &[Option<Slot>], sections: &[SectionForm], footer: Span) -> Slot {
        let source = self.source;
        let style = if fact == Fact::Alert {
            Style::Names
        } else {
            Style::Line { opens: false }
        };
        let label = fact.label();
        let line_of = |other: Fact| -> Option<usize> {
            let slot = known.get(other.index())?.as_ref()?;
            (slot.style != Style::Scalar && !slot.locked).then_some(slot.span.end)
        };
        let fellows = || Fact::ALL.into_iter().filter(|other| other.section() == fact.section());
        let before = fellows().take_while(|other| *other != fact).filter_map(line_of).last();
        let after = fellows().skip_while(|other| *other != fact).find_map(line_of);
        let Some(kind) = fact.section() else {
            // The footer: its lines end with two spaces, so that each stays a line.
            if let Some(end) = before {
                let stop = line_stop(source, end);
                let tail = source.get(end..stop).unwrap_or("");
                let lead = if tail.ends_with("  ") || tail.ends_with('\\') {
                    "\n"
                } else {
                    "  \n"
                };
                let below = source.get(stop..).unwrap_or("").trim_start_matches('\r');
                let goes_on = below.strip_prefix('\n').is_some_and(|next| next.starts_with("**"));
                return Slot::absent(
                    stop,
                    style,
                    format!("{lead}**{label}**: "),
                    if goes_on { "  " } else { "" },
                );
            }
            if let Some(end) = after {
                let at = line_start(source, end);
                return Slot::absent(at, style, format!("**{label}**: "), "  \n");
            }
            let end = footer.end;
            let lead = if end == 0 { "---\n\n" } else { "\n\n---\n\n" };
            let tail = if source.len() == end { "\n" } else { "" };
            return Slot::absent(end, style, format!("{lead}**{label}**: "), tail);
        };
        if let Some(end) = before {
            return Slot::absent(line_stop(source, end), style, format!("\n- **{label}**: "), "");
        }
        if let Some(end) = after {
            return Slot::absent(line_start(source, end), style, format!("- **{label}**: "), "\n");
        }
        match sections.iter().find(|section| section.kind == kind) {
            Some(section) if section.present => {
                // In front of whatever the section says.
                let (before, after) = match section.body.is_empty() {
                    true => ("\n\n", ""),
                    false => ("", "\n\n"),
                };
                Slot::absent(section.body.start, style, format!("{before}- **{label}**: "), after)
            }
            Some(section) => {
                let (at, before, after) = self.new_section(kind, section.body.start);
                Slot::absent(at, style, format!("{before}- **{label}**: "), after)
            }
            None => Slot::absent(footer.start, style, format!("\n\n- **{label}**: "), "\n"),
        }
    }
}

/// A span and the quotes around it, where it has some.
fn widen_quotes(span: Span, source: &str) -> Span {
    let before = span.start.checked_sub(1).and_then(|at| source.as_bytes().get(at));
    let behind = source.as_bytes().get(span.end);
    match (before, behind) {
        (Some(b'"'), Some(b'"')) | (Some(b'\''), Some(b'\'')) => Span::new(span.start - 1, span.end + 1),
        _ => span,
    }
}
