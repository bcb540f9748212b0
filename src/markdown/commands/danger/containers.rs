//! Programs that run commands in containers.

use super::wrappers::{behind_options, verb_at};
use super::{Verdict, classify_words, is_known_program, sql};

const KUBECTL_VALUES: [&str; 6] = ["-n", "--namespace", "-c", "--container", "--context", "--kubeconfig"];
const STARTS: Verdict = Verdict::changes("starts a container");

/// What such a program does; `None` where it runs nothing of the reader's.
pub(super) fn classify(name: &str, rest: &[&str], input: Option<&str>, depth: usize) -> Option<Verdict> {
    match name {
        "kubectl" | "oc" if verb_at(rest, "cnpg").is_some() && verb_at(rest, "psql").is_some() => {
            let inner = rest.iter().position(|word| *word == "--");
            let words = inner.and_then(|at| rest.get(at + 1..)).unwrap_or(&[]);
            sql::client("psql", words, input)
        }
        "kubectl" | "k" if matches!(verb_at(rest, "ctx").or(verb_at(rest, "ns")), Some(0)) => {
            classify_words(&[&["kubectx"], rest.get(1..).unwrap_or(&[])].concat(), None, depth + 1).into()
        }
        "oc" if verb_at(rest, "rsh").is_some() => {
            let at = verb_at(rest, "rsh")?;
            let words = behind_options(rest.get(at + 1..).unwrap_or(&[]), &KUBECTL_VALUES);
            Some(container(words.get(1..), input, depth))
        }
        // A container of its own, which may have the machine's folders.
        "kubectl" | "oc" | "k" if verb_at(rest, "run").or(verb_at(rest, "debug")).is_some() => {
            let inner = rest.iter().position(|word| *word == "--");
            let words = inner.and_then(|at| rest.get(at + 1..))?;
            Some(STARTS.worse(classify_words(words, input, depth + 1)))
        }
        "docker" | "podman" | "nerdctl" | "docker-compose" if verb_at(rest, "run").is_some() => {
            let at = verb_at(rest, "run")?;
            // Which word is the image depends on a hundred options, so each may begin the command.
            let words = rest.get(at + 1..).unwrap_or(&[]).iter().enumerate();
            let worst = words
                .filter(|(_, word)| !word.starts_with('-'))
                .filter(|(_, word)| is_known_program(word))
                .filter_map(|(behind, _)| rest.get(at + 1 + behind..))
                .take(4)
                .map(|words| classify_words(words, input, depth + 1))
                .fold(STARTS, Verdict::worse);
            Some(worst)
        }
        "kubectl" | "oc" | "k" if verb_at(rest, "exec").is_some() => {
            let inner = rest
                .iter()
                .position(|word| *word == "--")
                .map(|at| rest.get(at + 1..).unwrap_or(&[]));
            let old_style =
                verb_at(rest, "exec").map(|at| behind_options(rest.get(at + 1..).unwrap_or(&[]), &KUBECTL_VALUES));
            Some(container(
                inner.or_else(|| old_style.and_then(|words| words.get(1..))),
                input,
                depth,
            ))
        }
        "docker" | "podman" | "nerdctl" | "docker-compose" | "crictl" if verb_at(rest, "exec").is_some() => {
            let at = verb_at(rest, "exec")?;
            let words = behind_options(
                rest.get(at + 1..).unwrap_or(&[]),
                &["-u", "--user", "-e", "--env", "-w", "--workdir"],
            );
            Some(container(words.get(1..), input, depth))
        }
        _ => None,
    }
}

/// What a command does that runs in a container; without one, a shell opens there.
pub(super) fn container(words: Option<&[&str]>, input: Option<&str>, depth: usize) -> Verdict {
    match words {
        Some(words) if !words.is_empty() => classify_words(words, input, depth + 1),
        _ => Verdict::changes("opens a shell, in which anything may run"),
    }
}
