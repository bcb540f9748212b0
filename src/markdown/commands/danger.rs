//! What running a command does, by tables of patterns that say why.
//!
//! A block is read-only where every command of it is known to only look, wherever it stands: in pipelines,
//! substitutions, behind `sudo` or `xargs`, in the script that `sh -c` or `kubectl exec` is given. It is destructive
//! where one command deletes or overwrites what cannot be brought back. Everything else changes state, and so does what
//! nobody here knows: a reader had better look twice at it.

mod consoles;
mod containers;
mod lookers;
mod programs;
mod services;
mod sql;
mod stores;
mod subcommands;
mod tables;
mod tools;
mod unknown;
mod wrappers;

pub(super) use consoles::classify as classify_console;
pub(super) use sql::{classify as classify_sql, is_statement};

use super::scan::{self, Script, Simple};
use crate::runbook::command::Danger;
use crate::text::find;
use std::ops::Range;

/// A class and its reason, empty for read-only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) danger: Danger,
    pub(super) reason: &'static str,
}

impl Verdict {
    const LOOKS: Self = Self {
        danger: Danger::ReadOnly,
        reason: "",
    };

    const fn changes(reason: &'static str) -> Self {
        Self {
            danger: Danger::ChangesState,
            reason,
        }
    }

    const fn destroys(reason: &'static str) -> Self {
        Self {
            danger: Danger::Destructive,
            reason,
        }
    }

    /// The worse of two; of equals the first.
    fn worse(self, other: Self) -> Self {
        if other.danger > self.danger { other } else { self }
    }
}

const UNKNOWN: Verdict = Verdict::changes("not known to only look");

/// What a shell script does.
pub(super) fn classify(text: &str, script: &Script<'_>) -> Verdict {
    classify_script(text, script, 0)
}

/// Scripts within scripts that are looked into.
const DEEPEST: usize = 4;

/// Words that most commands stay below.
const FEW_WORDS: usize = 16;

fn classify_script(text: &str, script: &Script<'_>, depth: usize) -> Verdict {
    let functions = functions(text);
    // Most commands have few words, and need no room on the heap.
    let mut few = [""; FEW_WORDS];
    let mut many: Vec<&str> = Vec::new();
    // What the command before prints, where that can be told.
    let mut printed: Option<String> = None;
    script
        .commands
        .iter()
        .map(|command| {
            let texts = script.words(command).iter().map(|word| word.text.as_ref());
            let words = match few.get_mut(..texts.len()) {
                Some(few) => {
                    few.iter_mut().zip(texts).for_each(|(to, text)| *to = text);
                    &*few
                }
                None => {
                    many.clear();
                    many.extend(texts);
                    many.as_slice()
                }
            };
            let own = words.first().is_some_and(|first| functions.contains(first));
            let given = command.input.first().and_then(|range| text.get(range.clone()));
            let given = given.map(without_quotes);
            let before = printed.take().filter(|_| command.piped);
            printed = prints(words, given);
            let run = if own {
                Verdict::LOOKS
            } else {
                classify_words(words, given.or(before.as_deref()), depth)
            };
            run.worse(classify_writes(command, words))
        })
        .fold(Verdict::LOOKS, Verdict::worse)
}

/// What `echo`, `printf` and a `cat` of a here-document print.
fn prints(words: &[&str], given: Option<&str>) -> Option<String> {
    let (first, rest) = words.split_first()?;
    match base_name(first) {
        "echo" | "printf" => {
            let text: Vec<&str> = rest
                .iter()
                .copied()
                .skip_while(|word| matches!(*word, "-e" | "-n" | "-ne" | "-en" | "--"))
                .collect();
            Some(text.join(" ").replace("\\n", "\n"))
        }
        "cat" if rest.is_empty() => given.map(str::to_string),
        _ => None,
    }
}

/// A here-string without the quotes around it.
fn without_quotes(text: &str) -> &str {
    let inside = |mark: char| text.strip_prefix(mark)?.strip_suffix(mark);
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

/// The names of the functions that a script declares.
fn functions(text: &str) -> Vec<&str> {
    if !find::has_pair(text, *b"()") {
        return Vec::new();
    }
    // A call in another language, `db.orders.drop()`, has no body behind it.
    let bodies = find::pair_places(text, *b"()").filter(|at| has_body(text, at + 2));
    let names = bodies.filter_map(|at| text.get(..at)?.rsplit([' ', '\n', ';', '\t']).next());
    names.filter(|name| !name.is_empty()).take(64).collect()
}

/// Whether a function's body, and not a call's end, stands from here on.
fn has_body(text: &str, from: usize) -> bool {
    let behind = text.get(from..).unwrap_or("").trim_start();
    matches!(behind.as_bytes().first(), Some(b'{' | b'('))
}

/// A script that another program is given as text.
fn classify_text(text: &str, depth: usize) -> Verdict {
    if depth >= DEEPEST {
        return UNKNOWN;
    }
    classify_script(text, &scan::scan(text), depth + 1)
}

/// A command with its arguments; `input` is the here-document it reads.
fn classify_words(words: &[&str], input: Option<&str>, depth: usize) -> Verdict {
    let Some((first, rest)) = words.split_first() else {
        return Verdict::LOOKS;
    };
    let name = base_name(first);
    if depth > DEEPEST {
        return UNKNOWN;
    }
    wrappers::classify(name, rest, input, depth)
        .or_else(|| lookers::classify(name, rest, depth))
        .or_else(|| tools::classify(name, rest, input, depth))
        .or_else(|| stores::over_wire(name, input))
        .or_else(|| programs::classify(name, rest))
        .unwrap_or_else(|| unknown::classify(rest, depth))
}

/// A program's name without the folder it lies in.
fn base_name(word: &str) -> &str {
    let slash = word.bytes().rposition(|byte| byte == b'/');
    slash.and_then(|at| word.get(at + 1..)).unwrap_or(word)
}

/// Whether a word bundles short options, one of them `flag`: `-Ei`.
fn has_flag(word: &str, flag: u8) -> bool {
    let bundle = word.strip_prefix('-').unwrap_or("").bytes();
    let mut letters = bundle.take_while(u8::is_ascii_alphabetic);
    letters.any(|letter| letter == flag)
}

const OVERWRITES_DISK: Verdict = Verdict::destroys("writing to a disk device destroys what is on it");

fn is_disk(path: &str) -> bool {
    let name = path.strip_prefix("/dev/").unwrap_or("");
    ["sd", "nvme", "vd", "xvd", "mapper/", "md", "disk/"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// Files that a redirection overwrites. A note of what was seen (`> threads.txt`, `/tmp/…`) changes nothing that runs.
fn classify_writes(command: &Simple<'_>, words: &[&str]) -> Verdict {
    // `> /x`, `: > x`, `echo "" > x` and `cat /dev/null > x` leave nothing of the file; a lone `> x` may as well be a quote.
    let empties = command.empties
        && match words {
            [] | [":" | "true"] | ["cat", "/dev/null"] => true,
            ["echo" | "printf", rest @ ..] => rest.iter().all(|word| matches!(*word, "" | "-n")),
            _ => false,
        };
    let verdict = |target: &str| {
        let is_safe = is_scratch(target);
        if is_disk(target) {
            OVERWRITES_DISK
        } else if target.starts_with("/proc/") || target.starts_with("/sys/") {
            Verdict::changes("writing there changes the running kernel")
        } else if empties && !is_safe && (!words.is_empty() || target.contains('/')) {
            Verdict::destroys("`>` empties the file")
        } else if target.starts_with('/') && !is_safe {
            Verdict::changes("`>` writes to a file of the system")
        } else {
            Verdict::LOOKS
        }
    };
    command
        .writes
        .iter()
        .map(|target| verdict(target))
        .fold(Verdict::LOOKS, Verdict::worse)
}

/// Whether writing to a file changes nothing that runs.
fn is_scratch(path: &str) -> bool {
    ["/tmp/", "/dev/null", "/dev/std", "/dev/tty", "/var/tmp/", "/dev/tcp/"]
        .iter()
        .any(|safe| path.starts_with(safe))
}

/// Whether the program stands in one of the tables.
pub(super) fn is_known_program(name: &str) -> bool {
    let name = base_name(name);
    wrappers::classify(name, &[], None, DEEPEST)
        .or_else(|| tools::classify(name, &[], None, DEEPEST))
        .or_else(|| programs::classify(name, &[]))
        .is_some()
}

/// The words of a script that another program reads once more, so that quoting for the shell does not hold in them.
pub(super) fn scripts_within(script: &Script<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut before: &[scan::Word<'_>] = &[];
    for command in &script.commands {
        let words = script.words(command);
        wrappers::script_words(words, &mut out);
        let prints = before
            .first()
            .is_some_and(|word| matches!(word.text.as_ref(), "echo" | "printf"));
        if (!command.input.is_empty() || command.piped && prints)
            && words
                .iter()
                .take(8)
                .any(|word| wrappers::reads_scripts(base_name(&word.text)))
        {
            out.extend(command.input.iter().cloned());
            if command.piped && prints {
                out.extend(before.iter().map(|word| word.range.clone()));
            }
        }
        before = words;
    }
    out
}

#[cfg(test)]
mod tests;
