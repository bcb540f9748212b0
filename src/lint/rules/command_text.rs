//! What rules about commands share: no rule of its own.

use crate::lint::file::{Code, File, LeafKind};
use crate::lint::words::bare_bytes;
use crate::runbook::command::{Command, Danger};
use crate::text::Span;

/// The destructive commands of a file that is not the index, with their numbers.
pub fn destructive<'f>(file: &'f File<'_>) -> impl Iterator<Item = (usize, &'f Command)> {
    let is_index = file.around.is_index;
    let commands = file.runbook().commands.iter().enumerate();
    commands.filter(move |(_, command)| !is_index && command.danger == Danger::Destructive)
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
        out.comments = command
            .text
            .lines()
            .filter_map(|line| line.split_once('#').map(|(_, comment)| comment))
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

/// Whether the quotation at a place is an alert of GitHub's (`[!WARNING]`, `[!CAUTION]`, `[!IMPORTANT]`).
fn is_alert(file: &File<'_>, offset: usize) -> bool {
    let from = offset.saturating_sub(400);
    let from = (from..=offset)
        .find(|at| file.source.is_char_boundary(*at))
        .unwrap_or(offset);
    let head = file.source.get(from..offset).unwrap_or("").to_uppercase();
    ["[!WARNING]", "[!CAUTION]", "[!IMPORTANT]", "[!DANGER]"]
        .iter()
        .any(|mark| head.contains(mark))
}

/// The lines of a block that are no comment and not empty.
pub fn dangerous_lines<'c>(code: &'c Code<'_>) -> impl Iterator<Item = (&'c str, Span)> {
    code.lines.iter().filter_map(|(line, span)| {
        let mut quote = None;
        let bare = bare_bytes(line, &mut quote);
        // A comment ends the line; what is quoted before it counts.
        let comment = comment_start(line, &bare);
        let text = line.get(..comment)?;
        (!text.trim().is_empty()).then_some((text, Span::new(span.start, span.start + comment)))
    })
}

/// Where a line's comment begins; its length where there is none.
fn comment_start(line: &str, bare: &[bool]) -> usize {
    let mut quote: Option<char> = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') if before.is_whitespace() => return at,
            (None, '"' | '\'') if before != '\\' => quote = Some(c),
            (Some(open), _) if open == c && before != '\\' => quote = None,
            _ => {}
        }
        before = c;
    }
    let _ = bare;
    line.len()
}

/// The line of a destructive command that a finding points at: the first that is no comment.
pub fn dangerous_place(file: &File<'_>, command: &Command) -> Span {
    const SIGNS: [&str; 18] = [
        "delete",
        "rm ",
        "drop ",
        "truncate",
        "destroy",
        "flush",
        "drain",
        "purge",
        "terminate",
        "kill",
        "mkfs",
        "dd ",
        "reset",
        "prune",
        "wipe",
        "uninstall",
        "force",
        "remove",
    ];
    let Some(code) = file.code_at(command.span) else {
        return command.span;
    };
    let lines: Vec<(&str, Span)> = dangerous_lines(code).collect();
    let sign = |line: &str| {
        let lower = line.to_lowercase();
        SIGNS.iter().any(|sign| lower.contains(sign))
    };
    let chosen = lines.iter().find(|(line, _)| sign(line)).or_else(|| lines.first());
    chosen.map_or(command.span, |(line, span)| {
        let lead = line.len() - line.trim_start().len();
        Span::new(span.start + lead, span.start + line.trim_end().len())
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
