//! Commands that destroy, without a word on the way back.

use super::command_text::{Surroundings, dangerous, dangerous_place, destructive, only_deletes_by_file};
use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::lint::words::{ROLLBACKS, says};
use crate::runbook::command::Command;

lint! {
    /// Commands that destroy, without a word on the way back.
    "BG081" "destructive-without-rollback" Info, Check::File(check),
    what: "A destructive command whose step and surroundings say neither how to take it back nor that there is no way back.",
    why: "When it was the wrong cause, the next question is how to get back; an answer has to be known before the command runs.",
    bad: "# T\n\n## Symptoms\n\n- Full disk\n\n## Resolution\n\n> [!WARNING]\n> This deletes data.\n\n```bash\nrm -rf /var/lib/app/data\n```\n",
    good: "# T\n\n## Symptoms\n\n- Full disk\n\n## Resolution\n\n> [!WARNING]\n> This deletes data.\n\n```bash\nrm -rf /var/lib/app/data\n```\n\n\
           **Rollback**: copy the data back from the last snapshot\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    for (at, command) in destructive(file) {
        let around = Surroundings::of(file, at);
        let told = around.rollback
            || only_deletes_by_file(file, command)
            || only_revokes(file, command)
            || around
                .before
                .iter()
                .chain(&around.after)
                .any(|text| says(text, ROLLBACKS))
            || says(&around.comments, ROLLBACKS);
        if !told {
            let finding = Diagnostic::new(
                RULE,
                dangerous_place(file, command),
                "nothing says how to take this back",
            );
            out.push(finding.help("add `**Rollback**: …` to the step, or say that there is no way back"));
        }
    }
}

/// Whether all that a block destroys is somebody's access: what was taken from an attacker is not given back.
fn only_revokes(file: &File<'_>, command: &Command) -> bool {
    const ACCESS: [&str; 7] = [
        "api-key",
        "apikey",
        "access-key",
        "login-profile",
        "session",
        "token",
        "credential",
    ];
    let Some(code) = file.code_at(command.span) else {
        return false;
    };
    let commands = dangerous(code);
    let revokes = |lines: &super::command_text::Lines<'_>| {
        lines
            .iter()
            .any(|(line, _)| ACCESS.iter().any(|word| line.contains(word)))
    };
    !commands.is_empty() && commands.iter().all(revokes)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::of;

    #[test]
    fn access_that_was_revoked_is_not_given_back() {
        let count = |command: &str| {
            let source = format!("# T\n\n## Resolution\n\nCareful.\n\n```bash\n{command}\n```\n");
            of("destructive-without-rollback", &source).len()
        };
        assert_eq!(count("aws iam delete-access-key --access-key-id X"), 0);
        assert_eq!(count("aws iam delete-role --role-name x"), 1);
        assert_eq!(
            count("aws iam delete-access-key --access-key-id X\naws iam delete-role --role-name x"),
            1
        );
    }
}
