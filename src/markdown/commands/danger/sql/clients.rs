//! Programs that are given statements: psql, mysql and their like.

use super::super::unknown;
use super::{Verdict, classify};

/// Clients that take statements as an option or on their input, those options, and the short options that take another
/// value, behind which a bundle (`-Ne`) ends.
const CLIENTS: [(&str, &[&str], &str); 13] = [
    ("psql", &["-c", "--command"], "dfFhLopPRTUv"),
    ("mysql", &["-e", "--execute"], "DhpPSu"),
    ("mariadb", &["-e", "--execute"], "DhpPSu"),
    ("sqlcmd", &["-Q", "-q"], "dihloPStU"),
    ("clickhouse-client", &["-q", "--query"], "dhu"),
    ("cqlsh", &["-e", "--execute"], "fkpu"),
    ("sqlite3", &[], ""),
    ("cockroach", &["-e", "--execute"], "du"),
    ("cypher-shell", &[], ""),
    ("influx", &["-execute", "--execute"], ""),
    ("trino", &["--execute"], ""),
    ("sqlplus", &[], ""),
    ("rman", &[], ""),
];

/// The names of all clients.
pub(in crate::markdown::commands::danger) const NAMES: [&str; CLIENTS.len()] = {
    let mut names = [""; CLIENTS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = CLIENTS[at].0;
        at += 1;
    }
    names
};

pub(in crate::markdown::commands::danger) fn is_client(name: &str) -> bool {
    CLIENTS.iter().any(|(client, ..)| *client == name)
}

/// What a database client does; `None` for another program.
pub(in crate::markdown::commands::danger) fn client(name: &str, rest: &[&str], input: Option<&str>) -> Option<Verdict> {
    let (_, options, valued) = CLIENTS.iter().find(|(client, ..)| *client == name)?;
    let mut statements: Vec<&str> = Vec::new();
    for (at, word) in rest.iter().enumerate() {
        if options.contains(word) {
            statements.extend(rest.get(at + 1));
        } else if let Some(statement) = bundled(word, options, valued) {
            // `-Ne "SELECT 1"` or `-e"SELECT 1"`.
            let next = rest.get(at + 1).copied();
            statements.extend(Some(statement).filter(|text| !text.is_empty()).or(next));
        } else {
            statements.extend(
                options
                    .iter()
                    .filter(|option| option.starts_with("--"))
                    .filter_map(|option| word.strip_prefix(option)?.strip_prefix('=')),
            );
        }
    }
    if options.is_empty() {
        statements.extend(rest.iter().filter(|word| word.contains(' ')));
    }
    statements.extend(input);
    // The console of PgBouncer: what a session of a database keeps to itself holds for all clients there.
    let is_console =
        |word: &&str| *word == "pgbouncer" || word.contains("dbname=pgbouncer") || word.ends_with("/pgbouncer");
    let sets = |text: &&str| {
        text.trim_start()
            .get(..4)
            .is_some_and(|word| word.eq_ignore_ascii_case("set "))
    };
    let of_console = if statements.iter().any(sets) && rest.iter().any(is_console) {
        Verdict::changes("SET changes the running PgBouncer")
    } else {
        Verdict::LOOKS
    };
    if !statements.is_empty() {
        return Some(
            statements
                .iter()
                .map(|text| classify(text))
                .fold(of_console, Verdict::worse),
        );
    }
    if rest
        .iter()
        .any(|word| matches!(*word, "-l" | "--list" | "--version" | "-V"))
    {
        return Some(Verdict::LOOKS);
    }
    Some(if rest.iter().any(|word| *word == "-f" || word.starts_with("--file")) {
        Verdict::changes("runs a script that is not shown here")
    } else {
        // `influx bucket delete`.
        Verdict::changes("opens a session, in which anything may run").worse(unknown::verb(rest))
    })
}

/// What stands behind the statement's option in a bundle of short ones; `None` where it is not among them.
fn bundled<'a>(word: &'a str, options: &[&str], valued: &str) -> Option<&'a str> {
    let letters = word.strip_prefix('-').filter(|letters| !letters.starts_with('-'))?;
    let is_statement = |letter: char| {
        options
            .iter()
            .any(|option| option.len() == 2 && option.ends_with(letter))
    };
    let (at, letter) = letters
        .char_indices()
        .find(|(_, letter)| is_statement(*letter) || valued.contains(*letter) || !letter.is_ascii_alphanumeric())?;
    is_statement(letter).then(|| letters.get(at + 1..))?
}
