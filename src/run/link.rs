//! Hand-over by a link: the run's events in the fragment, which no server sees. A link carries what was done and written, never
//! the runbook's words or commands: they come from the site that opens it.

use super::event::{Event, Kind};
use super::export::{Exported, Import, ImportError, foreign};
use super::limits;
use super::log::Log;
use super::record;

/// The bytes that a link carries, before compression. One event a line.
pub fn write(logs: &[&Log]) -> Vec<u8> {
    let mut out = String::new();
    for log in logs {
        for event in log.ordered() {
            out.push_str(&record::encode(&bare(event.clone())));
            out.push('\n');
        }
    }
    out.into_bytes()
}

/// Reads what [`write`] wrote, after decompression.
///
/// # Errors
/// Why it is refused.
pub fn read(bytes: &[u8]) -> Result<Import, ImportError> {
    if bytes.len() > limits::LARGEST_LINK_CONTENT {
        return Err(ImportError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ImportError::NotARun)?;
    let mut import = Import::default();
    let mut parts = Exported::default();
    for (at, line) in text.lines().enumerate() {
        if at == limits::MOST_EVENTS {
            return Err(ImportError::TooMany);
        }
        match record::decode(line) {
            Ok(event) => {
                let (event, masked) = foreign(bare(event));
                import.masked += masked;
                parts.log.add(event);
            }
            Err(record::Unreadable::Newer) => return Err(ImportError::Newer),
            Err(_) => return Err(ImportError::NotARun),
        }
    }
    if parts.log.is_empty() {
        return Err(ImportError::NotARun);
    }
    import.add(parts, "");
    if import.runs.len() > limits::MOST_RUNS {
        return Err(ImportError::TooMany);
    }
    Ok(import)
}

/// The event without what comes from the runbook.
fn bare(mut event: Event) -> Event {
    event.label.clear();
    if event.kind == Kind::Copy {
        event.text.clear();
    }
    event
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 for URLs, without padding (RFC 4648, section 5).
pub fn to_base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..=chunk.len() as u32 {
            let digit = DIGITS
                .get((bits >> (18 - 6 * at) & 63) as usize)
                .copied()
                .unwrap_or(b'A');
            out.push(char::from(digit));
        }
    }
    out
}

/// The bytes; `None` for anything that [`to_base64`] does not write, and for more than [`limits::LONGEST_LINK`] characters.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    if text.len() > limits::LONGEST_LINK || text.len() % 4 == 1 {
        return None;
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for byte in chunk {
            bits = bits << 6 | DIGITS.iter().position(|digit| digit == byte)? as u32;
        }
        bits <<= 6 * (4 - chunk.len() as u32);
        let bytes = bits.to_be_bytes();
        out.extend(bytes.iter().skip(1).take(chunk.len() - 1));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_back() {
        for length in 0..70usize {
            let bytes: Vec<u8> = (0..length).map(|n| (n * 37 + length) as u8).collect();
            assert_eq!(from_base64(&to_base64(&bytes)), Some(bytes));
        }
        assert_eq!(to_base64(b"fo\xff"), "Zm__");
        assert_eq!(from_base64("a"), None);
        assert_eq!(from_base64("ab+/"), None);
    }

    #[test]
    fn links_never_carry_the_runbooks_words() {
        let mut event = Event::new(Kind::Copy, "a/b").label("Delete it").text("rm -rf /");
        (event.id, event.run, event.at) = ("e".into(), "r".into(), 1_700_000_000_000);
        let log: Log = [event.clone()].into_iter().collect();
        let bytes = write(&[&log]);
        assert!(!String::from_utf8_lossy(&bytes).contains("rm -rf"));
        // Nor does reading one that was made by hand.
        let forged = read(record::encode(&event).as_bytes()).unwrap();
        let read = forged.runs[0].1.log.get("e").unwrap();
        assert!(read.text.is_empty() && read.label.is_empty() && read.imported);
    }
}
