//! Text of a template engine (Helm's `{{ … }}`, Jinja's `{% … %}`) in files that are not rendered yet.
//!
//! A document that is no YAML as it stands is read a second time with these parts taken out: a line that holds nothing
//! else becomes empty, a part inside a value becomes letters of the same length, so that every offset stays true.

use crate::text::Span;

/// A text without its templated parts, and where they stood. The text has the same length in bytes.
pub fn mask(text: &str) -> (String, Vec<Span>) {
    let parts = parts(text);
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while let Some(first) = parts.get(at) {
        // All parts that follow each other up to the end of a line.
        let mut last = *first;
        let mut count = 1;
        let blank = |from: usize, to: usize| text.get(from..to).is_some_and(|text| text.trim().is_empty());
        while let Some(next) = parts.get(at + count) {
            if !blank(last.end, next.start) || text.get(last.end..next.start).is_some_and(|gap| gap.contains('\n')) {
                break;
            }
            last = *next;
            count += 1;
        }
        let whole_lines = Span::new(first.start, last.end).is_alone(text);
        for part in parts.get(at..at + count).unwrap_or_default() {
            for byte in bytes.get_mut(part.start..part.end).unwrap_or_default() {
                if whole_lines {
                    if !matches!(*byte, b'\n' | b'\r') {
                        *byte = b' ';
                    }
                } else {
                    *byte = b'x';
                }
            }
        }
        at += count;
    }
    // Only whole parts were replaced, by ASCII.
    (String::from_utf8(bytes).unwrap_or_else(|_| text.to_string()), parts)
}

/// Whether a text holds something for a template engine.
pub fn is_templated(text: &str) -> bool {
    text.contains("{{")
}

/// What only a chart's templates say.
const OF_CHARTS: [&str; 16] = [
    ".Values",
    ".Release",
    ".Chart",
    ".Capabilities",
    ".Files",
    ".Template",
    "include ",
    "template ",
    "define ",
    "toYaml",
    "indent ",
    "tpl ",
    ":=",
    "{{`",
    "/*",
    "default ",
];

/// What only the templates of alerts' annotations say.
const OF_ALERTS: [&str; 7] = [
    "$labels",
    "$value",
    "$externalLabels",
    "$externalURL",
    ".Labels",
    "query ",
    "humanize",
];

/// Whether a text with these parts is a chart's template, to be rendered first, rather than rules whose annotations are filled
/// in when an alert fires.
pub fn is_chart(text: &str, parts: &[Span]) -> bool {
    let opens = |inner: &str| {
        let inner = inner.trim_start_matches(['{', '-', ' ']);
        ["if ", "range ", "with "].iter().any(|word| inner.starts_with(word))
    };
    parts.iter().any(|part| {
        let inner = part.of(text);
        if inner.starts_with("{%") {
            return true;
        }
        let says = |words: &[&str]| words.iter().any(|word| inner.contains(word));
        says(&OF_CHARTS) || (!says(&OF_ALERTS) && opens(inner) && part.is_alone(text))
    })
}

/// The parts from `{{` to its `}}`, and the lines that are `{% … %}`. Raw strings (in backticks) may hold `}}`.
fn parts(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut from = 0;
    while let Some(start) = next(text, from) {
        let inner = start + 2;
        let rest = text.get(inner..).unwrap_or("");
        if text.get(start..inner) == Some("{%") {
            let line = rest.split('\n').next().unwrap_or("");
            let end = line.find("%}").map_or(inner, |at| inner + at + 2);
            let part = Span::new(start, end);
            if end > inner && part.is_alone(text) {
                out.push(part);
            }
            from = end;
            continue;
        }
        let comment = rest.trim_start_matches('-').trim_start().starts_with("/*");
        let length = if comment {
            rest.find("*/")
                .and_then(|at| Some(at + rest.get(at..)?.find("}}")? + 2))
        } else {
            end(rest)
        };
        let Some(length) = length else { break };
        out.push(Span::new(start, inner + length));
        from = inner + length;
    }
    out
}

/// Where a part begins next.
fn next(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.find("{{")
        .into_iter()
        .chain(rest.find("{%"))
        .min()
        .map(|at| from + at)
}

/// Bytes up to and with the `}}` that closes a part.
fn end(rest: &str) -> Option<usize> {
    let mut raw = false;
    let bytes = rest.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'`' => raw = !raw,
            b'}' if !raw && bytes.get(at + 1) == Some(&b'}') => return Some(at + 2),
            _ => {}
        }
    }
    // A lone backtick.
    rest.find("}}").map(|at| at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, masked: &str) {
        let (out, _) = mask(text);
        assert_eq!(out, masked);
        assert_eq!(out.len(), text.len());
    }

    #[test]
    fn directives_alone_on_their_lines_become_empty_lines() {
        check(
            "{{- if .A }}\na: b\n  {{- end }}\n",
            "            \na: b\n            \n",
        );
        check(
            "a:\n{{ toYaml .B | indent 2 }} {{ x }}\nc: d",
            &format!("a:\n{}\nc: d", " ".repeat(34)),
        );
        check("{{- /*\n }} x\n*/ -}}\na: b\n", "      \n     \n      \na: b\n");
        check(
            "  {%- for x in y %}\na: b\n{% endfor %}\n",
            "                   \na: b\n            \n",
        );
    }

    #[test]
    fn parts_inside_a_value_become_letters() {
        check("a: {{ .V }}/z\n", "a: xxxxxxxx/z\n");
        check("a: é {{ü}} b\n", "a: é xxxxxx b\n");
        check(
            "d: of {{`{{`}} $labels.x {{`}}`}}.\n",
            "d: of xxxxxxxx $labels.x xxxxxxxx.\n",
        );
    }

    #[test]
    fn charts_are_told_from_rules() {
        for (text, is) in [
            ("a: {{ .Values.x }}", true),
            ("{{- if .Values.x }}\na: b\n{{- end }}", true),
            ("{{ range .x }}\n- a\n{{ end }}", true),
            ("a: {{ include \"x\" . }}", true),
            ("a: {{`{{`}} $labels.x {{`}}`}}", true),
            ("a: '{{ $labels.pod }} at {{ $value | humanize }}'", false),
            ("a: {{ if gt $value 1.0 }}many{{ else }}one{{ end }}", false),
            (
                "a: |\n  {{ range query \"up\" }}\n  {{ .Labels.job }}\n  {{ end }}",
                false,
            ),
            ("{% raw %}\na: '{{ $labels.x }}'\n{% endraw %}", true),
            ("a: '{% x %}'", false),
            ("a: b", false),
        ] {
            let (_, parts) = mask(text);
            assert_eq!(is_chart(text, &parts), is, "{text}");
        }
    }

    #[test]
    fn what_never_closes_stays() {
        check("a: {{ b\n", "a: {{ b\n");
        check("a: {{ ` }}\n", "a: xxxxxxx\n");
    }
}
