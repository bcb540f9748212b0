//! Which names stand for a value of the reader's, and which are the shell's, a program's or a language's own.

use crate::text::find::{Sieve, is_listed};

/// Whether a name in single quotes is meant for the reader: programs in awk, jq and perl have variables of their own.
pub(super) fn is_loud(name: &str) -> bool {
    const AWK: &str = "NF|NR|FNR|FS|OFS|RS|ORS|SUBSEP|FILENAME|RSTART|RLENGTH|ENVIRON";
    name.len() > 2
        && !is_listed(name, AWK)
        && name
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// Variables that the shell or the session sets.
pub(super) fn is_special(name: &str) -> bool {
    const NAMES: &str = "_|HOME|PATH|PWD|OLDPWD|USER|UID|EUID|GROUPS|HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|SHELL|SHLVL|\
        RANDOM|SRANDOM|SECONDS|EPOCHSECONDS|EPOCHREALTIME|LINENO|IFS|PS1|PS2|PS3|PS4|FUNCNAME|PIPESTATUS|PPID|\
        OPTARG|OPTIND|OPTERR|REPLY|LANG|TERM|TMPDIR|EDITOR|PAGER|LOGNAME|COLUMNS|LINES|DISPLAY|MAPFILE";
    static SIEVE: Sieve = Sieve::new(&[]).and_list(NAMES);
    SIEVE.may_hold(name) && is_listed(name, NAMES) || name.starts_with("BASH") || name.starts_with("LC_")
}

/// Characters of a name in `<…>` and `{{…}}`.
pub(super) const LONGEST_NAME: usize = 64;

pub(super) fn is_tag(name: &str) -> bool {
    const TAGS: &str = "a|b|body|br|center|code|div|em|form|h1|h2|h3|head|hr|html|i|img|input|li|meta|ol|p|pre|\
        script|span|strong|style|table|td|th|title|tr|ul";
    static SIEVE: Sieve = Sieve::new(&[]).and_list(TAGS);
    SIEVE.may_hold(name) && is_listed(&name.to_ascii_lowercase(), TAGS)
}

/// `<input.txt`: a file that is read.
pub(super) fn is_file(name: &str) -> bool {
    const ENDINGS: &str = "txt|sql|sh|json|yaml|yml|log|csv|gz|conf";
    name.contains('/') && name.starts_with('/') || name.rsplit_once('.').is_some_and(|(_, end)| is_listed(end, ENDINGS))
}

/// Whether `{{…}}` is an action of Go's text templates.
pub(super) fn is_template(inside: &str) -> bool {
    const KEYWORDS: &str = "range|end|if|else|with|define|template|block|printf|println|print|index|len|json|and|or";
    inside.contains(['.', '$', '|', '"', '`', '('])
        || inside.split(' ').next().is_some_and(|word| is_listed(word, KEYWORDS))
}
