//! Values of front matter: what stands behind a key or a dash.

use super::{Reader, split_key};
use crate::text::Span;
use crate::text::span::Spanned;

/// Lines that a text in quotes or without them goes on for; looking further for each that never closes would take time in
/// the square of the file.
const LONGEST_TEXT: usize = 64;

/// Values that may be repeated by their names, and how many times one is: a small file could ask for any number.
const MOST_ANCHORS: usize = 64;
const MOST_REPEATED: usize = 256;

impl<'a> Reader<'a> {
    /// The values at `place`, the rest of a line that begins at column `indent`: none, one, or those of a list. Also how
    /// many of `lines`, the following ones, they go on for. `None` for a list that never closes.
    pub(super) fn value(
        &mut self,
        place: Span,
        indent: usize,
        lines: &[Span],
    ) -> Option<(Vec<Spanned<String>>, usize)> {
        let mut place = place;
        let mut anchor = None;
        // `&name` and `!tag` stand in front of a value.
        while let Some(word) = self.property(place) {
            anchor = word.strip_prefix('&').or(anchor);
            let text = place.of(self.source);
            place.start += text.len() - text.trim_start().len() + word.len();
        }
        let (values, used) = self.plain_value(place, indent, lines)?;
        if let Some(name) = anchor.filter(|_| self.anchors.len() < MOST_ANCHORS) {
            self.anchors.push((name, values.clone()));
        }
        Some((values, used))
    }

    /// `&name` or `!tag` at the beginning of a place.
    fn property(&self, place: Span) -> Option<&'a str> {
        let word = place.of(self.source).split_whitespace().next()?;
        (!self.toml && word.len() > 1 && word.starts_with(['&', '!'])).then_some(word)
    }

    fn plain_value(&mut self, place: Span, indent: usize, lines: &[Span]) -> Option<(Vec<Spanned<String>>, usize)> {
        let source = self.source;
        let line = place.of(source).trim_end();
        let text = line.trim_start();
        let start = place.start + (line.len() - text.len());
        let until = |end: usize| lines.iter().take_while(|line| line.start < end).count();
        let limit = lines.last().map_or(place.end, |line| line.end);
        if !self.toml && is_block_header(text) {
            let (text, span, used) = self.block_text(lines, indent, text.starts_with('>'));
            return Some((vec![Spanned::new(text, span)], used));
        }
        if let Some(name) = text.strip_prefix('*').filter(|_| !self.toml) {
            let name = name.split_whitespace().next().unwrap_or("");
            let known = self.anchors.iter().rfind(|(other, _)| *other == name);
            let span = Span::new(start, start + 1 + name.len());
            let room = MOST_REPEATED.saturating_sub(self.repeated);
            let values = known.map_or(&[][..], |(_, values)| values).iter().take(room);
            let values: Vec<_> = values.map(|value| Spanned::new(value.value.clone(), span)).collect();
            self.repeated += values.len();
            return Some((values, 0));
        }
        for mark in ["\"\"\"", "'''"] {
            if self.toml && text.starts_with(mark) {
                let from = start + mark.len();
                let len = source.get(from..limit)?.find(mark)?;
                let span = Span::new(from, from + len);
                let value = span.of(source).trim().to_string();
                return Some((vec![Spanned::new(value, span)], until(span.end)));
            }
        }
        if text.starts_with('[') {
            if let Some(values) = list(text, start) {
                return Some((values, 0));
            }
            if !closes(text) {
                let end = self.list_end(text, lines)?;
                let whole = source.get(start..end).unwrap_or("");
                return Some((list(whole, start)?, until(end)));
            }
        }
        if self.toml {
            return Some((scalar(text, start, false).into_iter().collect(), 0));
        }
        // Quotes that close further down, or a text that goes on in deeper lines.
        let end = match text.chars().next() {
            Some(quote @ ('"' | '\'')) if quoted(text, start, true).is_none() => {
                let whole = source.get(start..limit).unwrap_or("");
                let blank_or_deeper = |line: &&Span| {
                    let text = line.of(source);
                    text.trim().is_empty() || text.len() - text.trim_start().len() > indent
                };
                let last = lines.iter().take(LONGEST_TEXT).take_while(blank_or_deeper).last();
                let whole = whole
                    .get(..last.map_or(0, |line| line.end).saturating_sub(start))
                    .unwrap_or("");
                quoted(whole, start, true).map(|value| value.span.end + quote.len_utf8())
            }
            Some('"' | '\'' | '#' | '{') | None => None,
            Some(_) => {
                let goes_on = |line: &&Span| {
                    let text = line.of(source);
                    let own = text.trim();
                    text.len() - text.trim_start().len() > indent
                        && !own.is_empty()
                        && !own.starts_with(['#', '-'])
                        && split_key(own, false).is_none()
                };
                let last = lines.iter().take(LONGEST_TEXT).take_while(goes_on).last();
                last.map(|line| line.start + line.of(source).trim_end().len())
            }
        };
        let (text, used) = match end {
            Some(end) => (source.get(start..end).unwrap_or(text), until(end)),
            None => (text, 0),
        };
        Some((scalar(text, start, true).into_iter().collect(), used))
    }

    /// Where the list ends that `opening` begins and `lines` go on with: behind the first line that ends with `]`. None of
    /// them may be a key of its own.
    fn list_end(&self, opening: &str, lines: &[Span]) -> Option<usize> {
        debug_assert!(opening.starts_with('['));
        for line in lines {
            let text = line.of(self.source).trim_end();
            if split_key(text.trim_start(), self.toml).is_some() {
                return None;
            }
            let code = without_comment(text);
            if code.ends_with(']') {
                return Some(line.start + code.len());
            }
        }
        None
    }

    /// The lines of a `|` or `>` text, and how many there are.
    fn block_text(&self, lines: &[Span], indent: usize, folded: bool) -> (String, Span, usize) {
        let mut parts = Vec::new();
        let mut span = lines.first().map_or(Span::default(), |line| Span::at(line.start));
        let mut used = 0;
        for line in lines {
            let text = line.of(self.source).trim_end();
            let deeper = text.len() - text.trim_start().len() > indent;
            if !text.is_empty() && !deeper {
                break;
            }
            parts.push(text.trim_start());
            span.end = line.end;
            used += 1;
        }
        let text = parts.join(if folded { " " } else { "\n" });
        (text.trim().to_string(), span, used)
    }
}

/// Whether a value is the head of a block text: `|`, `>-`, `|2+`, with a comment behind it or not.
fn is_block_header(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['|', '>']) else {
        return false;
    };
    let marks = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    rest.len() - marks.len() <= 2
        && (marks.is_empty() || marks.starts_with([' ', '\t']) && without_comment(marks).is_empty())
}

/// A line up to a comment outside of quotes, without white space at its end.
fn without_comment(line: &str) -> &str {
    let end = parts(line, |c, _| c == '#').next();
    line.get(..end.unwrap_or(line.len())).unwrap_or(line).trim_end()
}

/// Where a character outside of quotes and comments is one that is looked for; a comment's `#` is asked about, too.
fn parts(text: &str, wanted: impl Fn(char, usize) -> bool) -> impl Iterator<Item = usize> {
    let mut quote = None;
    let mut comment = false;
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, c)| {
        let last = std::mem::replace(&mut before, c);
        if comment {
            comment = c != '\n';
            return None;
        }
        match (quote, c) {
            (Some(open), c) if c == open && !(open == '"' && last == '\\') => quote = None,
            (Some(_), _) => {}
            // An apostrophe within a word opens nothing.
            (None, '"' | '\'') if !last.is_alphanumeric() => quote = Some(c),
            (None, '#') if last.is_whitespace() || last == ',' => {
                comment = true;
                return wanted(c, at).then_some(at);
            }
            (None, c) if wanted(c, at) => return Some(at),
            _ => {}
        }
        None
    })
}

/// Whether the bracket that opens `text` closes again.
fn closes(text: &str) -> bool {
    parts(text, |c, _| c == ']').next().is_some()
}

/// The items of a list in brackets behind which nothing but a comment follows; `None` for another text.
fn list(text: &str, start: usize) -> Option<Vec<Spanned<String>>> {
    let ends = |at: &usize| {
        let behind = text.get(at + 1..).unwrap_or("").trim_start();
        behind.is_empty() || behind.starts_with('#')
    };
    let end = parts(text, |c, _| c == ']').find(ends)?;
    let inner = text.get(1..end)?;
    let mut out = Vec::new();
    let mut from = 0;
    for comma in parts(inner, |c, _| c == ',').chain([inner.len()]) {
        out.extend(scalar(inner.get(from..comma).unwrap_or(""), start + 1 + from, true));
        from = comma + 1;
    }
    Some(out)
}

/// One value without quotes and comment; `None` when nothing is there.
fn scalar(text: &str, start: usize, yaml: bool) -> Option<Spanned<String>> {
    let mut trimmed = text.trim_start();
    // In a list over several lines, comments stand between the items.
    while trimmed.starts_with('#') {
        trimmed = trimmed.split_once('\n')?.1.trim_start();
    }
    let start = start + (text.len() - trimmed.len());
    let trimmed = trimmed.trim_end();
    if let Some(value) = quoted(trimmed, start, yaml) {
        return Some(value);
    }
    let comment = trimmed.match_indices('#').find(|(at, _)| {
        trimmed
            .get(..*at)
            .is_some_and(|before| before.ends_with([' ', '\t', '\n']))
    });
    let bare = trimmed.get(..comment.map_or(trimmed.len(), |(at, _)| at))?.trim_end();
    if bare.is_empty() || yaml && matches!(bare, "~" | "null" | "Null" | "NULL") {
        return None;
    }
    let value = match bare.contains(['\n', '\r']) {
        true => bare.split_whitespace().collect::<Vec<_>>().join(" "),
        false => bare.to_string(),
    };
    Some(Spanned::new(value, Span::new(start, start + bare.len())))
}

/// A value in quotes, which must close; its span is what stands between them. YAML doubles a `'` within `'…'`, and a
/// line's end is a space.
fn quoted(text: &str, start: usize, yaml: bool) -> Option<Spanned<String>> {
    let quote = text.chars().next().filter(|c| "\"'".contains(*c))?;
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => {
                let (_, escape) = chars.next()?;
                let digits = match escape {
                    'x' => 2,
                    'u' => 4,
                    'U' => 8,
                    _ => 0,
                };
                if digits > 0 {
                    let code = text.get(at + 2..at + 2 + digits)?;
                    value.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
                    chars.by_ref().take(digits).for_each(|_| {});
                } else {
                    match escape {
                        'n' => value.push('\n'),
                        't' => value.push('\t'),
                        // A line that goes on without a space.
                        '\n' | '\r' => while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                        other => value.push(other),
                    }
                }
            }
            '\n' | '\r' => {
                while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
                value.truncate(value.trim_end().len());
                value.push(' ');
            }
            c if c == quote => {
                if yaml && c == '\'' && chars.next_if(|(_, c)| *c == '\'').is_some() {
                    value.push(c);
                } else {
                    return Some(Spanned::new(value, Span::new(start + 1, start + at)));
                }
            }
            c => value.push(c),
        }
    }
    None
}
