//! One act in a run.

use super::limits;
use crate::text::json;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// What an event says. Which of [`Event`]'s fields each kind uses stands with it; the others are empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The run began: `target` the runbook's id, `label` its title, `value` the [`Mode`](super::Mode)'s name, `text` the severity's
    /// code, `print` the hash of the Markdown source, `parent` the run that it was started from.
    Start,
    /// A fact about the run changed: `target` one of `mode`, `severity`, `reference`, `who`; `value` what it is now.
    Set,
    /// A step's state: `target` its id, `label` its text, `value` the [`Mark`](super::Mark)'s name, `text` why, `print` the
    /// fingerprint of the text it was given to.
    Mark,
    /// A note: `text`; `target` and `label` the step, if it belongs to one.
    Note,
    /// Pasted output: `text`, masked; `target` and `label` the step.
    Output,
    /// What was seen: `value`; `target` and `label` the step. An empty value takes it back.
    Observed,
    /// A branch was chosen: `target` its id, `label` its heading. `value` `clear`: no longer.
    Choose,
    /// A variable got a value: `target` its name, `value`. Never a secret one.
    Variable,
    /// A command was copied: `text` its template, `values` what was filled in (masked), `command` its number in the
    /// runbook, `value` its danger class, `target` and `label` the step.
    Copy,
    /// A status update was sent: `text`.
    Update,
    /// Somebody was called: `target` whom, `value` how, `text` the message.
    Escalate,
    /// Another run belongs to this one: `target` its id, `label` its runbook's title, `value` its runbook's id.
    Link,
    /// The run is over: `text` the outcome.
    Finish,
    /// It goes on after all.
    Reopen,
    /// What to change in the runbook: `text`.
    Feedback,
    /// A correction of the event `target`: `text` replaces its text (or `value` its value) where not empty, `when` its
    /// time where given. The original stays in the log.
    Amend,
    /// The event `target` is taken back.
    Retract,
    /// The event `target` counts again.
    Restore,
    /// The whole run is deleted, until a later [`Kind::Undelete`].
    Delete,
    /// The run is back.
    Undelete,
}

impl Kind {
    const ALL: [Self; Self::Undelete as usize + 1] = [
        Self::Start,
        Self::Set,
        Self::Mark,
        Self::Note,
        Self::Output,
        Self::Observed,
        Self::Choose,
        Self::Variable,
        Self::Copy,
        Self::Update,
        Self::Escalate,
        Self::Link,
        Self::Finish,
        Self::Reopen,
        Self::Feedback,
        Self::Amend,
        Self::Retract,
        Self::Restore,
        Self::Delete,
        Self::Undelete,
    ];

    /// Its name in records.
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Set => "set",
            Self::Mark => "mark",
            Self::Note => "note",
            Self::Output => "output",
            Self::Observed => "observed",
            Self::Choose => "choose",
            Self::Variable => "variable",
            Self::Copy => "copy",
            Self::Update => "update",
            Self::Escalate => "escalate",
            Self::Link => "link",
            Self::Finish => "finish",
            Self::Reopen => "reopen",
            Self::Feedback => "feedback",
            Self::Amend => "amend",
            Self::Retract => "retract",
            Self::Restore => "restore",
            Self::Delete => "delete",
            Self::Undelete => "undelete",
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl json::Read for Kind {
    fn read(value: &Value) -> Option<Self> {
        let name = value.as_str()?;
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One act, as it is stored and exported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Event {
    /// Random, unique.
    pub id: String,
    /// The run it belongs to.
    pub run: String,
    /// What happened.
    pub kind: Kind,
    /// The logical clock (Lamport): one more than that of every event its writer knew.
    pub clock: u64,
    /// When it was recorded: milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The time zone of the writer then, in minutes east of UTC.
    pub zone: i32,
    /// The browser tab that wrote it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub device: String,
    /// The person's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// When it happened, where that is not when it was recorded: milliseconds since 1970-01-01 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<i64>,
    /// See [`Kind`].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// See [`Kind`].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// See [`Kind`].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// See [`Kind`].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// A hash in hexadecimal; see [`Kind`].
    #[serde(skip_serializing_if = "String::is_empty")]
    pub print: String,
    /// The run from which this one was started.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub parent: String,
    /// A command's number in the runbook, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<u32>,
    /// Names and values, secret ones masked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<(String, String)>,
    /// Whether it came by an import into this browser.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub imported: bool,
}

json::members!(
    Event,
    needed: [id, run, kind, at],
    optional: [clock, zone, device, who, when, target, label, value, text, print, parent, command, values, imported]
);

/// Why an event is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// An id is empty, too long, or has other characters than letters, digits, `-` and `_`.
    Id,
    /// A time is not between the years 2000 and 2200, or a time zone is none.
    Time,
    /// The logical clock is beyond [`limits::HIGHEST_CLOCK`].
    Clock,
    /// A name or text is too long, or there are too many values.
    Size,
}

/// Milliseconds of 2000-01-01 and 2200-01-01.
const TIMES: std::ops::Range<i64> = 946_684_800_000..7_258_118_400_000;

impl Event {
    /// An event with nothing but its kind and target.
    pub fn new(kind: Kind, target: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            run: String::new(),
            kind,
            clock: 0,
            at: 0,
            zone: 0,
            device: String::new(),
            who: String::new(),
            when: None,
            target: target.into(),
            label: String::new(),
            value: String::new(),
            text: String::new(),
            print: String::new(),
            parent: String::new(),
            command: None,
            values: Vec::new(),
            imported: false,
        }
    }

    /// With this label.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With this value.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With this text.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// With this hash.
    pub fn print(mut self, print: impl Into<String>) -> Self {
        self.print = print.into();
        self
    }

    /// As it happened at `when`.
    pub fn when(mut self, when: Option<i64>) -> Self {
        self.when = when;
        self
    }

    /// What the order of a run's events is decided by: the logical clock first, so that an effect never stands before its
    /// cause however wrong a device's clock is.
    pub fn order(&self) -> (u64, i64, &str) {
        (self.clock, self.at, &self.id)
    }

    /// Whether this stands for the event that `other`, of the same id, also claims to be. What was written here goes before
    /// what was imported, so that no import can change it; of two imported ones the richer (a link leaves labels out).
    pub fn supersedes(&self, other: &Self) -> bool {
        (!self.imported, self) > (!other.imported, other)
    }

    /// Whether it is fit to be kept.
    ///
    /// # Errors
    /// The first bound that it breaks.
    pub fn check(&self) -> Result<(), Refusal> {
        let ids = [&self.id, &self.run];
        if !ids.into_iter().all(|id| is_id(id)) || !(self.parent.is_empty() || is_id(&self.parent)) {
            return Err(Refusal::Id);
        }
        let in_range = |at: i64| TIMES.contains(&at);
        if !in_range(self.at) || !self.when.is_none_or(in_range) || !(-14 * 60..=14 * 60).contains(&self.zone) {
            return Err(Refusal::Time);
        }
        if self.clock > limits::HIGHEST_CLOCK {
            return Err(Refusal::Clock);
        }
        let names = [
            &self.target,
            &self.label,
            &self.value,
            &self.who,
            &self.device,
            &self.print,
        ];
        let fits = |text: &str, most: usize| text.len() <= most || text.chars().count() <= most;
        if !names.into_iter().all(|name| fits(name, limits::LONGEST_NAME))
            || !fits(&self.text, limits::LONGEST_TEXT)
            || self.values.len() > limits::MOST_VALUES
            || !self
                .values
                .iter()
                .all(|(name, value)| fits(name, limits::LONGEST_NAME) && fits(value, limits::LONGEST_NAME))
        {
            return Err(Refusal::Size);
        }
        Ok(())
    }

    /// Cuts what is too long and drops control and bidirectional characters, which could make a log say what it does not.
    pub fn clean(&mut self) {
        for name in [
            &mut self.target,
            &mut self.label,
            &mut self.value,
            &mut self.who,
            &mut self.device,
            &mut self.print,
        ] {
            clean(name, limits::LONGEST_NAME);
        }
        clean(&mut self.text, limits::LONGEST_TEXT);
        self.values.truncate(limits::MOST_VALUES);
        for (name, value) in &mut self.values {
            clean(name, limits::LONGEST_NAME);
            clean(value, limits::LONGEST_NAME);
        }
    }
}

/// Whether a text can be the id of an event, a run or a device.
pub(super) fn is_id(id: &str) -> bool {
    (1..=limits::LONGEST_ID).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn clean(text: &mut String, most: usize) {
    let harmless = |c: char| !(c.is_control() && c != '\n' && c != '\t' || is_bidi(c));
    if text.len() > most || !text.chars().all(harmless) {
        *text = text
            .replace("\r\n", "\n")
            .chars()
            .filter(|c| harmless(*c))
            .take(most)
            .collect();
    }
}

/// Characters that turn the direction of what follows.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_stand_in_order_and_are_read_back() {
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, at);
            let text = serde_json::to_string(&kind).unwrap();
            assert_eq!(json::read(&text), Some(kind), "{text}");
        }
        assert_eq!(json::read::<Kind>("\"something\""), None);
    }

    #[test]
    fn what_a_record_leaves_out_is_empty() {
        let event: Event = json::read(r#"{"id":"a","run":"r","kind":"mark","at":5,"more":{"x":[1]}}"#).unwrap();
        assert_eq!(
            event,
            Event {
                id: "a".into(),
                run: "r".into(),
                at: 5,
                ..Event::new(Kind::Mark, "")
            }
        );
        for broken in [
            r#"{"run":"r","kind":"mark","at":5}"#,
            r#"{"id":"a","run":"r","kind":"mark","at":"5"}"#,
            r#"{"id":"a","run":"r","kind":"mark","at":5,"who":null}"#,
            r#"{"id":"a","run":"r","kind":"mark","at":5,"command":-1}"#,
            r#"{"id":"a","run":"r","kind":"mark","at":5,"values":[["A"]]}"#,
        ] {
            assert_eq!(json::read::<Event>(broken), None, "{broken}");
        }
    }
}
