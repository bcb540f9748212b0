//! The places of a command where a reader's own values go.

use super::scan::{Context, Script};
use crate::runbook::variable::{Placeholder, Quoting, Syntax};
use crate::text::find::{self, Sieve};
use crate::text::hash::Set;
use std::ops::Range;

/// What the placeholders of one block depend on beside its text.
pub(super) struct Scope<'a> {
    /// Whether the text is a shell script; in other languages nothing is known of quotes.
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
    let (has_angle, has_brace) = (has(b'<'), has(b'{'));
    if script.dollars.is_empty() && !has_angle && !has_brace {
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
        out.push(Placeholder {
            name: dollar.name.to_string(),
            syntax: if dollar.braced { Syntax::Braced } else { Syntax::Bare },
            quoting: Quoting::None,
            range: dollar.range.clone(),
            default,
            backticks: 0,
        });
    }
    if has_angle {
        angles(text, &mut out);
    }
    if has_brace {
        mustaches(text, &mut out);
    }
    out.sort_by_key(|place| (place.range.start, std::cmp::Reverse(place.range.end)));
    let mut end = 0;
    out.retain(|place| {
        let free = place.range.start >= end;
        if free {
            end = place.range.end;
        }
        free
    });
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

/// What follows a name in braces: `Some(None)` where the whole stands for the value, `Some(Some(…))` where it names a
/// default, `None` where the value is changed (`%suffix`) and so cannot be put in its place.
#[allow(clippy::option_option)]
fn read_operator(operator: &str) -> Option<Option<String>> {
    let rest = operator.strip_prefix(':').unwrap_or(operator);
    let mut chars = rest.chars();
    match chars.next() {
        Some('-' | '=') => Some(Some(chars.as_str().to_string())),
        Some('?') => Some(None),
        _ => None,
    }
}

/// Whether a name in single quotes is meant for the reader: programs in awk, jq and perl have variables of their own.
fn is_loud(name: &str) -> bool {
    const AWK: [&str; 12] = [
        "NF", "NR", "FNR", "FS", "OFS", "RS", "ORS", "SUBSEP", "FILENAME", "RSTART", "RLENGTH", "ENVIRON",
    ];
    name.len() > 2
        && !AWK.contains(&name)
        && name
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// Variables that the shell or the session sets.
fn is_special(name: &str) -> bool {
    const NAMES: [&str; 43] = [
        "_",
        "HOME",
        "PATH",
        "PWD",
        "OLDPWD",
        "USER",
        "UID",
        "EUID",
        "GROUPS",
        "HOSTNAME",
        "HOSTTYPE",
        "MACHTYPE",
        "OSTYPE",
        "SHELL",
        "SHLVL",
        "RANDOM",
        "SRANDOM",
        "SECONDS",
        "EPOCHSECONDS",
        "EPOCHREALTIME",
        "LINENO",
        "IFS",
        "PS1",
        "PS2",
        "PS3",
        "PS4",
        "FUNCNAME",
        "PIPESTATUS",
        "PPID",
        "OPTARG",
        "OPTIND",
        "OPTERR",
        "REPLY",
        "LANG",
        "TERM",
        "TMPDIR",
        "EDITOR",
        "PAGER",
        "LOGNAME",
        "COLUMNS",
        "LINES",
        "DISPLAY",
        "MAPFILE",
    ];
    static SIEVE: Sieve = Sieve::new(&NAMES);
    SIEVE.may_hold(name) && NAMES.contains(&name) || name.starts_with("BASH") || name.starts_with("LC_")
}

/// `<pod-name>` that begins at `at`: where it ends. Not a redirection, a tag, an address or a type's parameter.
pub(super) fn angle_at(text: &str, at: usize) -> Option<usize> {
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

/// Characters of a name in `<…>` and `{{…}}`.
const LONGEST_NAME: usize = 64;

/// Places in one block; nobody fills in more.
const MOST_PLACES: usize = 500;

fn is_tag(name: &str) -> bool {
    const TAGS: [&str; 33] = [
        "a", "b", "body", "br", "center", "code", "div", "em", "form", "h1", "h2", "h3", "head", "hr", "html", "i",
        "img", "input", "li", "meta", "ol", "p", "pre", "script", "span", "strong", "style", "table", "td", "th",
        "title", "tr", "ul",
    ];
    static SIEVE: Sieve = Sieve::new(&TAGS);
    SIEVE.may_hold(name) && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

/// `<input.txt`: a file that is read.
fn is_file(name: &str) -> bool {
    const ENDINGS: [&str; 10] = ["txt", "sql", "sh", "json", "yaml", "yml", "log", "csv", "gz", "conf"];
    name.contains('/') && name.starts_with('/') || name.rsplit_once('.').is_some_and(|(_, end)| ENDINGS.contains(&end))
}

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
    let mut at = 0;
    while out.len() < MOST_PLACES
        && let Some(found) = text.as_bytes().get(at..).and_then(|rest| find::byte(rest, b'<'))
    {
        let start = at + found;
        at = start + 1;
        let Some(end) = angle_at(text, start) else { continue };
        let name = text.get(start + 1..end - 1).unwrap_or("");
        if closed.contains(name) {
            continue;
        }
        at = end;
        out.push(Placeholder {
            name: name.to_string(),
            syntax: Syntax::Angle,
            quoting: Quoting::None,
            range: start..end,
            default: None,
            backticks: 0,
        });
    }
}

fn mustaches(text: &str, out: &mut Vec<Placeholder>) {
    // The dots, pipes and keywords of Go's templates; a text that holds them has no places of ours.
    let mut at = 0;
    let mut own = Vec::new();
    while let Some(found) = text.as_bytes().get(at..).and_then(|rest| find::byte(rest, b'{')) {
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
            return;
        }
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == ' ';
        if name.chars().count() <= LONGEST_NAME && name.starts_with(char::is_alphabetic) && name.chars().all(word) {
            own.push(Placeholder {
                name: name.to_string(),
                syntax: Syntax::Mustache,
                quoting: Quoting::None,
                range: start..at,
                default: None,
                backticks: 0,
            });
        }
    }
    out.append(&mut own);
}

/// Whether `{{…}}` is an action of Go's text templates.
fn is_template(inside: &str) -> bool {
    const KEYWORDS: [&str; 16] = [
        "range", "end", "if", "else", "with", "define", "template", "block", "printf", "println", "print", "index",
        "len", "json", "and", "or",
    ];
    inside.contains(['.', '$', '|', '"', '`', '('])
        || inside.split(' ').next().is_some_and(|word| KEYWORDS.contains(&word))
}
