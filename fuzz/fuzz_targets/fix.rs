//! The linter and the fixer over any text: places lie in it, edits can be made, a second run changes nothing.
#![no_main]

use breakglass::lint::{Around, Options, check_source, fix};
use breakglass::text::edit::apply;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let (around, options) = (Around::default(), Options::default());
    for finding in check_source("a.md", source, &around, &options) {
        for span in finding.labels.iter().map(|label| label.span).chain([finding.span]) {
            assert!(
                source.get(span.start..span.end).is_some(),
                "{}: {span:?}",
                finding.rule.name
            );
        }
        if let Some(fix) = &finding.fix {
            assert!(apply(source, &fix.edits).is_some(), "{}: {fix:?}", finding.rule.name);
        }
    }
    if let Some(fixed) = fix::fix("a.md", source, &around, &options) {
        assert_eq!(fix::fix("a.md", &fixed.text, &around, &options), None);
    }
});
