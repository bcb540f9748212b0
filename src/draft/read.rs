//! Source to form.

use super::blocks::{Block, BlockKind, blocks, line_stop, task_marker, trimmed};
use super::form::{Fact, Form, Part, PartKind, SectionForm, Sub};
use super::slot::{Slot, Style};
use crate::markdown::Document;
use crate::markdown::events::Spanned as Event_;
use crate::markdown::outline::split_title;
use crate::runbook::{Kind, SectionKind};
use crate::text::Span;
use crate::text::span::line_start;
use pulldown_cmark::{CodeBlockKind, Event, Tag};

impl Form {
    /// The form of `source`, which `document` was read from.
    pub fn read(source: &str, document: &Document) -> Self {
        let events = document.prepared.events();
        let all = if document.prepared.is_plain {
            Vec::new()
        } else {
            blocks(&events, 0..events.len(), source)
        };
        let mut reader = Reader {
            source,
            document,
            events: &events,
            blocks: &all,
            facts: vec![None; Fact::ALL.len()],
        };
        let footer = reader.footer();
        let sections = reader.sections(footer.start);
        let title = reader.title();
        let intro = reader.intro(&title, footer.start);
        let facts = reader.finish_facts(&sections, footer);
        let kind = document
            .runbook()
            .metadata
            .kind
            .as_ref()
            .map_or(Kind::Incident, |kind| kind.value);
        Self {
            source: source.to_string(),
            title,
            kind,
            facts,
            intro,
            sections,
        }
    }
}

struct Reader<'a> {
    source: &'a str,
    document: &'a Document,
    events: &'a [Event_<'a>],
    blocks: &'a [Block],
    facts: Vec<Option<Slot>>,
}

/// `**Key**: value` at the start of a paragraph's or item's text.
struct Labelled {
    key: Span,
    /// From behind the colon and its spaces.
    value: usize,
    spaced: bool,
}

fn labelled(source: &str, span: Span) -> Option<Labelled> {
    let text = span.of(source);
    let inner = text.strip_prefix("**")?;
    let close = inner.find("**")?;
    let key = inner.get(..close)?;
    if key.contains('\n') || key.len() > 80 {
        return None;
    }
    let behind = inner.get(close + 2..)?;
    let (key_len, skipped, rest) = match key.strip_suffix(':') {
        Some(short) => (short.len(), 0, behind),
        None => (key.len(), 1, behind.strip_prefix(':')?),
    };
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let start = span.start + 2;
    Some(Labelled {
        key: Span::new(start, start + key_len),
        value: start + close + 2 + skipped + spaces,
        spaced: spaces > 0,
    })
}

impl Labelled {
    fn key<'a>(&self, source: &'a str) -> &'a str {
        self.key.of(source).trim()
    }

    /// The value up to `end`.
    fn slot(&self, source: &str, end: usize, indent: usize, names: bool) -> Slot {
        let span = trimmed(Span::new(self.value.min(end), end), source);
        let style = if span.of(source).contains('\n') {
            Style::Block { indent }
        } else if names {
            Style::Names
        } else {
            Style::Line { opens: false }
        };
        let mut slot = Slot::present(span, style);
        if !self.spaced {
            slot.before = " ".to_string();
        }
        slot
    }
}

impl Reader<'_> {
    // ---- title, intro, footer ------------------------------------------------------------------

    fn title(&self) -> Slot {
        let source = self.source;
        let runbook = self.document.runbook();
        let front = self.document.prepared.front_matter.as_ref();
        if let Some(entry) = front.and_then(|front| front.get(&["title"])) {
            return self.front_slot(entry);
        }
        let heading = self
            .document
            .outline
            .title_heading
            .and_then(|at| runbook.headings.get(at))
            .or_else(|| runbook.headings.first().filter(|first| first.level == 1));
        let Some(heading) = heading else {
            let at = self.document.prepared.start;
            return Slot::absent(at, Style::Line { opens: false }, "# Runbook: ", "\n\n");
        };
        let line = Span::new(heading.span.start, line_stop(source, heading.span.start));
        let text = line.of(source);
        let marks = text.len() - text.trim_start_matches('#').len();
        let body = text.get(marks..).unwrap_or("");
        let mut start = line.start + marks + (body.len() - body.trim_start().len());
        let mut end = trimmed(line, source).end.max(start);
        // A closing sequence of `#` is no part of the text (CommonMark, section 4.2).
        let closed = Span::new(start, end).of(source).trim_end_matches('#');
        if marks > 0 && (closed.is_empty() || closed.ends_with([' ', '\t'])) {
            end = start + closed.trim_end().len();
        }
        let shown = Span::new(start, end).of(source);
        let (prefix, rest) = split_title(shown);
        let before = match prefix {
            Some(_) => {
                start = end - rest.len();
                ""
            }
            // The template's heading while nobody has said what it is about.
            None if shown.eq_ignore_ascii_case("runbook:") => {
                start = end;
                " "
            }
            None if marks > 0 && body.is_empty() => " ",
            None => "",
        };
        let mut slot = Slot::present(Span::new(start, end), Style::Line { opens: false });
        slot.before = before.to_string();
        // Setext headings over several lines.
        slot.locked = marks == 0 && heading.span.of(source).trim_end().lines().count() > 2;
        slot
    }

    fn front_slot(&self, entry: &crate::markdown::front_matter::Entry) -> Slot {
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

    /// The last part of the file, from its rule on, where it holds facts; else its end.
    fn footer(&mut self) -> Span {
        let source = self.source;
        let end = source.trim_end().len();
        let rule = self.blocks.iter().rposition(|block| block.kind == BlockKind::Rule);
        let from = rule.map_or(0, |at| at + 1);
        let mut found = false;
        for block in self.blocks.get(from..).unwrap_or(&[]) {
            if matches!(block.kind, BlockKind::Heading(_)) && rule.is_some() {
                break;
            }
            if block.kind != BlockKind::Paragraph {
                continue;
            }
            let mut at = block.span.start;
            for line in block.span.of(source).split('\n') {
                let span = Span::new(at, at + line.trim_end().trim_end_matches('\\').trim_end().len());
                at += line.len() + 1;
                let Some(label) = labelled(source, span) else { continue };
                let key = label.key(source).to_lowercase();
                let fact = Fact::ALL
                    .into_iter()
                    .find(|fact| fact.section().is_none() && fact.keys().contains(&key.as_str()));
                if let Some(fact) = fact
                    && let Some(place) = self.facts.get_mut(fact.index())
                    && place.is_none()
                {
                    *place = Some(label.slot(source, span.end, 0, false));
                    found = true;
                }
            }
        }
        let start = rule.and_then(|at| self.blocks.get(at)).filter(|_| found);
        start.map_or(Span::new(end, end), |rule| Span::new(rule.span.start, end))
    }

    fn intro(&self, title: &Slot, stop: usize) -> Slot {
        let source = self.source;
        let start = match self.document.outline.title_heading {
            Some(at) => self
                .document
                .runbook()
                .headings
                .get(at)
                .map_or(0, |heading| heading.span.end),
            None => self
                .document
                .prepared
                .start
                .max(if title.present && title.style != Style::Scalar {
                    line_stop(source, title.span.end)
                } else {
                    0
                }),
        };
        let first = self
            .document
            .runbook()
            .sections
            .first()
            .map(|section| section.span.start);
        let end = match first {
            Some(first) => first,
            None => stop,
        };
        let text = Span::new(start.min(end), end).of(source);
        let lead = text.len() - text.trim_start().len();
        let span = trimmed(Span::new(start.min(end) + lead, end), source);
        if span.is_empty() {
            let at = trimmed(Span::new(0, start.min(end)), source).end;
            let before = if at == 0 { "" } else { "\n\n" };
            return Slot::absent(
                at,
                Style::Block { indent: 0 },
                before,
                if at == 0 { "\n\n" } else { "" },
            );
        }
        Slot::present(span, Style::Block { indent: 0 })
    }

    /// Facts that the text does not have get the place where the template has them.
    fn finish_facts(&mut self, sections: &[SectionForm], footer: Span) -> Vec<Slot> {
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

    // ---- sections ------------------------------------------------------------------------------

    fn sections(&mut self, stop: usize) -> Vec<SectionForm> {
        let document = self.document;
        let mut out = Vec::new();
        for section in &document.runbook().sections {
            let heading = document
                .runbook()
                .headings
                .iter()
                .find(|heading| heading.span.start == section.span.start)
                .map_or(section.span.start, |heading| trimmed(heading.span, self.source).end);
            let end = section.span.end.min(stop.max(heading));
            let text = Span::new(heading, end).of(self.source);
            let lead = text.len() - text.trim_start().len();
            let body = if lead == text.len() {
                Span::at(heading)
            } else {
                trimmed(
                    Span::new(line_start(self.source, heading + lead).max(heading), end),
                    self.source,
                )
            };
            out.push(self.section(section.kind, section.title.clone(), body, heading));
        }
        // Those of the nine that are missing stand behind the last that comes before them: there they are written, so
        // that a section keeps its number when it comes into being.
        for (at, kind) in SectionKind::NAMED.into_iter().enumerate() {
            if out.iter().any(|section: &SectionForm| section.kind == kind) {
                continue;
            }
            let (earlier, later) = SectionKind::NAMED.split_at(at);
            let before = out.iter().rposition(|section| earlier.contains(&section.kind));
            let after = out.iter().position(|section| later.contains(&section.kind));
            let real = |kinds: &[SectionKind]| -> Vec<Span> {
                let all = document.runbook().sections.iter();
                all.filter(|section| kinds.contains(&section.kind))
                    .map(|section| section.span)
                    .collect()
            };
            let place = match (real(earlier).last(), real(later).first()) {
                (Some(before), _) => before.end.min(stop),
                (None, Some(after)) => after.start,
                (None, None) => stop,
            };
            let number = before.map(|before| before + 1).or(after).unwrap_or(out.len());
            let (at, before, after) = self.new_section(kind, place);
            let section = SectionForm {
                kind,
                title: title_of(kind).to_string(),
                present: false,
                body: Span::at(place),
                parts: Vec::new(),
                next: Some(next_part(kind, at, before, after, None)),
            };
            out.insert(number, section);
        }
        out
    }

    /// Where a missing section is written, and what around its first words.
    fn new_section(&self, kind: SectionKind, place: usize) -> (usize, String, String) {
        let head = self.source.get(..place).unwrap_or("");
        let at = head.trim_end().len().max(self.document.prepared.start.min(place));
        let lead = if head.trim_end().is_empty() { "" } else { "\n\n" };
        let gap = self.source.get(at..).unwrap_or("");
        let tail = if gap.trim_start().is_empty() {
            if gap.is_empty() { "\n" } else { "" }
        } else if gap.starts_with("\n\n") || gap.starts_with("\r\n\r\n") {
            ""
        } else {
            "\n\n"
        };
        (at, format!("{lead}## {}\n\n", title_of(kind)), tail.to_string())
    }

    fn section(&mut self, kind: SectionKind, title: String, body: Span, heading: usize) -> SectionForm {
        let inside: Vec<Block> = self
            .blocks
            .iter()
            .filter(|block| body.start <= block.span.start && block.span.start < body.end.max(body.start))
            .cloned()
            .collect();
        let parts = self.parts(kind, &inside);
        // Parts must be whole lines, in order, apart from each other: then they can be moved. What is not is text.
        let parts = if is_sound(&parts, body, self.source) {
            parts
        } else {
            vec![self.text_part(body)]
        };
        let next = self.next(kind, &parts, body, heading);
        SectionForm {
            kind,
            title,
            present: true,
            body,
            parts,
            next,
        }
    }

    fn next(&self, kind: SectionKind, parts: &[Part], body: Span, heading: usize) -> Option<Part> {
        let at = parts.last().map_or(heading.max(body.end), |part| part.span.end);
        let last = parts.last();
        let before = match last {
            Some(part) if part.kind.is_item() => "\n",
            _ => "\n\n",
        };
        Some(next_part(
            kind,
            at,
            before.to_string(),
            String::new(),
            last.map(|last| (self, last, parts))
                .map(|(reader, last, parts)| Neighbour {
                    last,
                    parts,
                    source: reader.source,
                }),
        ))
    }

    fn text_part(&self, span: Span) -> Part {
        Part {
            kind: PartKind::Text,
            span,
            subs: vec![(Sub::Text, Slot::present(span, Style::Block { indent: 0 }))],
            indent: 0,
        }
    }

    fn parts(&mut self, kind: SectionKind, inside: &[Block]) -> Vec<Part> {
        let source = self.source;
        let mut out: Vec<Part> = Vec::new();
        let steps = matches!(
            kind,
            SectionKind::Diagnosis | SectionKind::Resolution | SectionKind::Other
        );
        let mut at = 0;
        while let Some(block) = inside.get(at) {
            at += 1;
            match block.kind {
                BlockKind::Heading(level) => {
                    let line = heading_text(source, block);
                    let (Some(line), true) = (line, kind != SectionKind::Other) else {
                        self.push_text(&mut out, block.span);
                        continue;
                    };
                    match step_prefix(line.of(source)).filter(|_| steps) {
                        Some(prefix) => {
                            let until = inside
                                .iter()
                                .skip(at)
                                .position(|next| matches!(next.kind, BlockKind::Heading(next) if next <= level))
                                .map_or(inside.len(), |offset| at + offset);
                            let inner = inside.get(at..until).unwrap_or(&[]);
                            at = until;
                            let end = inner.last().map_or(block.span.end, |last| last.span.end);
                            let span = Span::new(line_start(source, block.span.start), end);
                            let mut title =
                                Slot::present(Span::new(line.start + prefix, line.end), Style::Line { opens: false });
                            if source.as_bytes().get(title.span.start.wrapping_sub(1)) == Some(&b':') {
                                title.before = " ".to_string();
                            }
                            out.push(self.step(PartKind::HeadingStep { level }, span, title, inner, 0, block.span.end));
                        }
                        None => {
                            let span = Span::new(line_start(source, block.span.start), block.span.end);
                            out.push(Part {
                                kind: PartKind::Group { level },
                                span,
                                subs: vec![(Sub::Title, Slot::present(line, Style::Line { opens: false }))],
                                indent: 0,
                            });
                        }
                    }
                }
                BlockKind::List(numbered) => {
                    let items = blocks(self.events, block.events.clone(), source);
                    let parts: Option<Vec<Part>> = items.iter().map(|item| self.item(kind, item, numbered)).collect();
                    match parts.filter(|_| kind != SectionKind::Other) {
                        Some(parts) => out.extend(parts),
                        None => self.push_text(&mut out, block.span),
                    }
                }
                BlockKind::Fence if steps && out.last().is_some_and(|last| last.kind == PartKind::NumberedStep) => {
                    // A block between two lists that are one list to their author belongs to the step before it.
                    let command = self.command(block, 0);
                    if let (Some(last), Some(command)) = (out.last_mut(), command) {
                        last.span.end = block.span.end;
                        last.subs.retain(|(sub, slot)| slot.present || *sub != Sub::Command);
                        let place = last.subs.iter().position(|(_, slot)| !slot.present);
                        let place = place.unwrap_or(last.subs.len());
                        last.subs.splice(place..place, command);
                        for (_, slot) in last.subs.iter_mut().filter(|(_, slot)| !slot.present) {
                            slot.span = Span::at(block.span.end);
                        }
                    } else {
                        self.push_text(&mut out, block.span);
                    }
                }
                _ => self.push_text(&mut out, block.span),
            }
        }
        out
    }

    /// Adds Markdown without structure; neighbours are one text.
    fn push_text(&self, out: &mut Vec<Part>, span: Span) {
        let span = Span::new(line_start(self.source, span.start), span.end);
        if let Some(last) = out.last_mut().filter(|last| last.kind == PartKind::Text) {
            last.span.end = span.end;
            if let Some((_, slot)) = last.subs.first_mut() {
                slot.span.end = span.end;
            }
            return;
        }
        out.push(self.text_part(span));
    }

    /// A list item as a part; `None` when it is nothing that a field can stand for.
    fn item(&mut self, kind: SectionKind, item: &Block, numbered: bool) -> Option<Part> {
        let source = self.source;
        let start = line_start(source, item.span.start);
        let margin = source.get(start..item.span.start)?;
        if !margin.bytes().all(|b| b == b' ') {
            return None;
        }
        let span = Span::new(start, item.span.end);
        let marker = item.span.of(source);
        let mark_len = if numbered {
            marker.bytes().take_while(u8::is_ascii_digit).count() + 1
        } else {
            1
        };
        let behind = marker.get(mark_len..)?;
        let spaces = behind.len() - behind.trim_start_matches(' ').len();
        if behind
            .get(spaces..)
            .is_none_or(|rest| rest.starts_with(['\n', '\r', '\t']))
        {
            return None;
        }
        let indent = margin.len() + mark_len + spaces.clamp(1, 4);
        let inner = blocks(self.events, item.events.clone(), source);
        let task = task_marker(self.events, item);
        let is_step = numbered
            && matches!(
                kind,
                SectionKind::Diagnosis | SectionKind::Resolution | SectionKind::Verification
            )
            || task.is_some()
            || kind == SectionKind::Verification;
        let text_start = match task {
            Some(marker) => marker.end + usize::from(source.get(marker.end..)?.starts_with(' ')),
            None => item.span.start + mark_len + spaces,
        };
        let first = inner.first();
        let (first_end, rest) = match first {
            None => (item.span.end.max(text_start), inner.get(..0)?),
            Some(first) if first.kind == BlockKind::Paragraph => (first.span.end, inner.get(1..)?),
            Some(_) => return None,
        };
        let text = Span::new(text_start.min(first_end), first_end);
        if is_step {
            let step = if numbered {
                PartKind::NumberedStep
            } else {
                PartKind::CheckStep
            };
            let style = line_or_block(text, source, indent, task.is_none());
            return Some(self.step(step, span, Slot::present(text, style), rest, indent, first_end));
        }
        if numbered {
            return None;
        }
        let whole = Span::new(text.start, item.span.end);
        let facts_here = matches!(kind, SectionKind::Impact | SectionKind::Detection);
        if let Some(label) = labelled(source, text) {
            let key = label.key(source).to_lowercase();
            let fact = Fact::ALL
                .into_iter()
                .find(|fact| facts_here && fact.section().is_some() && fact.keys().contains(&key.as_str()))
                .filter(|fact| self.facts.get(fact.index()).is_some_and(Option::is_none));
            let value = label.slot(source, whole.end, indent, fact == Some(Fact::Alert));
            if let (Some(fact), Some(place)) = (fact, fact.and_then(|fact| self.facts.get_mut(fact.index()))) {
                *place = Some(value);
                return Some(Part {
                    kind: PartKind::Fact(fact),
                    span,
                    subs: Vec::new(),
                    indent,
                });
            }
            if kind == SectionKind::Escalation {
                return Some(Part {
                    kind: PartKind::Pair,
                    span,
                    subs: vec![
                        (Sub::Key, Slot::present(label.key, Style::Line { opens: false })),
                        (Sub::Title, value),
                    ],
                    indent,
                });
            }
        }
        Some(Part {
            kind: PartKind::Bullet,
            span,
            subs: vec![(
                Sub::Title,
                Slot::present(whole, line_or_block(whole, source, indent, true)),
            )],
            indent,
        })
    }

    // ---- steps ---------------------------------------------------------------------------------

    fn step(&self, kind: PartKind, span: Span, title: Slot, inner: &[Block], indent: usize, head_end: usize) -> Part {
        let mut subs = vec![(Sub::Title, title)];
        let mut text: Option<Span> = None;
        let flush = |text: &mut Option<Span>, subs: &mut Vec<(Sub, Slot)>| {
            if let Some(span) = text.take() {
                subs.push((Sub::Text, Slot::present(span, Style::Block { indent })));
            }
        };
        for block in inner {
            let known = match block.kind {
                BlockKind::Fence => self.command(block, indent),
                BlockKind::Paragraph => self.labels(block.span, indent),
                _ => None,
            };
            match known {
                Some(known) => {
                    flush(&mut text, &mut subs);
                    subs.extend(known);
                }
                None => {
                    let start = text.map_or(block.span.start, |text| text.start);
                    text = Some(Span::new(start, block.span.end));
                }
            }
        }
        flush(&mut text, &mut subs);
        let has = |sub: Sub| subs.iter().any(|(own, _)| *own == sub);
        let (has_command, has_expected, has_if_not, has_rollback) = (
            has(Sub::Command),
            has(Sub::Expected),
            has(Sub::IfNot),
            has(Sub::Rollback),
        );
        let pad = " ".repeat(indent);
        // A note stands before the command: what is lost, how to look first.
        let note_end = subs
            .get(1)
            .filter(|(sub, _)| *sub == Sub::Text)
            .map(|(_, slot)| slot.span.end);
        if !subs.iter().any(|(sub, _)| *sub == Sub::Text) {
            let style = Style::Block { indent };
            subs.insert(1, (Sub::Text, Slot::absent(head_end, style, format!("\n\n{pad}"), "")));
        }
        let head_end = note_end.unwrap_or(head_end);
        if !has_command {
            let style = Style::Code { indent, fences: None };
            subs.push((
                Sub::Command,
                Slot::absent(head_end, style, format!("\n\n{pad}```bash\n"), format!("{pad}```")),
            ));
        }
        for (sub, there, label) in [
            (Sub::Expected, has_expected, "Expected"),
            (Sub::IfNot, has_if_not, "If not"),
            (Sub::Rollback, has_rollback, "Rollback"),
        ] {
            if !there {
                let style = Style::Block { indent };
                subs.push((
                    sub,
                    Slot::absent(span.end, style, format!("\n\n{pad}**{label}**: "), ""),
                ));
            }
        }
        Part {
            kind,
            span,
            subs,
            indent,
        }
    }

    /// A fenced block's language and text. `None` for one that is never closed, or is indented otherwise than its step.
    fn command(&self, block: &Block, indent: usize) -> Option<Vec<(Sub, Slot)>> {
        let source = self.source;
        let is_command = match self.events.get(block.events.start.checked_sub(1)?) {
            Some((Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), _)) => {
                crate::runbook::command::is_shell_like(&crate::markdown::outline::fence_language(info))
                    || matches!(
                        crate::markdown::outline::fence_language(info).as_str(),
                        "sql" | "promql" | "powershell" | "python" | "redis"
                    )
            }
            _ => false,
        };
        let start = line_start(source, block.span.start);
        let margin = source.get(start..block.span.start)?;
        if !is_command || margin.len() != indent || !margin.bytes().all(|b| b == b' ') {
            return None;
        }
        let first = Span::new(block.span.start, line_stop(source, block.span.start));
        let mark = first.of(source).chars().next()?;
        let marks = first.of(source).chars().take_while(|c| *c == mark).count();
        let opening = Span::new(first.start, first.start + marks);
        let info = first.of(source).get(marks..)?;
        let word_start = opening.end + (info.len() - info.trim_start().len());
        let word = info
            .trim_start()
            .split(|c: char| c.is_whitespace())
            .next()
            .unwrap_or("");
        let last = line_start(source, block.span.end);
        let content_start = source.get(first.end..)?.find('\n').map(|at| first.end + at + 1)?;
        if last < content_start {
            return None;
        }
        let closing_line = Span::new(last, block.span.end).of(source);
        let closing_start = last + (closing_line.len() - closing_line.trim_start().len());
        let closing_marks = closing_line.trim_start().chars().take_while(|c| *c == mark).count();
        // A mended fence keeps its info string until `check --fix` takes it away.
        if closing_marks < marks {
            return None;
        }
        let closing = Span::new(closing_start, closing_start + closing_marks);
        let code = Span::new(content_start, last);
        Some(vec![
            (
                Sub::Command,
                Slot::present(
                    code,
                    Style::Code {
                        indent,
                        fences: Some((opening, closing)),
                    },
                ),
            ),
            (
                Sub::Language,
                Slot::present(Span::new(word_start, word_start + word.len()), Style::Word),
            ),
        ])
    }

    /// A paragraph whose lines all begin with labels that a step has fields for.
    fn labels(&self, span: Span, indent: usize) -> Option<Vec<(Sub, Slot)>> {
        let source = self.source;
        let mut starts: Vec<(Sub, Labelled, usize)> = Vec::new();
        let mut at = span.start;
        for line in span.of(source).split('\n') {
            let lead = line.len() - line.trim_start().len();
            let start = at + lead;
            let text = Span::new(start, at + line.len());
            at += line.len() + 1;
            match labelled(source, text) {
                Some(label) => match sub_of(label.key(source)) {
                    Some(sub) => starts.push((sub, label, start)),
                    None => return None,
                },
                None if starts.is_empty() => return None,
                None => {}
            }
        }
        let ends: Vec<usize> = starts
            .iter()
            .skip(1)
            .map(|(_, _, start)| *start)
            .chain([span.end])
            .collect();
        let subs = starts.iter().zip(ends).map(|((sub, label, _), end)| {
            let slot = label.slot(source, end, indent, false);
            let slot = Slot {
                style: Style::Block { indent },
                ..slot
            };
            (*sub, slot)
        });
        Some(subs.collect())
    }
}

/// The field that a label in a step stands for.
fn sub_of(key: &str) -> Option<Sub> {
    let key = key.to_lowercase();
    if key.starts_with("expected") {
        Some(Sub::Expected)
    } else if key.starts_with("if ") {
        // "If not" and "If it shows …": the condition stays where it is, the field is what to do.
        Some(Sub::IfNot)
    } else if matches!(key.as_str(), "rollback" | "roll back" | "undo" | "to undo") {
        Some(Sub::Rollback)
    } else {
        None
    }
}

fn line_or_block(span: Span, source: &str, indent: usize, opens: bool) -> Style {
    if span.of(source).contains('\n') {
        Style::Block { indent }
    } else {
        Style::Line { opens }
    }
}

/// The text of a heading of one line; `None` for setext headings.
fn heading_text(source: &str, block: &Block) -> Option<Span> {
    let line = Span::new(block.span.start, line_stop(source, block.span.start));
    let text = line.of(source);
    let marks = text.len() - text.trim_start_matches('#').len();
    if marks == 0 || line.end < block.span.end {
        return None;
    }
    let body = text.get(marks..)?;
    let start = line.start + marks + (body.len() - body.trim_start().len());
    let text = Span::new(start, trimmed(line, source).end.max(start));
    (!text.of(source).ends_with('#')).then_some(text)
}

/// How long `Step N:` is at the start of a heading, with the spaces behind it.
pub(super) fn step_prefix(text: &str) -> Option<usize> {
    let lower = text.get(..4)?.to_ascii_lowercase();
    if lower != "step" {
        return None;
    }
    let rest = text.get(4..)?;
    let spaces = rest.len() - rest.trim_start().len();
    let digits = rest.trim_start().bytes().take_while(u8::is_ascii_digit).count();
    if spaces == 0 || digits == 0 {
        return None;
    }
    let mut at = 4 + spaces + digits;
    let behind = text.get(at..)?;
    let mark = behind.trim_start();
    if let Some(first) = mark
        .chars()
        .next()
        .filter(|c| matches!(c, ':' | '.' | ')' | '-' | '–' | '—'))
    {
        at += behind.len() - mark.len() + first.len_utf8();
    } else if !behind.is_empty() && !behind.starts_with(' ') {
        return None;
    }
    let rest = text.get(at..)?;
    Some(at + rest.len() - rest.trim_start().len())
}

/// The heading that the template has for a section.
pub(super) fn title_of(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Symptoms => "Symptoms",
        SectionKind::Impact => "Impact",
        SectionKind::Detection => "Detection",
        SectionKind::Diagnosis => "Diagnosis",
        SectionKind::Resolution => "Resolution",
        SectionKind::Verification => "Verification",
        SectionKind::Prevention => "Prevention",
        SectionKind::Escalation => "Escalation",
        SectionKind::Related => "Related",
        SectionKind::Other => "Notes",
    }
}

/// Whom the template names in Escalation, in order.
const CONTACTS: [&str; 3] = ["L1 Support", "L2 Support", "On-Call Engineer"];

/// What the next part of a section stands behind.
struct Neighbour<'a> {
    last: &'a Part,
    parts: &'a [Part],
    source: &'a str,
}

/// The next bullet, pair or step of a section, not there yet.
fn next_part(kind: SectionKind, at: usize, before: String, after: String, near: Option<Neighbour<'_>>) -> Part {
    let line = Style::Line { opens: true };
    let absent = |style: Style, mark: String| Slot::absent(at, style, [before.as_str(), &mark].concat(), after.clone());
    let margin = near
        .as_ref()
        .filter(|near| near.last.kind.is_item())
        .map_or(String::new(), |near| {
            let text = near.last.span.of(near.source);
            " ".repeat(text.len() - text.trim_start_matches(' ').len())
        });
    let part = |kind: PartKind, subs: Vec<(Sub, Slot)>| Part {
        kind,
        span: Span::at(at),
        subs,
        indent: 0,
    };
    match kind {
        SectionKind::Diagnosis | SectionKind::Resolution => {
            if let Some(near) = near.as_ref().filter(|near| near.last.kind == PartKind::NumberedStep) {
                let text = near.last.span.of(near.source).trim_start();
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let number: u32 = text.get(..digits).and_then(|n| n.parse().ok()).unwrap_or(0);
                let mark = text.get(digits..digits + 1).unwrap_or(".");
                let number = number.saturating_add(1);
                return part(
                    PartKind::NumberedStep,
                    vec![(Sub::Title, absent(line, format!("{margin}{number}{mark} ")))],
                );
            }
            if near.as_ref().is_some_and(|near| near.last.kind == PartKind::CheckStep) {
                return part(
                    PartKind::CheckStep,
                    vec![(Sub::Title, absent(line, format!("{margin}- [ ] ")))],
                );
            }
            let (level, number) = near.as_ref().map_or((3, 1), next_step);
            let marks = "#".repeat(usize::from(level));
            let title = absent(Style::Line { opens: false }, format!("{marks} Step {number}: "));
            part(PartKind::HeadingStep { level }, vec![(Sub::Title, title)])
        }
        SectionKind::Verification => part(
            PartKind::CheckStep,
            vec![(
                Sub::Title,
                absent(Style::Line { opens: false }, format!("{margin}- [ ] ")),
            )],
        ),
        SectionKind::Other => part(
            PartKind::Text,
            vec![(Sub::Text, absent(Style::Block { indent: 0 }, String::new()))],
        ),
        SectionKind::Escalation => {
            let pairs = near.as_ref().map_or(0, |near| {
                near.parts.iter().filter(|part| part.kind == PartKind::Pair).count()
            });
            let key = CONTACTS.get(pairs).copied().unwrap_or("Contact");
            let style = Style::Line { opens: false };
            part(
                PartKind::Pair,
                vec![(Sub::Title, absent(style, format!("{margin}- **{key}**: ")))],
            )
        }
        _ => part(
            PartKind::Bullet,
            vec![(Sub::Title, absent(line, format!("{margin}- ")))],
        ),
    }
}

/// Level and number of the heading step that comes behind the last part.
fn next_step(near: &Neighbour<'_>) -> (u8, u32) {
    let mut number = 0u32;
    let mut level = None;
    for part in near.parts {
        match part.kind {
            PartKind::Group { level: group } => {
                level = Some((group + 1).min(6));
                number = 0;
            }
            PartKind::HeadingStep { level: own } => {
                level = Some(own);
                let text = part.span.of(near.source);
                let digits: String = text
                    .chars()
                    .skip_while(|c| !c.is_ascii_digit())
                    .take_while(char::is_ascii_digit)
                    .collect();
                number = digits.parse().unwrap_or(number);
            }
            _ => {}
        }
    }
    (level.unwrap_or(3), number.saturating_add(1))
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

/// Whether parts are whole lines, in order, and apart, and together all that the section says.
fn is_sound(parts: &[Part], body: Span, source: &str) -> bool {
    let mut at = body.start;
    for part in parts {
        let gap = match source.get(at..part.span.start) {
            Some(gap) => gap,
            None => return false,
        };
        if !gap.trim().is_empty() || part.span.end > body.end || line_start(source, part.span.start) != part.span.start
        {
            return false;
        }
        if part.span.start > body.start && !gap.contains('\n') {
            return false;
        }
        at = part.span.end;
    }
    source.get(at..body.end).is_some_and(|rest| rest.trim().is_empty())
}
