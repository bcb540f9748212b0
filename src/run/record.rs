//! Events as text: the form in which they are stored and exported, and the forms of earlier versions.
//!
//! - Version 2 is the form of [`Event`] (schema: `docs/schemas/run.schema.json`), with `"v": 2`.
//! - Version 1 had no logical clock, no time zone, and only ticks, skips and notes: `{"v":1,"id","run","at","tab","type",
//!   "step","text"}` with `type` one of `start`, `done`, `undone`, `skip`, `note`, `finish`.
//! - Version 0 was a tick: `{"run_id","step_id","state","ts","tab_id"}`, without an id.
//!
//! A record of a later version, or one that cannot be read, is never guessed at: whoever stores records keeps it as it is.

use super::event::{Event, Kind, Refusal};
use super::mark::Mark;
use crate::text::json::{self, Members, Read};

/// The version that is written.
pub const VERSION: u32 = 2;

/// Why a record gives no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// No JSON, or fields are missing or of the wrong kind.
    Broken,
    /// Of a version that this program does not know.
    Newer,
    /// Readable, but beyond the bounds of an event.
    Refused(Refusal),
}

impl Unreadable {
    /// The reason for a reader.
    pub fn words(self) -> &'static str {
        match self {
            Self::Broken => "cannot be read",
            Self::Newer => "was written by a newer version",
            Self::Refused(_) => "is outside the limits",
        }
    }
}

/// An event as text.
pub fn encode(event: &Event) -> String {
    match serde_json::to_string(event) {
        Ok(json) => ["{\"v\":2,", json.strip_prefix('{').unwrap_or_default()].concat(),
        // Strings and numbers always have a JSON form.
        Err(_) => String::new(),
    }
}

/// Reads an event of any version.
///
/// # Errors
/// Why it cannot be read.
pub fn decode(text: &str) -> Result<Event, Unreadable> {
    let value = json::value(text).ok_or(Unreadable::Broken)?;
    let of = Members::of(&value).ok_or(Unreadable::Broken)?;
    let version: Option<u32> = of.get_or_default("v").ok_or(Unreadable::Broken)?;
    let event = match version {
        Some(VERSION) => Event::read(&value),
        Some(1) => from_one(of),
        None | Some(0) => from_zero(of, text),
        Some(_) => return Err(Unreadable::Newer),
    };
    let event = event.ok_or(Unreadable::Broken)?;
    event.check().map_err(Unreadable::Refused)?;
    Ok(event)
}

fn from_one(of: Members<'_>) -> Option<Event> {
    let name: String = of.get("type")?;
    let (kind, value) = match name.as_str() {
        "start" => (Kind::Start, ""),
        "done" => (Kind::Mark, Mark::Done.name()),
        "undone" => (Kind::Mark, Mark::Open.name()),
        "skip" => (Kind::Mark, Mark::Skipped.name()),
        "note" => (Kind::Note, ""),
        "finish" => (Kind::Finish, ""),
        _ => return None,
    };
    let step: String = of.get_or_default("step")?;
    let text: String = of.get_or_default("text")?;
    let mut event = Event::new(kind, step).value(value).text(text);
    if kind == Kind::Start {
        event.label = std::mem::take(&mut event.text);
    }
    event.id = of.get("id")?;
    event.run = of.get("run")?;
    event.at = of.get("at")?;
    event.device = of.get_or_default("tab")?;
    Some(event)
}

fn from_zero(of: Members<'_>, text: &str) -> Option<Event> {
    let mark = if of.get("state")? { Mark::Done } else { Mark::Open };
    let step: String = of.get("step_id")?;
    let mut event = Event::new(Kind::Mark, step).value(mark.name());
    // The same record always gets the same id.
    event.id = ["v0-", &hash(text)].concat();
    event.run = of.get("run_id")?;
    event.at = of.get("ts")?;
    event.device = of.get_or_default("tab_id")?;
    Some(event)
}

/// A hash of `text` (FNV-1a, 64 bits, in hexadecimal): tells texts apart, keeps nobody out.
pub fn hash(text: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    hex(hash)
}

/// A number as 16 hexadecimal digits.
pub fn hex(number: u64) -> String {
    let digit = |at: u32| char::from_digit((number >> (60 - 4 * at) & 15) as u32, 16).unwrap_or('0');
    (0..16).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_back() {
        let mut event = Event::new(Kind::Mark, "diagnosis/a \"b\" ü")
            .value("done")
            .text("line\nline");
        event.id = "abc".into();
        event.run = "r".into();
        event.at = 1_700_000_000_000;
        event.zone = -90;
        event.command = Some(3);
        event.values = vec![("A".into(), "b".into())];
        let text = encode(&event);
        assert!(text.starts_with("{\"v\":2,\"id\":\"abc\","), "{text}");
        assert_eq!(decode(&text), Ok(event));
    }

    #[test]
    fn earlier_versions_are_read() {
        let zero =
            decode(r#"{"run_id":"r1","step_id":"diagnosis/x","state":true,"ts":1700000000000,"tab_id":"t"}"#).unwrap();
        assert_eq!(
            (zero.kind, zero.value.as_str(), zero.target.as_str()),
            (Kind::Mark, "done", "diagnosis/x")
        );
        let one = decode(
            r#"{"v":1,"id":"e1","run":"r1","at":1700000000000,"tab":"t","type":"skip","step":"a/b","text":"why"}"#,
        )
        .unwrap();
        assert_eq!((one.value.as_str(), one.text.as_str()), ("skipped", "why"));
        assert_eq!(decode(r#"{"v":3,"id":"e1"}"#), Err(Unreadable::Newer));
        for broken in [
            "",
            "{}",
            "[]",
            "null",
            "{\"v\":2}",
            "{\"v\":\"x\"}",
            &"[".repeat(100_000),
        ] {
            assert_eq!(decode(broken), Err(Unreadable::Broken));
        }
    }

    #[test]
    fn hashes_are_those_of_fnv() {
        assert_eq!(hash(""), "cbf29ce484222325");
        assert_eq!(hash("a"), "af63dc4c8601ec8c");
    }
}
