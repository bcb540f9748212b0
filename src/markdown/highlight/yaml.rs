//! YAML, line by line, also as the templates of Helm and Ansible.

use super::Token;
use super::cursor::{Cursor, is_gap, is_in, is_number, lists_in_case};

/// Words that are values of their own.
const CONSTANTS: &str = "true false null yes no on off ~";

/// What separates within flow collections.
const FLOW: &str = ",[]{}";
/// What ends the name of a tag or an anchor.
const TAG_ENDS: &str = ",[]{} \t\r\n";

/// Highlights YAML documents.
pub(super) fn highlight(cursor: &mut Cursor) {
    let mut yaml = Yaml {
        quote: 0,
        block: None,
        flow: 0,
        parent: 0,
        in_indentation: true,
    };
    while cursor.begin_line() {
        yaml.line(cursor);
    }
}

/// What is open from one line to the next.
struct Yaml {
    /// The quote that ends the scalar being scanned, or zero.
    quote: u8,
    /// The least indentation of the lines of the block scalar being scanned.
    block: Option<usize>,
    /// How many flow collections, `[…]` or `{…}`, are open.
    flow: usize,
    /// The column of the last key or dash: block scalars are indented beyond it.
    parent: usize,
    /// Whether only spaces and dashes have come before on the line.
    in_indentation: bool,
}

impl Yaml {
    fn line(&mut self, cursor: &mut Cursor) {
        let start = cursor.position();
        let line = cursor.line();
        let indentation = cursor.among(0, " ");
        self.in_indentation = true;
        if self.quote != 0 {
            self.quoted(0, cursor);
        } else if let Some(least) = self.block {
            if indentation >= least || line.trim_ascii().is_empty() {
                return templated(cursor.line_length() + 1, Some(Token::String), cursor);
            }
            self.block = None;
        }
        let is_marker = cursor.sees(0, "---") || cursor.sees(0, "...");
        if start == cursor.position() {
            if is_marker && is_gap(cursor.at(3)) {
                cursor.paint(3, Some(Token::Heading));
                self.flow = 0;
                self.parent = 0;
            } else if cursor.at(0) == b'%' {
                cursor.paint(line.len(), Some(Token::Heading));
            }
        }
        while !cursor.done() {
            self.piece(cursor.at(0), cursor.position() - start, cursor);
        }
    }

    /// A piece of a line, starting with `byte` at `column`.
    fn piece(&mut self, byte: u8, column: usize, cursor: &mut Cursor) {
        let indicator = is_gap(cursor.at(1));
        let in_flow = self.flow > 0;
        match byte {
            _ if is_gap(byte) => return cursor.paint(1, None),
            b'#' if is_gap(cursor.behind()) => cursor.paint_line(Some(Token::Comment)),
            b'{' if cursor.at(1) == b'{' => cursor.paint(cursor.past(2, "}}"), None),
            b'-' | b'?' if self.in_indentation && indicator => {
                self.parent = column;
                return cursor.paint(1, Some(Token::Operator));
            }
            b'"' | b'\'' => {
                self.quote = byte;
                self.quoted(1, cursor);
            }
            b'&' | b'*' => cursor.paint(cursor.until(0, TAG_ENDS), Some(Token::Variable)),
            b'!' => cursor.paint(cursor.until(0, TAG_ENDS), Some(Token::Keyword)),
            b'|' | b'>' if !in_flow && is_block_header(cursor) => {
                cursor.paint(cursor.until(0, " \t\r\n"), Some(Token::Operator));
                self.block = Some(self.parent + 1);
            }
            _ if is_in(FLOW, byte) && (in_flow || byte == b'[' || byte == b'{') => {
                match byte {
                    b'[' | b'{' => self.flow += 1,
                    b']' | b'}' => self.flow -= 1,
                    _ => {}
                }
                cursor.paint(1, None);
            }
            b':' if in_flow || indicator => cursor.paint(1, Some(Token::Operator)),
            _ => self.plain(column, cursor),
        }
        self.in_indentation = false;
    }

    /// A plain scalar, up to the end of the line at most; a key if `:` is behind it.
    fn plain(&mut self, column: usize, cursor: &mut Cursor) {
        let line_end = cursor.line().len();
        let mut end = 0;
        let mut is_key = false;
        // The length without the spaces at the end.
        let mut length = 0;
        while end < line_end {
            let byte = cursor.at(end);
            let next = cursor.at(end + 1);
            match byte {
                b' ' | b'\t' if next == b'#' => break,
                b' ' | b'\t' => {
                    end += 1;
                    continue;
                }
                b'{' if next == b'{' => end = cursor.past(end + 2, "}}"),
                b':' if is_gap(next) || (self.flow > 0 && is_in(FLOW, next)) => {
                    is_key = true;
                    break;
                }
                _ if self.flow > 0 && is_in(FLOW, byte) => break,
                _ => end += 1,
            }
            length = end;
        }
        let scalar = cursor.ahead(0, length);
        let token = match scalar {
            _ if is_key => Token::Property,
            _ if is_number(scalar) => Token::Number,
            _ if lists_in_case(CONSTANTS, scalar, true) => Token::Keyword,
            _ => Token::String,
        };
        if is_key && self.flow == 0 {
            self.parent = column;
        }
        templated(length, Some(token), cursor);
        if length == 0 {
            // A colon or a bracket without a scalar before it.
            cursor.paint(1, None);
        }
    }

    /// A quoted scalar, or the part of it on this line, whose end is looked for from `offset` on;
    /// a key if `:` is behind it.
    fn quoted(&mut self, offset: usize, cursor: &mut Cursor) {
        let line_end = cursor.line().len();
        let mut end = offset;
        while end < line_end {
            let byte = cursor.at(end);
            match byte {
                b'{' if cursor.at(end + 1) == b'{' => {
                    end = cursor.past(end + 2, "}}");
                    continue;
                }
                b'\\' if self.quote == b'"' => end += 1,
                _ => {}
            }
            end += 1;
            if byte == self.quote {
                self.quote = 0;
                break;
            }
        }
        let mut token = Token::String;
        if self.quote != 0 {
            end = cursor.line_length() + 1;
        } else if cursor.at(cursor.past_blanks(end)) == b':' && offset > 0 {
            token = Token::Property;
        }
        templated(end, Some(token), cursor);
    }
}

/// Paints the next `length` bytes, but leaves the templates among them plain.
fn templated(length: usize, token: Option<Token>, cursor: &mut Cursor) {
    let mut left = length.min(cursor.left());
    while left > 0 {
        let mut text = 0;
        while text < left && !cursor.sees(text, "{{") {
            text += 1;
        }
        cursor.paint(text, token);
        left -= text;
        if left > 0 {
            let template = cursor.past(2, "}}").min(left);
            cursor.paint(template, None);
            left -= template;
        }
    }
}

/// Whether the `|` or `>` at the cursor is the header of a block scalar.
fn is_block_header(cursor: &Cursor) -> bool {
    let header = 1 + cursor.among(1, "0123456789+-");
    let comment = cursor.past_blanks(header);
    match cursor.at(comment) {
        b'\n' | 0 => true,
        byte => byte == b'#' && comment > header,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    fn check_all(cases: &[(&str, &str)]) {
        for (code, expected) in cases {
            check("yaml", code, expected);
        }
    }

    #[test]
    fn keys_and_scalars() {
        check_all(&[
            (
                "a: b c # d\nn: 12\nt: true\nz: ~\n",
                "«p:a»«o::» «s:b c» «c:# d»\n«p:n»«o::» «n:12»\n«p:t»«o::» «k:true»\n«p:z»«o::» «k:~»\n",
            ),
            ("a:\n  b c: d#e\n", "«p:a»«o::»\n  «p:b c»«o::» «s:d#e»\n"),
            ("url: http://a:80/b\r\n", "«p:url»«o::» «s:http://a:80/b»\r\n"),
            ("- a\n- - b: 1\n", "«o:-» «s:a»\n«o:-» «o:-» «p:b»«o::» «n:1»\n"),
            (
                "\"k\": 'it''s'\n'x' : \"\\\"\" # c",
                "«p:\"k\"»«o::» «s:'it''s'»\n«p:'x'» «o::» «s:\"\\\"\"» «c:# c»",
            ),
            (
                "a: \"b\n  c: d\"\ne: f",
                "«p:a»«o::» «s:\"b\n  c: d\"»\n«p:e»«o::» «s:f»",
            ),
            ("a: -\nb: -x", "«p:a»«o::» «s:-»\n«p:b»«o::» «s:-x»"),
        ]);
    }

    #[test]
    fn flow_collections() {
        check_all(&[
            (
                "a: {b: c, \"d\":[1, x y]}",
                "«p:a»«o::» {«p:b»«o::» «s:c», «p:\"d\"»«o::»[«n:1», «s:x y»]}",
            ),
            ("a: [\n  b,\n]\nc: d]", "«p:a»«o::» [\n  «s:b»,\n]\n«p:c»«o::» «s:d]»"),
        ]);
    }

    #[test]
    fn block_scalars() {
        check_all(&[
            (
                "a: |-\n  b: c\n\n  # d\ne: f",
                "«p:a»«o::» «o:|-»\n«s:  b: c\n\n  # d\n»«p:e»«o::» «s:f»",
            ),
            (
                "- run: > # c\n    a\n  env: b",
                "«o:-» «p:run»«o::» «o:>» «c:# c»\n«s:    a\n»  «p:env»«o::» «s:b»",
            ),
            ("- |\n a\n- b", "«o:-» «o:|»\n«s: a\n»«o:-» «s:b»"),
            ("a: |b", "«p:a»«o::» «s:|b»"),
        ]);
    }

    #[test]
    fn markers_anchors_and_tags() {
        check_all(&[
            (
                "%YAML 1.2\n---\na: b\n...\n",
                "«h:%YAML 1.2»\n«h:---»\n«p:a»«o::» «s:b»\n«h:...»\n",
            ),
            (
                "a: &x !!str b\nc: *x\n<<: *x\n",
                "«p:a»«o::» «v:&x» «k:!!str» «s:b»\n«p:c»«o::» «v:*x»\n«p:<<»«o::» «v:*x»\n",
            ),
        ]);
    }

    #[test]
    fn templates() {
        check_all(&[
            ("a: {{ .b }}\n", "«p:a»«o::» {{ .b }}\n"),
            ("a: x-{{ .b }}:{{ c }}\n", "«p:a»«o::» «s:x-»{{ .b }}«s::»{{ c }}\n"),
            (
                "{{- if .x }}\na: \"{{ \"b\" }}c\"\n",
                "{{- if .x }}\n«p:a»«o::» «s:\"»{{ \"b\" }}«s:c\"»\n",
            ),
            ("a: |\n  {{ b }}\n", "«p:a»«o::» «o:|»\n«s:  »{{ b }}«s:\n»"),
            ("{{ k }}: v", "{{ k }}«o::» «s:v»"),
        ]);
    }
}
