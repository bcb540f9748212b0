//! Commands: code blocks that a reader would run.

use super::variable::Placeholder;
use crate::text::Span;

/// What running a command does, by the table of patterns in the reader of commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Danger {
    /// It only looks.
    #[default]
    ReadOnly,
    /// It changes something that can be changed back.
    ChangesState,
    /// It deletes, or changes what cannot be changed back.
    Destructive,
}

impl Danger {
    /// `read-only`, `changes-state` or `destructive`: the value of `data-danger`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadOnly => "read-only",
            Self::ChangesState => "changes-state",
            Self::Destructive => "destructive",
        }
    }

    /// The words for a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::ReadOnly => "Read only",
            Self::ChangesState => "Changes state",
            Self::Destructive => "Destructive",
        }
    }
}

/// A fenced block that a reader would run: in a shell-like language, in none that does not read as output, or in one that
/// another console reads ([`Console`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// The fence's language as written, lower case; empty for a fence without one.
    pub language: &'static str,
    /// The block's text, without the fences.
    pub text: String,
    /// The whole block in the source, fences included where it has any.
    pub span: Span,
    /// What is copied: without prompts, output and final line ends.
    pub copy: String,
    /// What running it does.
    pub danger: Danger,
    /// Why it has that class, for a reader ("kubectl delete removes the object"); empty for read-only ones.
    pub danger_reason: &'static str,
    /// The places in `copy` where values go, in order.
    pub placeholders: Vec<Placeholder>,
}

/// What a block is typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Console {
    /// A shell; also a fence without a language.
    Shell,
    /// A database's client, whose strings are `'…'` with `''` for a quote.
    Sql,
    /// SQL's likes with other strings, such as Cypher and InfluxQL.
    SqlLike,
    /// Windows' PowerShell.
    PowerShell,
    /// Windows' `cmd`.
    Cmd,
    /// Redis' client.
    Redis,
    /// MongoDB's shell.
    Mongo,
    /// A line as `DELETE /index` for a server's own console.
    Http,
    /// A language that only asks, such as PromQL.
    Query,
}

/// The languages of consoles that are no shell of Unix.
const CONSOLES: [(Console, &[&str]); 8] = [
    (
        Console::Sql,
        &[
            "sql",
            "psql",
            "mysql",
            "postgresql",
            "postgres",
            "pgsql",
            "plpgsql",
            "plsql",
            "mariadb",
            "tsql",
            "t-sql",
            "mssql",
            "sqlite",
            "sqlite3",
            "oracle",
            "cql",
            "cqlsh",
            "hql",
            "hiveql",
            "clickhouse",
            "cockroach",
            "bigquery",
            "snowflake",
        ],
    ),
    (Console::SqlLike, &["cypher", "influxql", "n1ql"]),
    (
        Console::PowerShell,
        &[
            "powershell",
            "pwsh",
            "ps1",
            "azurepowershell",
            "azurepowershell-interactive",
        ],
    ),
    (Console::Cmd, &["cmd", "bat", "batch", "dos"]),
    (Console::Redis, &["redis", "redis-cli", "valkey"]),
    (Console::Mongo, &["mongo", "mongosh", "mongodb"]),
    (Console::Http, &["http", "rest", "kibana"]),
    (
        Console::Query,
        &[
            "promql",
            "logql",
            "metricsql",
            "kql",
            "kusto",
            "spl",
            "splunk",
            "flux",
            "lucene",
        ],
    ),
];

/// The name in lower case of a language, and what its blocks are typed into; `None` where they are only read. A fence
/// without language is a shell's.
pub fn console(language: &str) -> Option<(&'static str, Console)> {
    let named = |name: &&str| name.eq_ignore_ascii_case(language);
    if let Some(name) = SHELL_LIKE.into_iter().find(|name| named(name)) {
        return Some((name, Console::Shell));
    }
    CONSOLES.iter().find_map(|(console, names)| {
        let name = names.iter().copied().find(|name| named(name))?;
        Some((name, *console))
    })
}

/// Languages whose blocks are run line by line.
const SHELL_LIKE: [&str; 16] = [
    "",
    "bash",
    "sh",
    "shell",
    "zsh",
    "console",
    "shell-session",
    "shellsession",
    "sh-session",
    "shell_session",
    "bash-session",
    "terminal",
    "fish",
    "ksh",
    "azurecli",
    "azurecli-interactive",
];

/// Whether a fence in this language, in any case, holds commands for a shell. A fence without language counts.
pub fn is_shell_like(language: &str) -> bool {
    SHELL_LIKE.iter().any(|name| name.eq_ignore_ascii_case(language))
}
