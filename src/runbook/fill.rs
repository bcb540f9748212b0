//! Values into commands: quoted as their place demands, so that each arrives as it is and nothing else runs.
//!
//! The rules are the POSIX shell's (chapter 2, "Shell Command Language"), with two additions for terminals: `!` is kept
//! from history expansion, and what a terminal would act on is refused.

use super::command::Command;
use super::variable::{Placeholder, Quoting, key};
use crate::text::Span;
use crate::text::find::is_listed;
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
    /// What stands behind it would become a comment of SQL's.
    Comment,
    /// It would end the here-document that it stands in.
    Delimiter,
}

impl Refusal {
    /// What is wrong with the value, for whoever typed it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Control => "holds a line break, a control character or a character that reverses text",
            Self::Characters => "may hold only letters, digits and . _ : / @ - in this place",
            Self::Comment => "would begin a comment in this place",
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
        let behind = command.copy.get(from..).unwrap_or("");
        match quote(value, place.quoting, place.backticks) {
            Ok(text) if place.quoting == Quoting::Sql && begins_comment(&out, &text, behind) => {
                refuse(&mut error, &place.name, Refusal::Comment);
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
        Quoting::Plain | Quoting::Sql if value.bytes().all(is_limited) => value.to_string(),
        Quoting::Plain | Quoting::Sql => return Err(Refusal::Characters),
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

/// Whether such a value holds `--` or `/*`, or makes one with its neighbours: the rest of the statement would be lost.
fn begins_comment(before: &str, value: &str, behind: &str) -> bool {
    value.contains("--")
        || value.starts_with('-') && before.ends_with('-')
        || value.ends_with('-') && behind.starts_with('-')
        || value.ends_with('/') && behind.starts_with('*')
}

/// Whether a word means itself without quotes, wherever it stands: no character is special, and it is no keyword.
fn is_plain_word(value: &str) -> bool {
    const KEYWORDS: &str = "if|then|else|elif|fi|for|while|until|do|done|case|esac|in|function|select|time|coproc|\
        end";
    !value.is_empty() && value.bytes().all(is_limited) && !is_listed(value, KEYWORDS)
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
    fn sql_takes_no_value_that_could_leave_its_place() {
        let pid = command("where a = '${PID}'", &[("${PID}", "PID", Quoting::Sql)]);
        let with = |value: &str| fill(&pid, &values(&[("pid", value)]));
        for fine in [
            "4711",
            "-1",
            "1.5",
            "public.orders",
            "2026-01-31T04:00:00",
            "ops@db-1/a",
        ] {
            assert_eq!(with(fine), Ok(format!("where a = '{fine}'")));
        }
        for bad in [
            "1); drop table t",
            "a b",
            "'",
            "''",
            "\\",
            "a;b",
            "$$",
            "\"",
            "1.2*3",
            "größe",
        ] {
            let error = with(bad).unwrap_err();
            assert_eq!(error.refused, [("PID".to_string(), Refusal::Characters)], "{bad}");
        }
    }

    #[test]
    fn no_value_begins_a_comment_of_sql() {
        for (copy, fine, bad) in [
            ("select 5-${N}, -- five\n2", "3", "-3"),
            ("select ${N}-1", "3", "a-"),
            ("select ${N}*2", "3", "3/"),
            ("select ${N}", "3-3", "3--3"),
        ] {
            let command = command(copy, &[("${N}", "N", Quoting::Sql)]);
            let with = |value: &str| fill(&command, &values(&[("n", value)]));
            assert_eq!(with(fine), Ok(copy.replace("${N}", fine)));
            assert_eq!(with(bad).unwrap_err().refused, [("N".to_string(), Refusal::Comment)]);
        }
    }

    #[test]
    fn a_default_may_stay() {
        let mut command = command("a ${X:-b}", &[("${X:-b}", "X", Quoting::None)]);
        command.placeholders[0].default = Some("b".to_string());
        assert_eq!(fill(&command, &values(&[])).as_deref(), Ok("a ${X:-b}"));
        assert_eq!(fill(&command, &values(&[("x", "c")])).as_deref(), Ok("a c"));
    }
}
