//! What rules about commands share: no rule of its own.

use crate::lint::file::{Code, File, LeafKind};
use crate::lint::words::bare_bytes;
use crate::markdown::admonition::Header;
use crate::markdown::commands::{self, Block};
use crate::runbook::command::{Command, Console, Danger, console};
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

/// What stands around a command.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// The prose of its section before it: from the heading that it stands under, the lead text of the headings above.
    pub before: Vec<String>,
    /// The prose behind it, up to the next heading.
    pub after: Vec<String>,
    /// The comments in it.
    pub comments: String,
    /// Whether an alert (`> [!WARNING]`) stands in that text.
    pub alert: bool,
    /// Whether its step says how to take it back.
    pub rollback: bool,
}

impl Surroundings {
    /// The surroundings of command `at`.
    pub fn of(file: &File<'_>, at: usize) -> Self {
        let mut out = Self::default();
        let runbook = file.runbook();
        let Some(command) = runbook.commands.get(at) else {
            return out;
        };
        let place = command.span.start;
        let from = heading_chain(file, place);
        let next = runbook
            .headings
            .iter()
            .map(|heading| heading.span.start)
            .find(|start| *start > place);
        let to = next.unwrap_or(file.source.len());
        for leaf in &file.leaves {
            let start = leaf.span.start;
            if from.iter().any(|(begin, end)| (*begin..*end).contains(&start)) && start < place {
                out.alert |= leaf.in_quote && is_alert(file, start);
                out.before.push(leaf.text());
            } else if start >= command.span.end && start < to && !matches!(leaf.kind, LeafKind::Heading(_)) {
                out.after.push(leaf.text());
            }
        }
        let mark = match console(command.language) {
            Some((_, Console::Sql)) => "--",
            _ => "#",
        };
        out.comments = command
            .text
            .lines()
            .filter_map(|line| line.split_once(mark).map(|(_, comment)| comment))
            .collect::<Vec<_>>()
            .join("\n");
        out.rollback = runbook
            .steps
            .iter()
            .any(|step| step.commands.contains(&at) && step.rollback.is_some());
        out
    }
}

/// The stretches of text that lead to a place: from its heading to it, and for each heading above that one, its text up
/// to its first heading below.
fn heading_chain(file: &File<'_>, place: usize) -> Vec<(usize, usize)> {
    let headings = &file.runbook().headings;
    let mut out = Vec::new();
    let mut end = place;
    let mut level = u8::MAX;
    for (at, heading) in headings.iter().enumerate().rev() {
        if heading.span.start > place || heading.level >= level {
            continue;
        }
        let next = headings.get(at + 1).map_or(end, |next| next.span.start);
        out.push((heading.span.start, if level == u8::MAX { place } else { next.min(end) }));
        end = heading.span.start;
        level = heading.level;
        if level <= 2 {
            break;
        }
    }
    if out.is_empty() {
        out.push((0, place));
    }
    out
}

/// Whether the quotation at a place is an alert of GitHub's (`[!WARNING]`, `[!CAUTION]`, `[!IMPORTANT]`), or an admonition
/// that warns (`!!! danger`, `:::warning`).
fn is_alert(file: &File<'_>, offset: usize) -> bool {
    let from = offset.saturating_sub(400);
    let from = (from..=offset)
        .find(|at| file.source.is_char_boundary(*at))
        .unwrap_or(offset);
    let line_end = |at: usize| file.source.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(0) + at;
    let head = file.source.get(from..line_end(offset)).unwrap_or("");
    let warns =
        |line: &str| Header::read(line.trim_start_matches([' ', '\t', '>'])).is_some_and(|header| !header.is_aside());
    let upper = head.to_uppercase();
    let marks = ["[!WARNING]", "[!CAUTION]", "[!IMPORTANT]", "[!DANGER]"];
    marks.iter().any(|mark| upper.contains(mark)) || head.lines().any(warns)
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
