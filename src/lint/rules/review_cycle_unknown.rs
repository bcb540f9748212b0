//! Review cycles that nobody can count.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::File;
use crate::lint::registry::{Check, lint};
use crate::runbook::review::Cycle;

lint! {
    /// Review cycles that nobody can count.
    "BG067" "review-cycle-unknown" Info, Check::File(check),
    what: "A review cycle that is no span of time: neither `Monthly`, `Quarterly`, `Yearly` and the like nor `6 months`.",
    why: "The next review can not be reckoned, so it never comes.",
    bad: "# T\n\n## Resolution\n\nRestart it.\n\n---\n\n**Owner**: Shop Team  \n**Review Cycle**: Regular\n",
    good: "# T\n\n## Resolution\n\nRestart it.\n\n---\n\n**Owner**: Shop Team  \n**Review Cycle**: Monthly\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let Some(text) = &file.runbook().metadata.review_cycle else {
        return;
    };
    let value = text.value.trim();
    if Cycle::read(value).is_some() || value.starts_with('[') {
        return;
    }
    let finding = Diagnostic::new(RULE, text.span, format!("`{value}` is no span of time"));
    out.push(finding.help("write `Weekly`, `Monthly`, `Quarterly`, `Half-yearly`, `Yearly`, a number of days, weeks, months or years, or `After incidents`"));
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn spans_of_time_and_events() {
        for text in ["Monthly", "6 month(s)", "every 90 days", "After incidents", "[cycle]"] {
            check(
                "review-cycle-unknown",
                &format!("---\nreview_cycle: \"{text}\"\n---\n# T\n"),
                &[],
            );
        }
        check(
            "review-cycle-unknown",
            "---\nreview_cycle: sometimes\n---\n# T\n",
            &["sometimes"],
        );
    }
}
