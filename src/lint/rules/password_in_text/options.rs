//! Options of programs whose letters mean a password to these programs only: `mysql -p…`, `curl -u name:…`.

use super::value::{Trust, is_password};
use crate::text::find::has_pair;
use std::ops::Range;

/// Programs, their options that give a password, and how: `.` in the same word only (`-pX`), `,` in the same word or the next
/// one, `:` likewise but behind a name and a colon (`-u name:X`), `=` in a word that begins so (`pass:X`).
const PROGRAMS: [&str; 8] = [
    "mysql mysqldump mysqladmin mysqlimport mysqlsh mysqlpump mycli mariadb mariadb-dump|-p|.",
    "sshpass mongo mongosh mongodump mongorestore mongoexport|-p|,",
    "login|-p|,",
    "redis-cli valkey-cli keydb-cli|-a|,",
    "ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami|-w|,",
    "sqlcmd bcp|-P|,",
    "curl http https xh|--user --auth --proxy-user -u -a|:",
    "openssl|pass|=",
];

/// What a line has to hold to be looked at: nearly none does.
const SIGNS: &str = "mysql|mycli|mariadb|sshpass|mongo|login|-cli |ldap|sqlcmd|bcp |openssl|curl|http -|xh -";

/// Finds the passwords that options in a line of shell give.
pub fn find(line: &str, mut found: impl FnMut(Range<usize>)) {
    // Every option begins with it; most lines have none, and looking for a word takes far longer.
    if !has_pair(line, *b" -") || !SIGNS.split('|').any(|sign| line.contains(sign)) {
        return;
    }
    let words = words(line);
    for (at, word) in words.iter().enumerate() {
        let name = text(line, word).rsplit('/').next().unwrap_or("");
        let known = PROGRAMS.iter().find_map(|program| {
            let (names, rest) = program.split_once('|')?;
            names.split(' ').any(|own| own == name).then(|| rest.split_once('|'))?
        });
        let Some((options, form)) = known else { continue };
        let end = |word: &&Range<usize>| !matches!(text(line, word), "|" | "||" | "&&" | ";" | "&");
        let mut rest = words.iter().skip(at + 1).take_while(end);
        while let Some(word) = rest.next() {
            let Some(value) = value(line, word, options, form, &mut rest) else {
                continue;
            };
            if is_password(line.get(value.clone()).unwrap_or(""), Trust::Given) {
                found(value);
            }
        }
    }
}

/// Where the password of an option stands, if this word is such an option.
fn value(
    line: &str,
    word: &Range<usize>,
    options: &str,
    form: &str,
    rest: &mut dyn Iterator<Item = &Range<usize>>,
) -> Option<Range<usize>> {
    let whole = text(line, word);
    let option = options.split(' ').find(|option| whole.starts_with(option))?;
    let behind = whole.get(option.len()..)?;
    if form == "=" {
        let value = behind.strip_prefix(':')?;
        return Some(word.end - value.len()..word.end);
    }
    let value = if behind.is_empty() {
        if form == "." {
            return None;
        }
        rest.next()?.clone()
    } else if let Some(value) = behind.strip_prefix('=') {
        word.end - value.len()..word.end
    } else if option.starts_with("--") {
        return None;
    } else {
        word.end - behind.len()..word.end
    };
    let value = unquoted(line, value);
    if form != ":" {
        return Some(value);
    }
    let (name, _) = line.get(value.clone())?.split_once(':')?;
    Some(value.start + name.len() + 1..value.end)
}

fn text<'a>(line: &'a str, word: &Range<usize>) -> &'a str {
    line.get(word.clone()).unwrap_or("")
}

/// A word without the quotes around it.
fn unquoted(line: &str, word: Range<usize>) -> Range<usize> {
    let whole = text(line, &word);
    let is_quoted = |quote: char| whole.len() >= 2 && whole.starts_with(quote) && whole.ends_with(quote);
    if is_quoted('"') || is_quoted('\'') {
        word.start + 1..word.end - 1
    } else {
        word
    }
}

/// The words of a line of shell, with their quotes.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut quote) = (None, None);
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c.is_whitespace() => out.extend(start.take().map(|start| start..at)),
            None => {
                start.get_or_insert(at);
                quote = matches!(c, '"' | '\'').then_some(c);
            }
        }
    }
    out.extend(start.map(|start| start..line.len()));
    out
}
