//! XML and HTML: tags, attributes, comments and character references.

use super::Token;
use super::cursor::Cursor;

/// What can be part of a tag's or an attribute's name besides letters, digits and `_`.
const NAME: &str = "-:.@";

/// Highlights a document or a part of one.
pub(super) fn highlight(cursor: &mut Cursor) {
    let mut in_tag = false;
    while !cursor.done() {
        if in_tag {
            in_tag = attribute(cursor);
        } else {
            in_tag = text(cursor);
        }
    }
}

/// Paints a piece outside of tags; whether a tag begins behind it.
fn text(cursor: &mut Cursor) -> bool {
    let plain = cursor.until(0, "<&");
    if plain > 0 {
        cursor.paint(plain, None);
    } else if cursor.sees(0, "<!--") {
        cursor.paint(cursor.past(4, "-->"), Some(Token::Comment));
    } else if cursor.sees(0, "<![CDATA[") {
        cursor.paint(cursor.past(9, "]]>"), Some(Token::String));
    } else if cursor.at(0) == b'&' {
        let name = cursor.name(1, "#");
        let is_reference = cursor.at(1 + name) == b';';
        cursor.paint(name + 2, is_reference.then_some(Token::Number));
    } else {
        let mark = 1 + cursor.among(1, "/?!");
        let name = cursor.name(mark, NAME);
        let begins = name > 0 && !cursor.at(mark).is_ascii_digit();
        cursor.paint(mark + name, begins.then_some(Token::Keyword));
        return begins;
    }
    false
}

/// Paints a piece of a tag; whether the tag goes on behind it.
fn attribute(cursor: &mut Cursor) -> bool {
    match cursor.at(0) {
        b'>' => {
            cursor.paint(1, Some(Token::Keyword));
            return false;
        }
        b'/' | b'?' => cursor.paint(1, Some(Token::Keyword)),
        b'=' => {
            cursor.paint(1, Some(Token::Operator));
            let value = cursor.until(0, " \t\r\n\"'>");
            cursor.paint(value, Some(Token::String));
        }
        b'"' => cursor.paint(cursor.past(1, "\""), Some(Token::String)),
        b'\'' => cursor.paint(cursor.past(1, "'"), Some(Token::String)),
        _ => match cursor.name(0, NAME) {
            0 => cursor.paint(1, None),
            name => cursor.paint(name, Some(Token::Property)),
        },
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn colours_tags() {
        for (code, expected) in [
            (
                "<?xml version=\"1.0\"?>\n<a:b c='d' e=f g/>x</a:b>",
                "«k:<?xml» «p:version»«o:=»«s:\"1.0\"»«k:?>»\n«k:<a:b» «p:c»«o:=»«s:'d'» «p:e»«o:=»«s:f» «p:g»«k:/>»x«k:</a:b>»",
            ),
            ("<!-- <a> -->b", "«c:<!-- <a> -->»b"),
            ("<![CDATA[<a>]]>b", "«s:<![CDATA[<a>]]>»b"),
            ("a &amp; b & c &#8212;", "a «n:&amp;» b & c «n:&#8212;»"),
            ("1 < 2 <3", "1 < 2 <3"),
        ] {
            check("html", code, expected);
        }
    }
}
