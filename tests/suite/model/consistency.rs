//! What holds of every model, over all corpora and over generated text.

use super::{corpora, files};
use breakglass::markdown::{self, Document, Links, Reference, Target, html};
use breakglass::runbook::StepForm;
use breakglass::text::Span;
use proptest::prelude::*;
use std::collections::HashSet;

struct Plain;

impl Links for Plain {
    fn resolve(&mut self, _: Reference<'_>) -> Target {
        Target::Dead
    }
}

/// Checks a document against itself and against the page that is made of it.
pub fn check(source: &str, document: &Document) {
    let runbook = document.runbook();
    let inside = |span: Span| {
        assert!(
            span.start <= span.end && span.end <= source.len(),
            "{span:?} of {}",
            source.len()
        );
        assert!(
            source.is_char_boundary(span.start) && source.is_char_boundary(span.end),
            "{span:?}"
        );
    };
    inside(runbook.title_span);
    let mut previous = 0;
    for heading in &runbook.headings {
        inside(heading.span);
        assert!(heading.span.start >= previous);
        previous = heading.span.start;
    }
    let mut previous = 0;
    for section in &runbook.sections {
        inside(section.span);
        assert!(section.span.start >= previous, "sections follow each other");
        previous = section.span.end;
    }
    let mut previous = 0;
    for command in &runbook.commands {
        inside(command.span);
        assert!(command.span.start >= previous);
        previous = command.span.end;
        assert!(!command.copy.ends_with('\n'));
        let mut end = 0;
        for place in &command.placeholders {
            assert!(place.range.start >= end && place.range.end > place.range.start);
            assert!(
                command
                    .copy
                    .get(place.range.clone())
                    .is_some_and(|text| text.contains(&place.name)),
                "{place:?}"
            );
            end = place.range.end;
        }
    }
    let mut ids = HashSet::new();
    let mut open: Vec<Span> = Vec::new();
    for (at, step) in runbook.steps.iter().enumerate() {
        for span in [step.span, step.head] {
            inside(span);
        }
        assert!(
            step.span.start <= step.head.start && step.head.end <= step.span.end,
            "{step:?}"
        );
        assert!(ids.insert(step.id.as_str()), "{} twice", step.id);
        assert!(!step.text.is_empty());
        while open.pop_if(|outer| outer.end <= step.span.start).is_some() {}
        if let Some(outer) = open.last() {
            assert!(
                step.span.start > outer.start && step.span.end <= outer.end,
                "{step:?} reaches out of {outer:?}"
            );
        }
        open.push(step.span);
        let section = &runbook.sections[step.section_index];
        assert_eq!(section.kind, step.section);
        assert!(
            section.span.start <= step.span.start && step.span.end <= section.span.end,
            "{step:?} {section:?}"
        );
        if let Some(parent) = step.parent {
            assert!(parent < at);
        }
        assert!(step.branch.is_none_or(|branch| branch < runbook.branches.len()));
        assert!(
            step.commands
                .iter()
                .all(|command| step.span.contains(runbook.commands[*command].span.start))
        );
        for value in step.expected.iter().chain(&step.if_not).chain(&step.rollback) {
            inside(value.span);
            assert_eq!(value.span.of(&document.prepared.text), value.value);
        }
    }
    let mut ids = HashSet::new();
    for branch in &runbook.branches {
        inside(branch.span);
        assert!(ids.insert(branch.id.as_str()));
    }
    let metadata = &runbook.metadata;
    let facts = [
        &metadata.severity_text,
        &metadata.affected_users,
        &metadata.business_impact,
        &metadata.category,
        &metadata.dashboard,
        &metadata.description,
        &metadata.owner,
        &metadata.last_updated,
        &metadata.review_cycle,
        &metadata.next_review,
    ];
    for fact in facts
        .into_iter()
        .flatten()
        .chain(&metadata.alerts)
        .chain(&metadata.log_patterns)
    {
        inside(fact.span);
    }
    for diagnostic in &document.diagnostics {
        inside(diagnostic.span);
    }
    page(document);
}

/// Page and model meet at attributes: each of the model's things has exactly one element, in the same order.
fn page(document: &Document) {
    let runbook = document.runbook();
    let html = html::render(document, &mut Plain, &mut Vec::new()).body;
    let values = |attribute: &str| -> Vec<String> {
        let start = format!(" {attribute}=\"");
        html.match_indices(&start)
            .filter_map(|(at, _)| html[at + start.len()..].split('"').next())
            .map(|value| {
                value
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&amp;", "&")
            })
            .collect()
    };
    let steps: Vec<&str> = runbook.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(values("data-step"), steps);
    let commands: Vec<String> = (1..=runbook.commands.len()).map(|number| number.to_string()).collect();
    assert_eq!(values("data-command"), commands);
    let dangers: Vec<&str> = runbook.commands.iter().map(|command| command.danger.name()).collect();
    assert_eq!(values("data-danger"), dangers);
    let sections: Vec<&str> = runbook.sections.iter().map(|section| section.kind.name()).collect();
    assert_eq!(values("data-section"), sections);
    let ids = values("id");
    for branch in &runbook.branches {
        assert_eq!(
            ids.iter().filter(|id| **id == branch.anchor).count(),
            1,
            "{}",
            branch.anchor
        );
    }
    for step in runbook.steps.iter().filter(|step| step.form != StepForm::Heading) {
        let element = if step.form == StepForm::Row { "<td" } else { "<li" };
        assert!(html.contains(element), "{}", step.id);
    }
}

#[test]
fn every_file_of_the_corpora_is_consistent() {
    let Some(folder) = corpora("") else { return };
    let mut counts = [0usize; 4];
    for path in files(&folder) {
        let source = std::fs::read_to_string(&path).expect("the file is readable");
        let document = markdown::read(&source);
        let result = std::panic::catch_unwind(|| check(&source, &document));
        assert!(result.is_ok(), "{}", path.display());
        let runbook = document.runbook();
        counts[0] += 1;
        counts[1] += runbook.steps.len();
        counts[2] += runbook.commands.len();
        counts[3] += runbook.branches.len();
    }
    let [files, steps, commands, branches] = counts;
    println!("{files} files: {steps} steps, {commands} commands, {branches} branches");
    assert!(files > 0);
}

/// Pieces from which nasty files are made.
fn pieces() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "# Title",
        "## Diagnosis",
        "## Verification",
        "## Resolution:",
        "### Step 1: a",
        "### Step 2",
        "#### If caused by x",
        "Setext",
        "===",
        "---",
        "***",
        "1. one",
        "2. two",
        "1) three",
        "- a",
        "* b",
        "- [ ] task",
        "  - [x] inner",
        "   1. nested",
        "    code",
        "```",
        "```bash",
        "```text",
        "~~~",
        "```console",
        "$ kubectl get pods -n ${NS}",
        "kubectl delete pod <pod-name>",
        "echo \"${X:-y}\" '$Z' `$(a)`",
        "cat <<EOF",
        "EOF",
        "> quote",
        "> 1. in quote",
        ">> - [ ] deep",
        "**Expected**: ok",
        "**If not**: stop",
        "**Rollback:** undo",
        "**Step 3: bold**",
        "**If confirmed**:",
        "**Option A**",
        "Expected output:",
        "| a | b |",
        "|---|---|",
        "| Step | Action | Expected |",
        "|---|---|---|",
        "| 1 | do `x` | ok |",
        "|  | 2. é \\| b | If not | more |",
        "1 | no bars",
        ":::tip",
        "::: warning T *u*",
        "::::details[D]",
        ":::",
        "  :::",
        "::::",
        "**Alerts**:",
        "- **Alerts**:",
        "  - `A`",
        "<details>",
        "</details>",
        "<div>",
        "<!-- comment",
        "-->",
        "[^1]: note",
        "text[^1] é 日本 🔥",
        "!!! danger \"Severity: P1\"",
        "- **Severity**: P1 - High",
        "- **Alert**: `A`",
        "",
        "",
        "\t",
        "\u{feff}",
        "+++",
        "title: x",
        "\r",
        "{{x}} <y-z> $A",
        "Term",
        ": definition",
    ]);
    let free = "[ -~éä日\\n`*_#>$<{}\\[\\]()|\"'\\\\-]{0,12}";
    prop::collection::vec(prop_oneof![8 => line.prop_map(str::to_string), 1 => free], 0..40)
        .prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(600), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_consistent_model(source in pieces()) {
        check(&source, &markdown::read(&source));
    }

    #[test]
    fn a_command_of_any_text_is_read(text in "[ -~\\n]{0,80}", language in prop::sample::select(vec!["", "bash", "console", "fish"])) {
        let source = format!("````{language}\n{text}\n````\n");
        check(&source, &markdown::read(&source));
    }
}
