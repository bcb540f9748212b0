//! A runbook as search reads it: units, each a heading with the text up to the next, and in each the fields.

use crate::markdown::Document;
use crate::runbook::{Kind, Section, SectionKind, Severity};
use crate::text::Span;
use pulldown_cmark::{Event, Tag, TagEnd};

/// Where a text stands in its runbook, and so how much a word in it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The title, and the file's name where it says something else.
    Title,
    /// Names of alerts.
    Alert,
    /// The description in front matter or in the index: what the runbook is for, in one sentence.
    Description,
    /// The heading of a unit.
    Heading,
    /// Text of Symptoms and Detection (Meaning, Alerts, …).
    Symptom,
    /// Code blocks: commands, output, log lines.
    Code,
    /// All other text.
    Body,
    /// Category and owner.
    Label,
}

impl Field {
    /// All fields, in the order of their codes.
    pub const ALL: [Self; 8] = [
        Self::Title,
        Self::Alert,
        Self::Description,
        Self::Heading,
        Self::Symptom,
        Self::Code,
        Self::Body,
        Self::Label,
    ];

    /// Whether the catalog has it: title, alerts, headings, symptoms, and nothing else.
    pub fn is_in_digest(self) -> bool {
        !matches!(self, Self::Body | Self::Code)
    }
}

/// A stretch of text in one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its field.
    pub field: Field,
    /// Plain text.
    pub text: String,
}

/// A heading and what stands under it; the first unit of a runbook is its beginning, without a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// What the section is for.
    pub kind: SectionKind,
    /// The heading's text; empty for the beginning.
    pub heading: String,
    /// The heading's id in the page; empty for the beginning.
    pub anchor: String,
    /// Its text, the heading first.
    pub runs: Vec<Run>,
}

/// A runbook to be indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Incident or procedure.
    pub kind: Kind,
    /// Its severity.
    pub severity: Option<Severity>,
    /// Its category.
    pub category: String,
    /// Its owner; empty where none is named.
    pub owner: String,
    /// Its alerts.
    pub alerts: Vec<String>,
    /// Its text.
    pub units: Vec<Unit>,
}

/// Headings down to this level begin a unit; deeper ones belong to the unit around them.
const DEEPEST: u8 = 3;

/// Bytes of one runbook's text that are indexed. Ten times the longest of some 400 public runbooks; beyond that a page
/// is a log file, and its beginning has to do.
pub const MOST_TEXT: usize = 1 << 20;

impl Source {
    /// The units of `document`, with what the catalog knows about it in the other fields already.
    pub fn read(mut self, document: &Document, description: &str) -> Self {
        let mut first = Unit::default();
        let mut push = |field, text: &str| {
            if !text.trim().is_empty() {
                first.runs.push(Run {
                    field,
                    text: text.trim().to_string(),
                });
            }
        };
        push(Field::Title, &self.title);
        let name = self.id.rsplit('/').next().unwrap_or("");
        if squeezed(name) != squeezed(&self.title) {
            push(Field::Title, name);
        }
        for alert in &self.alerts {
            push(Field::Alert, alert);
        }
        push(Field::Description, description);
        push(Field::Label, &self.category);
        push(Field::Label, &self.owner);
        let mut reader = Reader::new(document, first);
        for (event, span) in document.prepared.events() {
            reader.event(event, span);
            if reader.bytes > MOST_TEXT {
                break;
            }
        }
        self.units = reader.finish();
        self
    }

    /// Its stretches of text, in order.
    pub fn runs(&self) -> impl Iterator<Item = &Run> {
        self.units.iter().flat_map(|unit| &unit.runs)
    }
}

/// Letters and digits only, lower case: what a title and a file name are compared by.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

struct Reader<'a> {
    document: &'a Document,
    units: Vec<Unit>,
    current: Unit,
    text: String,
    heading: Option<usize>,
    next_heading: usize,
    /// The first section that has not ended.
    next_section: usize,
    in_code: bool,
    hidden: usize,
    bytes: usize,
}

/// Between the cells of a row, in what is shown of a hit.
const BETWEEN_CELLS: &str = " | ";

impl<'a> Reader<'a> {
    fn new(document: &'a Document, first: Unit) -> Self {
        Self {
            document,
            units: Vec::new(),
            current: first,
            text: String::new(),
            heading: None,
            next_heading: 0,
            next_section: 0,
            in_code: false,
            hidden: 0,
            bytes: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                self.flush();
                self.heading = Some(self.next_heading);
                self.next_heading += 1;
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::CodeBlock(_)) => {
                self.flush();
                self.in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                self.flush();
                self.in_code = false;
            }
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::HtmlBlock) => {
                self.text.push('\n')
            }
            Event::End(TagEnd::TableCell) => self.text.push_str(BETWEEN_CELLS),
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                let end = self.text.strip_suffix(BETWEEN_CELLS).map(str::len);
                self.text.truncate(end.unwrap_or(self.text.len()));
                self.text.push('\n');
            }
            _ => {}
        }
        let _ = span;
    }

    fn push(&mut self, text: &str) {
        self.bytes += text.len();
        self.text.push_str(text);
    }

    /// Raw HTML: its text counts (`<details><summary>…`, and placeholders such as `<pod-name>`), its tags do not.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some((text, tag)) = rest.split_once('<') {
            self.push(text);
            let Some((tag, after)) = tag.split_once('>') else {
                rest = "";
                break;
            };
            let name = tag.trim_start_matches('/');
            if name.starts_with("!--") {
                self.hidden += 1;
            } else if name.contains('-') && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) {
                self.push(name);
            }
            rest = after;
        }
        self.push(rest);
        self.text.push(' ');
    }

    fn end_heading(&mut self) {
        let Some(at) = self.heading.take() else { return };
        let text = std::mem::take(&mut self.text);
        let outline = &self.document.outline;
        if outline.title_heading == Some(at) {
            return;
        }
        let Some(heading) = self.document.runbook().headings.get(at) else {
            return;
        };
        if heading.level > DEEPEST && !self.units.is_empty() {
            self.add(Field::Heading, &text);
            return;
        }
        let start = heading.span.start;
        let sections = self.document.runbook().sections.as_slice();
        // Both are in source order: what ends before this heading holds no later one.
        let ended = |section: &Section| section.span.end <= start;
        while sections.get(self.next_section).is_some_and(ended) {
            self.next_section += 1;
        }
        let section = sections
            .iter()
            .skip(self.next_section)
            .take_while(|section| section.span.start <= start)
            .find(|section| section.span.contains(start));
        let next = Unit {
            kind: section.map_or(SectionKind::Other, |section| section.kind),
            heading: heading.text.clone(),
            anchor: heading.anchor.clone(),
            runs: Vec::new(),
        };
        self.units.push(std::mem::replace(&mut self.current, next));
        self.add(Field::Heading, &text);
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let field = match self.current.kind {
            _ if self.in_code => Field::Code,
            SectionKind::Symptoms | SectionKind::Detection => Field::Symptom,
            _ => Field::Body,
        };
        self.add(field, &text);
    }

    fn add(&mut self, field: Field, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match self.current.runs.last_mut() {
            Some(last) if last.field == field && field != Field::Heading => {
                last.text.push('\n');
                last.text.push_str(text);
            }
            _ => self.current.runs.push(Run {
                field,
                text: text.to_string(),
            }),
        }
    }

    fn finish(mut self) -> Vec<Unit> {
        self.flush();
        self.units.push(self.current);
        self.units
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;

    fn source(text: &str) -> Source {
        Source {
            id: "x/pod-crash".to_string(),
            title: "Pod crash".to_string(),
            alerts: vec!["PodCrash".to_string()],
            category: "Pods".to_string(),
            ..Source::default()
        }
        .read(&markdown::read(text), "What it is for")
    }

    #[test]
    fn units_follow_headings_and_fields_follow_sections() {
        let source = source(
            "# Runbook: Pod crash\n\nIntro.\n\n## Symptoms\n\n- `OOMKilled` seen\n\n## Diagnosis\n\n### Step 1: Look\n\n\
             ```bash\nkubectl get pods\n```\n\nThen <pod-name>.\n",
        );
        let units: Vec<(&str, &str)> = source
            .units
            .iter()
            .map(|u| (u.heading.as_str(), u.anchor.as_str()))
            .collect();
        assert_eq!(
            units,
            [
                ("", ""),
                ("Symptoms", "symptoms"),
                ("Diagnosis", "diagnosis"),
                ("Step 1: Look", "step-1-look")
            ]
        );
        let runs = |at: usize| -> Vec<(Field, &str)> {
            source.units[at]
                .runs
                .iter()
                .map(|run| (run.field, run.text.as_str()))
                .collect()
        };
        assert_eq!(
            runs(0),
            [
                (Field::Title, "Pod crash"),
                (Field::Alert, "PodCrash"),
                (Field::Description, "What it is for"),
                (Field::Label, "Pods"),
                (Field::Body, "Intro."),
            ]
        );
        assert_eq!(
            runs(1),
            [(Field::Heading, "Symptoms"), (Field::Symptom, "OOMKilled seen")]
        );
        assert_eq!(
            runs(3),
            [
                (Field::Heading, "Step 1: Look"),
                (Field::Code, "kubectl get pods"),
                (Field::Body, "Then pod-name ."),
            ]
        );
        let digest: Vec<&str> = source
            .runs()
            .filter(|run| run.field.is_in_digest())
            .map(|run| run.text.as_str())
            .collect();
        assert!(digest.contains(&"OOMKilled seen") && !digest.contains(&"kubectl get pods"));
    }

    #[test]
    fn rows_end_with_their_last_cell() {
        let source = source("# T\n\n| Step | Action |\n|---|---|\n| 1 | Look |\n| 2 |  |\n\nEnd.\n");
        assert_eq!(
            source.units[0].runs.last().unwrap().text,
            "Step | Action\n1 | Look\n2 | \nEnd."
        );
    }
}
