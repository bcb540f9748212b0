//! Programs whose subcommand or options say what they do.

use super::services::{aws, kafka, mongo, redis, web};
use super::tables::{TOOLS, Tool};
use super::{Verdict, sql};
use crate::text::hash::Map;
use std::sync::{Arc, OnceLock};

/// What such a program does; `None` for one that is not in the tables.
pub(super) fn classify(name: &str, rest: &[&str], input: Option<&str>) -> Option<Verdict> {
    if let Some(verdict) = sql::client(name, rest, input) {
        return Some(verdict);
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
        "kubens" if rest.is_empty() => Verdict::LOOKS,
        "kubens" => Verdict::changes("changes the namespace that later commands act on"),
        "dd" if starts("of=/dev/null") || !starts("of=") => Verdict::LOOKS,
        "dd" => Verdict::destroys("dd overwrites its target"),
        "find" | "fdfind" if has(&["-delete"]) => Verdict::destroys("find -delete deletes files for good"),
        "find" | "fdfind" => {
            let inner = rest
                .iter()
                .position(|word| matches!(*word, "-exec" | "-execdir" | "-ok"))
                .and_then(|at| rest.get(at + 1..));
            inner.map_or(Verdict::LOOKS, |inner| super::classify_words(inner, None, 1))
        }
        "sed"
            if rest
                .iter()
                .any(|word| word.starts_with("-i") || word.starts_with("--in-place")) =>
        {
            Verdict::changes("sed -i edits the file")
        }
        "sed" => Verdict::LOOKS,
        "journalctl" if starts("--vacuum") => Verdict::destroys("--vacuum deletes logs"),
        "journalctl" => Verdict::LOOKS,
        "tar"
            if rest
                .first()
                .is_some_and(|mode| mode.trim_start_matches('-').contains('t')) =>
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
            if has(&["-t", "-T", "-v", "-V", "-c", "configtest", "validate"]) {
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
                    .entry(first_word(pattern))
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
        TOOLS.iter().flat_map(named).collect()
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
        words.split(' ').all(|word| {
            if word.starts_with('-') {
                rest.get(at + 1..).unwrap_or(&[]).contains(&word)
            } else {
                rest.get(at + 1..)
                    .unwrap_or(&[])
                    .iter()
                    .take(3)
                    .any(|next| *next == word)
            }
        })
    };
    let longest = |at: usize| {
        let first = rest.get(at)?;
        let candidates = patterns.by_first.get(first_word(first))?;
        let is_match = |(pattern, _): &&(&str, Verdict)| {
            pattern.strip_prefix(first).is_some_and(|behind| {
                behind.is_empty() || behind.strip_prefix(' ').is_some_and(|words| follows(words, at))
            })
        };
        candidates
            .iter()
            .filter(is_match)
            .max_by_key(|(pattern, verdict)| (pattern.len(), verdict.danger))
            .map(|(_, verdict)| *verdict)
    };
    let mut value = false;
    for (at, word) in rest.iter().enumerate().take(12) {
        if let Some(verdict) = longest(at) {
            return verdict;
        }
        if std::mem::replace(&mut value, false) {
            continue;
        }
        if word.starts_with('-') {
            value = !word.contains('=') && word.len() <= 2
                || matches!(
                    *word,
                    "--context" | "--namespace" | "--kubeconfig" | "--kube-context" | "--project" | "--region"
                );
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
