//! Values into commands: quoted as their place demands, so that each arrives as it is and nothing else runs.
//!
//! The rules are the POSIX shell's (chapter 2, "Shell Command Language"), with two additions for terminals: `!` is kept
//! from history expansion, and what a terminal would act on is refused.

use super::command::Command;
use super::variable::{Placeholder, Quoting, key};
use crate::text::Span;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// Why a command cannot be copied yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FillError {
    /// Names without a value, as written, each once, in order.
    pub missing: Vec<String>,
    /// Names whose value cannot stand in its place, and why.
    pub refused: Vec<(String, Refusal)>,
}

/// Why a value is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It holds a line break, another control character, or one that changes the direction of text.
    Control,
    /// Another program reads the place once more, where only `[A-Za-z0-9._:/@-]` is safe.
    Characters,
    /// It is no name or number, and what else it is would be read as SQL.
    Name,
    /// Some databases take a backslash in quotes for itself and others do not.
    Backslash,
    /// It would end the here-document that it stands in.
    Delimiter,
}

impl Refusal {
    /// What is wrong with the value, for whoever typed it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Control => "holds a line break, a control character or a character that reverses text",
            Self::Characters => "may hold only letters, digits and . _ : / @ - in this place",
            Self::Name => "may only be a name or a number in this place",
            Self::Backslash => "may not hold a backslash in this place",
            Self::Delimiter => "is the word that ends the text it stands in",
        }
    }
}

impl fmt::Display for FillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if !self.missing.is_empty() {
            parts.push(format!("no value for {}", self.missing.join(", ")));
        }
        parts.extend(self.refused.iter().map(|(name, why)| format!("{name} {}", why.words())));
        f.write_str(&parts.join("; "))
    }
}

/// The command's copied text with values in their places. `values` maps names, as [`key`] gives them, to values; an
/// empty value counts as none. A place with a default of its own may lack one.
pub fn fill(command: &Command, values: &BTreeMap<String, String>) -> Result<String, FillError> {
    let value = |place: &Placeholder| values.get(&key(&place.name)).filter(|value| !value.is_empty());
    let mut error = FillError::default();
    let mut out = String::with_capacity(command.copy.len());
    let mut heredocs: Vec<(&Placeholder, Range<usize>)> = Vec::new();
    let mut from = 0;
    for place in &command.placeholders {
        let Some(value) = value(place) else {
            if place.default.is_none() && !error.missing.iter().any(|known| key(known) == key(&place.name)) {
                error.missing.push(place.name.clone());
            }
            continue;
        };
        out.push_str(command.copy.get(from..place.range.start).unwrap_or(""));
        from = place.range.end;
        match quote(value, place.quoting, place.backticks) {
            // Two of them would begin a comment.
            Ok(text) if place.quoting == Quoting::Sql && text.starts_with('-') && out.ends_with('-') => {
                refuse(&mut error, &place.name, Refusal::Name);
            }
            Ok(text) => {
                if matches!(place.quoting, Quoting::HereDoc | Quoting::HereDocQuoted) {
                    heredocs.push((place, out.len()..out.len() + text.len()));
                }
                out.push_str(&text);
            }
            Err(why) => refuse(&mut error, &place.name, why),
        }
    }
    out.push_str(command.copy.get(from..).unwrap_or(""));
    if !heredocs.is_empty() {
        let delimiters = delimiters(&command.copy);
        for (place, range) in heredocs {
            let line = line_around(&out, &range).trim_start_matches('\t');
            if delimiters.iter().any(|delimiter| delimiter == line) {
                refuse(&mut error, &place.name, Refusal::Delimiter);
            }
        }
    }
    if error == FillError::default() {
        Ok(out)
    } else {
        Err(error)
    }
}

fn refuse(error: &mut FillError, name: &str, why: Refusal) {
    if !error.refused.iter().any(|(known, _)| key(known) == key(name)) {
        error.refused.push((name.to_string(), why));
    }
}

/// A value as it stands in such a place.
pub fn quote(value: &str, quoting: Quoting, backticks: u8) -> Result<String, Refusal> {
    if value.chars().any(is_refused) {
        return Err(Refusal::Control);
    }
    let quoted = match quoting {
        Quoting::None if is_plain_word(value) => value.to_string(),
        Quoting::None => format!("'{}'", value.replace('\'', "'\\''")),
        Quoting::Single => value.replace('\'', "'\\''"),
        Quoting::Double => {
            let mut out = String::with_capacity(value.len());
            for c in value.chars() {
                match c {
                    '\\' | '"' | '$' | '`' => {
                        out.push('\\');
                        out.push(c);
                    }
                    // A backslash would keep it from history expansion and stay in the text.
                    '!' => out.push_str("\"'!'\""),
                    c => out.push(c),
                }
            }
            out
        }
        Quoting::HereDoc => escaped(value, &['\\', '$', '`']),
        Quoting::HereDocQuoted => value.to_string(),
        Quoting::Plain if value.bytes().all(is_limited) => value.to_string(),
        Quoting::Plain => return Err(Refusal::Characters),
        Quoting::Sql if is_sql_number(value) || value.split('.').all(is_sql_name) => value.to_string(),
        Quoting::Sql => return Err(Refusal::Name),
        Quoting::SqlQuoted(_) if value.contains('\\') => return Err(Refusal::Backslash),
        Quoting::SqlQuoted(mark) => {
            let mut twice = String::with_capacity(2);
            twice.extend([mark, mark]);
            value.replace(mark, &twice)
        }
    };
    // Between backticks the shell takes one layer of backslashes off before it reads the command.
    Ok(match (backticks, quoting) {
        (0, _) | (_, Quoting::Plain) => quoted,
        (1, _) => escaped(&quoted, &['\\', '$', '`']),
        _ => return Err(Refusal::Characters),
    })
}

fn escaped(value: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if special.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Characters that no value may hold: control characters, line breaks of any kind, and those that change the direction
/// of text, with which a command reads otherwise than it runs (Unicode Technical Report 36, "Bidirectional Text").
fn is_refused(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_limited(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._:/@-".contains(&byte)
}

/// One part of a name in SQL (`public."Order idx"` has two): a word, or in double quotes what no database reads otherwise.
fn is_sql_name(part: &str) -> bool {
    let quoted = part.strip_prefix('"').and_then(|part| part.strip_suffix('"'));
    let name = quoted.unwrap_or(part);
    let inside = |c: char| c.is_alphanumeric() || c == '_' || quoted.is_some() && matches!(c, '-' | ' ');
    name.chars().all(inside) && name.starts_with(|c: char| quoted.is_some() || c.is_alphabetic() || c == '_')
}

/// `-12`, `1.5`, `1e6`.
fn is_sql_number(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E'))
        && digits.matches('.').count() <= 1
        && digits.matches(['e', 'E']).count() <= 1
}

/// Whether a word means itself without quotes, wherever it stands: no character is special, and it is no keyword.
fn is_plain_word(value: &str) -> bool {
    const KEYWORDS: [&str; 18] = [
        "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "in", "function",
        "select", "time", "coproc", "end",
    ];
    !value.is_empty() && value.bytes().all(is_limited) && !KEYWORDS.contains(&value)
}

/// The delimiters of the here-documents in a script.
fn delimiters(script: &str) -> Vec<String> {
    script
        .match_indices("<<")
        .filter_map(|(at, _)| {
            let rest = script.get(at + 2..)?;
            let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start_matches([' ', '\t']);
            let end = rest
                .find(|c: char| c.is_whitespace() || ";&|<>()".contains(c))
                .unwrap_or(rest.len());
            let word: String = rest.get(..end)?.chars().filter(|c| !"'\"\\".contains(*c)).collect();
            (!word.is_empty()).then_some(word)
        })
        .collect()
}

fn line_around<'a>(text: &'a str, range: &Range<usize>) -> &'a str {
    let around = Span::from(range.clone()).with_lines(text);
    around.of(text).trim_end_matches('\r')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runbook::variable::Syntax;

    fn command(copy: &str, places: &[(&str, &str, Quoting)]) -> Command {
        let placeholders = places.iter().map(|(text, name, quoting)| {
            let start = copy.find(text).unwrap();
            Placeholder {
                name: (*name).to_string(),
                syntax: Syntax::Braced,
                quoting: *quoting,
                range: start..start + text.len(),
                default: None,
                backticks: 0,
            }
        });
        Command {
            copy: copy.to_string(),
            placeholders: placeholders.collect(),
            ..Command::default()
        }
    }

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| (key(name), (*value).to_string()))
            .collect()
    }

    #[test]
    fn values_are_quoted_where_they_need_it() {
        let command = command(
            "get ${POD} -n <ns>",
            &[("${POD}", "POD", Quoting::None), ("<ns>", "ns", Quoting::None)],
        );
        let filled = |pod: &str| fill(&command, &values(&[("pod", pod), ("NS", "prod")]));
        assert_eq!(filled("web-1").as_deref(), Ok("get web-1 -n prod"));
        assert_eq!(filled("a b").as_deref(), Ok("get 'a b' -n prod"));
        assert_eq!(filled("it's").as_deref(), Ok("get 'it'\\''s' -n prod"));
        assert_eq!(filled("if").as_deref(), Ok("get 'if' -n prod"));
    }

    #[test]
    fn what_is_missing_or_refused_is_named_once() {
        let command = command(
            "a ${X} ${Y} ${Z}",
            &[
                ("${X}", "X", Quoting::None),
                ("${Y}", "Y", Quoting::Plain),
                ("${Z}", "Z", Quoting::Double),
            ],
        );
        let error = fill(&command, &values(&[("y", "a b"), ("z", "a\nb")])).unwrap_err();
        assert_eq!(error.missing, ["X"]);
        assert_eq!(
            error.refused,
            [
                ("Y".to_string(), Refusal::Characters),
                ("Z".to_string(), Refusal::Control)
            ]
        );
        assert!(error.to_string().starts_with("no value for X; Y may hold only"));
    }

    #[test]
    fn a_value_cannot_end_its_here_document() {
        let command = command("cat <<-'E'\n\t${X}\n\tE\n", &[("${X}", "X", Quoting::HereDocQuoted)]);
        assert_eq!(
            fill(&command, &values(&[("x", "F")])).as_deref(),
            Ok("cat <<-'E'\n\tF\n\tE\n")
        );
        let error = fill(&command, &values(&[("x", "E")])).unwrap_err();
        assert_eq!(error.refused, [("X".to_string(), Refusal::Delimiter)]);
    }

    #[test]
    fn sql_takes_names_and_numbers_and_text_only_in_quotes() {
        let pid = command("select f(${PID});", &[("${PID}", "PID", Quoting::Sql)]);
        let with = |value: &str| fill(&pid, &values(&[("pid", value)]));
        for fine in [
            "4711",
            "-1",
            "1.5",
            "1e6",
            "pid",
            "public.orders",
            "public.\"Order idx\"",
            "größe",
        ] {
            assert_eq!(with(fine), Ok(format!("select f({fine});")));
        }
        for bad in [
            "1); drop table t",
            "1--",
            "a b",
            "a.b.",
            "'a'",
            "2024-01-01",
            "1 or 1",
            "a;b",
            "$$",
            "\"a\"\"",
            "\"a'b\"",
            "1.2.3",
            "*",
            "a/*b",
        ] {
            let error = with(bad).unwrap_err();
            assert_eq!(error.refused, [("PID".to_string(), Refusal::Name)], "{bad}");
        }
        let text = command("where a = '${A}'", &[("${A}", "A", Quoting::SqlQuoted('\''))]);
        let with = |value: &str| fill(&text, &values(&[("a", value)]));
        assert_eq!(
            with("x' or 'y --").as_deref(),
            Ok("where a = 'x'' or ''y --'"),
            "quotes are doubled, and nothing else is special"
        );
        assert_eq!(with("\\").unwrap_err().refused, [("A".to_string(), Refusal::Backslash)]);
    }

    #[test]
    fn a_sign_never_makes_a_comment() {
        let command = command("select 5-${N}, -- five\n2", &[("${N}", "N", Quoting::Sql)]);
        assert_eq!(
            fill(&command, &values(&[("n", "3")])).as_deref(),
            Ok("select 5-3, -- five\n2")
        );
        let error = fill(&command, &values(&[("n", "-3")])).unwrap_err();
        assert_eq!(error.refused, [("N".to_string(), Refusal::Name)]);
    }

    #[test]
    fn a_default_may_stay() {
        let mut command = command("a ${X:-b}", &[("${X:-b}", "X", Quoting::None)]);
        command.placeholders[0].default = Some("b".to_string());
        assert_eq!(fill(&command, &values(&[])).as_deref(), Ok("a ${X:-b}"));
        assert_eq!(fill(&command, &values(&[("x", "c")])).as_deref(), Ok("a c"));
    }
}
