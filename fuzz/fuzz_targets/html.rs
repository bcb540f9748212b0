//! Any text gives a page: its elements meet the model's steps, commands and sections, and no tag is left open.
#![no_main]

use breakglass::markdown::{self, Links, Reference, Target, html};

struct Echo;

impl Links for Echo {
    fn resolve(&mut self, reference: Reference<'_>) -> Target {
        Target::External(reference.href.to_string())
    }
}

libfuzzer_sys::fuzz_target!(|source: &str| {
    let document = markdown::read(source);
    let page = html::render(&document, &mut Echo, &mut Vec::new()).body;
    let runbook = document.runbook();
    let count = |attribute: &str| page.matches(attribute).count();
    assert_eq!(count(" data-step=\""), runbook.steps.len());
    assert_eq!(count(" data-command=\""), runbook.commands.len());
    assert_eq!(count(" data-section=\""), runbook.sections.len());
    assert_eq!(page.matches("<section").count(), page.matches("</section>").count());
    for tag in ["<script", "<style", "<iframe", "<object", "<embed", "<form", "<base"] {
        assert!(!page.contains(tag), "{tag}");
    }
});
