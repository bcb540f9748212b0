//! Paragraphs: what they say as labels, facts, the summary.

use super::{Open, Walk};
use crate::markdown::admonition;
use crate::markdown::blocks::{Clause, Mark, MarkKind, Top};
use crate::markdown::events::{Spanned as Event_, inline_text};
use crate::markdown::facts;
use crate::markdown::labels::{self, Line};
use crate::markdown::outline::pieces::{announces_output, bold_line};
use crate::markdown::outline::sections::summary;
use crate::markdown::step_text::{clause, is_plain_step, step_heading};
use crate::runbook::SectionKind;
use crate::text::Span;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::borrow::Cow;

impl<'a> Walk<'a> {
    pub(super) fn paragraph(&mut self, span: Span, at: usize) {
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
        let in_list = self.open.iter().any(|open| matches!(open, Open::List(_)));
        self.facts.paragraph(&lines, in_list);
        let listed = labels::in_one_line(self.events, at, lines.len(), facts::is_listed_key);
        // One fact is what the lines above are; several in one line, or one in bold as a whole, are not.
        let is_list = listed.len() > lines.len();
        if is_list {
            self.facts.one_line(listed);
        }
        let is_severity = std::mem::take(&mut self.facts.asks_severity);
        let is_title = self.is_admonition_title(at);
        if is_severity || is_title {
            let (text, _) = inline_text(self.events, at, TagEnd::Paragraph);
            match is_severity {
                true => self.facts.severity(&text, span),
                false => self.facts.admonition(&text, span),
            }
        }
        self.marks(&lines);
        let mut is_label = false;
        if self.open.is_empty() {
            let (mut label, colon) = bold_line(self.events, at, inside);
            // `**Step 1:** Stop it.`
            if let Some(line) = lines.first().filter(|line| line.start == span.start)
                && step_heading(&line.key).is_some()
                && !line.value.value.is_empty()
            {
                label = Some(Cow::Owned([&line.key, ": ", &line.value.value].concat()));
            }
            if label.is_none() {
                label = self.counted(inside, span);
            }
            // A line that ends in a colon introduces something; it is no summary.
            is_label = label.is_some() || colon;
            self.top(Top::Paragraph { label, colon }, span);
        }
        let is_fact = is_list || lines.iter().any(|line| line.start == span.start) || is_listing(inside, lines.len());
        self.announces_output = announces_output(inside);
        if self.outline.runbook.summary.is_empty() && !in_list && self.is_about_all(span) && !is_title {
            let (text, _) = inline_text(self.events, at, TagEnd::Paragraph);
            // Further down, what a label such as "Purpose" says is the purpose of a part.
            let above = lines.get(..).filter(|_| self.outline.runbook.headings.len() <= 2);
            self.outline.runbook.summary = summary(&text, above.unwrap_or(&[]), is_fact || is_label);
        }
        self.open.push(Open::Leaf);
        self.keep_room(lines);
    }

    /// A paragraph that is a step by its first words, `Step 1 – Look`, as a label; one that is numbered by hand is noted.
    fn counted(&mut self, inside: &'a [Event_<'_>], span: Span) -> Option<Cow<'a, str>> {
        let Some((Event::Text(first), _)) = inside.first() else {
            return None;
        };
        let is_step = step_heading(first).is_some();
        let may_count = matches!(
            first.as_bytes(),
            [b'0'..=b'9' | b'(', ..] | [b'a'..=b'z', b')' | b'.', ..]
        ) || first.starts_with(|c| ('①'..='⑳').contains(&c));
        if !is_step && !may_count {
            return None;
        }
        let is_break = |(event, _): &Event_<'_>| matches!(event, Event::SoftBreak | Event::HardBreak);
        let len = inside.iter().position(is_break).unwrap_or(inside.len());
        let (text, _) = inline_text(inside.get(..len)?, 0, TagEnd::Paragraph);
        if is_step {
            return is_plain_step(&text).then_some(text);
        }
        let (mark, number, text) = clause(&text)?;
        let clauses = &mut self.blocks.clauses;
        // What further clauses divide is their heading.
        clauses.pop_if(|above| {
            mark.strip_prefix(above.mark.as_str())
                .is_some_and(|rest| rest.starts_with('.'))
        });
        clauses.push(Clause {
            mark: mark.to_string(),
            number,
            text: text.to_string(),
            span,
        });
        None
    }

    /// Whether event `at` begins a text behind a block of a tight item, which is a paragraph without saying so.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        let is_inline = |event: &Event<'_>| match event {
            Event::Text(_) | Event::Code(_) => true,
            Event::Start(tag) => matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Link { .. }),
            _ => false,
        };
        let is_block = |tag: &TagEnd| {
            matches!(
                tag,
                TagEnd::CodeBlock | TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::Table
            )
        };
        let pair = at.checked_sub(1).and_then(|before| self.events.get(before..=at));
        matches!(self.open.last(), Some(Open::Item(_)))
            && matches!(pair, Some([(Event::End(tag), _), (event, _)]) if is_block(tag) && is_inline(event))
    }

    /// What such a text at event `at` says of its step.
    pub(super) fn tight(&mut self, span: Span, at: usize) {
        self.begin_block();
        let rest = self.events.get(at..).unwrap_or(&[]);
        let len = rest.iter().position(|(event, place)| {
            let ends = matches!(
                event,
                Event::End(TagEnd::Item) | Event::Start(Tag::CodeBlock(_) | Tag::List(_))
            );
            ends && place.end > span.start
        });
        let inside = rest.get(..len.unwrap_or(rest.len())).unwrap_or(rest);
        let mut lines = std::mem::take(&mut self.lines);
        labels::read(self.events, at, is_plain_label, &mut lines);
        self.facts.paragraph(&lines, true);
        self.marks(&lines);
        self.announces_output = announces_output(inside);
        self.keep_room(lines);
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

    /// Whether a paragraph here may be about the runbook as a whole: not where it says what to do behind the first
    /// command, not in the sections that come when all is over, and not in a tip or a note.
    fn is_about_all(&self, span: Span) -> bool {
        use SectionKind::{Escalation, Prevention, Related, Verification};
        let is_aside = span.start < self.aside_end;
        let is_clause = self.facts.section.is_worked() && !self.blocks.clauses.is_empty();
        self.commands.is_empty()
            && !is_aside
            && !is_clause
            && !self.works
            && !matches!(self.facts.section, Escalation | Prevention | Related | Verification)
    }

    pub(super) fn keep_room(&mut self, mut lines: Vec<Line<'a>>) {
        lines.clear();
        self.lines = lines;
    }

    pub(super) fn marks(&mut self, lines: &[Line<'a>]) {
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

/// Whether a paragraph of several lines lists facts, of which `known` are known: a word or three and a colon begin each line.
fn is_listing(inside: &[Event_<'_>], known: usize) -> bool {
    let (mut lines, mut keyed) = (1, 0);
    let mut fresh = true;
    for (event, _) in inside {
        match event {
            Event::SoftBreak | Event::HardBreak => {
                lines += 1;
                fresh = true;
                continue;
            }
            Event::Text(text) if fresh => {
                let key = text.find([':', '：']).and_then(|end| text.get(..end));
                keyed += usize::from(key.is_some_and(|key| key.len() <= 30 && key.matches(' ').count() < 3));
            }
            _ => {}
        }
        fresh = false;
    }
    lines > 1 && (keyed == lines || known > 0 && keyed * 2 >= lines)
}

/// Whether a label counts without bold marks.
fn is_plain_label(key: &str) -> bool {
    MarkKind::is_plain_label(key) || facts::is_listed_key(key)
}
