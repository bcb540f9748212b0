//! Raw HTML in Markdown: split into tokens, and judged against lists of what may reach a page.
//!
//! This is a filter on the way to our own writer, which keeps every element inside the article and closes what it
//! opens; it is not an HTML parser. What it does not know, it shows as text.

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
    // Where a search from an earlier `<` found no end, a search from a later one finds none either.
    let mut no_comment_end = false;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + found;
        let rest = &html[start..];
        let token = if rest.starts_with("<!--") && no_comment_end {
            None
        } else {
            let token = token(rest);
            no_comment_end |= token.is_none() && rest.starts_with("<!--");
            token
        };
        match token {
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

/// The token that `rest` (beginning with `<`) begins with, and its length.
fn token(rest: &str) -> Option<(Token<'_>, usize)> {
    for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if rest.starts_with(open) {
            let end = rest.find(close)? + close.len();
            return Some((Token::Hidden, end.max(open.len())));
        }
    }
    if rest.starts_with("<!") {
        return Some((Token::Hidden, rest.find('>')? + 1));
    }
    let mut scan = Scan { text: rest, at: 1 };
    let closing = scan.eat('/');
    let name = scan.name()?.to_ascii_lowercase();
    if closing {
        let end = rest.find('>')? + 1;
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

/// Attributes that are read from one tag; each is compared with those before it, and no element has nearly as many.
const MOST_ATTRIBUTES: usize = 64;

struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.rest().starts_with(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    fn take(&mut self, mut while_: impl FnMut(char) -> bool) -> &'a str {
        let rest = self.rest();
        let len = rest.find(|c| !while_(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    /// A tag name: a letter, then letters, digits, `-`, `_`, `:`, `.`.
    fn name(&mut self) -> Option<&'a str> {
        self.rest().chars().next().filter(char::is_ascii_alphabetic)?;
        Some(self.take(|c| c.is_ascii_alphanumeric() || "-_:.".contains(c)))
    }

    /// The attributes and the end of a start tag; `None` when it never ends or holds something else.
    fn attributes(&mut self) -> Option<Vec<(String, String)>> {
        let mut out: Vec<(String, String)> = Vec::new();
        loop {
            let spaces = self.take(char::is_whitespace);
            if self.eat('>') {
                return Some(out);
            }
            if self.eat('/') {
                continue;
            }
            if spaces.is_empty() && !self.text[..self.at].ends_with(['"', '\'', '/']) {
                return None;
            }
            let name = self.take(|c| !c.is_whitespace() && !"=/><\"'".contains(c));
            if name.is_empty() {
                return None;
            }
            let before = self.at;
            self.take(char::is_whitespace);
            let value = if self.eat('=') {
                self.take(char::is_whitespace);
                if self.eat('"') {
                    self.quoted('"')?
                } else if self.eat('\'') {
                    self.quoted('\'')?
                } else {
                    self.take(|c| !c.is_whitespace() && !"\"'=<>`".contains(c))
                }
            } else {
                self.at = before;
                ""
            };
            let name = name.to_ascii_lowercase();
            if out.len() < MOST_ATTRIBUTES && !out.iter().any(|(known, _)| *known == name) {
                out.push((name, decode_references(value)));
            }
        }
    }

    fn quoted(&mut self, quote: char) -> Option<&'a str> {
        let value = self.take(|c| c != quote);
        self.eat(quote).then_some(value)
    }
}

/// Decodes the character references that matter in attribute values: numeric ones and the common names. Others stay
/// as written and are escaped again on the way out, so no browser reads them differently.
pub fn decode_references(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((c, len)) => {
                out.push(c);
                rest = &rest[len..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(rest: &str) -> Option<(char, usize)> {
    if let Some(number) = rest.strip_prefix("&#") {
        let hexadecimal = number.starts_with(['x', 'X']);
        let digits = if hexadecimal { &number[1..] } else { number };
        let radix = if hexadecimal { 16 } else { 10 };
        let len = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(digits.get(..len.min(8))?, radix).ok()?;
        let end = 2 + usize::from(hexadecimal) + len;
        let end = end + usize::from(rest[end..].starts_with(';'));
        return Some((char::from_u32(code).unwrap_or('\u{fffd}'), end));
    }
    let (name, _) = rest[1..].split_once(';')?;
    let c = match name {
        "amp" | "AMP" => '&',
        "lt" | "LT" => '<',
        "gt" | "GT" => '>',
        "quot" | "QUOT" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "colon" => ':',
        "sol" => '/',
        "Tab" => '\t',
        "NewLine" => '\n',
        _ => return None,
    };
    Some((c, name.len() + 2))
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

/// Elements that reach the page.
const ALLOWED: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Other elements of HTML, SVG and MathML: their tags are dropped, their text stays.
const KNOWN: &[&str] = &[
    "acronym",
    "address",
    "annotation",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "base",
    "basefont",
    "bgsound",
    "big",
    "blink",
    "body",
    "button",
    "canvas",
    "center",
    "command",
    "content",
    "data",
    "datalist",
    "dialog",
    "dir",
    "embed",
    "fieldset",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "head",
    "header",
    "hgroup",
    "html",
    "iframe",
    "image",
    "input",
    "isindex",
    "keygen",
    "label",
    "legend",
    "link",
    "listing",
    "main",
    "map",
    "marquee",
    "math",
    "menu",
    "menuitem",
    "meta",
    "meter",
    "multicol",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "optgroup",
    "option",
    "output",
    "param",
    "picture",
    "plaintext",
    "portal",
    "progress",
    "script",
    "search",
    "section",
    "select",
    "shadow",
    "slot",
    "source",
    "spacer",
    "style",
    "svg",
    "template",
    "textarea",
    "time",
    "title",
    "track",
    "video",
    "xmp",
    "g",
    "path",
    "circle",
    "rect",
    "line",
    "polygon",
    "polyline",
    "ellipse",
    "text",
    "tspan",
    "use",
    "defs",
    "symbol",
    "foreignobject",
    "animate",
    "set",
    "mi",
    "mo",
    "mn",
    "mrow",
    "msup",
    "msub",
    "mtext",
    "mglyph",
    "semantics",
];

/// Elements without content and end tag.
pub const VOID: &[&str] = &["br", "col", "hr", "img", "wbr"];

/// Elements that HTML lets an author leave open.
pub const OPTIONAL_END: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "rp", "rt", "caption",
];

/// Whether the element reaches the page.
pub fn is_allowed(name: &str) -> bool {
    ALLOWED.contains(&name)
}

/// Whether the name is an element's at all; other tags are placeholders such as `<pod-name>`.
pub fn is_known(name: &str) -> bool {
    is_allowed(name) || KNOWN.contains(&name)
}

/// Whether an attribute with plain text reaches the page on this element, and its value is one that may.
pub fn is_allowed_attribute(element: &str, name: &str, value: &str) -> bool {
    let number = || !value.is_empty() && value.len() <= 5 && value.bytes().all(|b| b.is_ascii_digit());
    match name {
        "title" | "lang" => true,
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        "open" => element == "details",
        "alt" => element == "img",
        "width" | "height" => element == "img" && number(),
        "colspan" | "rowspan" => matches!(element, "td" | "th") && number(),
        "scope" => element == "th" && matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        "start" => element == "ol" && number(),
        "reversed" => element == "ol",
        "datetime" => matches!(element, "del" | "ins"),
        _ => false,
    }
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
