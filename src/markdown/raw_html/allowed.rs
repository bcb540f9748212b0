//! The lists: elements and attributes that reach a page, and elements that are known and do not.

use crate::text::find::is_listed;

/// Elements that reach the page.
const ALLOWED: &str = "a|abbr|b|bdi|bdo|blockquote|br|caption|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|\
    em|figcaption|figure|h1|h2|h3|h4|h5|h6|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|rp|rt|ruby|s|samp|small|span|strike|\
    strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|wbr";

/// Other elements of HTML, SVG and MathML: their tags are dropped, their text stays.
const KNOWN: &str = "acronym|address|annotation|applet|area|article|aside|audio|base|basefont|bgsound|big|blink|\
    body|button|canvas|center|command|content|data|datalist|dialog|dir|embed|fieldset|font|footer|form|frame|\
    frameset|head|header|hgroup|html|iframe|image|input|isindex|keygen|label|legend|link|listing|main|map|marquee|\
    math|menu|menuitem|meta|meter|multicol|nav|nobr|noembed|noframes|noscript|object|optgroup|option|output|param|\
    picture|plaintext|portal|progress|script|search|section|select|shadow|slot|source|spacer|style|svg|template|\
    textarea|time|title|track|video|xmp|g|path|circle|rect|line|polygon|polyline|ellipse|text|tspan|use|defs|symbol|\
    foreignobject|animate|set|mi|mo|mn|mrow|msup|msub|mtext|mglyph|semantics";

/// Elements without content and end tag.
pub const VOID: &[&str] = &["br", "col", "hr", "img", "wbr"];

/// Elements that HTML lets an author leave open.
pub const OPTIONAL_END: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "rp", "rt", "caption",
];

/// Whether the element reaches the page.
pub fn is_allowed(name: &str) -> bool {
    is_listed(name, ALLOWED)
}

/// Whether the name is an element's at all; other tags are placeholders such as `<pod-name>`.
pub fn is_known(name: &str) -> bool {
    is_allowed(name) || is_listed(name, KNOWN)
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
