//! Hugo's shortcodes for links, `[text]({{< ref "file.md" >}})`, as the links that they stand for.
//!
//! Markdown reads no link there, because of the spaces. The same number of bytes makes one: `[text](       <file.md>    )`.
//! What `ref` and `relref` take is in Hugo's documentation under "Shortcodes"; only a path is read here.

use crate::text::Span;

/// What stands before a shortcode in a link.
const OPENINGS: [&str; 2] = ["]({{<", "]({{%"];

/// `text` with such links written as Markdown has them, as long as before; `None` where there are none. `codes` tells,
/// when there may be some, which stretches are code: those stay.
pub fn rewrite(text: &str, codes: impl FnOnce() -> Vec<Span>) -> Option<String> {
    if !OPENINGS.iter().any(|opening| text.contains(opening)) {
        return None;
    }
    let codes = codes();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices("]({{") {
        let inner = at + "](".len();
        let in_code = codes.iter().any(|code| code.start <= at && at < code.end);
        let rest = text.get(inner..).unwrap_or("");
        if let Some(link) = destination(rest).filter(|_| !in_code) {
            out.push_str(text.get(done..inner).unwrap_or(""));
            out.push_str(&link);
            done = inner + link.len();
        }
    }
    out.push_str(text.get(done..).unwrap_or(""));
    (done > 0).then_some(out)
}

/// The link destination for the shortcode with which `text` begins, of its length.
fn destination(text: &str) -> Option<String> {
    let close = if text.starts_with("{{<") { ">}}" } else { "%}}" };
    let body = text.get(3..)?;
    let body = body.get(..body.find(close)?)?;
    let path = body.trim();
    let path = path.strip_prefix("relref").or_else(|| path.strip_prefix("ref"))?;
    let path = path.strip_prefix(char::is_whitespace)?.trim();
    let bare = ['"', '`']
        .into_iter()
        .find_map(|mark| path.strip_prefix(mark)?.strip_suffix(mark))
        .unwrap_or(path);
    if bare.is_empty() || bare.contains(|c: char| c.is_control() || "<>\"`= ".contains(c)) {
        return None;
    }
    let length = 3 + body.len() + close.len();
    Some(format!(
        "{:<length$}",
        format!("<{bare}>"),
        length = length - (bare.len() - bare.chars().count())
    ))
}

#[cfg(test)]
mod tests {
    use crate::markdown::read;
    use pulldown_cmark::{Event, Tag};

    fn links(source: &str) -> Vec<(String, String)> {
        let document = read(source);
        let mut out = Vec::new();
        for (event, span) in document.prepared.events() {
            if let Event::Start(Tag::Link { dest_url, .. }) = event {
                out.push((dest_url.to_string(), span.of(source).to_string()));
            }
        }
        out
    }

    #[test]
    fn paths_become_links_with_their_places() {
        let source = "é [a]({{< ref \"./b.md\" >}}), [c]({{% relref `d/é.md#f` %}}) and [g]({{<ref h.md>}}).\n";
        let expected = [
            ("./b.md", "[a]({{< ref \"./b.md\" >}})"),
            ("d/é.md#f", "[c]({{% relref `d/é.md#f` %}})"),
            ("h.md", "[g]({{<ref h.md>}})"),
        ];
        assert_eq!(
            links(source),
            expected.map(|(url, whole)| (url.to_string(), whole.to_string()))
        );
    }

    #[test]
    fn code_and_other_shortcodes_stay_as_they_are() {
        let source = "`[a]({{< ref \"b.md\" >}})` [c]({{< param x >}}/d) [e]({{< refs f.md >}}) [g]({{< ref \"\" >}}) [h]({{< ref \"i.md\"\n\n\
                      ```md\n[a]({{< ref \"b.md\" >}})\n```\n";
        assert!(links(source).is_empty(), "{:?}", links(source));
        assert_eq!(read(source).prepared.text, source);
    }

    #[test]
    fn the_text_is_as_long_as_the_source() {
        let source = "# T\n\n!!! note\n    [a]({{< ref \"ä.md\" >}}) and `b`\n";
        assert_eq!(read(source).prepared.text.len(), source.len());
        assert_eq!(links(source).len(), 1);
    }
}
