//! Programs that run another command: what that one does decides.

use super::super::scan::Word;
use super::containers::{self, container};
use super::{Verdict, base_name, classify_text, classify_words, sql};
use crate::text::find::Sieve;
use std::ops::Range;

/// Programs that run the command in their own arguments, and their options that take a value.
const PREFIXES: &[(&str, &[&str])] = &[
    ("sudo", &["-u", "-g", "-h", "-p", "-C", "--user", "--group"]),
    ("doas", &["-u"]),
    ("env", &["-u", "-C", "--unset"]),
    ("nohup", &[]),
    ("time", &["-f", "-o"]),
    ("nice", &["-n"]),
    ("ionice", &["-c", "-n", "-p"]),
    ("watch", &["-n", "--interval", "-d"]),
    (
        "xargs",
        &["-n", "-I", "-P", "-L", "-d", "-s", "-a", "--max-procs", "--max-args"],
    ),
    ("stdbuf", &["-i", "-o", "-e"]),
    ("command", &[]),
    ("exec", &["-a"]),
    ("setsid", &[]),
    ("unbuffer", &[]),
    ("strace", &["-e", "-o", "-p", "-s"]),
    ("chronic", &[]),
    ("busybox", &[]),
    ("nsenter", &["-t", "--target", "-S", "-G", "--setuid", "--setgid"]),
    (
        "parallel",
        &["-j", "-n", "-N", "-I", "-a", "-L", "--jobs", "--colsep", "--max-procs"],
    ),
];

/// Further programs that run others.
const OTHERS: [&str; 26] = [
    "timeout",
    "chroot",
    "flock",
    "gosu",
    "su-exec",
    "runuser",
    "aws-vault",
    "lxc",
    "multipass",
    "sh",
    "bash",
    "zsh",
    "dash",
    "ash",
    "ksh",
    "su",
    "eval",
    "ssh",
    "kubectl",
    "oc",
    "k",
    "docker",
    "podman",
    "nerdctl",
    "docker-compose",
    "crictl",
];

/// What a program that runs others does; `None` for a program that is none.
pub(super) fn classify(name: &str, rest: &[&str], input: Option<&str>, depth: usize) -> Option<Verdict> {
    static SIEVE: Sieve = {
        let mut sieve = Sieve::new(&OTHERS);
        let mut at = 0;
        while at < PREFIXES.len() {
            sieve = sieve.and(&[PREFIXES[at].0]);
            at += 1;
        }
        sieve
    };
    if !SIEVE.may_hold(name) {
        return None;
    }
    if let Some((_, with_value)) = PREFIXES.iter().find(|(prefix, _)| *prefix == name) {
        let inner = behind_options(rest, with_value);
        // `command -v kubectl` only looks it up.
        if name == "command" && rest.iter().any(|word| *word == "-v" || *word == "-V") {
            return Some(Verdict::LOOKS);
        }
        let inner: Vec<&str> = inner
            .iter()
            .copied()
            .skip_while(|word| matches!(name, "env" | "sudo" | "doas") && word.contains('='))
            .collect();
        // `watch` takes its command as one word, too.
        if let [only] = inner.as_slice()
            && only.contains(' ')
        {
            return Some(classify_text(only, depth));
        }
        return Some(classify_words(&inner, input, depth + 1));
    }
    match name {
        "timeout" => Some(classify_words(
            behind_options(rest, &["-s", "-k", "--signal"]).get(1..).unwrap_or(&[]),
            input,
            depth + 1,
        )),
        "sh" | "bash" | "zsh" | "dash" | "ash" | "ksh" => Some(shell(rest, input, depth)),
        // What stands in front of the command: a folder, a file, an account.
        "chroot" | "flock" | "gosu" | "su-exec" => {
            let behind = behind_options(rest, &["-w", "--timeout", "-E"]);
            let inner = behind.get(1..).unwrap_or(&[]);
            Some(match inner.split_first() {
                Some((&"-c", script)) => classify_text(&script.join(" "), depth),
                Some(_) => classify_words(inner, input, depth + 1),
                None => Verdict::changes("opens a shell, in which anything may run"),
            })
        }
        "runuser" if value_of(rest, &["-u", "--user"]).is_some() => Some(container(
            Some(behind_options(rest, &["-u", "-g", "-G", "--user", "--group"])),
            input,
            depth,
        )),
        "aws-vault" | "lxc" | "multipass" if verb_at(rest, "exec") == Some(0) => Some(container(
            rest.iter()
                .position(|word| *word == "--")
                .and_then(|at| rest.get(at + 1..)),
            input,
            depth,
        )),
        "su" | "runuser" => Some(match value_of(rest, &["-c", "--command"]) {
            Some(script) => classify_text(script, depth),
            None => Verdict::changes("opens a shell, in which anything may run"),
        }),
        "eval" => Some(classify_text(&rest.join(" "), depth)),
        "ssh" => Some(remote(rest, &SSH_VALUES, input, depth)),
        _ => containers::classify(name, rest, input, depth),
    }
}

const SSH_VALUES: [&str; 10] = ["-i", "-p", "-l", "-o", "-F", "-J", "-L", "-R", "-D", "-b"];

fn remote(rest: &[&str], with_value: &[&str], input: Option<&str>, depth: usize) -> Verdict {
    let words = behind_options(rest, with_value);
    // `ssh host -- command`, `ssh host -t command`.
    match words.get(1..).map(|words| behind_options(words, with_value)) {
        // One word is a program, which may read its input.
        Some([only]) if !only.bytes().all(is_plain) => classify_text(only, depth),
        Some(command) if !command.is_empty() => classify_words(command, input, depth + 1),
        _ => input.map_or(Verdict::changes("opens a shell, in which anything may run"), |script| {
            classify_text(script, depth)
        }),
    }
}

fn shell(rest: &[&str], input: Option<&str>, depth: usize) -> Verdict {
    let script = rest
        .iter()
        .position(|word| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c'))
        .and_then(|at| rest.get(at + 1).copied());
    match (script, input) {
        (Some(script), _) | (None, Some(script)) => classify_text(script, depth),
        (None, None) if rest.iter().all(|word| word.starts_with('-')) => {
            Verdict::changes("opens a shell, in which anything may run")
        }
        _ => Verdict::changes("runs a script that is not shown here"),
    }
}

/// The arguments from the first that is no option and no option's value.
pub(super) fn behind_options<'a>(words: &'a [&'a str], with_value: &[&str]) -> &'a [&'a str] {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if *word == "--" {
            at += 1;
            break;
        }
        if !word.starts_with('-') || *word == "-" {
            break;
        }
        at += if with_value.contains(word) || ends_with_value(word, with_value) {
            2
        } else {
            1
        };
    }
    words.get(at..).unwrap_or(&[])
}

/// Whether a word bundles short options of which the last takes a value: `-iu postgres`.
fn ends_with_value(word: &str, with_value: &[&str]) -> bool {
    let letters = word.strip_prefix('-').unwrap_or("").as_bytes();
    let [_, .., last] = letters else { return false };
    let is_option = |option: &&str| matches!(option.as_bytes(), [b'-', letter] if letter == last);
    letters.iter().all(u8::is_ascii_alphabetic) && with_value.iter().any(is_option)
}

/// Where the verb stands, if this is the first word that could be one.
pub(super) fn verb_at(words: &[&str], verb: &str) -> Option<usize> {
    words.iter().take(8).position(|word| *word == verb)
}

/// The value of an option, as the next word or behind `=`.
pub(super) fn value_of<'a>(words: &[&'a str], options: &[&str]) -> Option<&'a str> {
    words.iter().enumerate().find_map(|(at, word)| {
        if options.contains(word) {
            return words.get(at + 1).copied();
        }
        options
            .iter()
            .filter(|option| option.starts_with("--"))
            .find_map(|option| word.strip_prefix(option)?.strip_prefix('='))
    })
}

/// Whether a byte may stand in a program's name or path.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_./".contains(&byte)
}

/// Programs whose here-documents are scripts.
pub(super) fn reads_scripts(name: &str) -> bool {
    READERS.contains(&name) || sql::is_client(name)
}

const READERS: [&str; 15] = [
    "sh", "bash", "zsh", "dash", "ash", "ksh", "ssh", "su", "runuser", "python", "python3", "perl", "ruby", "node",
    "at",
];

/// Programs that hand all their arguments to a shell.
const RUN_THEIR_WORDS: [&str; 11] = [
    "eval",
    "watch",
    "trap",
    "parallel",
    "pdsh",
    "tmux",
    "salt",
    "ansible",
    "heroku",
    "hyperfine",
    "entr",
];

/// Further programs that [`script_words`] knows.
const TAKERS: [&str; 8] = ["sed", "awk", "gawk", "jq", "yq", "redis-cli", "script", "vagrant"];

/// For the low bits of the last letter of the programs that take scripts, those of the letters before it.
static ENDS: [u32; 32] = {
    const fn add(mut ends: [u32; 32], names: &[&str]) -> [u32; 32] {
        let mut at = 0;
        while at < names.len() {
            if let [.., before, last] = names[at].as_bytes() {
                ends[(*last & 31) as usize] |= 1 << (*before & 31);
            }
            at += 1;
        }
        ends
    }
    add(add(add(add([0; 32], &READERS), &RUN_THEIR_WORDS), &TAKERS), &sql::NAMES)
};

/// Whether a word may be one of the programs that take scripts, in whatever folder, by its last two letters: every word
/// of every command is asked about, and hardly any is.
fn may_take_scripts(word: &str) -> bool {
    let [.., before, last] = word.as_bytes() else {
        return false;
    };
    let ends = ENDS.get(usize::from(last & 31)).copied().unwrap_or(0);
    ends & 1 << (before & 31) != 0
}

/// Words of one command in which programs that read scripts are looked for.
const MOST_WORDS: usize = 64;

/// The words that are scripts of another language, or of a shell that comes after ours.
pub(super) fn script_words(words: &[Word<'_>], out: &mut Vec<Range<usize>>) {
    // Nobody writes so long a command by hand; what lies behind counts as a script, which takes plain values only.
    if let (Some(first), Some(last)) = (words.get(MOST_WORDS), words.last()) {
        out.push(first.range.start..last.range.end);
    }
    for (at, word) in words.iter().enumerate().take(MOST_WORDS) {
        if !may_take_scripts(&word.text) {
            continue;
        }
        // Options, too, may end in a name: `-i=/bin/sh`.
        let name = base_name(&word.text);
        let behind = words.get(at + 1..).unwrap_or(&[]);
        match name {
            _ if RUN_THEIR_WORDS.contains(&name) && (at == 0 || is_prefix(words.get(at - 1))) => {
                out.extend(behind.iter().map(|word| word.range.clone()));
            }
            "ssh" => {
                // Everything behind the host goes through the shell there.
                let texts: Vec<&str> = behind.iter().map(|word| word.text.as_ref()).collect();
                let skipped = behind.len() - behind_options(&texts, &SSH_VALUES).len();
                out.extend(behind.iter().skip(skipped + 1).map(|word| word.range.clone()));
            }
            "sed" | "awk" | "gawk" | "jq" | "yq" => {
                let texts: Vec<&str> = behind.iter().map(|word| word.text.as_ref()).collect();
                let skipped = behind.len() - behind_options(&texts, &["-v", "-F"]).len();
                out.extend(behind.get(skipped).map(|word| word.range.clone()));
            }
            "su" | "redis-cli" | "script" | "vagrant" => script_values(behind, out),
            _ if reads_scripts(name) => script_values(behind, out),
            _ => {}
        }
    }
}

fn is_prefix(word: Option<&Word<'_>>) -> bool {
    word.is_some_and(|word| PREFIXES.iter().any(|(name, _)| *name == word.text.as_ref()))
}

/// The values of `-c`, `-e`, `--eval` and their like.
fn script_values(words: &[Word<'_>], out: &mut Vec<Range<usize>>) {
    const OPTIONS: [&str; 9] = [
        "-c",
        "-e",
        "-lc",
        "-ec",
        "-xc",
        "-tAc",
        "--command",
        "--execute",
        "--eval",
    ];
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let text = word.text.as_ref();
        let bundle = text.starts_with('-') && !text.starts_with("--") && text.ends_with(['c', 'e']) && text.len() <= 6;
        // `-c"SELECT 1"`.
        let glued = (text.starts_with("-c") || text.starts_with("-e")) && text.contains(' ');
        if glued {
            out.push(word.range.clone());
        } else if OPTIONS.contains(&text) || bundle {
            out.extend(words.peek().map(|next| next.range.clone()));
        } else if ["--command=", "--execute=", "--eval="]
            .iter()
            .any(|start| text.starts_with(start))
        {
            out.push(word.range.clone());
        }
    }
}
