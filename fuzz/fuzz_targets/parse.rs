//! Any text is read: no panic, spans in bounds and on character boundaries, steps nested, ids unique.
#![no_main]

use breakglass::markdown;
use breakglass::text::Span;
use std::collections::HashSet;

libfuzzer_sys::fuzz_target!(|source: &str| {
    let document = markdown::read(source);
    let runbook = document.runbook();
    let inside = |span: Span| {
        assert!(span.end <= source.len() && source.is_char_boundary(span.start) && source.is_char_boundary(span.end));
    };
    let mut ids = HashSet::new();
    let mut open: Vec<Span> = Vec::new();
    for step in &runbook.steps {
        inside(step.span);
        inside(step.head);
        assert!(ids.insert(step.id.as_str()));
        while open.pop_if(|outer| outer.end <= step.span.start).is_some() {}
        assert!(open.last().is_none_or(|outer| step.span.end <= outer.end));
        open.push(step.span);
        assert!(step.section_index < runbook.sections.len());
        for value in step.expected.iter().chain(&step.if_not).chain(&step.rollback) {
            inside(value.span);
        }
    }
    for span in runbook.commands.iter().map(|command| command.span) {
        inside(span);
    }
    for span in runbook.sections.iter().map(|section| section.span) {
        inside(span);
    }
    for diagnostic in &document.diagnostics {
        inside(diagnostic.span);
    }
});
