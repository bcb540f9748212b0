//! Commands that destroy, without a word on the way back.

use super::command_text::{Surroundings, dangerous_place, destructive, only_deletes_by_file};
use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::lint::words::{ROLLBACKS, says};

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
