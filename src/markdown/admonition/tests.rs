use super::*;
use crate::markdown::events::{OPTIONS, Prepared};

fn rewritten(source: &str) -> String {
    rewrite(source, 0, OPTIONS).map_or_else(|| source.to_string(), |mapped| mapped.text)
}

#[test]
fn headers_are_read() {
    let read = |line| Header::read(line).map(|h| (h.name, h.title.map(|(text, _)| text), h.fold));
    assert_eq!(read("!!! note"), Some(("note", None, None)));
    assert_eq!(read("!!! danger \"Do not\"  "), Some(("danger", Some("Do not"), None)));
    assert_eq!(read("!!!warning"), Some(("warning", None, None)));
    assert_eq!(read("!!! note inline end \"\""), Some(("note", Some(""), None)));
    assert_eq!(read("??? tip"), Some(("tip", None, Some(false))));
    assert_eq!(read("???+ tip \"a “b” c\""), Some(("tip", Some("a “b” c"), Some(true))));
    for line in [
        "!!!",
        "!!! ",
        "!! note",
        "!!! what? no",
        "!!! note \"open",
        "!!!!",
        "??? how, then",
        "text !!! note",
    ] {
        assert_eq!(read(line), None, "{line}");
    }
}

#[test]
fn headers_between_colons_are_read() {
    let read = |line| Header::read(line).map(|h| (h.name, h.title.map(|(text, _)| text), h.fold));
    assert_eq!(read(":::tip"), Some(("tip", None, None)));
    assert_eq!(read("::: warning  "), Some(("warning", None, None)));
    assert_eq!(read("::::Danger Do *not*:"), Some(("Danger", Some("Do *not*"), None)));
    assert_eq!(read(":::note[Mind [x]"), Some(("note", Some("Mind [x"), None)));
    assert_eq!(read(":::note{#id}"), Some(("note", None, None)));
    assert_eq!(read(":::{hint} Title"), Some(("hint", Some("Title"), None)));
    assert_eq!(read("::: {.callout-caution}"), Some(("caution", None, None)));
    assert_eq!(
        read("::: details Output"),
        Some(("details", Some("Output"), Some(false)))
    );
    for line in [
        "::: ",
        "::tip",
        ":::mermaid",
        ":::image src=\"x\":::",
        ":::tips",
        ":::{tip",
        ":::row:::",
    ] {
        assert_eq!(read(line), None, "{line}");
    }
}

#[test]
fn what_stands_between_colons_becomes_a_quote() {
    assert_eq!(
        rewritten("x\n\n:::tip\na\n\nb\n:::\nc\n"),
        "x\n\n>\n> a\n>\n> b\n>\n\nc\n"
    );
    assert_eq!(rewritten(":::tip\r\na\r\n:::\r\n"), ">\r\n> a\r\n>\r\n");
    assert_eq!(
        rewritten("1. s\n\n   :::tip\n   a\n   :::\n2. t\n"),
        "1. s\n\n   >\n   > a\n   >\n\n2. t\n"
    );
    // Within each other, with more colons outside or not.
    let nested = "::::tip\n:::note\na\n:::\nb\n::::\n";
    assert_eq!(rewritten(nested), ">\n> >\n> > a\n> >\n> \n> b\n>\n");
    assert_eq!(
        rewritten(&nested.replace("::::", ":::")),
        ">\n> >\n> > a\n> >\n> \n> b\n>\n"
    );
    // A fence within.
    assert_eq!(rewritten(":::tip\n```\n:::\n```\n:::\n"), ">\n> ```\n> :::\n> ```\n>\n");
}

#[test]
fn closings_of_none_are_passed_over_at_once() {
    // Would take minutes if each looked at all that are open.
    let source = [":::::::note\n".repeat(100_000), ":::\n".repeat(100_000)].concat();
    assert!(rewritten(&source).contains("\\:::"));
}

#[test]
fn other_colons_are_text() {
    assert_eq!(
        rewritten("x\n\n::: code-group\ny\n:::\n"),
        "x\n\n\\::: code-group\ny\n\\:::\n"
    );
    assert_eq!(rewritten("x\n\n:::tip\n:::\n"), "x\n\n\\:::tip\n\\:::\n");
    assert_eq!(rewritten("x\n\n:::tip\ny\n"), "x\n\n\\:::tip\ny\n");
    assert_eq!(rewritten(":::mermaid\ngraph\n:::\n"), "\\:::mermaid\ngraph\n\\:::\n");
    assert_eq!(rewritten("```\n::: code-group\n```\n"), "```\n::: code-group\n```\n");
    let line = "::: {.callout-tip title=\"Why\" icon=false}";
    let header = Header::read(line).unwrap();
    assert_eq!(
        (header.name, header.title),
        ("tip", Some(("Why", line.find("Why").unwrap())))
    );
}

#[test]
fn callouts_have_titles() {
    let read = |line| super::callout::header(line).map(|header| (header.name, header.title, header.fold));
    assert_eq!(
        read("> [!warning]- Do not"),
        Some(("warning", Some(("Do not", 14)), Some(false)))
    );
    assert_eq!(read(">[!TIP]"), Some(("TIP", None, None)));
    assert_eq!(read("> [!tip]+"), Some(("tip", None, Some(true))));
    assert_eq!(read("> [!other] x"), None);
    assert_eq!(read("> text [!tip]"), None);
}

#[test]
fn a_body_becomes_a_quote() {
    assert_eq!(rewritten("!!! note\n    a\n\n    b\n\nc\n"), ">\n> a\n>\n> b\n\nc\n");
    assert_eq!(rewritten("!!! note\n\n    a\n"), ">\n>\n> a\n");
    assert_eq!(rewritten("!!! note\n\ta\n\t\tb\n"), ">\n> a\n> \tb\n");
    // The text before and after stays outside.
    assert_eq!(rewritten("x\n!!! note\n    a\ny\n"), "x\n\n>\n> a\n\ny\n");
    assert_eq!(rewritten("!!! a\n    x\n!!! b\n    y\n"), ">\n> x\n\n\n>\n> y\n");
    assert_eq!(rewritten("!!! a\r\n    x\r\n"), ">\r\n> x\r\n");
    assert_eq!(
        rewritten("1. s\n\n    !!! note\n        a\n"),
        "1. s\n\n    >\n    > a\n"
    );
}

#[test]
fn what_is_no_admonition_stays() {
    for source in [
        "!!! note\n  not enough\n",
        "!!! note\n",
        "!!! note\n\ntext\n",
        "```\n!!! note\n    a\n```\n",
        "text\n\n    !!! note\n        code\n",
        "<div>\n!!! note\n    a\n</div>\n",
        "Really!!! note\n    a\n",
        "# !!! note\n    a\n",
        "```\n:::tip\na\n:::\n```\n",
    ] {
        assert_eq!(rewrite(source, 0, OPTIONS), None, "{source}");
    }
}

#[test]
fn admonitions_nest_and_hold_blocks() {
    assert_eq!(
        rewritten("!!! a\n    !!! b\n        x\n    y\n"),
        ">\n> >\n> > x\n> \n> y\n"
    );
    assert_eq!(
        rewritten("!!! a\n    ```sh\n    x\n\n      y\n    ```\n    !!! z\n"),
        ">\n> ```sh\n> x\n>\n>   y\n> ```\n> !!! z\n"
    );
}

/// Every text event says what stands at its place in the source, and all places are in order.
fn check_places(source: &str) {
    let prepared = Prepared::new(source, &mut Vec::new());
    let mut depth_starts = vec![0];
    for (event, span) in prepared.iter() {
        assert!(
            span.end <= source.len() && source.is_char_boundary(span.start) && source.is_char_boundary(span.end),
            "{source:?} {span:?}"
        );
        match &event {
            Event::Start(_) => {
                assert!(
                    span.start >= *depth_starts.last().unwrap(),
                    "{source:?}: {event:?} {span:?}"
                );
                depth_starts.push(span.start);
            }
            Event::End(_) => {
                depth_starts.pop();
            }
            // Character references and escapes say something else than they are.
            Event::Text(text) if !text.trim().is_empty() && !source.contains(['&', '\\']) => {
                assert_eq!(span.of(source).replace('\r', "").trim(), text.trim(), "{source:?}");
            }
            _ => {}
        }
    }
}

#[test]
fn places_are_those_of_the_source() {
    for source in [
        "!!! note\n    a *b* `c`\n\n    d\n\ne\n",
        ":::note[T *u*]\na *b* `c`\n\nd\n:::\ne\n",
        "1. s\n\n   ::::tip\n   a\n   :::note\n   b\n   :::\n   ```sh\n   ls\n   ```\n   ::::\n2. t\n",
        "x\n!!! danger \"T\"\n    1. a\n       b\n    2. c\n\n        ```sh\n        ls\n\n        pwd\n        ```\n\ny\n",
        "- i\n\n    ??? tip \"é\"\n\n        größe\n\n        | a | b |\n        |---|---|\n        | 1 | 2 |\n- j\n",
        "!!! a\n    !!! b\n        x\n\n        y\n    z\n\n\n!!! c\n\tq\n",
        "!!! a\r\n    x\r\n\r\n    y\r\nz\r\n",
    ] {
        check_places(source);
    }
}

#[cfg(test)]
mod random {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_lines_keep_their_places(lines in proptest::collection::vec(
            (0usize..13, proptest::sample::select(vec![
                "!!! note", "??? tip \"T\"", "!!! x \"é\"", "text", "- item", "1. one", "```", "> q", "| a |", "|---|", "# h", "", "<div>", "\tt", "é",
            ])),
            0..14,
        )) {
            let source: String = lines.iter().map(|(indent, text)| format!("{}{text}\n", " ".repeat(*indent))).collect();
            check_places_loosely(&source);
        }
    }

    /// Order and boundaries hold whatever the text is, and no word is lost.
    fn check_places_loosely(source: &str) {
        let prepared = Prepared::new(source, &mut Vec::new());
        let mut text = String::new();
        for (event, span) in prepared.events() {
            assert!(source.get(span.start..span.end).is_some(), "{source:?} {span:?}");
            if let Event::Text(piece) | Event::Code(piece) | Event::Html(piece) | Event::InlineHtml(piece) = event {
                text.push_str(&piece);
            }
        }
        for word in ["text", "item", "one"] {
            assert_eq!(
                text.matches(word).count(),
                source.matches(word).count(),
                "{word}: {source:?}"
            );
        }
    }
}
