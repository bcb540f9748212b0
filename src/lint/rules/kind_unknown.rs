//! Kinds that are none.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::runbook::Kind;

lint! {
    /// Kinds that are none.
    "BG068" "kind-unknown" Warning, Check::File(check),
    what: "A `kind` in front matter that is neither an incident nor a procedure.",
    why: "The runbook is taken for an incident: its procedure is listed and searched in the wrong place.",
    bad: "---\nkind: proceedure\n---\n\n# T\n\n## Resolution\n\nRestart it.\n",
    good: "---\nkind: procedure\n---\n\n# T\n\n## Resolution\n\nRestart it.\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    // `type` is read, too, but other site generators have their own values for it.
    let front = file.document.prepared.front_matter.as_ref();
    let Some(kind) = front.and_then(|front| front.text(&["kind"])) else {
        return;
    };
    if Kind::read(&kind.value).is_none() {
        let finding = Diagnostic::new(
            RULE,
            kind.span,
            format!("`{}` is no kind of runbook", kind.value.trim()),
        );
        out.push(finding.help("write `incident` or `procedure`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn words_for_a_kind_and_types_of_other_generators_pass() {
        check("kind-unknown", "---\nkind: How-To\n---\n# T\n", &[]);
        check("kind-unknown", "---\ntype: docs\n---\n# T\n", &[]);
        check(
            "kind-unknown",
            "+++\nkind = \"postmortem\"\n+++\n# T\n",
            &["postmortem"],
        );
    }
}
