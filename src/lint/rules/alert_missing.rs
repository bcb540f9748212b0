//! Runbooks that no alert leads to.

use crate::diagnostic::Diagnostic;
use crate::lint::file::{File, trim_end};
use crate::lint::registry::{Check, lint};
use crate::lint::{Folder, Options};
use crate::markdown::facts::alert_in_name;
use crate::runbook::{Kind, SectionKind};

lint! {
    /// Runbooks that no alert leads to.
    "BG062" "alert-missing" Info, Check::Both(check, folder),
    what: "A runbook for an incident that names no alert, in its front matter or its Detection section, and is not called as \
           one (`KubePodNotReady.md`). Where no runbook of a larger folder names one, that is said once.",
    why: "An alert's page is the quickest way into a runbook: the notification links to it. Without the name the engineer \
          has to search.",
    bad: "# Slow Checkout\n\n## Symptoms\n\n- Slow\n\n## Detection\n\n- **Log Patterns**: `timeout`\n\n## Resolution\n\nRestart it.\n",
    good: "# Slow Checkout\n\n## Symptoms\n\n- Slow\n\n## Detection\n\n- **Alert**: `CheckoutSlow`\n- **Log Patterns**: `timeout`\n\n\
           ## Resolution\n\nRestart it.\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let runbook = file.runbook();
    // A page that is called as its alert is that alert's page.
    let named = !runbook.metadata.alerts.is_empty() || alert_in_name(&runbook.title, file.path).is_some();
    if !file.is_runbook() || file.kind() != Kind::Incident || named || !file.around.customs.alert {
        return;
    }
    let detection = runbook.section(SectionKind::Detection);
    let heading = detection.and_then(|section| file.heading_at(section.span.start).map(|heading| heading.span));
    let span = heading.map_or(file.title_span(), |span| trim_end(file.source, span));
    let finding = Diagnostic::new(RULE, span, "no alert is named, so none leads here");
    out.push(finding.help("add the alert's exact name to Detection: `- **Alert**: NameOfTheAlert`"));
}

fn folder(folder: &Folder<'_>, _: &Options, out: &mut Vec<(usize, Diagnostic)>) {
    super::say_once(
        folder,
        folder.customs.alert,
        RULE,
        "no runbook of this folder names its alert",
        out,
    );
}
