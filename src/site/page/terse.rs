//! HTML with fewer letters. A site of 1,000 runbooks repeats some 200,000 attributes in their pages, and most values need
//! no quotes; nor do the ends of list items, cells and rows need to be written. The browser reads the same elements.

use memchr::{memchr, memchr2, memrchr2};

/// Attributes whose values keep their quotes, like those that begin with `data-`: they are what scripts of hosts and authors
/// look for in the text of a page, link checkers first of all.
const KEPT: [&str; 4] = ["href=", "src=", "id=", "http-equiv="];

/// `page` without the quotes around values that need none, and without tags that HTML implies.
///
/// `page` is made by us: `<` begins a tag (elsewhere it is `&lt;`), and each value stands in double quotes.
pub fn spell(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let text = |from: usize, to: usize| page.get(from..to).unwrap_or("");
    let bytes = |from: usize| page.as_bytes().get(from..).unwrap_or_default();
    // Everything before `copied` is in `out`, everything before `at` has been looked at.
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = memchr(b'<', bytes(at)) {
        at += found;
        if let Some(rest) = implied(text(at, page.len())) {
            out.push_str(text(copied, at));
            at = page.len() - rest.len();
            copied = at;
            continue;
        }
        loop {
            let Some(found) = memchr2(b'"', b'>', bytes(at)) else {
                at = page.len();
                break;
            };
            let (start, begin) = (at, at + found + 1);
            at += found;
            let value = bytes(at)
                .starts_with(b"\"")
                .then(|| memchr(b'"', bytes(begin)))
                .flatten();
            let Some(end) = value.map(|length| begin + length) else {
                break;
            };
            at = end + 1;
            if is_spare(text(start, begin - 1), text(begin, end), bytes(at)) {
                out.push_str(text(copied, begin - 1));
                out.push_str(text(begin, end));
                copied = at;
            }
        }
    }
    out.push_str(text(copied, page.len()));
    out
}

/// Whether a value needs no quotes between what stands before and after it in its tag.
fn is_spare(before: &str, value: &str, after: &[u8]) -> bool {
    let name = memrchr2(b' ', b'\n', before.as_bytes()).and_then(|space| before.get(space + 1..));
    let name = name.unwrap_or(before);
    let is_kept = name.starts_with("data-") || KEPT.contains(&name) || !name.ends_with('=');
    !is_kept && is_bare(value) && !after.starts_with(b"/")
}

/// Tags that are implied wherever nothing else stands in front of what follows them, by what that is; anything at all where
/// nothing is named.
const IMPLIED: [(&str, &[&str]); 8] = [
    ("</li>", &["<li", "</ol>", "</ul>"]),
    ("</td>", &["<td", "<th", "</tr>"]),
    ("</th>", &["<td", "<th", "</tr>"]),
    ("</tr>", &["<tr", "</tbody>", "</thead>"]),
    ("<head>", &["<meta"]),
    ("</head>", &["<body"]),
    ("</body>", &["</html>"]),
    ("</html>", &[]),
];

/// What follows the tag with which `html` begins, where that is implied.
fn implied(html: &str) -> Option<&str> {
    // Few tags begin like one of these.
    let [_, second, third, ..] = html.as_bytes() else {
        return None;
    };
    if !matches!((second, third), (b'/', b'l' | b't' | b'h' | b'b') | (b'h', b'e')) {
        return None;
    }
    IMPLIED.iter().find_map(|(tag, before)| {
        let rest = html.strip_prefix(tag)?;
        let follows = match before {
            [] => rest.is_empty(),
            before => before.iter().any(|next| {
                let after = rest.strip_prefix(next);
                // `<t` of another name: `<th` is no beginning of `<thead>`.
                after.is_some_and(|after| next.ends_with('>') || after.starts_with([' ', '>']))
            }),
        };
        follows.then_some(rest)
    })
}

/// Whether a value may stand without quotes.
fn is_bare(value: &str) -> bool {
    let needs_quotes =
        |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>' | b'`');
    !value.is_empty() && !value.bytes().any(needs_quotes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stay_where_they_are_needed() {
        for (page, spelt) in [
            (
                r#"<a class="bg-x" href="../a/index.html#b">"c"="d"</a>"#,
                r#"<a class=bg-x href="../a/index.html#b">"c"="d"</a>"#,
            ),
            (
                r#"<p class="a b" data-step="x" title="" alt="a&quot;b>c" id="é">"#,
                r#"<p class="a b" data-step="x" title="" alt="a&quot;b>c" id="é">"#,
            ),
            (
                r#"<meta http-equiv="X-Y" content="y">"#,
                r#"<meta http-equiv="X-Y" content=y>"#,
            ),
            (r#"<img alt="a/"/><img alt="a/">"#, r#"<img alt="a/"/><img alt=a/>"#),
            (r#"<a title="<b>" href="x?a=b">"#, r#"<a title="<b>" href="x?a=b">"#),
            (
                "<ol><li>a</li><li>b</li></ol><ul><li>c</li>\n</ul>",
                "<ol><li>a<li>b</ol><ul><li>c</li>\n</ul>",
            ),
            (
                "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>a</td><th>b</th></tr><tr><td>c</td></tr></tbody></table>",
                "<table><thead><tr><th>a</thead><tbody><tr><td>a<th>b<tr><td>c</tbody></table>",
            ),
            (
                "<html><head><meta></head><body><p>x</p></body></html>",
                "<html><meta><body><p>x</p>",
            ),
            ("<td>a</td><thead>", "<td>a</td><thead>"),
            ("<input disabled> a > b", "<input disabled> a > b"),
            ("<p class=\"a", "<p class=\"a"),
        ] {
            assert_eq!(spell(page), spelt);
        }
    }
}
