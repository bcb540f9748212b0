//! The places of a command where a reader's own values go.

mod names;

use super::scan::{Context, Script};
use super::sql;
use crate::runbook::variable::{Placeholder, Quoting, Syntax};
use crate::text::find;
use crate::text::hash::Set;
use crate::text::order;
use names::{LONGEST_NAME, is_file, is_loud, is_special, is_tag, is_template};
use std::ops::Range;

/// What the placeholders of one block depend on beside its text.
pub(super) struct Scope<'a> {
    /// Whether the text is a script for a POSIX shell; of others' quotes nothing is known.
    pub(super) shell: bool,
    /// Names that this or an earlier block assigns.
    pub(super) assigned: &'a Set<String>,
    /// Words that another interpreter reads once more (`sh -c '…'`, `psql -c "…"`): no quoting of ours reaches there.
    pub(super) limited: &'a [Range<usize>],
}

/// The placeholders of `text`, in order and without overlap.
pub(super) fn placeholders(text: &str, script: &Script<'_>, scope: &Scope<'_>) -> Vec<Placeholder> {
    // Without a branch for each byte, so that many are looked at in one instruction.
    let has = |mark: u8| {
        let bytes = text.as_bytes().iter();
        bytes.fold(0, |any, byte| any | u8::from(*byte == mark)) != 0
    };
    let (has_angle, has_brace, has_bracket) = (has(b'<'), has(b'{'), has(b'['));
    if script.dollars.is_empty() && !has_angle && !has_brace && !has_bracket {
        return Vec::new();
    }
    let mut out: Vec<Placeholder> = Vec::new();
    for dollar in script.dollars.iter().take(MOST_PLACES) {
        let context = script.context(dollar.range.start);
        let default = match dollar
            .operator
            .as_ref()
            .map(|range| text.get(range.clone()).unwrap_or(""))
        {
            None => None,
            Some(operator) => match read_operator(operator) {
                Some(default) => default,
                None => continue,
            },
        };
        let quoted_program = !dollar.braced && context.quoting == Quoting::Single && !is_loud(dollar.name);
        if context.comment || is_special(dollar.name) || scope.assigned.contains(dollar.name) || quoted_program {
            continue;
        }
        let syntax = if dollar.braced { Syntax::Braced } else { Syntax::Bare };
        out.push(Placeholder {
            default,
            ..place(dollar.name, syntax, dollar.range.clone())
        });
    }
    if has_angle {
        angles(text, &mut out);
    }
    if has_brace {
        mustaches(text, &mut out);
    }
    if has_bracket {
        brackets(text, &mut out);
    }
    in_order(&mut out);
    out.retain_mut(|place| {
        let context = script.context(place.range.start);
        let Context {
            quoting,
            backticks,
            comment,
        } = context;
        let limited = scope.limited.iter().any(|word| word.contains(&place.range.start));
        place.backticks = backticks;
        place.quoting = if !scope.shell || !script.closed || limited || backticks > 1 {
            Quoting::Plain
        } else {
            quoting
        };
        !comment
    });
    out
}

/// Sorts places, and drops those within others.
fn in_order(out: &mut Vec<Placeholder>) {
    let place = |place: &Placeholder| (place.range.start, std::cmp::Reverse(place.range.end));
    order::sort(out, &|a, b| place(a).cmp(&place(b)));
    let mut end = 0;
    out.retain(|place| {
        let free = place.range.start >= end;
        if free {
            end = place.range.end;
        }
        free
    });
}

/// The placeholders of a text that is no shell's, and of whose quotes nothing is known. `$name` is a variable of its own
/// in many languages, so only `${name}`, `<name>` and `{{name}}` count.
pub(super) fn plain(text: &str) -> Vec<Placeholder> {
    let mut out = Vec::new();
    if !text.contains(['$', '<', '{']) {
        return out;
    }
    braced(text, &mut out);
    angles(text, &mut out);
    mustaches(text, &mut out);
    in_order(&mut out);
    for place in &mut out {
        place.quoting = Quoting::Plain;
    }
    out
}

/// The placeholders of SQL: `$NAME` counts too, in capitals, for SQL has no such word. None in comments.
pub(super) fn in_sql(text: &str) -> Vec<Placeholder> {
    let mut out = Vec::new();
    if !text.contains(['$', '<', '{']) {
        return out;
    }
    braced(text, &mut out);
    loud(text, &mut out);
    angles(text, &mut out);
    // `a <b and c> d` compares.
    const OPERATORS: [&str; 8] = ["and", "or", "then", "when", "is", "not", "in", "else"];
    out.retain(|place| {
        let mut words = place.name.split(' ');
        place.syntax != Syntax::Angle || !words.any(|word| OPERATORS.iter().any(|own| own.eq_ignore_ascii_case(word)))
    });
    mustaches(text, &mut out);
    in_order(&mut out);
    if out.is_empty() {
        return out;
    }
    let pieces: Vec<(sql::Kind, Range<usize>)> = sql::pieces(text, false).collect();
    out.retain_mut(|place| {
        let piece = pieces.partition_point(|(_, range)| range.end <= place.range.start);
        place.quoting = Quoting::Sql;
        pieces.get(piece).is_some_and(|(kind, _)| *kind != sql::Kind::Comment)
    });
    out
}

fn place(name: &str, syntax: Syntax, range: Range<usize>) -> Placeholder {
    Placeholder {
        name: name.to_string(),
        syntax,
        quoting: Quoting::None,
        range,
        default: None,
        backticks: 0,
    }
}

/// `${NAME}`, also with a default behind the name, which no language but the shell puts in by itself.
fn braced(text: &str, out: &mut Vec<Placeholder>) {
    for (at, _) in text.match_indices("${") {
        let inside = text.get(at + 2..).unwrap_or("");
        let len = inside
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(0);
        let name = inside.get(..len).unwrap_or("");
        let rest = inside.get(len..).unwrap_or("");
        // Dashboards have variables of their own, as `${__range}`.
        if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() || name.starts_with("__") {
            continue;
        }
        let behind = match rest.find(['}', '\n']) {
            Some(0) => 0,
            Some(end) if rest.starts_with(":-") && rest.as_bytes().get(end) == Some(&b'}') => end,
            _ => continue,
        };
        if out.len() < MOST_PLACES {
            out.push(place(name, Syntax::Braced, at..at + 2 + len + behind + 1));
        }
    }
}

/// `$NAME` in capitals.
fn loud(text: &str, out: &mut Vec<Placeholder>) {
    for (at, _) in text.match_indices('$') {
        let inside = text.get(at + 1..).unwrap_or("");
        let len = inside
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(inside.len());
        let name = inside.get(..len).unwrap_or("");
        let before = text.get(..at).unwrap_or("").chars().next_back();
        let in_word = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
        // `$BODY$` begins a text.
        let is_tag = inside.get(len..).unwrap_or("").starts_with('$');
        let is_loud = name.len() > 1
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && !name.contains(|c: char| c.is_ascii_lowercase());
        if is_loud && !in_word && !is_tag && out.len() < MOST_PLACES {
            out.push(place(name, Syntax::Bare, at..at + 1 + len));
        }
    }
}

/// What follows a name in braces: `Some(None)` where the whole stands for the value, `Some(Some(…))` where it names a
/// default, `None` where the value is changed (`%suffix`) and so cannot be put in its place.
fn read_operator(operator: &str) -> Option<Option<String>> {
    let rest = operator.strip_prefix(':').unwrap_or(operator);
    let mut chars = rest.chars();
    match chars.next() {
        Some('-' | '=') => Some(Some(chars.as_str().to_string())),
        Some('?') => Some(None),
        _ => None,
    }
}

/// `<pod-name>` that begins at `at`: where it ends. Not a redirection, a tag, an address or a type's parameter.
fn angle_at(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?.strip_prefix('<')?;
    let mut len = None;
    for (offset, c) in rest.char_indices().take(LONGEST_NAME) {
        match c {
            '>' => {
                len = Some(offset);
                break;
            }
            c if c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.' | '/' | ':') => {}
            _ => return None,
        }
    }
    let len = len?;
    let name = rest.get(..len)?;
    let first = name.chars().next()?;
    let last = name.chars().next_back()?;
    if !first.is_alphabetic() || !(last.is_alphanumeric() || last == '.') || name.contains("  ") || name.contains("://")
    {
        return None;
    }
    if name.split(' ').count() > 5 || is_tag(name) || is_file(name) {
        return None;
    }
    // `List<String>`: a type's parameter.
    let before = text.get(..at)?.chars().next_back();
    if before.is_some_and(|c| c == '<' || c == '\\' || c == '&')
        || before.is_some_and(char::is_alphabetic)
            && first.is_uppercase()
            && !name.contains(['-', '_', ' '])
            && name.chars().any(char::is_lowercase)
    {
        return None;
    }
    Some(at + 1 + len + 1)
}

/// The lines of a text, read when they are first asked for.
pub(super) type Lines<'a> = Option<Set<&'a str>>;

/// The same, also of `<<pod-name>>`, which is no here-document: the delimiter of one stands in a line of its own.
pub(super) fn angles_at<'a>(text: &'a str, at: usize, lines: &mut Lines<'a>) -> Option<usize> {
    let inner = text.get(at + 1..).filter(|inner| inner.starts_with('<'));
    let Some(inner) = inner else { return angle_at(text, at) };
    let len = angle_at(inner, 0)?;
    let name = inner.get(1..len - 1)?;
    inner.get(len..)?.strip_prefix('>')?;
    let lines = lines.get_or_insert_with(|| text.lines().map(str::trim).collect());
    (!lines.contains(name)).then_some(at + len + 2)
}

/// Places in one block; nobody fills in more.
const MOST_PLACES: usize = 500;

fn angles(text: &str, out: &mut Vec<Placeholder>) {
    // `<name>…</name>` is markup.
    let closed: Set<&str> = match find::has_pair(text, *b"</") {
        true => text
            .split("</")
            .skip(1)
            .filter_map(|rest| rest.get(..rest.find('>').filter(|len| *len <= LONGEST_NAME)?))
            .collect(),
        false => Set::default(),
    };
    let mut lines = Lines::default();
    let mut at = 0;
    while out.len() < MOST_PLACES
        && let Some(found) = text.as_bytes().get(at..).and_then(|rest| memchr::memchr(b'<', rest))
    {
        let start = at + found;
        at = start + 1;
        let Some(end) = angles_at(text, start, &mut lines) else {
            continue;
        };
        let name = text.get(start..end).unwrap_or("").trim_matches(['<', '>']);
        if closed.contains(name) {
            continue;
        }
        at = end;
        out.push(place(name, Syntax::Angle, start..end));
    }
}

/// `[INSTANCE_NAME]`, as some manuals write it: in capitals, and with an underscore, which no pattern of files has.
fn brackets(text: &str, out: &mut Vec<Placeholder>) {
    let is_loud = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    for (at, _) in text.match_indices('[').take(MOST_PLACES) {
        let name = text
            .get(at + 1..)
            .and_then(|inside| inside.split(']').next())
            .unwrap_or("");
        let before = text.get(..at).unwrap_or("").chars().next_back();
        let in_word = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '[' | '\\'));
        let is_name =
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains('_') && name.chars().all(is_loud);
        if is_name && !in_word && at + name.len() + 2 <= text.len() {
            out.push(place(name, Syntax::Angle, at..at + name.len() + 2));
        }
    }
}

fn mustaches(text: &str, out: &mut Vec<Placeholder>) {
    // The dots, pipes and keywords of Go's templates; a text that holds them has no places of ours in braces, and what
    // they name, as `$labels`, is their own.
    let mut at = 0;
    let mut own = Vec::new();
    let mut is_own = true;
    while let Some(found) = text.as_bytes().get(at..).and_then(|rest| memchr::memchr(b'{', rest)) {
        let start = at + found;
        at = start + 1;
        if !text.get(at..).unwrap_or("").starts_with('{') {
            continue;
        }
        at += 1;
        let inside = text.get(at..).unwrap_or("");
        let Some(len) = inside.find("}}") else { break };
        let name = inside.get(..len).unwrap_or("").trim_matches(['-', ' ']);
        at += len + 2;
        if is_template(name) {
            is_own = false;
            out.retain(|place| !(start..at).contains(&place.range.start));
        }
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == ' ';
        if name.chars().count() <= LONGEST_NAME && name.starts_with(char::is_alphabetic) && name.chars().all(word) {
            own.push(place(name, Syntax::Mustache, start..at));
        }
    }
    if is_own {
        out.append(&mut own);
    }
}
