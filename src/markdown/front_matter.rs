//! Front matter: a flat reader for the YAML and TOML that pages carry, with spans.
//!
//! Full YAML and TOML libraries cost 146 and 49 kB in WebAssembly, and both sides must read the same; pages use a flat
//! subset. Grammar: between `---` lines (YAML; `...` also closes) or `+++` lines (TOML), each line is
//! `key: value` or `key = value`; a value is bare, `'…'`, `"…"`, an inline list `[a, b]` (over several lines, too), a block list of `- item`
//! lines (YAML), a block text behind `|` or `>` (YAML), or empty with deeper `key: value` lines, which become
//! `key.inner`. `#` begins a comment. `[table]` prefixes the keys that follow (TOML). Lines that fit none of these are
//! reported and passed over; the page still shows them.

use crate::diagnostic::{Diagnostic, rules};
use crate::text::Span;
use crate::text::span::Spanned;

/// The front matter of a file.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// From the opening line to the end of the closing line's line break: the page's text begins here.
    pub span: Span,
    /// What stands between the delimiter lines.
    pub inner: Span,
    /// Its entries in source order; nested keys are joined by `.`.
    pub entries: Vec<Entry>,
}

/// One key and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key as written, without quotes.
    pub key: Spanned<String>,
    /// One value, or the items of a list; empty for a key without value.
    pub values: Vec<Spanned<String>>,
}

impl FrontMatter {
    /// The entry for the first of `names` that is there; case and the difference of `-` and `_` are ignored.
    pub fn get(&self, names: &[&str]) -> Option<&Entry> {
        let plain = |byte: u8| if byte == b'-' { b'_' } else { byte.to_ascii_lowercase() };
        let same = |a: &str, b: &str| a.len() == b.len() && a.bytes().map(plain).eq(b.bytes().map(plain));
        names
            .iter()
            .find_map(|name| self.entries.iter().find(|entry| same(&entry.key.value, name)))
    }

    /// The first value of such an entry, if it is not empty.
    pub fn text(&self, names: &[&str]) -> Option<&Spanned<String>> {
        self.get(names)?.values.first().filter(|value| !value.value.is_empty())
    }
}

/// Finds and reads the front matter of `source`, which begins at `from` (behind a byte order mark). A first `---` that
/// is not followed by a key is a thematic break, and no front matter.
pub fn read(source: &str, from: usize, diagnostics: &mut Vec<Diagnostic>) -> Option<FrontMatter> {
    let mut lines = Lines { source, at: from };
    let opening = lines.next()?;
    let toml = match opening.of(source).trim_end() {
        "---" => false,
        "+++" => true,
        _ => return None,
    };
    let mut body = Vec::new();
    let mut closing = None;
    let first_key = loop {
        let line = lines.next()?;
        let text = line.of(source).trim();
        if !text.is_empty() && !text.starts_with('#') {
            break line;
        }
        body.push(line);
    };
    let first = first_key.of(source).trim_end();
    let empty = is_delimiter(first, toml);
    if !empty && !looks_like_entry(first, toml) {
        return None;
    }
    if empty {
        closing = Some(first_key);
    } else {
        body.push(first_key);
        for line in lines.by_ref() {
            if is_delimiter(line.of(source).trim_end(), toml) {
                closing = Some(line);
                break;
            }
            body.push(line);
        }
    }
    let Some(closing) = closing else {
        diagnostics.push(
            Diagnostic::new(
                rules::FRONT_MATTER_UNREADABLE,
                opening,
                "front matter opens here and never closes",
            )
            .help("close it with a line that is only the opening line's three characters"),
        );
        return None;
    };
    let mut reader = Reader {
        source,
        toml,
        prefix: Vec::new(),
        entries: Vec::new(),
        diagnostics,
    };
    reader.read(&body);
    Some(FrontMatter {
        span: Span::new(from, lines.at),
        inner: Span::new(opening.end, closing.start),
        entries: reader.entries,
    })
}

fn is_delimiter(line: &str, toml: bool) -> bool {
    if toml {
        line == "+++"
    } else {
        line == "---" || line == "..."
    }
}

fn looks_like_entry(line: &str, toml: bool) -> bool {
    if toml && line.starts_with('[') {
        return true;
    }
    split_key(line, toml).is_some()
}

/// Splits `key: value`; the key is a word of letters, digits, `_`, `-`, `.` or in quotes.
fn split_key(line: &str, toml: bool) -> Option<(&str, &str)> {
    let separator = if toml { '=' } else { ':' };
    let (key, value) = line.split_once(separator)?;
    if !toml && !value.is_empty() && !value.starts_with([' ', '\t']) {
        return None;
    }
    let bare = key.trim().trim_matches(['"', '\'']);
    let word = |c: char| c.is_alphanumeric() || "_-. ".contains(c);
    (!bare.is_empty() && bare.len() <= 80 && bare.chars().all(word)).then_some((key, value))
}

/// Lines with their ends (`\n`, `\r\n`, `\r`) included.
struct Lines<'a> {
    source: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.source.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = rest
            .find(['\n', '\r'])
            .map_or(rest.len(), |at| at + if rest[at..].starts_with("\r\n") { 2 } else { 1 });
        let line = Span::new(self.at, self.at + end);
        self.at = line.end;
        Some(line)
    }
}

struct Reader<'a> {
    source: &'a str,
    toml: bool,
    /// Keys that deeper lines belong to, with the indentation of each.
    prefix: Vec<(usize, String)>,
    entries: Vec<Entry>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn read(&mut self, lines: &[Span]) {
        let mut at = 0;
        while let Some(&line) = lines.get(at) {
            at += 1;
            let text = line.of(self.source).trim_end();
            let trimmed = text.trim_start();
            let indent = text.len() - trimmed.len();
            if trimmed.is_empty() || trimmed.starts_with('#') {
                continue;
            }
            if self.toml
                && let Some(table) = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
            {
                self.prefix = vec![(0, table.trim_matches(['[', ']']).to_string())];
                continue;
            }
            if !self.toml && (trimmed == "-" || trimmed.starts_with("- ")) {
                self.list_item(line, trimmed, indent);
                continue;
            }
            let Some((key, value)) = split_key(trimmed, self.toml) else {
                self.unreadable(line);
                continue;
            };
            let key_start = line.start + indent;
            if !self.toml {
                self.prefix.retain(|(depth, _)| *depth < indent);
            }
            let name = key.trim().trim_matches(['"', '\'']);
            let full: Vec<&str> = self
                .prefix
                .iter()
                .map(|(_, outer)| outer.as_str())
                .chain([name])
                .collect();
            let full = full.join(".");
            let value_start = key_start + key.len() + 1;
            let block = !self.toml && matches!(value.trim(), "|" | ">" | "|-" | ">-" | "|+" | ">+");
            let values = if block {
                let (text, span, used) = self.block_text(&lines[at..], indent, value.contains('>'));
                at += used;
                vec![Spanned::new(text, span)]
            } else if value.trim_start().starts_with('[') && !value.contains(']') {
                let Some(end) = self.list_end(value, &lines[at..]) else {
                    self.unreadable(line);
                    continue;
                };
                at += lines[at..].iter().take_while(|line| line.start < end).count();
                self.values(Span::new(value_start, end).of(self.source), value_start)
            } else {
                self.values(value, value_start)
            };
            if values.is_empty() && !self.toml {
                self.prefix.push((indent, name.to_string()));
            }
            self.entries.push(Entry {
                key: Spanned::new(full, Span::new(key_start, key_start + key.trim_end().len())),
                values,
            });
        }
    }

    /// Where the list ends that `opening` begins and `lines` go on with: behind the first line that ends with `]`. None of
    /// them may be a key of its own or hold a comment.
    fn list_end(&self, opening: &str, lines: &[Span]) -> Option<usize> {
        for line in lines {
            let text = line.of(self.source).trim_end();
            if opening.contains('#') || text.contains('#') || split_key(text.trim_start(), self.toml).is_some() {
                return None;
            }
            if text.ends_with(']') {
                return Some(line.start + text.len());
            }
        }
        None
    }

    /// `- item` belongs to the last key.
    fn list_item(&mut self, line: Span, trimmed: &str, indent: usize) {
        let item = trimmed.strip_prefix('-').unwrap_or(trimmed);
        let values = self.values(item, line.start + indent + 1);
        match self.entries.last_mut() {
            Some(entry) => entry.values.extend(values),
            None => self.unreadable(line),
        }
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

    /// The values behind a key or a dash: none, one, or those of an inline list.
    fn values(&self, text: &str, start: usize) -> Vec<Spanned<String>> {
        let trimmed = text.trim_start();
        let start = start + (text.len() - trimmed.len());
        // The list ends where nothing but a comment follows.
        let ends = |at: &usize| matches!(trimmed[at + 1..].trim_start().bytes().next(), None | Some(b'#'));
        let mut brackets = trimmed.match_indices(']').map(|(at, _)| at);
        if let Some(inner) = trimmed
            .starts_with('[')
            .then(|| brackets.find(ends))
            .flatten()
            .and_then(|end| trimmed.get(1..end))
        {
            let mut out = Vec::new();
            let mut at = start + 1;
            for item in split_list(inner) {
                out.extend(scalar(item, at));
                at += item.len() + 1;
            }
            return out;
        }
        scalar(trimmed, start).into_iter().collect()
    }

    fn unreadable(&mut self, line: Span) {
        let end = line.start + line.of(self.source).trim_end().len();
        self.diagnostics.push(
            Diagnostic::new(
                rules::FRONT_MATTER_UNREADABLE,
                Span::new(line.start, end),
                "this line of the front matter is no key with a value",
            )
            .help("it is shown on the page as it stands, and read as nothing"),
        );
    }
}

/// Splits the inside of `[…]` at commas outside quotes.
fn split_list(inner: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut quote = None;
    let mut from = 0;
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, ',') => {
                out.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    out.push(&inner[from..]);
    out
}

/// One value without quotes and comment; `None` when nothing is there.
fn scalar(text: &str, start: usize) -> Option<Spanned<String>> {
    let trimmed = text.trim_start();
    let start = start + (text.len() - trimmed.len());
    let trimmed = trimmed.trim_end();
    let quote = trimmed.chars().next().filter(|c| "\"'".contains(*c));
    if let Some(quote) = quote {
        let mut value = String::new();
        let mut escaped = false;
        for (at, c) in trimmed.char_indices().skip(1) {
            if escaped {
                value.push(match c {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                });
                escaped = false;
            } else if c == '\\' && quote == '"' {
                escaped = true;
            } else if c == quote {
                return Some(Spanned::new(value, Span::new(start + 1, start + at)));
            } else {
                value.push(c);
            }
        }
    }
    let bare = trimmed.find(" #").map_or(trimmed, |at| &trimmed[..at]).trim_end();
    if bare.is_empty() || bare.starts_with('#') {
        return None;
    }
    Some(Spanned::new(bare.to_string(), Span::new(start, start + bare.len())))
}

#[cfg(test)]
mod tests;
