//! Programs with subcommands, by their tables.

use super::Verdict;
use super::tables::{Tool, tools};
use crate::text::hash::Map;
use std::sync::{Arc, OnceLock};

/// What such a program does; `None` for one that is not in the tables.
pub(super) fn classify(name: &str, rest: &[&str]) -> Option<Verdict> {
    table().get(name).map(|patterns| by_table(patterns, rest))
}

/// A tool with its patterns by their first words, since they are looked up for every word of every command.
struct Patterns {
    tool: &'static Tool,
    verb_behind: bool,
    by_first: Map<&'static str, Vec<(&'static str, Verdict)>>,
}

impl Patterns {
    fn new(tool: &'static Tool, verb_behind: bool) -> Self {
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
        Self {
            tool,
            verb_behind,
            by_first,
        }
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
        let named = |(tool, verb_behind): (&'static Tool, bool)| {
            let patterns = Arc::new(Patterns::new(tool, verb_behind));
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
            "--debug" | "--verbose" | "--quiet" | "--force" | "--yes" | "--now" | "--all" | "--system"
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
        } else if !patterns.verb_behind {
            return Verdict::changes(tool.changes);
        }
    }
    if rest.is_empty() {
        Verdict::LOOKS
    } else {
        Verdict::changes(tool.changes)
    }
}
