use super::*;
use crate::markdown::links::{Form, Reference, Target, form};

/// Resolves every path to itself, and refuses what has a scheme that is not allowed.
struct Plain;

impl Links for Plain {
    fn resolve(&mut self, reference: Reference<'_>) -> Target {
        match form(reference.href) {
            Form::External(url) => Target::External(url),
            Form::Anchor(anchor) => Target::Page(format!("#{anchor}")),
            Form::Path { path, .. } => Target::Page(path),
            Form::Refused(_) | Form::Empty => Target::Dead,
        }
    }
}

fn body(source: &str) -> String {
    render(&crate::markdown::read(source), &mut Plain, &mut Vec::new()).body
}

#[track_caller]
fn check(source: &str, html: &str) {
    assert_eq!(body(source).replace('\n', ""), html.replace('\n', ""), "{source}");
}

#[test]
fn the_title_leaves_the_body_and_levels_are_never_skipped() {
    let document = crate::markdown::read("# Runbook: A `b`\n\n#### Deep\n\n# Part 2\n\n## Inner\n");
    let rendered = render(&document, &mut Plain, &mut Vec::new());
    assert_eq!(rendered.title.as_deref(), Some("A <code>b</code>"));
    let levels: Vec<u8> = rendered.toc.iter().map(|entry| entry.level).collect();
    assert_eq!(levels, [2, 2, 3]);
    assert!(!rendered.body.contains("<h1"));
}

#[test]
fn unknown_tags_are_text() {
    check("Delete <pod-name> now", "<p>Delete &lt;pod-name&gt; now</p>");
    check("Run x <object> y", "<p>Run x &lt;object&gt; y</p>");
    check("<namespace>\n", "&lt;namespace&gt;");
    check("a </b> c", "<p>a  c</p>");
}

#[test]
fn author_tags_end_with_their_block() {
    check("a <b>c\n\nd", "<p>a &lt;b&gt;c</p><p>d</p>");
    check("a <b>c\n\nd</b>", "<p>a <b>c</b></p><p>d</p>");
    check("</article></main></body>x", "x");
    check(
        "<details>\n<summary>S</summary>\n\n- a\n\n</details>\n\nb",
        "<details><summary>S</summary><ul><li>a</li></ul></details><p>b</p>",
    );
}

#[test]
fn scripts_and_handlers_never_reach_the_page() {
    for source in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"java&#115;cript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "<svg onload=alert(1)><p>t</svg>",
        "<iframe srcdoc=\"<script>x</script>\"></iframe>",
        "<style>*{}</style>",
        "<p style=\"x\" class=\"bg-x\" onclick=\"x\">t</p>",
        "<form action=//evil><input></form>",
    ] {
        let html = body(source).to_lowercase();
        for bad in [
            "<script",
            "onerror",
            "onload=a",
            "javascript:",
            "<svg",
            "<iframe",
            "<style",
            "style=",
            "onclick",
            "<form",
            "<input",
            "class=\"bg-x",
        ] {
            assert!(!html.contains(bad), "{source} gives {html}");
        }
    }
}

#[test]
fn ids_of_authors_are_never_ours() {
    let html = body("## bg-main\n\n<a id=\"bg-app\"></a><p id=\"x\">t</p>\n");
    assert!(html.contains("id=\"user-bg-main\""), "{html}");
    assert!(html.contains("id=\"user-bg-app\""), "{html}");
    assert!(html.contains("<p id=\"x\">"), "{html}");
}

#[test]
fn code_blocks_are_numbered_where_they_are_commands() {
    let html = body("```bash\na\n```\n\n```yaml\nb\n```\n\n```\nc\n```\n");
    assert!(
        html.contains("data-command=\"1\" data-danger=\"changes-state\" data-lang=\"bash\""),
        "{html}"
    );
    assert!(html.contains("<figure class=\"bg-code\" data-lang=\"yaml\">"), "{html}");
    assert!(
        html.contains("data-command=\"2\" data-danger=\"changes-state\"><figcaption>code"),
        "{html}"
    );
}

#[test]
fn labelled_lines_under_each_other_stay_lines() {
    let html = body("1. Look\n   **Expected**: none\n   **If not**: go on\n   and wait\n   Rollback: undo it\n");
    assert!(
        html.contains("Look<br>\n<strong>Expected</strong>: none<br>\n<strong>If not</strong>: go on\nand wait<br>\nRollback: undo it"),
        "{html}"
    );
    let html = body("Some words\n**in bold** and more\nof them: all\n");
    assert!(!html.contains("<br>"), "{html}");
}

#[test]
fn tables_tasks_alerts_and_footnotes() {
    let html =
        body("| a | b |\n|--:|:-:|\n| 1 | 2 |\n\n- [ ] do\n- [x] done\n\n> [!WARNING]\n> careful[^n]\n\n[^n]: note\n");
    for part in [
        "<th scope=\"col\" class=\"bg-right\">a</th>",
        "<td class=\"bg-center\">2</td>",
        "<li class=\"bg-task\" data-step=\"steps/do\">",
        "aria-label=\"Checked\"",
        "data-kind=\"warning\"",
        "<a href=\"#bg-fn-n\" aria-label=\"Footnote n\">n</a>",
        "<div class=\"bg-footnote\" id=\"bg-fn-n\">",
    ] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
    assert!(!html.contains("<input"));
}

#[test]
fn footnotes_and_their_marks_lead_to_each_other_where_both_are_there() {
    // A note that nothing refers to has nothing to lead back to; a second one of its label has no id.
    check(
        "[^a]: one\n\n[^A]: two\n",
        "<div class=\"bg-footnote\" id=\"bg-fn-a\"><span class=\"bg-footnote-label\">a</span><p>one</p></div>\
         <div class=\"bg-footnote\"><span class=\"bg-footnote-label\">A</span><p>two</p></div>",
    );
    // Labels of one slug are two notes.
    let html = body("x[^a.b] y[^ab] z[^ab]\n\n[^a.b]: one\n\n[^ab]: two\n");
    for id in [
        "bg-fn-ab",
        "bg-fn-ab-1",
        "bg-fnref-ab-1",
        "bg-fnref-ab-1-1",
        "bg-fnref-ab-1-2",
    ] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id} in {html}");
    }
    assert_eq!(html.matches("href=\"#bg-fn-ab-1\"").count(), 2, "{html}");
    // What is not written has no mark that leads to it.
    let document = crate::markdown::read("x[^n]\n\n[^n]: note\n");
    let first = |span: Span| span.start == 0;
    let html = render_blocks(&document, &mut Plain, &mut Vec::new(), &first).body;
    assert!(html.contains("<sup class=\"bg-footnote-mark\">n</sup>"), "{html}");
}

#[test]
fn ids_stand_where_the_author_wrote_them() {
    // What is not on the page (a comment over several lines, an element that is not carried, a block that is left out)
    // takes nothing from the ids behind it.
    let source = "<!--\n<a id=\"hidden\"></a>\n-->\n\n<form id=\"form\"></form>\n\n## New name <a name=\"old\"></a>\n\n\
                  <div\nid=\"lines\">x</div>\n\nx <a id=\"x\"></a> <a id=\"x\"></a> <a id=\"y\"></a>\n";
    let html = body(source);
    for id in ["old", "lines", "x", "y"] {
        assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{id} in {html}");
    }
    let document = crate::markdown::read(source);
    assert_eq!(document.find_anchor("old"), Some("old"));
    assert_eq!(document.find_anchor("lines"), Some("lines"));
    assert_eq!(document.find_anchor("hidden"), None);
    let last = |span: Span| source[span.start..].starts_with("x ");
    let html = render_blocks(&document, &mut Plain, &mut Vec::new(), &last).body;
    assert!(html.contains(" id=\"y\""), "{html}");
}

#[test]
fn links_are_never_nested_and_dead_ones_keep_their_text() {
    check(
        "<a href=\"https://x.example\">a [b](https://y.example) https://z.example</a>",
        "<p><a href=\"https://x.example\" rel=\"noopener noreferrer\">a b https://z.example</a></p>",
    );
    check("[a](javascript:x)", "<p><span class=\"bg-dead\">a</span></p>");
    check(
        "![alt](https://x.example/i.png)",
        "<p><a href=\"https://x.example/i.png\" rel=\"noopener noreferrer\">alt</a></p>",
    );
}

#[test]
fn nesting_past_the_limit_keeps_the_text() {
    let mut diagnostics = Vec::new();
    let source = format!("{}deep\n", "> ".repeat(5000));
    let rendered = render(&crate::markdown::read(&source), &mut Plain, &mut diagnostics);
    assert!(rendered.body.contains("deep"));
    assert_eq!(
        rendered.body.matches("<blockquote>").count(),
        rendered.body.matches("</blockquote>").count()
    );
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn left_out_blocks_still_count() {
    let document = crate::markdown::read("# T\n\n## A\n\n```sh\na\n```\n\n## B\n\n```sh\nb\n```\n");
    let from = document.runbook().headings[2].span.start;
    let rendered = render_blocks(&document, &mut Plain, &mut Vec::new(), &|span| span.start >= from);
    assert!(rendered.body.contains("<h2 id=\"b\">"), "{}", rendered.body);
    assert!(rendered.body.contains("data-command=\"2\""));
}

#[test]
fn cells_beyond_the_heading_are_kept() {
    let mut diagnostics = Vec::new();
    let source = "| a |\n|---|\n| 1 | two | three |\n| 4 |\n";
    let html = render(&crate::markdown::read(source), &mut Plain, &mut diagnostics).body;
    assert!(html.contains("<tr><td>1</td><td>two</td><td>three</td></tr>"), "{html}");
    assert!(html.contains("<tr><td>4</td></tr>"), "{html}");
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn admonitions_look_like_alerts() {
    let html = body(
        "!!! danger \"Do *not* `x`\"\n    a\n\n    ```sh\n    ls\n\n    pwd\n    ```\n\n??? tip\n    b\n\n???+ note \"N\"\n    c\n\nout\n",
    );
    assert!(
        html.starts_with(
            "<div class=\"bg-alert\" data-kind=\"caution\"><p class=\"bg-alert-title\"><span class=\"bg-alert-kind\">danger</span> \
             Do <em>not</em> <code>x</code></p>\n<p>a</p>\n<figure"
        ),
        "{html}"
    );
    assert!(html.contains("data-command=\"1\""), "{html}");
    for part in [
        "<details class=\"bg-alert\" data-kind=\"tip\"><summary class=\"bg-alert-title\"><span class=\"bg-alert-kind\">tip</span></summary>\n<p>b</p>\n</details>",
        "<details class=\"bg-alert\" data-kind=\"note\" open><summary class=\"bg-alert-title\"><span class=\"bg-alert-kind\">note</span> N</summary>",
        "</details>\n<p>out</p>",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert_eq!(body("!!! note\n  too little\n"), "<p>!!! note\ntoo little</p>\n");
}

#[test]
fn admonitions_nest_in_lists_and_in_each_other() {
    let html = body("1. s\n\n    !!! warning \"<img src=x>\"\n        !!! bug\n            deep\n2. t\n");
    assert!(
        html.contains("<span class=\"bg-alert-kind\">bug</span></p>\n<p>deep</p>\n</div>\n</div>\n</li>"),
        "{html}"
    );
    assert!(!html.contains("<img"), "{html}");
}

#[test]
fn numbers_to_call_are_links_and_other_digits_are_not() {
    check(
        "Vendor: +49 30 5550 0123 since 2025-10-25 14:30, ticket 2024-0012345",
        "<p>Vendor: <a href=\"tel:+493055500123\">+49 30 5550 0123</a> since 2025-10-25 14:30, ticket 2024-0012345</p>",
    );
    check(
        "**Phone**: 912 345 678",
        "<p><strong>Phone</strong>: <a href=\"tel:912345678\">912 345 678</a></p>",
    );
    check(
        "**Rows**: 912 345 678 `030 5550 0123`",
        "<p><strong>Rows</strong>: 912 345 678 <code>030 5550 0123</code></p>",
    );
    check(
        "## Escalation\n\n- DBA: 030 5550 0123 ext. 7, `030 5550 0124`\n",
        "<section data-section=\"escalation\"><h2 id=\"escalation\">Escalation</h2><ul><li>DBA: \
         <a href=\"tel:03055500123;ext=7\">030 5550 0123 ext. 7</a>, \
         <code><a href=\"tel:03055500124\">030 5550 0124</a></code></li></ul></section>",
    );
    // What is a link already, an address, or code that is run.
    check("[+49 30 5550 0123](/x)", "<p><a href=\"/x\">+49 30 5550 0123</a></p>");
    check(
        "https://x.example/1-800-555-0100",
        "<p><a href=\"https://x.example/1-800-555-0100\" rel=\"noopener noreferrer\" class=\"bg-url\">https://x.example/1-800-555-0100</a></p>",
    );
    assert!(!body("```sh\necho +49 30 5550 0123\n```\n").contains("tel:"));
}

#[test]
fn fields_for_values_stand_behind_what_warns_of_the_first_step() {
    let step = "## Diagnosis\n\n1. Look\n\n   ```bash\n   kubectl get pods -n $NAMESPACE\n   ```\n";
    let before = |source: &str| {
        let body = body(source);
        body.split_once(VALUES_MARK).map(|(before, _)| before.to_string())
    };
    for warning in [
        "> [!WARNING]\n> Last words.\n\n",
        "!!! danger\n    Last words.\n\n",
        "**Warning**: Last words.\n\n",
        "⚠️ Last words.\n\n",
        "## Before you start\n\nWords.\n\n- Last words.\n\n",
        "## Impact\n\nDo not restart. Last words.\n\n",
    ] {
        let found = before(&["# T\n\n", warning, "More.\n\n## Symptoms\n\n- x\n\n", step].concat()).expect(warning);
        assert!(
            found.contains("Last words.") && !found.contains("<li>x</li>"),
            "{warning}: {found}"
        );
    }
    for other in [
        "> [!NOTE]\n> Words.\n\n",
        "Words.\n\n",
        "```text\nWarning: x\n```\n\n",
        "## Symptoms\n\n- Warning\n\n",
    ] {
        assert_eq!(before(&["# T\n\n", other, step].concat()), None, "{other}");
    }
    // Behind the first step, without values, within an author's element that is still open.
    assert_eq!(before(&[step, "\n**Warning**: x\n"].concat()), None);
    assert_eq!(before("**Warning**: x\n\n1. a\n\n```bash\nls\n```\n"), None);
    let inside = body(&["<details>\n\n**Warning**: x\n\nwords\n\n</details>\n\n", step].concat());
    assert!(inside.find("</details>") < inside.find(VALUES_MARK), "{inside}");
    // Nobody else can say where they stand.
    assert!(!body(&["# T\n\n", VALUES_MARK, "\n\nx ", VALUES_MARK, "\n"].concat()).contains(VALUES_MARK));
}
