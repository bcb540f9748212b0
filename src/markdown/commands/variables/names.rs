//! Which names stand for a value of the reader's, and which are the shell's, a program's or a language's own.

use crate::text::find::Sieve;

/// Whether a name in single quotes is meant for the reader: programs in awk, jq and perl have variables of their own.
pub(super) fn is_loud(name: &str) -> bool {
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
pub(super) fn is_special(name: &str) -> bool {
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

/// Characters of a name in `<…>` and `{{…}}`.
pub(super) const LONGEST_NAME: usize = 64;

pub(super) fn is_tag(name: &str) -> bool {
    const TAGS: [&str; 33] = [
        "a", "b", "body", "br", "center", "code", "div", "em", "form", "h1", "h2", "h3", "head", "hr", "html", "i",
        "img", "input", "li", "meta", "ol", "p", "pre", "script", "span", "strong", "style", "table", "td", "th",
        "title", "tr", "ul",
    ];
    static SIEVE: Sieve = Sieve::new(&TAGS);
    SIEVE.may_hold(name) && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
}

/// `<input.txt`: a file that is read.
pub(super) fn is_file(name: &str) -> bool {
    const ENDINGS: [&str; 10] = ["txt", "sql", "sh", "json", "yaml", "yml", "log", "csv", "gz", "conf"];
    name.contains('/') && name.starts_with('/') || name.rsplit_once('.').is_some_and(|(_, end)| ENDINGS.contains(&end))
}

/// Whether `{{…}}` is an action of Go's text templates.
pub(super) fn is_template(inside: &str) -> bool {
    const KEYWORDS: [&str; 16] = [
        "range", "end", "if", "else", "with", "define", "template", "block", "printf", "println", "print", "index",
        "len", "json", "and", "or",
    ];
    inside.contains(['.', '$', '|', '"', '`', '('])
        || inside.split(' ').next().is_some_and(|word| KEYWORDS.contains(&word))
}
