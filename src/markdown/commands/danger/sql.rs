//! SQL: what its statements do.

use super::Verdict;
use crate::text::find::{self, Sieve};

/// Clients that take statements as an option or on their input, and those options.
const CLIENTS: [(&str, &[&str]); 8] = [
    ("psql", &["-c", "--command"]),
    ("mysql", &["-e", "--execute"]),
    ("mariadb", &["-e", "--execute"]),
    ("sqlcmd", &["-Q", "-q"]),
    ("clickhouse-client", &["-q", "--query"]),
    ("cqlsh", &["-e", "--execute"]),
    ("sqlite3", &[]),
    ("cockroach", &["-e", "--execute"]),
];

/// The names of all clients.
pub(super) const NAMES: [&str; CLIENTS.len()] = {
    let mut names = [""; CLIENTS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = CLIENTS[at].0;
        at += 1;
    }
    names
};

pub(super) fn is_client(name: &str) -> bool {
    CLIENTS.iter().any(|(client, _)| *client == name)
}

/// What a database client does; `None` for another program.
pub(super) fn client(name: &str, rest: &[&str], input: Option<&str>) -> Option<Verdict> {
    static SIEVE: Sieve = Sieve::new(&NAMES);
    if !SIEVE.may_hold(name) {
        return None;
    }
    let (_, options) = CLIENTS.iter().find(|(client, _)| *client == name)?;
    let mut statements: Vec<&str> = Vec::new();
    for (at, word) in rest.iter().enumerate() {
        let bundle = name == "psql" && word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
        if options.contains(word) || bundle {
            statements.extend(rest.get(at + 1));
        } else {
            statements.extend(
                options
                    .iter()
                    .filter(|option| option.starts_with("--"))
                    .filter_map(|option| word.strip_prefix(option)?.strip_prefix('=')),
            );
        }
    }
    if name == "sqlite3" {
        statements.extend(rest.iter().filter(|word| word.contains(' ')));
    }
    statements.extend(input);
    if !statements.is_empty() {
        return Some(
            statements
                .iter()
                .map(|text| classify(text))
                .fold(Verdict::LOOKS, Verdict::worse),
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
        Verdict::changes("opens a session, in which anything may run")
    })
}

/// Whether a text begins as an SQL statement does, in capitals, so that it is no shell script.
pub(in crate::markdown::commands) fn is_statement(text: &str) -> bool {
    const STARTS: [&str; 18] = [
        "SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "TRUNCATE", "GRANT", "REVOKE",
        "EXPLAIN", "ANALYZE", "VACUUM", "REINDEX", "SHOW", "CALL", "KILL",
    ];
    let first = find::lines(text)
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with("--") && !line.starts_with('#'))
        .unwrap_or("");
    if !first.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let mut words = first.split(|c: char| !c.is_ascii_alphabetic());
    words.next().is_some_and(|word| STARTS.contains(&word))
        && (first.contains(' ') || first.ends_with(';') || text.contains('\n'))
}

/// What statements do.
pub(super) fn classify(text: &str) -> Verdict {
    text.split(';').map(statement).fold(Verdict::LOOKS, Verdict::worse)
}

/// The lines of a statement without comments.
fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    let has_comments = find::has_pair(text, *b"--");
    let code = move |line: &'_ str| {
        let comment = match has_comments {
            true => find::pair_places(line, *b"--").next(),
            false => None,
        };
        comment.unwrap_or(line.len())
    };
    let lines = find::lines(text).map(move |line| line.get(..code(line)).unwrap_or("").trim());
    lines.filter(|line| !line.starts_with('#'))
}

/// A statement in capitals and in one line.
fn in_capitals(text: &str) -> String {
    let mut upper = String::with_capacity(text.len());
    for line in code_lines(text) {
        upper.push_str(line);
        upper.push(' ');
    }
    upper.make_ascii_uppercase();
    upper
}

/// The bytes of words.
static IS_PART: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < table.len() {
        let byte = at as u8;
        table[at] = byte.is_ascii_alphanumeric() || byte == b'_';
        at += 1;
    }
    table
};

/// What is seen of a statement's words.
#[derive(Debug, Default)]
struct Seen<'a> {
    first: Option<&'a [u8]>,
    /// For each of [`ASKED`], a bit.
    asked: u8,
    terminates: bool,
    cancels: bool,
    /// Whether a function is called that changes the server otherwise.
    calls: bool,
}

/// The words that are asked about wherever they stand.
const ASKED: [&str; 8] = [
    "INTO",
    "FROM_UNIXTIME",
    "ANALYZE",
    "DELETE",
    "UPDATE",
    "INSERT",
    "DROP",
    "WHERE",
];

/// How functions begin that change the server.
const CHANGING: [&str; 6] = [
    "PG_SWITCH_WAL",
    "PG_PROMOTE",
    "PG_RELOAD_CONF",
    "PG_DROP_",
    "PG_STAT_RESET",
    "PG_STAT_STATEMENTS_RESET",
];

impl<'a> Seen<'a> {
    fn in_statement(text: &'a str) -> Self {
        let mut seen = Self::default();
        for line in code_lines(text) {
            let is_part = |byte: &u8| IS_PART.get(usize::from(*byte)).copied().unwrap_or(false);
            for word in line.as_bytes().split(|byte| !is_part(byte)) {
                if !word.is_empty() {
                    seen.word(word);
                }
            }
        }
        seen
    }

    fn word(&mut self, word: &'a [u8]) {
        static SIEVE: Sieve = Sieve::new(&ASKED);
        self.first.get_or_insert(word);
        if SIEVE.may_hold(word)
            && let Some(at) = ASKED
                .iter()
                .position(|asked| word.eq_ignore_ascii_case(asked.as_bytes()))
        {
            self.asked |= 1 << at;
        }
        let starts = |prefix: &str| {
            word.get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
        };
        if starts("PG_") {
            self.terminates |= starts("PG_TERMINATE_");
            self.cancels |= starts("PG_CANCEL_");
            self.calls |= CHANGING.into_iter().any(starts);
        }
    }

    /// Whether one of [`ASKED`] stands in the statement.
    fn has(&self, word: &str) -> bool {
        ASKED
            .iter()
            .position(|asked| *asked == word)
            .is_some_and(|at| self.asked & 1 << at != 0)
    }
}

fn statement(text: &str) -> Verdict {
    // A command of the client, as `\dt`.
    if text.contains('\\') {
        let upper = in_capitals(text);
        let text = upper.trim().trim_matches(['"', '\'']).trim();
        if text.starts_with('\\') {
            return client_command(text);
        }
    }
    let words = Seen::in_statement(text);
    let Some(first) = words.first else {
        return Verdict::LOOKS;
    };
    let has = |word: &str| words.has(word);
    let calls = if words.terminates {
        Verdict::changes("pg_terminate_backend ends sessions of others")
    } else if words.cancels {
        Verdict::changes("pg_cancel_backend ends queries of others")
    } else if words.calls {
        Verdict::changes("calls a function that changes the server")
    } else {
        Verdict::LOOKS
    };
    let own = match std::str::from_utf8(&first.to_ascii_uppercase()).unwrap_or("") {
        "SELECT" | "TABLE" | "VALUES" | "SHOW" | "DESCRIBE" | "DESC" | "USE" | "SET" | "BEGIN" | "COMMIT"
        | "ROLLBACK" | "START" | "END" | "CHECK" => {
            if first.eq_ignore_ascii_case(b"SELECT")
                && has("INTO")
                && !has("FROM_UNIXTIME")
                && !in_capitals(text).contains("INTO OUTFILE")
            {
                Verdict::changes("SELECT INTO makes a table")
            } else {
                Verdict::LOOKS
            }
        }
        "EXPLAIN" if has("ANALYZE") && (has("DELETE") || has("UPDATE") || has("INSERT")) => {
            Verdict::destroys("EXPLAIN ANALYZE runs the statement")
        }
        "EXPLAIN" => Verdict::LOOKS,
        "WITH" if has("DELETE") => Verdict::destroys("DELETE removes rows"),
        "WITH" if has("UPDATE") || has("INSERT") => Verdict::changes("changes rows"),
        "WITH" => Verdict::LOOKS,
        "DELETE" => Verdict::destroys("DELETE removes rows"),
        "TRUNCATE" => Verdict::destroys("TRUNCATE removes all rows"),
        "DROP" => Verdict::destroys("DROP removes the object with its data"),
        "ALTER" if has("DROP") => Verdict::destroys("ALTER … DROP removes data"),
        "UPDATE" if !has("WHERE") => Verdict::destroys("UPDATE without WHERE overwrites every row"),
        "UPDATE" => Verdict::changes("UPDATE changes rows"),
        "INSERT" | "REPLACE" | "MERGE" | "COPY" | "LOAD" => Verdict::changes("adds or changes rows"),
        "CREATE" | "ALTER" | "REINDEX" | "VACUUM" | "ANALYZE" | "CLUSTER" | "OPTIMIZE" | "REFRESH" | "GRANT"
        | "REVOKE" | "KILL" | "FLUSH" | "LOCK" | "RESET" | "STOP" | "CHECKPOINT" | "COMMENT" => {
            Verdict::changes("changes the database")
        }
        _ => Verdict::changes("not known to only look"),
    };
    own.worse(calls)
}

/// What a command of psql's does, in capitals: `\D` and its like.
fn client_command(text: &str) -> Verdict {
    const LOOKS: [&str; 9] = [
        "\\L",
        "\\L+",
        "\\Q",
        "\\X",
        "\\TIMING",
        "\\CONNINFO",
        "\\C",
        "\\Z",
        "\\G",
    ];
    let command = text.split(' ').next().unwrap_or("");
    if command.starts_with("\\D") || LOOKS.contains(&command) {
        Verdict::LOOKS
    } else {
        Verdict::changes("not known to only look")
    }
}
