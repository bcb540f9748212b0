//! Admonitions as block quotes, for the parser.

use super::{Header, MARKS, Mapped, colons};
use crate::markdown::fence;
use crate::text::Span;
use crate::text::span::line_start;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// Admonitions inside each other; what lies deeper stays as it is. Each level costs one more parse of what it holds.
const DEEPEST: usize = 6;

/// Columns by which a body is indented.
const INDENT: usize = 4;

/// Rewrites the admonitions of `source` from offset `start` on; `None` when there are none. Places in the rewritten text
/// count from `start`, those it maps to from the beginning of the file.
pub fn rewrite(source: &str, start: usize, options: Options) -> Option<Mapped> {
    let body = source.get(start..)?;
    let bytes = body.as_bytes();
    fence::find_three(bytes, 0, [b'!', b'?']).or_else(|| fence::find_three(bytes, 0, [b':', b'=']))?;
    let mut lines = Vec::new();
    let mut at = start;
    for line in body.split_inclusive('\n') {
        lines.push(Line {
            head: Vec::new(),
            span: Span::new(at, at + line.len()),
        });
        at += line.len();
    }
    let lines = transform(source, lines, options, 0)?;
    let mut mapped = Mapped {
        text: String::with_capacity(body.len() + body.len() / 8),
        pieces: Vec::new(),
    };
    for line in lines {
        for (text, stands_for) in &line.head {
            mapped.push(text, *stands_for);
        }
        mapped.push(line.span.of(source), line.span);
    }
    Some(mapped)
}

/// A line: what is put in front, and what is left of the source's.
#[derive(Clone, Debug)]
struct Line {
    /// Texts that are no source, each with what it stands for.
    head: Vec<(&'static str, Span)>,
    /// The rest, its line end included.
    span: Span,
}

/// Rewrites the admonitions of a run of lines, which has no heads yet. `None` when there are none.
fn transform(source: &str, lines: Vec<Line>, options: Options, depth: usize) -> Option<Vec<Line>> {
    let (headers, others) = if depth < DEEPEST {
        headers(source, &lines, options)
    } else {
        Default::default()
    };
    if headers.is_empty() && others.is_empty() {
        return None;
    }
    let texts = lines.iter().map(|line| line.span.of(source));
    let closings = colons::closings(texts, |number| headers.contains(&number));
    let mut out: Vec<Line> = Vec::with_capacity(lines.len() + lines.len() / 8);
    let mut found = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let body = headers
            .contains(&at)
            .then(|| body(source, &lines, at, &closings))
            .flatten();
        let Some(Body { indent, by, end, after }) = body else {
            let is_open = headers.contains(&at) && line.span.of(source).trim_start_matches(' ').starts_with(':');
            let is_other = is_open || others.contains(&at);
            out.push(if is_other { escaped(source, line) } else { line.clone() });
            found |= is_other;
            at += 1;
            continue;
        };
        found = true;
        let blank_before = at
            .checked_sub(1)
            .and_then(|before| lines.get(before))
            .is_none_or(|line| is_blank(source, line));
        if !blank_before {
            out.push(blank_line(line.span.start));
        }
        // The header is in the quote by its mark alone: its title is read apart.
        let text = line.span.of(source);
        let mark = Span::new(line.span.start + indent, line.span.start + text.trim_end().len());
        out.push(Line {
            head: vec![(spaces(indent), Span::new(line.span.start, mark.start)), (">", mark)],
            span: Span::new(mark.end, line.span.end),
        });
        let inner: Vec<Line> = lines
            .get(at + 1..end)
            .unwrap_or(&[])
            .iter()
            .map(|line| dedent(source, line, by))
            .collect();
        let inner = transform(source, inner.clone(), options, depth + 1).unwrap_or(inner);
        for line in inner {
            let cut = line.head.first().map_or(line.span.start, |(_, span)| span.start);
            let gap = Span::new(cut.saturating_sub(by).max(line_start(source, cut)), cut);
            let is_blank = line.head.is_empty() && is_blank(source, &line);
            let mut head = vec![
                (spaces(indent), Span::at(gap.start)),
                (if is_blank { ">" } else { "> " }, gap),
            ];
            head.extend(line.head);
            out.push(Line { head, span: line.span });
        }
        // The line that closes it belongs to it, as an empty one.
        if let Some(line) = lines.get(end).filter(|_| after > end) {
            let len = line.span.of(source).trim_end().len();
            let text = Span::new(line.span.start, line.span.start + len);
            out.push(Line {
                head: vec![(spaces(indent), Span::at(text.start)), (">", text)],
                span: Span::new(text.end, line.span.end),
            });
        }
        if let Some(next) = lines.get(after).filter(|next| !is_blank(source, next)) {
            out.push(blank_line(next.span.start));
        }
        at = after;
    }
    found.then_some(out)
}

/// A line whose colons are text, and begin no definition of the line before.
fn escaped(source: &str, line: &Line) -> Line {
    let text = line.span.of(source);
    let start = line.span.start + (text.len() - text.trim_start_matches(' ').len());
    let indent = Span::new(line.span.start, start);
    Line {
        head: vec![(spaces(indent.len()), indent), ("\\", Span::at(start))],
        span: Span::new(start, line.span.end),
    }
}

fn blank_line(at: usize) -> Line {
    Line {
        head: vec![("\n", Span::at(at))],
        span: Span::at(at),
    }
}

/// Up to as many spaces as a header is indented by.
fn spaces(count: usize) -> &'static str {
    const SPACES: &str = "                                                                ";
    SPACES.get(..count.min(SPACES.len())).unwrap_or(SPACES)
}

fn is_blank(source: &str, line: &Line) -> bool {
    line.span.of(source).trim().is_empty()
}

/// Lines that are headers by their form, and text to the parser: not code, not HTML. And those that only begin with colons.
fn headers(source: &str, lines: &[Line], options: Options) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let mut text = String::new();
    let mut candidates: Vec<(usize, usize, bool)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let line = line.span.of(source);
        let trimmed = line.trim_start_matches(' ');
        let is_header = trimmed.starts_with(MARKS) && Header::read(trimmed).is_some();
        if is_header || trimmed.starts_with(":::") {
            candidates.push((text.len() + line.len() - trimmed.len(), number, is_header));
            // A colon may begin a definition of the line before, an exclamation mark is text everywhere.
            text.push_str(&line.replace(':', "!"));
        } else {
            text.push_str(line);
        }
    }
    let mut found = BTreeSet::new();
    let mut others = BTreeSet::new();
    if candidates.is_empty() {
        return (found, others);
    }
    let mut in_code = 0usize;
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => in_code += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => in_code = in_code.saturating_sub(1),
            Event::Text(_) if in_code == 0 => {
                if let Ok(at) = candidates.binary_search_by_key(&range.start, |(at, ..)| *at)
                    && let Some((_, number, is_header)) = candidates.get(at)
                {
                    let lines = if *is_header { &mut found } else { &mut others };
                    lines.insert(*number);
                }
            }
            _ => {}
        }
    }
    (found, others)
}

/// What an admonition holds.
#[derive(Clone, Copy)]
struct Body {
    /// Columns by which its header is indented.
    indent: usize,
    /// Columns of indentation that its lines lose.
    by: usize,
    /// The line behind its last.
    end: usize,
    /// Where the text goes on: there, or behind the line that closes it.
    after: usize,
}

/// The body of the admonition whose header is line `at`; `None` without one.
fn body(source: &str, lines: &[Line], at: usize, closings: &[usize]) -> Option<Body> {
    let header = lines.get(at)?.span.of(source);
    let indent = header.len() - header.trim_start_matches(' ').len();
    if header.trim_start_matches(' ').starts_with(':') {
        let end = *closings.get(at)?;
        let (by, after) = (indent, end + 1);
        return (end > at + 1).then_some(Body { indent, by, end, after });
    }
    let by = indent + INDENT;
    let mut end = at + 1;
    for (number, line) in lines.iter().enumerate().skip(at + 1) {
        if is_blank(source, line) {
            continue;
        }
        if columns(line.span.of(source)) < by {
            break;
        }
        end = number + 1;
    }
    let after = end;
    (end > at + 1).then_some(Body { indent, by, end, after })
}

/// Columns of white space that a line begins with; a tab goes on to the next multiple of four.
fn columns(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += INDENT - columns % INDENT,
            _ => break,
        }
    }
    columns
}

/// The line without `by` columns of its indentation. A tab that reaches further is taken as a whole.
fn dedent(source: &str, line: &Line, by: usize) -> Line {
    let text = line.span.of(source);
    let mut cut = 0;
    let mut reached = 0;
    for byte in text.bytes() {
        if reached >= by {
            break;
        }
        match byte {
            b' ' => reached += 1,
            b'\t' => reached += INDENT - reached % INDENT,
            _ => break,
        }
        cut += 1;
    }
    Line {
        head: Vec::new(),
        span: Span::new(line.span.start + cut, line.span.end),
    }
}
