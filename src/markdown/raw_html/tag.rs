//! What stands in a tag: the element's name, and attributes with their values.

/// Attributes that are read from one tag; each is compared with those before it, and no element has nearly as many.
const MOST_ATTRIBUTES: usize = 64;

/// A place in a tag; what is read begins there, and moves it on.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub(super) fn eat(&mut self, c: char) -> bool {
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
    pub(super) fn name(&mut self) -> Option<&'a str> {
        self.rest().chars().next().filter(char::is_ascii_alphabetic)?;
        Some(self.take(|c| c.is_ascii_alphanumeric() || "-_:.".contains(c)))
    }

    /// The attributes and the end of a start tag; `None` when it never ends or holds something else.
    pub(super) fn attributes(&mut self) -> Option<Vec<(String, String)>> {
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
fn decode_references(value: &str) -> String {
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
