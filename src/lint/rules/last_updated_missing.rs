//! Runbooks of unknown age.

use crate::diagnostic::Diagnostic;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::lint::{Folder, Options};

lint! {
    /// Runbooks of unknown age.
    "BG064" "last-updated-missing" Info, Check::Both(check, folder),
    what: "A runbook that does not say when it was last updated, in its front matter or its footer. Where no runbook of a \
           larger folder says so, that is said once.",
    why: "A reader trusts a page of last month more than one of 2019, rightly. Without a date no review can be due.",
    bad: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n---\n\n**Owner**: Shop Team\n",
    good: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n---\n\n**Last Updated**: 2026-01-31  \n**Owner**: Shop Team\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    if !file.is_runbook() || file.runbook().metadata.last_updated.is_some() || !file.around.customs.last_updated {
        return;
    }
    let finding = Diagnostic::new(
        RULE,
        file.title_span(),
        "the runbook does not say when it was last updated",
    );
    out.push(
        finding.help(
            "add `**Last Updated**: YYYY-MM-DD` behind a `---` at the end, or `last_updated:` to the front matter",
        ),
    );
}

fn folder(folder: &Folder<'_>, _: &Options, out: &mut Vec<(usize, Diagnostic)>) {
    let message = "no runbook of this folder says when it was last updated";
    super::say_once(folder, folder.customs.last_updated, RULE, message, out);
}
