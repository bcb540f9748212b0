//! Percent-encoding of URL paths (RFC 3986).

/// Decodes `%XX`. Sequences that are no two hexadecimal digits stay as they are, and so does the whole text when the
/// bytes it stands for are not UTF-8.
pub fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_string();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |index: usize| bytes.get(index).and_then(|b| (*b as char).to_digit(16));
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_string())
}

/// Encodes a root-relative path for use in a URL: `/` and unreserved characters stay, every other byte becomes `%XX`.
pub fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~!$'()*+,=@".contains(&byte) {
            out.push(byte as char);
        } else {
            push_hex(&mut out, byte);
        }
    }
    out
}

/// Encodes an anchor for use behind `#`. Letters of every script stay readable, as browsers show them.
pub fn encode_fragment(anchor: &str) -> String {
    let mut out = String::with_capacity(anchor.len());
    for c in anchor.chars() {
        if c.is_alphanumeric() || "-_.~!$'()*+,;:@/?&=".contains(c) {
            out.push(c);
        } else {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                push_hex(&mut out, byte);
            }
        }
    }
    out
}

fn push_hex(out: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(HEX[usize::from(byte >> 4)] as char);
    out.push(HEX[usize::from(byte & 15)] as char);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_is_encoded_and_leaves_the_rest() {
        assert_eq!(decode("Getting%20Started.md"), "Getting Started.md");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%E2%82%AC"), "%zz€");
        assert_eq!(decode("%FF"), "%FF");
    }

    #[test]
    fn encodes_paths_and_fragments() {
        assert_eq!(encode_path("a b/ü?#.png"), "a%20b/%C3%BC%3F%23.png");
        assert_eq!(encode_fragment("größe 1"), "größe%201");
        assert_eq!(decode(&encode_path("a%b c")), "a%b c");
    }
}
