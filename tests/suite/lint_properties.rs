//! The linter and the fixer over text that nobody would write: places lie in the text, offered edits can be made, and
//! fixing comes to an end that a second run does not move.

use breakglass::lint::{Around, Options, check_source, fix};
use breakglass::text::edit::apply;
use proptest::prelude::*;

/// Pieces of Markdown and of commands, put together at random.
const PIECES: &[&str] = &[
    "# T\n",
    "## Symptoms\n",
    "## Diagnosis\n",
    "### Step 1: x\n",
    "## Resolution\n",
    "## Verification\n",
    "## Escalation\n",
    "```bash\n",
    "```text\n",
    "```\n",
    "````\n",
    "``\n",
    "~~~\n",
    "1. a\n",
    "1. b\n",
    "   ",
    "- ",
    "- [ ] ",
    "> ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u{feff}",
    "\u{a0}",
    "é日",
    "“x”",
    "– ",
    "$ ls\n",
    "kubectl delete ns $X\n",
    "rm -rf ${Y}/*\n",
    "[Contact]",
    "TODO",
    "XXX",
    "1-800-XXX-XXXX",
    "[a](b.md#c)",
    "![](x.png)",
    "<a id=\"x\"></a>",
    "<!--",
    " breakglass-allow dead-link: x ",
    "-->",
    "<!-- breakglass-allow x -->",
    "---\n",
    "title: T\n",
    "**Owner**: ",
    "**Last Updated**: 2025-02-30  \n",
    "**Severity**: P9\n",
    "- **Alert**: `A`\n",
    "AKIA1234567890ABCDEF",
    "a://b:c@d",
    "| a |\n|--|\n| b | c |\n",
    "\\",
    "`",
    "*",
    "_",
    "&amp;",
    "word ",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// What the findings of any text must hold.
fn check(source: &str) -> Result<(), TestCaseError> {
    let findings = check_source("a.md", source, &Around::default(), &Options::default());
    for finding in &findings {
        let spans = finding.labels.iter().map(|label| label.span).chain([finding.span]);
        for span in spans {
            prop_assert!(
                source.get(span.start..span.end).is_some(),
                "{:?} {:?} in {:?}",
                finding.rule.name,
                span,
                source
            );
        }
        if let Some(fix) = &finding.fix {
            prop_assert!(
                apply(source, &fix.edits).is_some(),
                "{:?} {:?} in {:?}",
                finding.rule.name,
                fix,
                source
            );
        }
    }
    Ok(())
}

/// A text for which a place once lay behind its end, since the emphasis around key and value is longer than the key.
#[test]
fn a_fact_within_emphasis_has_its_place() {
    let source = "***Last Updated**: 2025-02-30\nby us*\n";
    check(source).unwrap();
    let findings = check_source("a.md", source, &Around::default(), &Options::default());
    let date = findings
        .iter()
        .find(|finding| finding.rule.name == "last-updated-unreadable")
        .unwrap();
    assert_eq!(source.get(date.span.start..date.span.end), Some("2025-02-30"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(300), ..ProptestConfig::default() })]

    #[test]
    fn findings_have_places_and_edits_that_can_be_made(source in text()) {
        check(&source)?;
    }

    #[test]
    fn fixing_comes_to_an_end(source in text()) {
        let (around, options) = (Around::default(), Options::default());
        if let Some(fixed) = fix::fix("a.md", &source, &around, &options) {
            prop_assert_eq!(fix::fix("a.md", &fixed.text, &around, &options), None, "{:?} became {:?}", source, fixed.text);
        }
    }
}
