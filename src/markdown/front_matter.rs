//! Front matter: a flat reader for the YAML and TOML that pages carry, with spans.
//!
//! Full YAML and TOML libraries cost 146 and 49 kB in WebAssembly, and both sides must read the same; pages use a flat
//! subset. Grammar: between `---` lines (YAML; `...` also closes) or `+++` lines (TOML), each line is
//! `key: value` or `key = value`; a value is bare, `'…'`, `"…"` (both over several lines, too), an inline list `[a, b]`
//! (likewise), a block list of `- item` lines (YAML), a block text behind `|` or `>` (YAML) or within `"""` (TOML), or
//! empty with deeper `key: value` lines, which become `key.inner`. YAML's `null` and `~` are empty, `&name` and `*name`
//! are an anchor and its repetition, tags (`!!str`) are passed over. `#` begins a comment. `[table]` prefixes the keys
//! that follow (TOML). Lines that fit none of these, and keys that stand there twice, are reported and passed over; the
//! page still shows them.

mod values;

use crate::diagnostic::{Diagnostic, rules};
use crate::text::Span;
use crate::text::hash::Set;
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
    /// The entry for the first of `names` that is there; case and the difference of `-`, `_` and a space are ignored.
    pub fn get(&self, names: &[&str]) -> Option<&Entry> {
        let plain = |byte: u8| match byte {
            b'-' | b' ' => b'_',
            byte => byte.to_ascii_lowercase(),
        };
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
        names: Set::default(),
        anchors: Vec::new(),
        repeated: 0,
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

/// A key without a value of its own.
struct Outer {
    indent: usize,
    name: String,
    /// Its number among the entries; `None` for a table's name.
    entry: Option<usize>,
}

struct Reader<'a> {
    source: &'a str,
    toml: bool,
    /// Keys that deeper lines belong to.
    prefix: Vec<Outer>,
    entries: Vec<Entry>,
    /// The keys that no other holds.
    names: Set<String>,
    /// Values that have a name, `&name`, for `*name`; and how many values were repeated by them.
    anchors: Vec<(&'a str, Vec<Spanned<String>>)>,
    repeated: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
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
                self.prefix = vec![Outer {
                    indent: 0,
                    name: table.trim_matches(['[', ']']).to_string(),
                    entry: None,
                }];
                continue;
            }
            if !self.toml && (trimmed == "-" || trimmed.starts_with("- ")) {
                self.list_item(line, trimmed, indent);
                continue;
            }
            let Some((key, _)) = split_key(trimmed, self.toml) else {
                self.unreadable(line, "this line of the front matter is no key with a value");
                continue;
            };
            let key_start = line.start + indent;
            if !self.toml {
                self.prefix.retain(|outer| outer.indent < indent);
            }
            let name = key.trim().trim_matches(['"', '\'']);
            let full: Vec<&str> = self
                .prefix
                .iter()
                .map(|outer| outer.name.as_str())
                .chain([name])
                .collect();
            let full = full.join(".");
            let value = Span::new(key_start + key.len() + 1, line.end);
            let Some((values, used)) = self.value(value, indent, lines.get(at..).unwrap_or(&[])) else {
                self.unreadable(
                    line,
                    "the list that begins in this line of the front matter never closes",
                );
                continue;
            };
            at += used;
            let is_known = self.prefix.is_empty() && !self.names.insert(full.clone());
            if values.is_empty() && !self.toml {
                self.prefix.push(Outer {
                    indent,
                    name: name.to_string(),
                    entry: (!is_known).then_some(self.entries.len()),
                });
            }
            if is_known {
                self.unreadable(
                    line,
                    "this key of the front matter stands there a second time; the first counts",
                );
                continue;
            }
            self.entries.push(Entry {
                key: Spanned::new(full, Span::new(key_start, key_start + key.trim_end().len())),
                values,
            });
        }
    }

    /// `- item` belongs to the innermost key that stands no deeper and has no value of its own, else to the last key.
    fn list_item(&mut self, line: Span, trimmed: &str, indent: usize) {
        let item = trimmed.strip_prefix('-').unwrap_or(trimmed);
        let mut start = line.start + indent + 1;
        // An item that is a list of keys is known by its name alone: `- name: HighCPUUsage`.
        if let Some((key, _)) = split_key(item.trim_start(), false) {
            if !matches!(key.trim(), "name" | "alert" | "alertname" | "title") {
                return;
            }
            start += item.len() - item.trim_start().len() + key.len() + 1;
        }
        let values = self.value(Span::new(start, line.end), indent, &[]);
        self.prefix.retain(|outer| outer.indent <= indent);
        let entry = match self.prefix.last() {
            // The items of a key that stood there before are not those of the first.
            Some(Outer { entry, .. }) => match entry {
                Some(at) => self.entries.get_mut(*at),
                None => return,
            },
            None => self.entries.last_mut(),
        };
        match entry {
            Some(entry) => entry.values.extend(values.unwrap_or_default().0),
            None => self.unreadable(line, "this line of the front matter is no key with a value"),
        }
    }

    fn unreadable(&mut self, line: Span, message: &str) {
        let end = line.start + line.of(self.source).trim_end().len();
        self.diagnostics.push(
            Diagnostic::new(rules::FRONT_MATTER_UNREADABLE, Span::new(line.start, end), message)
                .help("it is shown on the page as it stands, and read as nothing"),
        );
    }
}

#[cfg(test)]
mod tests;
