//! Runbooks that belong to nobody.

use crate::diagnostic::Diagnostic;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::lint::{Folder, Options};

lint! {
    /// Runbooks that belong to nobody.
    "BG063" "owner-missing" Info, Check::Both(check, folder),
    what: "A runbook that names no owner, in its front matter or its footer. Where no runbook of a larger folder names one, \
           that is said once.",
    why: "What belongs to nobody is reviewed by nobody, and whoever finds an error does not know whom to tell.",
    bad: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n---\n\n**Last Updated**: 2026-01-31\n",
    good: "# T\n\n## Symptoms\n\n- Slow\n\n## Resolution\n\nRestart it.\n\n---\n\n**Last Updated**: 2026-01-31  \n**Owner**: Shop Team\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    if !file.is_runbook() || file.runbook().metadata.owner.is_some() || !file.around.customs.owner {
        return;
    }
    let finding = Diagnostic::new(RULE, file.title_span(), "the runbook names no owner");
    out.push(finding.help("add `**Owner**: Team` behind a `---` at the end, or `owner:` to the front matter"));
}

fn folder(folder: &Folder<'_>, _: &Options, out: &mut Vec<(usize, Diagnostic)>) {
    super::say_once(
        folder,
        folder.customs.owner,
        RULE,
        "no runbook of this folder names its owner",
        out,
    );
}
