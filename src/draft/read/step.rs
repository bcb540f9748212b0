//! Steps: title, note, command, and what is expected of it.

use super::Reader;
use super::label::{Labelled, labelled};
use crate::draft::blocks::{Block, BlockKind, CODE_MARGIN, line_stop};
use crate::draft::form::{Part, PartKind, Sub};
use crate::draft::slot::{Slot, Style};
use crate::text::Span;
use crate::text::span::line_start;
use pulldown_cmark::{CodeBlockKind, Event, Tag};

impl Reader<'_> {
    pub(super) fn step(
        &self,
        kind: PartKind,
        span: Span,
        title: Slot,
        inner: &[Block],
        indent: usize,
        head_end: usize,
    ) -> Part {
        let mut subs = vec![(Sub::Title, title)];
        let mut text: Option<Span> = None;
        // Where words end that would go on in a text below them.
        let mut words = Some(head_end).filter(|_| !matches!(kind, PartKind::HeadingStep { .. }));
        let flush =
            |text: &mut Option<Span>, subs: &mut Vec<(Sub, Slot)>, words: Option<usize>, below: Option<&Block>| {
                if let Some(span) = text.take() {
                    let below = below.filter(|below| below.kind == BlockKind::Paragraph);
                    let mut slot = Slot::present(span, Style::Block { indent });
                    slot.touches = (
                        words.is_some_and(|end| self.touch(end, span.start)),
                        below.is_some_and(|below| self.touch(span.end, below.span.start)),
                    );
                    if slot.touches.0 {
                        slot.span.start = line_start(self.source, span.start);
                    }
                    subs.push((Sub::Text, slot));
                }
            };
        let mut blocks = inner.iter().peekable();
        while let Some(block) = blocks.next() {
            let known = match block.kind {
                BlockKind::Fence => self.command(block, indent),
                BlockKind::Indented => self.indented_command(block, indent),
                BlockKind::Paragraph => self.labels(block.span, indent),
                _ => None,
            };
            match known {
                Some(mut known) => {
                    flush(&mut text, &mut subs, words, Some(block));
                    words = None;
                    if block.kind == BlockKind::Paragraph {
                        // Lists behind a label are what it says.
                        while let (Some((_, slot)), Some(list)) = (known.last_mut(), blocks.peek())
                            && matches!(list.kind, BlockKind::List(_))
                            && self.belongs(slot.span, list.span)
                        {
                            if slot.span.of(self.source).trim().is_empty() {
                                let start = line_start(self.source, list.span.start);
                                let line = self.source.get(start..).unwrap_or("");
                                let indent = line.len() - line.trim_start_matches(' ').len();
                                slot.style = Style::Behind { indent };
                            }
                            slot.span.end = list.span.end;
                            blocks.next();
                        }
                        words = known.last().map(|(_, slot)| slot.span.end);
                    }
                    subs.extend(known);
                }
                None => {
                    let start = text.map_or(block.span.start, |text| text.start);
                    text = Some(Span::new(start, block.span.end));
                }
            }
        }
        flush(&mut text, &mut subs, words, None);
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
            let below = inner.first().filter(|below| below.kind == BlockKind::Paragraph);
            let touches = below.is_some_and(|below| self.touch(head_end, below.span.start));
            let after = if touches { "\n" } else { "" };
            subs.insert(
                1,
                (Sub::Text, Slot::absent(head_end, style, format!("\n\n{pad}"), after)),
            );
        }
        let head_end = note_end.unwrap_or(head_end);
        if !has_command {
            let style = Style::Code { indent, fences: None };
            let slot = Slot::absent(head_end, style, format!("\n\n{pad}```bash\n"), format!("{pad}```"));
            // Where it would be written: behind the note.
            let place = 1 + usize::from(subs.get(1).is_some_and(|(sub, _)| *sub == Sub::Text));
            subs.insert(place, (Sub::Command, slot));
        }
        for (sub, there, label) in [
            (Sub::Expected, has_expected, "Expected"),
            (Sub::IfNot, has_if_not, "If not"),
            (Sub::Rollback, has_rollback, "Rollback"),
        ] {
            if there {
                continue;
            }
            // Before the labels that come behind it, so that a field keeps its place when it is written.
            let place = subs.iter().position(|(own, _)| *own > sub).unwrap_or(subs.len());
            let mut gap = ["\n\n", &pad].concat();
            let mut slot = Slot::absent(span.end, Style::Behind { indent }, "", "");
            if let Some((_, next)) = subs.get(place) {
                let start = line_start(self.source, next.span.start);
                let line = self.source.get(start..span.end).unwrap_or("");
                slot.span = Span::at(start + (line.len() - line.trim_start().len()));
                slot.after = std::mem::take(&mut gap);
            }
            slot.before = [&gap, "**", label, "**:"].concat();
            subs.insert(place, (sub, slot));
        }
        Part {
            kind,
            span,
            subs,
            indent,
        }
    }

    /// Whether nothing but one line's end and a margin is between two blocks.
    fn touch(&self, end: usize, start: usize) -> bool {
        let gap = self.source.get(end..start).unwrap_or("");
        gap.bytes().filter(|b| *b == b'\n').count() == 1
    }

    /// Whether a list belongs to the label whose value this is: right below it, or where it says nothing itself.
    fn belongs(&self, value: Span, list: Span) -> bool {
        let said = value.of(self.source);
        said.trim().is_empty() || said.ends_with(':') || self.touch(value.end, list.start)
    }

    /// A fenced block's language and text. `None` for one that is never closed, or is indented otherwise than its step.
    pub(super) fn command(&self, block: &Block, indent: usize) -> Option<Vec<(Sub, Slot)>> {
        let source = self.source;
        let is_command = match self.events.get(block.events.start.checked_sub(1)?) {
            Some((Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), _)) => {
                let language = crate::markdown::outline::fence_language(info);
                crate::runbook::command::console(&language).is_some() || language == "python"
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

    /// The text of a command that is indented instead of fenced: it gets fences once it is changed, for while it is typed its
    /// first word may be no program. `None` for what is no command or stands otherwise than its step.
    fn indented_command(&self, block: &Block, indent: usize) -> Option<Vec<(Sub, Slot)>> {
        let (_, own) = self.events.get(block.events.start.checked_sub(1)?)?;
        let mut commands = self.document.runbook().commands.iter();
        commands.find(|command| command.span.start == own.start)?;
        let pad = " ".repeat(indent);
        let margin = [&pad, CODE_MARGIN].concat();
        let code = Span::new(line_start(self.source, block.span.start), block.span.end);
        let mut lines = code.of(self.source).lines();
        if !lines.all(|line| line.starts_with(&margin) || line.trim().is_empty()) {
            return None;
        }
        let mut slot = Slot::present(code, Style::Code { indent, fences: None });
        slot.before = [&pad, "```\n"].concat();
        slot.after = [&pad, "```"].concat();
        Some(vec![(Sub::Command, slot)])
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
            let mut slot = label.behind(source, end, indent);
            slot.touches.1 = end < span.end;
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
