//! Which alerts a file says it is for.

use crate::markdown::events::Spanned as Event_;
use crate::markdown::labels::Line;
use crate::runbook::SectionKind;
use crate::runbook::id::file_stem;
use crate::text::find::is_listed_folded;
use crate::text::span::Spanned;
use pulldown_cmark::Event;
use std::borrow::Cow;

const ALERT_KEYS: &str = "alert|alerts|alert name|alert names|alertname|alarm|alarms|alarm name|alarme|alerte|alerta|\
    алерт|アラート|アラート名|告警|告警名称";

/// A key of alerts, which may carry its colon.
pub(super) fn is_alert_key(key: &str) -> bool {
    let key = key.trim_end_matches(':');
    super::keys::short(key).is_some_and(|key| is_listed_folded(key, ALERT_KEYS))
}

/// Whether a heading, in lower case, says that alerts stand below it: it is their name, or one of the section `kind` that
/// speaks of them (`alerts covered`).
pub(super) fn is_alert_heading(heading: &str, kind: Option<SectionKind>) -> bool {
    let speaks = |word: &str| !word.contains(':') && is_alert_key(word);
    is_alert_key(heading) || kind == Some(SectionKind::Detection) && heading.split(' ').any(speaks)
}

/// Whether an item below such a heading is an alert's name: a label may stand there as well, a metric or a word.
pub(super) fn is_named(line: &Line<'_>) -> bool {
    let name = line.value.value.as_ref();
    let is_loud = || name.contains('_') && !name.contains(char::is_lowercase);
    name.starts_with(char::is_uppercase) && !name.contains(char::is_whitespace) && (is_identifier(name) || is_loud())
}

/// A list of alerts below a label such as `**Alerts**:`, by the item in which it stands; none where it is a list of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listing(Option<usize>);

impl Listing {
    /// The list whose items stand in item `parent`.
    pub(super) fn under(parent: Option<usize>) -> Self {
        Self(parent)
    }

    /// Whether an item in item `parent` may stand in an item of the list: items are numbered as they come.
    pub(super) fn holds(self, parent: Option<usize>) -> bool {
        parent > self.0
    }
}

/// Whether the last of these lines says that alerts follow: `**Alerts**:`.
pub(super) fn announces(lines: &[Line<'_>]) -> bool {
    let last = lines.last();
    last.is_some_and(|line| line.value.value.is_empty() && is_alert_key(&line.key))
}

/// An item of a list of alerts, whose content begins at event `at`: its first code span where it begins with one, its one
/// word, or the words before it says more (`HighCpu - above 90 % for 5m`).
pub(super) fn listed<'a>(events: &'a [Event_<'_>], at: usize, text: &str) -> Option<Line<'a>> {
    let mut inside = events.get(at..)?.iter();
    let is_mark = |event: &Event<'_>| matches!(event, Event::Start(_) | Event::TaskListMarker(_));
    let (first, span) = inside.find(|(event, _)| !is_mark(event))?;
    let (value, codes) = match first {
        Event::Code(code) => (code.as_ref(), vec![Spanned::new(code.as_ref(), *span)]),
        Event::Text(words) => {
            let ends = [" - ", " – ", " — ", ": ", " ("];
            let end = ends
                .iter()
                .filter_map(|end| words.find(end))
                .min()
                .unwrap_or(words.len());
            let words = words.get(..end)?.trim().trim_end_matches([':', ',', ';', '.']);
            let alone = !words.contains(char::is_whitespace) && (end < text.len() || words.len() == text.trim().len());
            (
                words,
                if alone {
                    vec![Spanned::new(words, *span)]
                } else {
                    Vec::new()
                },
            )
        }
        _ => return None,
    };
    Some(Line {
        key: Cow::Borrowed("alert"),
        value: Spanned::new(Cow::Borrowed(value), *span),
        codes,
        bold: false,
        start: span.start,
    })
}

/// Names, of which one text may hold several: `HighCpu, LowDisk`. A comma in a name of several words belongs to it.
pub(super) fn divided(texts: &[Spanned<String>]) -> Vec<Spanned<String>> {
    let mut out = Vec::with_capacity(texts.len());
    for text in texts {
        if text.value.replace(", ", "").contains(' ') {
            out.push(text.clone());
        } else {
            for name in text.value.split(',') {
                out.push(Spanned::new(name.trim().to_string(), text.span));
            }
        }
    }
    out
}

/// Alert names in a Detection bullet: its code spans, else its words in camel case.
pub(super) fn alert_names(line: &Line<'_>) -> Vec<Spanned<String>> {
    let is_name = |text: &str| {
        // `15m` is a time.
        let is_time = text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(char::is_uppercase);
        text.len() > 2 && !is_time && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == ':')
    };
    let names = line.codes.iter().filter(|code| is_name(code.value));
    let codes: Vec<_> = names.map(Spanned::owned).collect();
    if !codes.is_empty() {
        return codes;
    }
    // What is alone in a code span is a name, too: `Disk Full`, `high-cpu`.
    let is_text = |text: &str| {
        let may_stand = |c: char| c.is_alphanumeric() || "_-: ".contains(c);
        text.len() > 2 && text.starts_with(char::is_alphabetic) && text.chars().all(may_stand)
    };
    let alone = |code: &&Spanned<&str>| code.value == line.value.value.trim() && is_text(code.value);
    if let Some(code) = line.codes.first().filter(alone) {
        return vec![Spanned::owned(code)];
    }
    // `BGP_PEER_DOWN`, where it stands alone.
    let value = line.value.value.trim();
    if value.contains('_') && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return vec![Spanned::new(value.to_string(), line.value.span)];
    }
    line.value
        .value
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| is_identifier(word))
        .map(|word| Spanned::new(word.to_string(), line.value.span))
        .collect()
}

/// The alert that a page is for by its name, where it names none itself: its title, or its file's name, where that is one
/// identifier.
pub fn alert_in_name<'a>(title: &'a str, path: &'a str) -> Option<&'a str> {
    let stem = file_stem(path.rsplit('/').next().unwrap_or(path));
    // One word is a name where the file has it, too, as it is written there: `Watchdog.md`, not `backup.md`.
    let is_word = |name: &&str| {
        name.starts_with(char::is_uppercase)
            && name.contains(char::is_lowercase)
            && name.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    let word = Some(stem).filter(is_word).filter(|stem| *stem == title);
    // A file such as `gatherLogs.md` is named after what it does, as a function is.
    let named = Some(stem).filter(|stem| is_identifier(stem) && stem.starts_with(char::is_uppercase));
    Some(title).filter(|title| is_identifier(title)).or(named).or(word)
}

/// Whether a word reads as an alert name: a capital, and another behind a small letter (`HighCPUUsage`).
pub fn is_identifier(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_alphabetic)
        && word.chars().all(|c| c.is_alphanumeric() || c == '_')
        && word
            .chars()
            .zip(word.chars().skip(1))
            .any(|(first, second)| first.is_lowercase() && second.is_uppercase())
}
