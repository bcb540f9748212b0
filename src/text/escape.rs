//! Escaping for the places where text is shown: HTML and terminals.

/// Appends `text` to `out` as HTML text: `&`, `<`, `>` become character references.
pub fn push_html_text(out: &mut String, text: &str) {
    push_escaped(out, text, false);
}

/// Appends `text` to `out` as the value of a double-quoted HTML attribute.
pub fn push_html_attribute(out: &mut String, text: &str) {
    push_escaped(out, text, true);
}

fn push_escaped(out: &mut String, text: &str, quotes: bool) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let reference = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if quotes => "&quot;",
            // U+0000 is not allowed in HTML at all; parsers replace it, so we do.
            0 => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(reference);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// `text` for a terminal or a log: control and bidirectional characters become `\u{…}`, so that content can neither
/// move the cursor nor reorder the line. Tab becomes a space.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push(' '),
            c if c.is_control() || is_bidirectional_control(c) => {
                out.extend(c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether `c` changes the direction in which text is shown (Unicode Standard Annex #9, explicit formatting characters).
pub fn is_bidirectional_control(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_text_and_attributes() {
        let mut out = String::new();
        push_html_text(&mut out, "a<b>&\"\0");
        assert_eq!(out, "a&lt;b&gt;&amp;\"\u{fffd}");
        out.clear();
        push_html_attribute(&mut out, "\"x\"");
        assert_eq!(out, "&quot;x&quot;");
    }

    #[test]
    fn terminals_get_no_control_characters() {
        assert_eq!(printable("a\x1b[31mb\u{202e}\tc"), "a\\u{1b}[31mb\\u{202e} c");
    }
}
