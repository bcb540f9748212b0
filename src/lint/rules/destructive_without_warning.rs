//! Commands that destroy, without a warning.

use super::command_text::{Surroundings, destructive, only_deletes_by_file};
use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::lint::words::{WARNINGS, says};

lint! {
    /// Commands that destroy, without a warning.
    "BG080" "destructive-without-warning" Warning, Check::File(check),
    what: "A destructive command with no word of warning in its step or in the text before it.",
    why: "Tired people copy what stands there. What cannot be taken back must say so before it is copied, not after.",
    bad: "# T\n\n## Symptoms\n\n- Full disk\n\n## Resolution\n\n1. Free the disk.\n\n   ```bash\n   rm -rf /var/lib/app/data\n   ```\n",
    good: "# T\n\n## Symptoms\n\n- Full disk\n\n## Resolution\n\n> [!WARNING]\n> This deletes the data for good. Take a snapshot first.\n\n\
           1. Free the disk.\n\n   ```bash\n   rm -rf /var/lib/app/data\n   ```\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    for (at, command) in destructive(file) {
        let around = Surroundings::of(file, at);
        let warned =
            around.alert || around.before.iter().any(|text| says(text, WARNINGS)) || says(&around.comments, WARNINGS);
        if !warned && !only_deletes_by_file(file, command) {
            let place = super::command_text::dangerous_place(file, command);
            let message = format!("nothing warns that this is destructive: {}", command.danger_reason);
            out.push(Diagnostic::new(RULE, place, message).help("say before it what is lost, and how to look first"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn warnings_in_words_and_comments() {
        for text in [
            "This deletes all sessions.",
            "Only if the replica is healthy:",
            "**Careful**: there is no way back.",
        ] {
            let source = format!("# T\n\n## Resolution\n\n{text}\n\n```bash\nkubectl delete namespace shop\n```\n");
            check("destructive-without-warning", &source, &[]);
        }
        let source =
            "# T\n\n## Resolution\n\n```bash\n# WARNING: deletes everything\nkubectl delete namespace shop\n```\n";
        check("destructive-without-warning", source, &[]);
    }

    #[test]
    fn admonitions_warn() {
        let of =
            |text: &str| format!("# T\n\n## Resolution\n\n{text}\n\n```bash\nkubectl delete namespace shop\n```\n");
        for text in [
            "!!! danger\n    Ask Jane.",
            ":::warning\nAsk Jane.\n:::",
            "> [!caution] Ask Jane\n> now",
        ] {
            check("destructive-without-warning", &of(text), &[]);
        }
        let found = ["kubectl delete namespace shop"];
        check("destructive-without-warning", &of(":::tip\nAsk Jane.\n:::"), &found);
    }

    #[test]
    fn a_cache_that_is_cleared_fills_itself_again() {
        let of =
            |comment: &str, command: &str| format!("# T\n\n## Resolution\n\n```bash\n# {comment}\n{command}\n```\n");
        check(
            "destructive-without-warning",
            &of("Clear the cart cache", "redis-cli DEL carts"),
            &[],
        );
        for source in [
            of("Clear the cache", "redis-cli FLUSHALL"),
            of("Remove the carts", "redis-cli DEL carts"),
        ] {
            assert_eq!(
                crate::lint::testing::of("destructive-without-warning", &source).len(),
                1,
                "{source}"
            );
        }
    }

    #[test]
    fn looking_needs_no_warning() {
        check(
            "destructive-without-warning",
            "# T\n\n## Resolution\n\n```bash\nkubectl get pods\n```\n",
            &[],
        );
    }
}
