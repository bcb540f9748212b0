//! SQL: what its statements do.

mod clients;

pub(super) use clients::{NAMES, client, is_client};

use super::{UNKNOWN, Verdict};
use crate::markdown::commands::sql::{self, Kind};
use crate::text::find::is_listed;

/// Whether a text begins as an SQL statement does, in capitals, so that it is no shell script.
pub(in crate::markdown::commands) fn is_statement(text: &str) -> bool {
    const STARTS: &str = "SELECT|WITH|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|EXPLAIN|ANALYZE|\
        VACUUM|REINDEX|SHOW|CALL|KILL";
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with("--") && !line.starts_with('#'))
        .unwrap_or("");
    if !first.starts_with(|c: char| c.is_ascii_uppercase()) {
        return false;
    }
    let mut words = first.split(|c: char| !c.is_ascii_alphabetic());
    words.next().is_some_and(|word| is_listed(word, STARTS))
        && (first.contains(' ') || first.ends_with(';') || text.contains('\n'))
}

/// What statements do. Where databases differ about where quotes end, the worst of all readings.
pub(in crate::markdown::commands) fn classify(text: &str) -> Verdict {
    let mut text = text.trim();
    // What a shell gives in quotes.
    for mark in ['"', '\''] {
        let inside = text.strip_prefix(mark).and_then(|text| text.strip_suffix(mark));
        text = inside.unwrap_or(text);
    }
    let (verdict, is_ambiguous) = statements(text, false, 0);
    if is_ambiguous {
        let unquoted = text.replace(['"', '\'', '`'], " ");
        let (escaped, _) = statements(text, true, 0);
        let (unquoted, _) = statements(&unquoted, false, 0);
        verdict.worse(escaped).worse(unquoted)
    } else {
        verdict
    }
}

/// Bodies within bodies that are looked into.
const DEEPEST: usize = 4;

/// What statements do, and whether databases may differ about where their quotes end.
fn statements(text: &str, backslashes: bool, depth: usize) -> (Verdict, bool) {
    // Only code, in capitals, with `''` for what stands in quotes.
    let mut code = String::with_capacity(text.len());
    let mut bodies = Verdict::LOOKS;
    let mut pieces = sql::pieces(text, backslashes);
    for (kind, range) in pieces.by_ref() {
        let piece = text.get(range).unwrap_or("");
        match kind {
            Kind::Code => code.push_str(piece),
            // A name with what is around it: `"a"."b"` is one word, and no keyword.
            Kind::Quoted(_) => {}
            Kind::Comment => code.push(' '),
            Kind::Body if depth < DEEPEST => bodies = bodies.worse(statements(piece, backslashes, depth + 1).0),
            Kind::Body => bodies = bodies.worse(UNKNOWN),
        }
    }
    code.make_ascii_uppercase();
    let mut verdict = Verdict::LOOKS;
    let mut rest = code.as_str();
    while !rest.is_empty() {
        // A command of the client, as `\dt`, ends with its line.
        let text = rest.trim_start();
        let own = if text.starts_with('\\') {
            let (command, behind) = text.split_once('\n').unwrap_or((text, ""));
            rest = behind;
            client_command(command)
        } else {
            let (text, behind) = text.split_once(';').unwrap_or((text, ""));
            rest = behind;
            statement(text, bodies)
        };
        verdict = verdict.worse(own);
    }
    (verdict, pieces.is_ambiguous())
}

/// A word of a statement, and how many parentheses are open around it.
type Word<'a> = (&'a str, usize);

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::with_capacity(text.len() / 6 + 1);
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        if is_word(*byte) {
            let start = at;
            let rest = bytes.get(at..).unwrap_or(&[]);
            at += rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
            words.push((text.get(start..at).unwrap_or(""), depth));
            continue;
        }
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    words
}

fn is_word(byte: u8) -> bool {
    const WORD: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0_u8;
        loop {
            table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
            if byte == u8::MAX {
                break;
            }
            byte += 1;
        }
        table
    };
    WORD[usize::from(byte)]
}

/// What one statement does, given in capitals; `bodies` is what the bodies of its block do.
fn statement(text: &str, bodies: Verdict) -> Verdict {
    let words = words(text);
    // Looked for by their first byte, which most statements have nowhere.
    let mut commands = memchr::memchr_iter(b'\\', text.as_bytes()).filter_map(|at| text.get(at + 1..));
    let run = match commands.any(|command| command.starts_with("GEXEC") || command.starts_with('!')) {
        true => Verdict::changes("runs more than the statement"),
        false => Verdict::LOOKS,
    };
    clause(&words, bodies).worse(calls(&words)).worse(run)
}

/// What the functions do that a statement calls.
fn calls(words: &[Word<'_>]) -> Verdict {
    const CHANGE: [&str; 18] = [
        "PG_SWITCH_WAL",
        "PG_PROMOTE",
        "PG_RELOAD_CONF",
        "PG_DROP_",
        "PG_CREATE_",
        "PG_ROTATE_",
        "PG_WAL_REPLAY_PAUSE",
        "PG_WAL_REPLAY_RESUME",
        "PG_REPLICATION_SLOT_ADVANCE",
        "PG_REPLICATION_ORIGIN_",
        "PG_LOGICAL_SLOT_GET_",
        "PG_STAT_RESET",
        "PG_STAT_STATEMENTS_RESET",
        "PG_BACKUP_",
        "SETVAL",
        "LO_UNLINK",
        "DBLINK_EXEC",
        "RDS_KILL",
    ];
    // By its first letters most words are told.
    let may_call = |word: &str| {
        let word = word.as_bytes();
        matches!(
            word,
            [b'P', b'G', b'_', ..] | [b'S', b'E', b'T', b'V', ..] | [b'L', b'O', b'_', ..]
        ) || matches!(
            word,
            [b'D', b'B', b'L', ..] | [b'D', b'R', b'O', b'P', b'_', ..] | [b'R', b'D', b'S', ..]
        )
    };
    let mut verdict = None;
    for (word, _) in words.iter().filter(|(word, _)| may_call(word)) {
        if *word == "DROP_CHUNKS" {
            return Verdict::destroys("drop_chunks deletes data");
        } else if word.starts_with("PG_TERMINATE_") {
            return Verdict::changes("pg_terminate_backend ends sessions of others");
        } else if word.starts_with("PG_CANCEL_") {
            verdict = Some(Verdict::changes("pg_cancel_backend ends queries of others"));
        } else if verdict.is_none() && CHANGE.iter().any(|prefix| word.starts_with(prefix)) {
            verdict = Some(Verdict::changes("calls a function that changes the server"));
        }
    }
    verdict.unwrap_or(Verdict::LOOKS)
}

/// What a statement does by its first words.
fn clause(words: &[Word<'_>], bodies: Verdict) -> Verdict {
    let has = |word: &str| words.iter().any(|(other, _)| *other == word);
    let Some((first, depth)) = words.first() else {
        return Verdict::LOOKS;
    };
    // A condition of a query within it is no condition of its own.
    let has_own = |word: &str| words.iter().any(|(other, at)| *other == word && at == depth);
    let second = words.get(1).map_or("", |(word, _)| *word);
    match *first {
        "SELECT" if has("INTO") && !has("FROM_UNIXTIME") && !has("OUTFILE") => {
            Verdict::changes("SELECT INTO makes a table")
        }
        "SET" if matches!(second, "GLOBAL" | "PERSIST" | "PERSIST_ONLY" | "PASSWORD") => {
            Verdict::changes("changes the database server")
        }
        "BEGIN"
            if !matches!(
                second,
                "" | "TRANSACTION"
                    | "TRAN"
                    | "WORK"
                    | "ISOLATION"
                    | "READ"
                    | "NOT"
                    | "DEFERRABLE"
                    | "DEFERRED"
                    | "IMMEDIATE"
                    | "EXCLUSIVE"
            ) =>
        {
            clause(words.get(1..).unwrap_or(&[]), bodies)
        }
        "START" if matches!(second, "REPLICA" | "SLAVE" | "GROUP_REPLICATION") => UNKNOWN,
        "SELECT" | "TABLE" | "VALUES" | "SHOW" | "DESCRIBE" | "DESC" | "USE" | "SET" | "BEGIN" | "COMMIT"
        | "ROLLBACK" | "START" | "END" | "CHECK" | "SAVEPOINT" | "RELEASE" | "ABORT" => Verdict::LOOKS,
        "EXPLAIN" if has("ANALYZE") && (has("DELETE") || has("UPDATE") || has("INSERT") || has("MERGE")) => {
            Verdict::destroys("EXPLAIN ANALYZE runs the statement")
        }
        "EXPLAIN" => Verdict::LOOKS,
        "WITH" if has("DELETE") => Verdict::destroys("DELETE removes rows"),
        "WITH" if has_own("UPDATE") && !has_own("WHERE") => OVERWRITES,
        "WITH" if has("UPDATE") || has("INSERT") || has("MERGE") => Verdict::changes("changes rows"),
        "WITH" => Verdict::LOOKS,
        "DELETE" if !has_own("WHERE") => Verdict::destroys("DELETE without WHERE removes every row"),
        "DELETE" => Verdict::destroys("DELETE removes rows"),
        "TRUNCATE" => Verdict::destroys("TRUNCATE removes all rows"),
        "DROP" => Verdict::destroys("DROP removes the object with its data"),
        "ALTER" if has("DROP") => Verdict::destroys("ALTER … DROP removes data"),
        "ALTER" if has("TRUNCATE") => Verdict::destroys("TRUNCATE removes all rows"),
        "RESTORE" => Verdict::destroys("restoring overwrites what is there"),
        "PURGE" => Verdict::destroys("PURGE removes logs for good"),
        "RESET" if second == "MASTER" => Verdict::destroys("RESET MASTER removes all binary logs"),
        "UPDATE" if !has_own("WHERE") => OVERWRITES,
        "UPDATE" => Verdict::changes("UPDATE changes rows"),
        "INSERT" | "REPLACE" | "MERGE" | "COPY" | "LOAD" => Verdict::changes("adds or changes rows"),
        "KILL" => Verdict::changes("KILL ends a session or its query"),
        // The others' bodies are kept, and run later if at all.
        "DO" => Verdict::changes("runs a program in the database").worse(bodies),
        "CREATE" | "ALTER" | "REINDEX" | "VACUUM" | "ANALYZE" | "CLUSTER" | "OPTIMIZE" | "REFRESH" | "GRANT"
        | "REVOKE" | "FLUSH" | "LOCK" | "RESET" | "STOP" | "CHECKPOINT" | "COMMENT" => {
            Verdict::changes("changes the database")
        }
        _ if has("DELETE") || has("DROP") || has("TRUNCATE") => Verdict::destroys("it deletes data"),
        _ => UNKNOWN,
    }
}

const OVERWRITES: Verdict = Verdict::destroys("UPDATE without WHERE overwrites every row");

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
        UNKNOWN
    }
}
