//! Programs that nobody here knows: what their arguments give away. A script of the team's own may hand a command on to
//! another machine, and most programs call it `delete` where something is deleted.

use super::{UNKNOWN, Verdict, classify_text, classify_words, is_known_program};
use crate::runbook::command::Danger;
use crate::text::find::is_listed;

/// What such a program does, as far as its arguments tell; `depth` counts the commands around it.
pub(super) fn classify(rest: &[&str], depth: usize) -> Verdict {
    let asks = rest.len() <= 3 && rest.iter().any(|word| matches!(*word, "--help" | "-h" | "--version"));
    if asks || rest.iter().any(|word| word.starts_with("--dry-run")) {
        return UNKNOWN;
    }
    let verdict = UNKNOWN.worse(verb(rest));
    let verdict = verdict.worse(option(rest));
    match depth {
        0..=1 => verdict.worse(handed_on(rest, depth)),
        _ => verdict,
    }
}

/// Words that may be the verb: it stands in front, behind the names of what it acts on.
const MOST_VERBS: usize = 3;

/// Verbs that delete.
const DELETES: &str = "del|delete|deleteall|destroy|drop|purge|wipe|erase|rm|rmr|prune|truncate";

/// Verbs behind which a word is no verb any more: `search delete`.
const LOOKS: &str = "list|ls|get|show|describe|search|find|status|help|explain|logs";

/// The verb, where it is one that deletes: `knife node delete web-3`, `rake db:drop`.
pub(super) fn verb(rest: &[&str]) -> Verdict {
    let names = rest
        .iter()
        .skip_while(|word| word.starts_with('-'))
        .take_while(|word| !word.starts_with('-') && !word.contains(['/', '.', '=', ' ']));
    for word in names.take(MOST_VERBS) {
        let is = |verbs: &str| word.split([':', '_', '-']).any(|part| is_listed(part, verbs));
        if is(LOOKS) {
            break;
        }
        let resets = |end: &str| word.ends_with(end);
        if is(DELETES)
            || [":fresh", ":reset", "reset-all", "factory-reset"]
                .into_iter()
                .any(resets)
        {
            return Verdict::destroys("by its name, the subcommand deletes");
        }
    }
    Verdict::LOOKS
}

/// Options that say that something is deleted: `keytool -delete`, `restic forget --prune`.
fn option(rest: &[&str]) -> Verdict {
    for word in rest.iter().filter(|word| word.starts_with('-') && **word != "--rm") {
        let name = word.trim_start_matches('-');
        if is_listed(name.split('-').next().unwrap_or(""), DELETES) {
            return Verdict::destroys("by its name, the option deletes");
        }
    }
    Verdict::LOOKS
}

/// Words of a command in which another is looked for.
const MOST_WORDS: usize = 16;

/// A command among the arguments, as text (`on-host web-3 'rm -rf /srv'`) or as words (`$DC exec db dropdb shop`), where it
/// destroys. Where it does not, the program around it is as unknown as before.
pub(super) fn handed_on(rest: &[&str], depth: usize) -> Verdict {
    let mut told = false;
    let mut verdict = Verdict::LOOKS;
    for (at, word) in rest.iter().enumerate().take(MOST_WORDS) {
        let text = word.strip_prefix("--").and_then(|option| option.split_once('='));
        let text = text.map_or(*word, |(_, value)| value);
        let is_words = std::mem::replace(&mut told, takes_prose(word));
        let found = if is_words {
            continue;
        } else if deletes_data(text) {
            Verdict::destroys("the statement deletes data")
        } else if text.contains([' ', '\n']) {
            classify_text(text, depth)
        } else if at > 0 && !word.starts_with('-') && !word.contains(['=', '.']) && is_known_program(word) {
            classify_words(rest.get(at..).unwrap_or(&[]), None, depth + 1)
        } else {
            continue;
        };
        if found.danger == Danger::Destructive {
            verdict = verdict.worse(found);
        }
    }
    verdict
}

/// Whether a text is a statement for some database that deletes. A sentence may begin with `delete` or `drop` alone.
fn deletes_data(text: &str) -> bool {
    ["drop table ", "drop database ", "delete from ", "truncate table "]
        .iter()
        .any(|start| {
            text.get(..start.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(start))
        })
}

/// Options whose value is prose.
fn takes_prose(option: &str) -> bool {
    is_listed(
        option,
        "-m|--message|--note|--comment|--reason|--title|--description|--text|--body",
    )
}
