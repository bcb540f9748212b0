//! The blocks of a file, one level at a time, as whole lines of the source.

use crate::markdown::events::Spanned as Event_;
use crate::text::Span;
use pulldown_cmark::{CodeBlockKind, Event, Tag};

/// What makes lines a block of code without fences.
pub(super) const CODE_MARGIN: &str = "    ";

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A heading of a level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list; whether it has numbers.
    List(bool),
    /// An item of a list.
    Item,
    /// A fenced code block.
    Fence,
    /// An indented code block; its span begins with the four columns.
    Indented,
    /// A thematic break.
    Rule,
    /// Anything else.
    Other,
}

/// A block: its place in the source, and its events (inside, without its own start and end).
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub kind: BlockKind,
    /// Without line ends behind it.
    pub span: Span,
    pub events: std::ops::Range<usize>,
}

/// The blocks of `events[range]`, outermost only. Text that stands directly in a tight item is a paragraph.
pub(super) fn blocks(events: &[Event_<'_>], range: std::ops::Range<usize>, source: &str) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let Some((event, span)) = events.get(at) else { break };
        let (kind, end) = match event {
            Event::Start(tag) => {
                let end = end_of(events, at).min(range.end);
                (block_kind(tag), end)
            }
            Event::Rule => (Some(BlockKind::Rule), at + 1),
            _ => (None, at + 1),
        };
        match kind {
            Some(kind) => out.push(Block {
                kind,
                span: match kind {
                    BlockKind::Indented => with_margin(trimmed(*span, source), source),
                    _ => trimmed(*span, source),
                },
                events: at + 1..end.saturating_sub(1).max(at + 1),
            }),
            // Inline content of a tight item: one paragraph as long as it goes on.
            None => {
                let last = out.last_mut().filter(|last| {
                    last.kind == BlockKind::Paragraph
                        && last.events.end == at
                        && last.events.start > range.start.saturating_sub(1)
                });
                let whole = trimmed(*span, source);
                match last {
                    Some(last) if last.events.end == at => {
                        last.span.end = last.span.end.max(whole.end);
                        last.events.end = end;
                    }
                    _ => out.push(Block {
                        kind: BlockKind::Paragraph,
                        span: whole,
                        events: at..end,
                    }),
                }
            }
        }
        at = end.max(at + 1);
    }
    out
}

fn block_kind(tag: &Tag<'_>) -> Option<BlockKind> {
    Some(match tag {
        Tag::Heading { level, .. } => BlockKind::Heading(*level as u8),
        Tag::Paragraph => BlockKind::Paragraph,
        Tag::List(number) => BlockKind::List(number.is_some()),
        Tag::Item => BlockKind::Item,
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => BlockKind::Fence,
        Tag::CodeBlock(CodeBlockKind::Indented) => BlockKind::Indented,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => return None,
        Tag::Superscript | Tag::Subscript => return None,
        _ => BlockKind::Other,
    })
}

/// The index behind the end of the element that starts at `at`.
fn end_of(events: &[Event_<'_>], at: usize) -> usize {
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

/// The span of an indented block with the four columns that make it one: what is written above it must not take them.
fn with_margin(span: Span, source: &str) -> Span {
    let before = source.get(..span.start).unwrap_or("");
    let margin = [CODE_MARGIN, "\t"].into_iter().find(|margin| before.ends_with(margin));
    Span::new(span.start - margin.map_or(0, str::len), span.end)
}

/// A span without white space at its end.
pub(super) fn trimmed(span: Span, source: &str) -> Span {
    let text = span.of(source);
    Span::new(span.start, span.start + text.trim_end().len())
}

/// Where the line of `offset` ends, before its line end.
pub(super) fn line_stop(source: &str, offset: usize) -> usize {
    let rest = source.get(offset..).unwrap_or("");
    let stop = offset + rest.find('\n').unwrap_or(rest.len());
    if source.as_bytes().get(stop.wrapping_sub(1)) == Some(&b'\r') && stop > offset {
        stop - 1
    } else {
        stop
    }
}

/// Whether an item is a task, and where its text begins.
pub(super) fn task_marker(events: &[Event_<'_>], item: &Block) -> Option<Span> {
    let inner = events.get(item.events.clone())?;
    inner.iter().take(2).find_map(|(event, span)| match event {
        Event::TaskListMarker(_) => Some(*span),
        _ => None,
    })
}
