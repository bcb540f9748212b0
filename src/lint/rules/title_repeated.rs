//! Pages with several titles.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::{File, trim_end};
use crate::lint::registry::{Check, lint};

lint! {
    /// Pages with several titles.
    "BG055" "title-repeated" Warning, Check::File(check),
    what: "A second level-one heading.",
    why: "A page has one title. Which of several is meant, readers and the list must guess; often the second belongs to \
          another runbook that was pasted in, or repeats the first.",
    bad: "# Slow Checkout\n\n# Slow Checkout\n\n## Symptoms\n\n- Slow\n",
    good: "# Slow Checkout\n\n## Symptoms\n\n- Slow\n",
    fix: "",
}

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    let mut tops = file
        .runbook()
        .headings
        .iter()
        .filter(|heading| heading.level == 1 && !heading.text.is_empty());
    let (Some(first), Some(second)) = (tops.next(), tops.next()) else {
        return;
    };
    let plain = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let message = if plain(&first.text) == plain(&second.text) {
        "the title is there twice".to_string()
    } else {
        match tops.count() {
            0 => "this is a second title".to_string(),
            more => format!("this is a second title, and {more} more follow"),
        }
    };
    out.push(
        Diagnostic::new(RULE, trim_end(file.source, second.span), message)
            .label(trim_end(file.source, first.span), "the first title")
            .help("give sections two number signs (`##`), and another runbook a file of its own"),
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn one_finding_for_a_page() {
        check("title-repeated", "# A\n\n# B\n\n# C\n", &["# B"]);
        check("title-repeated", "---\ntitle: A\n---\n\n# A\n\n```\n# B\n```\n", &[]);
    }
}
