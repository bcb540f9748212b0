//! Programs that only look unless an option says otherwise.

use super::{Verdict, classify_text, has_flag};
use crate::text::find::Sieve;

/// Programs that stand in [`classify`].
static SIEVE: Sieve = Sieve::new(&[]).and_list(
    "ss|date|dmesg|history|arp|kcat|kafkacat|jcmd|jmap|sort|awk|gawk|yq|smartctl|trap|kubectx|kubens|openssl|xxd",
);

/// What such a program does where an option makes it more than a look; `None` otherwise.
pub(super) fn classify(name: &str, rest: &[&str], depth: usize) -> Option<Verdict> {
    if !SIEVE.may_hold(name) {
        return None;
    }
    let has = |words: &[&str]| rest.iter().any(|word| words.contains(word));
    let flag = |flag: u8| rest.iter().any(|word| has_flag(word, flag));
    let reason = match name {
        "ss" if flag(b'K') || has(&["--kill"]) => "it closes connections",
        "date" if has(&["-s", "--set"]) || rest.iter().any(|word| word.starts_with("--set=")) => "it sets the clock",
        "dmesg" if flag(b'C') || flag(b'c') || has(&["--clear", "--read-clear"]) => "it clears the kernel's log",
        "history" if flag(b'c') || flag(b'd') || flag(b'w') => "it changes the shell's history",
        "arp" if flag(b'd') || flag(b's') => "it changes the table of neighbours",
        "kcat" | "kafkacat" if flag(b'P') => "it writes messages",
        "jcmd" if rest.iter().any(|word| changes_java(word)) => "it changes or halts the process for a while",
        "jmap"
            if rest
                .iter()
                .any(|word| word.starts_with("-dump") || word.contains(":live")) =>
        {
            "it halts the process for a while"
        }
        "sort" if flag(b'o') || rest.iter().any(|word| word.starts_with("--output")) => "it writes to a file",
        "awk" | "gawk" if has(&["inplace"]) => "it edits the file",
        "xxd" if flag(b'r') => "it writes to a file",
        "awk" | "gawk"
            if rest.iter().any(|word| {
                ["system(", "| \"sh\"", "|\"sh\""]
                    .iter()
                    .any(|call| word.contains(call))
            }) =>
        {
            "runs further commands"
        }
        "yq" if flag(b'i') || has(&["--inplace", "--in-place"]) => "it edits the file",
        "openssl" if has(&["-out", "-keyout", "-CAcreateserial", "-revoke"]) => "it writes to a file",
        "smartctl" if flag(b't') || flag(b's') || flag(b'X') => "it changes what the disk does",
        "kubectx" | "kubens"
            if rest
                .iter()
                .any(|word| !matches!(*word, "-c" | "--current" | "-h" | "--help")) =>
        {
            "changes what later commands act on"
        }
        // What it is given runs later, but it does run.
        "trap" if rest.len() > 1 => return rest.first().map(|script| classify_text(script, depth)),
        _ => return None,
    };
    Some(Verdict::changes(reason))
}

/// Commands of `jcmd` that do more than print.
fn changes_java(word: &str) -> bool {
    [
        "GC.run",
        "GC.heap_dump",
        "VM.set_flag",
        "JFR.start",
        "JFR.stop",
        "ManagementAgent.st",
        "VM.log",
        "Compiler.codecache_",
    ]
    .iter()
    .any(|start| word.starts_with(start))
}
