//! Configuration by lines: a key, then its value. INI, TOML, properties, systemd units, nginx.

use super::Token;
use super::cursor::{Cursor, byte, is_blank, is_gap, is_in, is_number, is_word, lists_in_case};

/// Words that are values of their own.
const CONSTANTS: &str = "true false on off yes no null none";

/// Highlights a configuration file.
pub(super) fn highlight(cursor: &mut Cursor) {
    let mut ini = Ini {
        text: "",
        joined: false,
    };
    while cursor.begin_line() {
        ini.line(cursor);
    }
}

/// What is open from one line to the next.
struct Ini {
    /// The quotes that end the text being scanned, as TOML has over several lines; or none.
    text: &'static str,
    /// Whether the last line ended in a backslash, so that the value goes on.
    joined: bool,
}

impl Ini {
    fn line(&mut self, cursor: &mut Cursor) {
        cursor.skip_blanks();
        let line = cursor.line();
        let joined = self.joined;
        self.joined = line.ends_with(b"\\");
        if !self.text.is_empty() {
            self.text(0, cursor);
        } else if !joined {
            match cursor.at(0) {
                b'#' | b';' | b'!' => cursor.paint(line.len(), Some(Token::Comment)),
                b'[' if is_section(line) => {
                    let length = cursor.past(0, "]");
                    let array = usize::from(cursor.at(length) == b']');
                    cursor.paint(length + array, Some(Token::Heading));
                }
                _ => key(line, cursor),
            }
        }
        while !cursor.done() {
            self.value(cursor);
        }
    }

    /// A piece of a value.
    fn value(&mut self, cursor: &mut Cursor) {
        match cursor.at(0) {
            b'\n' | b' ' | b'\t' | b'\r' => {
                cursor.paint(1, None);
                // Behind a space only: values may well contain these.
                if matches!(cursor.at(0), b'#' | b';') {
                    cursor.paint_line(Some(Token::Comment));
                }
            }
            b'"' if cursor.sees(0, "\"\"\"") => self.open("\"\"\"", cursor),
            b'\'' if cursor.sees(0, "'''") => self.open("'''", cursor),
            b'"' | b'\'' => cursor.paint(quoted(cursor), Some(Token::String)),
            b'$' => {
                let length = match cursor.at(1) {
                    b'{' => cursor.until(0, "}\n"),
                    _ => 1 + cursor.name(1, ""),
                };
                let brace = usize::from(cursor.at(1) == b'{' && cursor.at(length) == b'}');
                cursor.paint(length + brace, Some(Token::Variable));
            }
            b'[' | b']' | b'{' | b'}' | b',' | b';' => cursor.paint(1, None),
            b'=' => cursor.paint(1, Some(Token::Operator)),
            _ => {
                let length = cursor.until(0, " \t\r\n\"'[]{},;=$");
                let word = cursor.ahead(0, length);
                let token = match word {
                    _ if is_number(word) => Some(Token::Number),
                    _ if lists_in_case(CONSTANTS, word, true) => Some(Token::Keyword),
                    _ if cursor.at(cursor.past_blanks(length)) == b'=' => Some(Token::Property),
                    _ => None,
                };
                cursor.paint(length, token);
                // Quotes within a word quote nothing.
                if matches!(cursor.at(0), b'"' | b'\'') {
                    cursor.paint(1, None);
                }
            }
        }
    }

    fn open(&mut self, quotes: &'static str, cursor: &mut Cursor) {
        self.text = quotes;
        self.text(quotes.len(), cursor);
    }

    /// Text over several lines, up to the quotes that end it, looked for from `offset` on.
    fn text(&mut self, offset: usize, cursor: &mut Cursor) {
        let end = cursor.past(offset, self.text);
        let ended = end >= offset + self.text.len() && cursor.ahead(0, end).ends_with(self.text.as_bytes());
        cursor.paint(end, Some(Token::String));
        if ended {
            self.text = "";
        }
    }
}

/// Whether a line in `[` is a section's name rather than an item of an array.
fn is_section(line: &[u8]) -> bool {
    (is_word(byte(line, 1)) || is_in("[\"'./*:", byte(line, 1)))
        && line.contains(&b']')
        && !line.trim_ascii_end().ends_with(b",")
}

/// Paints the key a line starts with, and what separates it from its value.
fn key(line: &[u8], cursor: &mut Cursor) {
    let start = match cursor.at(0) {
        b'"' | b'\'' => quoted(cursor),
        _ => 0,
    };
    let mut end = start;
    let mut word = None;
    // The key ends at `=` or `: `; a directive without either, as in nginx, at its first space.
    while end < line.len() {
        let byte = cursor.at(end);
        let is_colon = byte == b':' && is_gap(cursor.at(end + 1));
        if byte == b'=' || is_colon {
            let key = cursor.ahead(0, end).trim_ascii_end();
            cursor.paint(key.len(), Some(Token::Property));
            cursor.skip_blanks();
            return cursor.paint(1, Some(Token::Operator));
        }
        if is_blank(byte) && word.is_none() {
            word = Some(end);
        }
        if is_in("\"'({$[,", byte) {
            break;
        }
        end += 1;
    }
    let word = word.unwrap_or(end);
    if start == 0 && cursor.at(0).is_ascii_alphabetic() {
        let directive = cursor.ahead(0, word);
        if !lists_in_case(CONSTANTS, directive, true) {
            cursor.paint(word, Some(Token::Property));
        }
    }
}

/// How long the quoted text at the cursor is; without a closing quote, up to the line's end.
fn quoted(cursor: &Cursor) -> usize {
    let quote = cursor.at(0);
    let length = cursor.line().len();
    let mut end = 1;
    while end < length {
        let byte = cursor.at(end);
        end += 1;
        if byte == quote {
            break;
        }
        if byte == b'\\' && quote == b'"' {
            end += 1;
        }
    }
    end.min(length)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn colours_keys_and_values() {
        for (code, expected) in [
            (
                "[main]\nport = 80 # web\n; old\n",
                "«h:[main]»\n«p:port» «o:=» «n:80» «c:# web»\n«c:; old»\n",
            ),
            (
                "[[bin]]\nname = \"a\\\"b\"\non = true\n",
                "«h:[[bin]]»\n«p:name» «o:=» «s:\"a\\\"b\"»\n«p:on» «o:=» «k:true»\n",
            ),
            ("a.b=c d\nurl: http://x\n", "«p:a.b»«o:=»c d\n«p:url»«o::» http://x\n"),
            (
                "t = { a = 1, \"b\" = [2, 'c'] }",
                "«p:t» «o:=» { «p:a» «o:=» «n:1», «s:\"b\"» «o:=» [«n:2», «s:'c'»] }",
            ),
            ("\"q k\" = 1", "«p:\"q k\"» «o:=» «n:1»"),
            ("motd = don't #1\n", "«p:motd» «o:=» don't «c:#1»\n"),
            ("pass=a#b;c", "«p:pass»«o:=»a#b;c"),
        ] {
            check("toml", code, expected);
        }
    }

    #[test]
    fn follows_values_over_lines() {
        for (code, expected) in [
            (
                "a = \"\"\"x\n# y\n\"\"\"\nb = 1",
                "«p:a» «o:=» «s:\"\"\"x\n# y\n\"\"\"»\n«p:b» «o:=» «n:1»",
            ),
            (
                "a = \"\"\"\"\"\"\nb = 1",
                "«p:a» «o:=» «s:\"\"\"\"\"\"»\n«p:b» «o:=» «n:1»",
            ),
            (
                "a = [\n  \"x=1\",\n  true,\n  [1],\n]\n",
                "«p:a» «o:=» [\n  «s:\"x=1\"»,\n  «k:true»,\n  [«n:1»],\n]\n",
            ),
            ("a = b \\\n  c = d", "«p:a» «o:=» b \\\n  «p:c» «o:=» d"),
        ] {
            check("ini", code, expected);
        }
    }

    #[test]
    fn colours_directives() {
        for (code, expected) in [
            (
                "server {\n  listen 443 ssl;\n}\n",
                "«p:server» {\n  «p:listen» «n:443» ssl;\n}\n",
            ),
            ("proxy_pass http://$host:80;", "«p:proxy_pass» http://«v:$host»:80;"),
            ("PermitRootLogin no\n", "«p:PermitRootLogin» «k:no»\n"),
        ] {
            check("nginx", code, expected);
        }
    }
}
