//! Raw HTML in Markdown: split into tokens, and judged against lists of what may reach a page.
//!
//! This is a filter on the way to our own writer, which keeps every element inside the article and closes what it
//! opens; it is not an HTML parser. What it does not know, it shows as text.
//! `allowed` has the lists, `tag` reads what stands in a tag; here is the whole, piece by piece.

mod allowed;
mod tag;

pub use allowed::{OPTIONAL_END, VOID, is_allowed, is_allowed_attribute, is_known};

use tag::Scan;

/// A piece of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text between tags, character references untouched.
    Text(&'a str),
    /// `<!-- … -->`, `<!…>`, `<?…?>`, `<![CDATA[…]]>`: not shown.
    Hidden,
    /// `<script>…</script>` or `<style>…</style>`, whole: not shown.
    Code(&'a str),
    /// A start tag; `raw` is the tag as written.
    Open {
        /// The element's name, lower case.
        name: String,
        /// Names (lower case) and values (decoded) of its attributes; the first of each name.
        attributes: Vec<(String, String)>,
        /// The tag as written.
        raw: &'a str,
    },
    /// An end tag.
    Close {
        /// The element's name, lower case.
        name: String,
        /// The tag as written.
        raw: &'a str,
    },
}

/// Splits raw HTML into tokens and the offset of each, in one pass. A `<` that begins no tag is text, and so is a comment that never closes.
pub fn tokens(html: &str) -> Vec<(usize, Token<'_>)> {
    let mut out = Vec::new();
    let mut text_from = 0;
    let mut at = 0;
    let mut ends = Ends::default();
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = &html[start..];
        match token(rest, &mut ends) {
            Some((token, len)) => {
                push_text(&mut out, text_from, &html[text_from..start]);
                out.push((start, token));
                at = start + len;
                text_from = at;
            }
            None => at = start + 1,
        }
    }
    push_text(&mut out, text_from, &html[text_from..]);
    out
}

fn push_text<'a>(out: &mut Vec<(usize, Token<'a>)>, at: usize, text: &'a str) {
    if !text.is_empty() {
        out.push((at, Token::Text(text)));
    }
}

/// What opens a piece of HTML that is no tag, and what closes it.
const HIDDEN: [(&str, &str); 4] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", TAG_END)];

const TAG_END: &str = ">";

/// What was looked for in vain: where a search from an earlier `<` found no end, one from a later `<` finds none either,
/// and need not go through the rest of the text once more.
#[derive(Default)]
struct Ends {
    missing: Vec<&'static str>,
}

impl Ends {
    /// The place behind the first `close` in `rest`.
    fn behind(&mut self, rest: &str, close: &'static str) -> Option<usize> {
        if self.missing.contains(&close) {
            return None;
        }
        let found = rest.find(close);
        if found.is_none() {
            self.missing.push(close);
        }
        found.map(|at| at + close.len())
    }
}

/// The token that `rest` (beginning with `<`) begins with, and its length.
fn token<'a>(rest: &'a str, ends: &mut Ends) -> Option<(Token<'a>, usize)> {
    if let Some((open, close)) = HIDDEN.iter().find(|(open, _)| rest.starts_with(open)) {
        let end = ends.behind(rest, close)?;
        return Some((Token::Hidden, end.max(open.len())));
    }
    let mut scan = Scan { text: rest, at: 1 };
    let closing = scan.eat('/');
    let name = scan.name()?.to_ascii_lowercase();
    if closing {
        let end = ends.behind(rest, TAG_END)?;
        return Some((
            Token::Close {
                name,
                raw: &rest[..end],
            },
            end,
        ));
    }
    let attributes = scan.attributes()?;
    if matches!(name.as_str(), "script" | "style") {
        let len = raw_element_end(rest, scan.at, &name);
        return Some((Token::Code(&rest[..len]), len));
    }
    Some((
        Token::Open {
            name,
            attributes,
            raw: &rest[..scan.at],
        },
        scan.at,
    ))
}

/// Where `<script>` or `<style>` ends: behind its end tag, or at the end of the text.
fn raw_element_end(rest: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = rest.get(at..).and_then(|tail| tail.find("</")) {
        at += found + 2;
        let is_name = rest
            .get(at..at + name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name));
        if is_name {
            return rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        }
    }
    rest.len()
}

/// Calls `found` with every `id` (and `name` of `<a>`) that raw HTML gives.
pub fn ids(html: &str, mut found: impl FnMut(&str)) {
    if !html.contains("id") && !html.contains("ID") && !html.contains("name") {
        return;
    }
    for (_, token) in tokens(html) {
        if let Token::Open { name, attributes, .. } = token
            && is_allowed(&name)
            && let Some(id) = own_id(&name, &attributes)
        {
            found(id);
        }
    }
}

/// The id that a tag gives its element.
pub fn own_id<'a>(name: &str, attributes: &'a [(String, String)]) -> Option<&'a str> {
    let get = |wanted: &str| {
        attributes
            .iter()
            .find(|(key, _)| key == wanted)
            .map(|(_, value)| value.as_str())
    };
    get("id").or_else(|| get("name").filter(|_| name == "a"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let shown: Vec<String> = tokens(html)
            .iter()
            .map(|(_, token)| match token {
                Token::Text(text) => format!("text({text})"),
                Token::Hidden => "hidden".into(),
                Token::Code(_) => "code".into(),
                Token::Open { name, attributes, .. } => {
                    let attributes: Vec<String> = attributes.iter().map(|(k, v)| format!("{k}={v}")).collect();
                    format!("<{name}>({})", attributes.join(","))
                }
                Token::Close { name, .. } => format!("</{name}>"),
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn splits_tags_text_and_comments() {
        check("<b>x</b>", "<b>() text(x) </b>");
        check("<!-- a\nb --><br/>", "hidden <br>()");
        check("a <!-- never", "text(a <!-- never)");
        check("1 < 2 <", "text(1 < 2 <)");
        check("<!DOCTYPE html><?php x ?>", "hidden hidden");
        check("<pod-name>", "<pod-name>()");
    }

    #[test]
    fn an_end_that_is_not_there_is_looked_for_once() {
        let mut ends = Ends::default();
        assert_eq!(ends.behind("<a>", TAG_END), Some(3));
        assert_eq!(ends.behind("</b", TAG_END), None);
        assert_eq!(ends.behind("c>", TAG_END), None);
        for text in ["<?a <?a ", "<![CDATA[<![CDATA[", "<!A <!A ", "</a </a "] {
            check(text, &format!("text({text})"));
        }
    }

    #[test]
    fn reads_attributes_of_every_form() {
        check(
            "<a HREF='x y' id=z title=\"&quot;&#x41;&#66;\" hidden href=2>",
            "<a>(href=x y,id=z,title=\"AB,hidden=)",
        );
        check("<img/src=a>", "<img>(src=a)");
    }

    #[test]
    fn scripts_and_styles_are_one_piece() {
        check("<script>if (a<b) x('</div>')</script>y", "code text(y)");
        check("<STYLE>p{}", "code");
    }

    #[test]
    fn quotes_that_never_close_are_text() {
        check("<a href=\"x>y", "text(<a href=\"x>y)");
    }
}
