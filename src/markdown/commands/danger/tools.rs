//! Programs whose subcommand or options say what they do.

use super::services::{aws, kafka, web};
use super::stores::{mongo, redis};
use super::tables::{Tool, tools};
use super::{Verdict, sql, wrappers};
use crate::text::hash::Map;
use std::sync::{Arc, OnceLock};

/// Options of `find` and `fd` behind which a command stands.
const RUNS_EACH: [&str; 8] = [
    "-exec",
    "-execdir",
    "-ok",
    "-okdir",
    "-x",
    "-X",
    "--exec",
    "--exec-batch",
];

/// What such a program does; `None` for one that is not in the tables.
pub(super) fn classify(name: &str, rest: &[&str], input: Option<&str>) -> Option<Verdict> {
    if let Some(verdict) = sql::client(name, rest, input) {
        return Some(verdict);
    }
    // `:branch` deletes it there, `+branch` overwrites it.
    if name == "git" && rest.contains(&"push") && rest.iter().any(|word| word.starts_with([':', '+'])) {
        return Some(Verdict::destroys(
            "a push with this deletes or overwrites a remote branch",
        ));
    }
    if let Some(patterns) = table().get(name) {
        return Some(by_table(patterns, rest));
    }
    let has = |words: &[&str]| rest.iter().any(|word| words.contains(word));
    let starts = |prefix: &str| rest.iter().any(|word| word.starts_with(prefix));
    Some(match name {
        "aws" => aws(rest),
        "curl" | "wget" | "http" | "https" | "xh" | "grpcurl" => web(name, rest),
        "redis-cli" | "valkey-cli" => redis(rest, input),
        "mongo" | "mongosh" => mongo(rest, input),
        "mysqladmin"
            if has(&[
                "status",
                "processlist",
                "extended-status",
                "ping",
                "version",
                "variables",
            ]) =>
        {
            Verdict::LOOKS
        }
        "mysqladmin" if has(&["drop"]) => Verdict::destroys("drops the database"),
        "mysqladmin" => Verdict::changes("changes the database server"),
        "dd" if starts("of=/dev/null") || !starts("of=") => Verdict::LOOKS,
        "dd" => Verdict::destroys("dd overwrites its target"),
        "find" | "fd" | "fdfind" if has(&["-delete"]) => Verdict::destroys("find -delete deletes files for good"),
        "find" | "fd" | "fdfind" => rest
            .iter()
            .enumerate()
            .filter(|(_, word)| RUNS_EACH.contains(word))
            .filter_map(|(at, _)| rest.get(at + 1..))
            .map(|inner| super::classify_words(inner, None, 1))
            .fold(Verdict::LOOKS, Verdict::worse),
        "rsync" if rest.iter().any(|word| word.starts_with("--del")) => {
            Verdict::destroys("rsync --delete removes what the source lacks")
        }
        "ip" | "tc" | "bridge" => network(rest),
        // `service NAME VERB`.
        "service" if rest.get(1) == Some(&"status") || has(&["--status-all"]) => Verdict::LOOKS,
        "service" => Verdict::changes("changes a service"),
        "ansible" | "ansible-playbook" => ansible(name, rest),
        "xfs_repair" if has(&["-L"]) => Verdict::destroys("it throws the file system's log away"),
        "tee" | "cp" if rest.last().is_some_and(|target| super::is_disk(target)) => super::OVERWRITES_DISK,
        "sed"
            if rest
                .iter()
                .any(|word| super::has_flag(word, b'i') || word.starts_with("--in-place")) =>
        {
            Verdict::changes("sed -i edits the file")
        }
        "sed" => Verdict::LOOKS,
        "journalctl" if starts("--vacuum") => Verdict::destroys("--vacuum deletes logs"),
        "journalctl" => Verdict::LOOKS,
        "tar"
            if has(&["--list"])
                || rest
                    .first()
                    .is_some_and(|mode| !mode.starts_with("--") && mode.contains('t')) =>
        {
            Verdict::LOOKS
        }
        "tar" => Verdict::changes("changes files"),
        "iptables" | "ip6tables" | "iptables-save" | "ip6tables-save" => {
            if has(&["-F", "--flush", "-X"]) {
                Verdict::destroys("flushing removes all rules")
            } else if name.ends_with("save")
                || rest.is_empty()
                || has(&["-L", "--list", "-S", "--list-rules", "-nvL", "-nL", "-vnL", "-Lnv"])
            {
                Verdict::LOOKS
            } else {
                Verdict::changes("changes the firewall")
            }
        }
        "crontab" if has(&["-l"]) => Verdict::LOOKS,
        "crontab" if has(&["-r"]) => Verdict::destroys("crontab -r removes all entries"),
        "crontab" => Verdict::changes("changes what runs at which time"),
        "sysctl" if has(&["-w", "-p", "--system"]) || rest.iter().any(|word| word.contains('=')) => {
            Verdict::changes("changes the running kernel")
        }
        "sysctl" => Verdict::LOOKS,
        "ifconfig" | "route" if rest.len() <= 1 || has(&["-n"]) => Verdict::LOOKS,
        "ifconfig" | "route" => Verdict::changes("changes the network"),
        "hostname" if rest.iter().all(|word| word.starts_with('-')) => Verdict::LOOKS,
        "hostname" => Verdict::changes("changes the machine's name"),
        "nginx" | "haproxy" | "apachectl" | "httpd" | "caddy" => {
            if has(&["-t", "-T", "-v", "-V", "configtest", "validate"]) || name == "haproxy" && has(&["-c"]) {
                Verdict::LOOKS
            } else {
                Verdict::changes("changes a running server")
            }
        }
        _ if name.starts_with("kafka-") => kafka(name, rest),
        _ => return None,
    })
}

/// A tool with its patterns by their first words, since they are looked up for every word of every command.
struct Patterns {
    tool: &'static Tool,
    by_first: Map<&'static str, Vec<(&'static str, Verdict)>>,
}

impl Patterns {
    fn new(tool: &'static Tool) -> Self {
        let mut by_first: Map<_, Vec<_>> = Map::default();
        let destroys = tool.destroys.iter();
        let destroys = destroys.map(|(patterns, reason)| (*patterns, Verdict::destroys(reason)));
        for (patterns, verdict) in destroys.chain([(tool.looks, Verdict::LOOKS)]) {
            for pattern in patterns.split('|').filter(|pattern| !pattern.is_empty()) {
                by_first
                    .entry(first_word(pattern).trim_end_matches('$'))
                    .or_default()
                    .push((pattern, verdict));
            }
        }
        Self { tool, by_first }
    }
}

fn first_word(text: &str) -> &str {
    let end = text.bytes().position(|byte| byte == b' ');
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The tools by name, made once.
fn table() -> &'static Map<&'static str, Arc<Patterns>> {
    static TABLE: OnceLock<Map<&str, Arc<Patterns>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let named = |tool: &'static Tool| {
            let patterns = Arc::new(Patterns::new(tool));
            tool.names.split('|').map(move |name| (name, Arc::clone(&patterns)))
        };
        tools().flat_map(named).collect()
    })
}

/// Options in front of the verb whose value may be any name, also one of a verb: `-n logs`.
const NAMED: [&str; 24] = [
    "-n",
    "-p",
    "-c",
    "-C",
    "-f",
    "-H",
    "--namespace",
    "--context",
    "--kubeconfig",
    "--kube-context",
    "--project",
    "--project-name",
    "--region",
    "--cluster",
    "--server",
    "--as",
    "--token",
    "--host",
    "--endpoints",
    "--config",
    "--file",
    "--profile",
    "--stack",
    "--subscription",
];

/// Long options in front of the verb that have no value; of others that are not known the next word may be one.
fn is_flag(option: &str) -> bool {
    option.starts_with("--no-")
        || matches!(
            option,
            "--debug" | "--verbose" | "--quiet" | "--force" | "--yes" | "--now" | "--all" | "--user" | "--system"
        )
}

/// The arguments of `words` that are no options and no values of those that take any name.
fn arguments<'a>(words: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    let mut value = false;
    words.iter().copied().filter(move |word| {
        let is_value = std::mem::replace(&mut value, NAMED.contains(word));
        !is_value && !word.starts_with('-')
    })
}

fn by_table(patterns: &Patterns, rest: &[&str]) -> Verdict {
    let tool = patterns.tool;
    let dry = rest
        .iter()
        .any(|word| word.starts_with("--dry-run") && *word != "--dry-run=none");
    let asks = rest.iter().any(|word| matches!(*word, "--help" | "-h" | "--version")) && rest.len() <= 3;
    if dry || asks {
        return Verdict::LOOKS;
    }
    // Words from the first that is known on; what stands before it are options that hold for all subcommands.
    let follows = |words: &str, at: usize| {
        let behind = rest.get(at + 1..).unwrap_or(&[]);
        words.split(' ').all(|word| {
            if word.starts_with('-') {
                let is_set = |other: &&str| {
                    let value = other.strip_prefix(word);
                    value.is_some_and(|value| value.is_empty() || word.len() > 2 && value.starts_with('='))
                };
                behind.iter().any(is_set)
            } else {
                arguments(behind).take(3).any(|next| next == word)
            }
        })
    };
    let longest = |at: usize| {
        let first = rest.get(at)?;
        let candidates = patterns.by_first.get(first_word(first))?;
        let is_match = |(pattern, _): &&(&str, Verdict)| {
            let Some(behind) = pattern.strip_prefix(first) else {
                return false;
            };
            match behind {
                "" => true,
                "$" => rest.len() == at + 1,
                _ => behind.strip_prefix(' ').is_some_and(|words| follows(words, at)),
            }
        };
        candidates
            .iter()
            .filter(is_match)
            .max_by_key(|(pattern, verdict)| (pattern.len(), verdict.danger))
            .map(|(_, verdict)| *verdict)
    };
    let mut value = false;
    let mut named = false;
    for (at, word) in rest.iter().enumerate().take(16) {
        if std::mem::replace(&mut named, NAMED.contains(word)) {
            named = false;
            continue;
        }
        if let Some(verdict) = longest(at) {
            return verdict;
        }
        if std::mem::replace(&mut value, false) {
            continue;
        }
        if word.starts_with('-') {
            value = !named
                && !word.contains('=')
                && (word.len() <= 2 || *word == "-pw" || word.starts_with("--") && !is_flag(word));
        } else if tool.names.starts_with("gcloud|") || tool.names.starts_with("npx|") {
            // The verb of these stands behind the names of what it acts on.
        } else {
            return Verdict::changes(tool.changes);
        }
    }
    if rest.is_empty() {
        Verdict::LOOKS
    } else {
        Verdict::changes(tool.changes)
    }
}

/// `ip`, `tc` and `bridge`: what they act on comes first, and may be shortened (`ip a`), the verb behind it.
fn network(rest: &[&str]) -> Verdict {
    const CHANGES: [&str; 14] = [
        "add", "append", "change", "chg", "create", "del", "delete", "move", "prepend", "replace", "set", "up", "down",
        "exec",
    ];
    if rest.contains(&"flush") {
        Verdict::destroys("flush removes all entries")
    } else if rest.iter().any(|word| CHANGES.contains(word)) {
        Verdict::changes("changes the network")
    } else {
        Verdict::LOOKS
    }
}

fn ansible(name: &str, rest: &[&str]) -> Verdict {
    let has = |words: &[&str]| rest.iter().any(|word| words.contains(word));
    let module = wrappers::value_of(rest, &["-m", "--module-name"]);
    let looks = match name {
        "ansible" => matches!(module, Some("ping" | "setup" | "debug")),
        _ => has(&["--list-tasks", "--list-hosts", "--syntax-check"]),
    };
    if looks || has(&["--check", "-C", "--version"]) {
        return Verdict::LOOKS;
    }
    let script = wrappers::value_of(rest, &["-a", "--args"]).filter(|_| name == "ansible");
    match (script, module) {
        (Some(script), None | Some("shell" | "command" | "raw")) => super::classify_text(script, 1),
        _ => Verdict::changes("runs code that is not shown here"),
    }
}
