//! What rules about commands share: no rule of its own.

mod surroundings;

pub use surroundings::Surroundings;

use crate::lint::file::{Code, File};
use crate::lint::words::bare_bytes;
use crate::markdown::commands::{self, Block};
use crate::runbook::command::{Command, Console, Danger};
use crate::text::Span;

/// Destructive commands of one file that are looked at: each costs a look at the text around it.
const MOST: usize = 200;

/// The destructive commands of a file that is not the index, with their numbers; those left out that only restart pods.
pub fn destructive<'f>(file: &'f File<'_>) -> impl Iterator<Item = (usize, &'f Command)> {
    let commands = file.runbook().commands.iter().enumerate();
    commands
        .filter(|(_, command)| {
            !file.around.is_index
                && command.danger == Danger::Destructive
                && !only_restarts_pods(file, command)
                && !clears_a_cache(command)
        })
        .take(MOST)
}

/// A command of a block: its lines, from the first to the one that does not go on.
pub type Lines<'c> = Vec<(&'c str, Span)>;

/// The commands of a block, each with the lines it goes over, comments left out. A line goes on where it ends in a
/// backslash, a pipe or an operator, or inside of quotes.
fn logical_lines<'c>(code: &'c Code<'_>) -> Vec<Lines<'c>> {
    let mut out: Vec<Lines<'c>> = Vec::new();
    let mut quote = None;
    let mut goes_on = false;
    for (line, span) in &code.lines {
        let was_quoted = quote.is_some();
        bare_bytes(line, &mut quote);
        let text = line.trim();
        if !goes_on && (text.is_empty() || !was_quoted && text.starts_with('#')) {
            continue;
        }
        match out.last_mut().filter(|_| goes_on) {
            Some(last) => last.push((line, *span)),
            None => out.push(vec![(line, *span)]),
        }
        goes_on = quote.is_some() || text.ends_with(['\\', '|']) || text.ends_with("&&");
    }
    out
}

/// The statements of a block of SQL, each with the lines it goes over; comments in lines of their own are left out.
fn statements<'c>(code: &'c Code<'_>) -> Vec<Lines<'c>> {
    let mut out: Vec<Lines<'c>> = Vec::new();
    let mut goes_on = false;
    for (line, span) in &code.lines {
        let text = line.trim();
        if text.is_empty() || text.starts_with("--") {
            continue;
        }
        match out.last_mut().filter(|_| goes_on) {
            Some(last) => last.push((line, *span)),
            None => out.push(vec![(line, *span)]),
        }
        goes_on = !text.ends_with(';') && !text.starts_with('\\');
    }
    out
}

/// The commands of a destructive block that are destructive themselves; all of them where only the block as a whole is.
pub fn dangerous<'c>(code: &'c Code<'_>) -> Vec<Lines<'c>> {
    let all = match code.console() {
        Some(Console::Sql) => statements(code),
        _ => logical_lines(code),
    };
    let language = code.console().map_or("bash", |_| code.language.as_str());
    let (dangerous, others): (Vec<Lines<'c>>, Vec<Lines<'c>>) = all.into_iter().partition(|lines| {
        let text: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
        let block = Block::new(language, text.join("\n"), Span::default());
        let read = commands::read(block.as_slice());
        read.iter().any(|command| command.danger == Danger::Destructive)
    });
    if dangerous.is_empty() { others } else { dangerous }
}

/// The first destructive command of a block: its first line, where it is destructive by itself.
pub fn dangerous_place(file: &File<'_>, command: &Command) -> Span {
    let place = file.code_at(command.span).and_then(|code| {
        let commands = dangerous(code);
        let (line, span) = *commands.first()?.first()?;
        let lead = line.len() - line.trim_start().len();
        Some(Span::new(span.start + lead, span.start + line.trim_end().len()))
    });
    place.unwrap_or(command.span)
}

/// Whether a place of the source stands in one of the block's destructive commands, pods by name left out.
pub fn in_dangerous(file: &File<'_>, command: &Command, place: Span) -> bool {
    if command.danger != Danger::Destructive || only_restarts_pods(file, command) {
        return false;
    }
    let Some(code) = file.code_at(command.span) else {
        return false;
    };
    let lines = dangerous(code).into_iter().flatten();
    lines
        .into_iter()
        .any(|(_, span)| span.start <= place.start && place.end <= span.end)
}

/// Whether the block's comments say that a cache is cleared, and it deletes keys of one or asks the program to: what is
/// lost fills itself again.
fn clears_a_cache(command: &Command) -> bool {
    let lines = || command.copy.lines().map(str::trim_start);
    let comments: String = lines().filter(|line| line.starts_with('#')).collect();
    let comments = comments.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| comments.contains(word));
    !command.copy.contains("FLUSH")
        && says(&["cache", "session"])
        && says(&["clear", "flush", "invalidate", "evict", "expire"])
        && lines()
            .any(|line| !line.starts_with('#') && ["DEL ", "UNLINK ", "cache"].iter().any(|word| line.contains(word)))
}

/// Whether all that a block deletes is what a file describes: the same file brings it back.
pub fn only_deletes_by_file(file: &File<'_>, command: &Command) -> bool {
    let Some(code) = file.code_at(command.span) else {
        return false;
    };
    dangerous(code).iter().all(|lines| {
        let words: Vec<&str> = lines.iter().flat_map(|(line, _)| line.split_whitespace()).collect();
        words.contains(&"delete")
            && words
                .iter()
                .any(|word| matches!(*word, "-f" | "-k" | "--filename" | "--kustomize"))
    })
}

/// Objects of Kubernetes that what controls them makes anew when they are deleted.
const RECREATED: [&str; 5] = ["pod", "pods", "po", "certificaterequest", "certificaterequests"];

/// Whether all that a block destroys are objects by name that are made anew.
fn only_restarts_pods(file: &File<'_>, command: &Command) -> bool {
    let Some(code) = file.code_at(command.span) else {
        return false;
    };
    dangerous(code).iter().all(|lines| {
        let text: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
        let text = text.join(" ");
        let words: Vec<&str> = text.split_whitespace().collect();
        let deletes = RECREATED
            .iter()
            .any(|kind| words.windows(2).any(|pair| pair == ["delete", *kind]))
            || words.iter().any(|word| word.starts_with("pod/")) && words.contains(&"delete");
        deletes
            && !words.iter().any(|word| {
                word.starts_with("--all") || word.starts_with("--force") || word.starts_with("--grace-period")
            })
    })
}

/// Words that begin a command line, by which a block without a language is told from output and configuration.
const PROGRAMS: [&str; 64] = [
    "kubectl",
    "oc",
    "helm",
    "docker",
    "podman",
    "crictl",
    "aws",
    "gcloud",
    "az",
    "curl",
    "wget",
    "ssh",
    "scp",
    "rsync",
    "psql",
    "mysql",
    "mongo",
    "mongosh",
    "redis-cli",
    "systemctl",
    "journalctl",
    "service",
    "sudo",
    "cat",
    "tail",
    "head",
    "grep",
    "ls",
    "cd",
    "rm",
    "cp",
    "mv",
    "mkdir",
    "chmod",
    "chown",
    "ps",
    "top",
    "df",
    "du",
    "free",
    "dig",
    "nslookup",
    "ping",
    "git",
    "terraform",
    "ansible",
    "ansible-playbook",
    "make",
    "python",
    "python3",
    "npm",
    "export",
    "echo",
    "for",
    "kafka-topics.sh",
    "openssl",
    "tar",
    "find",
    "sed",
    "awk",
    "jq",
    "promtool",
    "amtool",
    "vault",
];

/// Whether a block holds a line that a reader runs in a shell.
pub fn has_run(code: &Code<'_>) -> bool {
    code.lines.iter().any(|(line, _)| is_run(code, line))
}

/// Whether a line of a block is one that a reader runs: any line of a block that names a shell, and in one without a
/// language those that begin with a well-known program.
pub fn is_run(code: &Code<'_>, line: &str) -> bool {
    if code.is_shell() {
        return true;
    }
    let text = line.trim_start();
    let text = text.strip_prefix("$ ").unwrap_or(text);
    let first = text.split_whitespace().next().unwrap_or("");
    code.is_command() && PROGRAMS.contains(&first)
}
