//! The place of one field in the source.

use super::blocks::CODE_MARGIN;
use super::{behind, guard};
use crate::diagnostic::TextEdit;
use crate::text::Span;

/// How a field's value stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// On one line, among Markdown: line ends become spaces. `opens` where the value begins a block, so that what would
    /// read as another block's mark has to be escaped.
    Line {
        /// Whether the value begins a block.
        opens: bool,
    },
    /// Alert names, each as a code span unless the author wrote them otherwise.
    Names,
    /// Markdown over several lines; lines behind the first are indented by `indent` spaces.
    Block {
        /// Spaces before each further line.
        indent: usize,
    },
    /// Words or a list behind a label's colon.
    Behind {
        /// Spaces before each further line.
        indent: usize,
    },
    /// The lines of a code block, each indented by `indent` spaces.
    Code {
        /// Spaces before each line.
        indent: usize,
        /// The mark of the opening and of the closing fence; `None` where there are none yet, and lines that are there stand
        /// indented by a [`CODE_MARGIN`] more.
        fences: Option<(Span, Span)>,
    },
    /// The first word of a fence's info string.
    Word,
    /// A value of front matter.
    Scalar,
}

/// A field's place. One that is not there yet has an empty span where it belongs, and what to write around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The value in the source.
    pub span: Span,
    /// How it stands there.
    pub style: Style,
    /// Whether the source has it.
    pub present: bool,
    /// What is written before the value when it is new.
    pub before: String,
    /// What is written behind it.
    pub after: String,
    /// Whether the source has it in a form that only the source editor can change.
    pub locked: bool,
    /// Whether lines stand right above and below it that would be one paragraph with it. Below another the span begins with
    /// its line.
    pub touches: (bool, bool),
}

impl Slot {
    /// A value that the source has.
    pub fn present(span: Span, style: Style) -> Self {
        Self {
            span,
            style,
            present: true,
            before: String::new(),
            after: String::new(),
            locked: false,
            touches: (false, false),
        }
    }

    /// A value that would be written at `at`.
    pub fn absent(at: usize, style: Style, before: impl Into<String>, after: impl Into<String>) -> Self {
        Self {
            span: Span::at(at),
            style,
            present: false,
            before: before.into(),
            after: after.into(),
            locked: false,
            touches: (false, false),
        }
    }

    /// The field's value.
    pub fn value(&self, source: &str) -> String {
        if !self.present {
            return String::new();
        }
        let raw = self.span.of(source);
        match &self.style {
            Style::Line { opens } => guard::read(raw, *opens),
            Style::Names => guard::read_names(raw),
            Style::Block { indent } => unindent(raw, *indent, self.touches.0),
            Style::Behind { indent } => behind::read(raw, *indent),
            Style::Code { indent, fences } => {
                let more = if fences.is_none() { CODE_MARGIN.len() } else { 0 };
                let code = raw.strip_suffix('\n').unwrap_or(raw);
                let code = code.strip_suffix('\r').unwrap_or(code);
                unindent(code, *indent + more, true)
            }
            Style::Word => raw.to_string(),
            Style::Scalar => read_scalar(raw),
        }
    }

    /// Whether the value needs more than one line.
    pub fn is_long(&self, source: &str) -> bool {
        match self.style {
            Style::Code { .. } => true,
            Style::Block { .. } | Style::Behind { .. } => self.span.of(source).contains('\n'),
            _ => false,
        }
    }

    /// The edits that give the field `value`; none when it has it already, and none for a locked field.
    pub fn set(&self, source: &str, value: &str) -> Vec<TextEdit> {
        if self.locked || self.value(source) == value || (!self.present && value.trim().is_empty()) {
            return Vec::new();
        }
        let newline = line_end(source);
        let text = match &self.style {
            Style::Line { opens } => guard::write(value, *opens),
            Style::Names => guard::write_names(value),
            Style::Block { indent } => indented(value.trim_end_matches('\n'), *indent, self.touches.0, newline),
            Style::Behind { indent } => {
                let (mut text, has_list) = behind::write(value, *indent, newline);
                // A list that is there keeps its distance.
                let raw = self.span.of(source);
                let lead = raw.get(..raw.len() - raw.trim_start().len()).unwrap_or("");
                if lead.contains('\n') && text.starts_with(newline) {
                    text = [lead, text.trim_start()].concat();
                }
                if has_list && self.touches.1 {
                    text.push_str(newline);
                }
                text
            }
            Style::Code { indent, .. } => {
                let mut code = indented(value, *indent, true, newline);
                if !value.is_empty() {
                    code.push_str(newline);
                }
                code
            }
            Style::Word => value.chars().filter(|c| !c.is_whitespace() && *c != '`').collect(),
            Style::Scalar => write_scalar(value),
        };
        let text = if self.present && self.before.is_empty() {
            text
        } else {
            let mut before = self.before.replace('\n', newline);
            let mut after = self.after.replace('\n', newline);
            if let Style::Code { .. } = self.style {
                let fence = "`".repeat(longest_run(value, '`').max(2) + 1);
                before = before.replace("```", &fence);
                after = after.replace("```", &fence);
            }
            [before, text, after].concat()
        };
        let mut edit = TextEdit { span: self.span, text };
        match &self.style {
            Style::Code {
                fences: Some((opening, closing)),
                ..
            } => with_fences(source, value, *opening, edit, *closing),
            Style::Block { .. } if !value.trim().is_empty() => {
                if self.touches.0 && !behind::ends_paragraph(value.trim_start()) {
                    edit.text.insert_str(0, newline);
                }
                if self.touches.1 && !behind::ends_itself(value) {
                    edit.text.push_str(newline);
                }
                vec![edit]
            }
            _ => vec![edit],
        }
    }
}

/// The line end that a file uses: that of its first line.
pub(super) fn line_end(source: &str) -> &'static str {
    match source.find('\n') {
        Some(at) if source.as_bytes().get(at.wrapping_sub(1)) == Some(&b'\r') => "\r\n",
        _ => "\n",
    }
}

/// The edits of a code block's text, with longer fences where the text holds one as long.
fn with_fences(source: &str, value: &str, opening: Span, edit: TextEdit, closing: Span) -> Vec<TextEdit> {
    let mark = opening.of(source).chars().next().unwrap_or('`');
    let longest = longest_run(value, mark);
    if longest < opening.len().min(closing.len()) || longest < 3 {
        return vec![edit];
    }
    let fence: String = std::iter::repeat_n(mark, longest + 1).collect();
    vec![
        TextEdit {
            span: opening,
            text: fence.clone(),
        },
        edit,
        TextEdit {
            span: closing,
            text: fence,
        },
    ]
}

/// The longest run of `mark` that a line of `text` begins with.
fn longest_run(text: &str, mark: char) -> usize {
    let runs = text
        .lines()
        .map(|line| line.trim_start().chars().take_while(|c| *c == mark).count());
    runs.max().unwrap_or(0)
}

/// `text` without `indent` spaces before its lines (all of them, or all behind the first), and with `\n` alone.
pub(super) fn unindent(text: &str, indent: usize, first: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let line = line.strip_suffix('\r').unwrap_or(line);
        if at == 0 && !first {
            out.push_str(line);
            continue;
        }
        let spaces = line.bytes().take(indent).take_while(|b| *b == b' ').count();
        out.push_str(line.get(spaces..).unwrap_or(""));
    }
    out
}

fn indented(text: &str, indent: usize, first: bool, newline: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push_str(newline);
        }
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.is_empty() && (at > 0 || first) {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(line);
    }
    out
}

/// A scalar as front matter has it, without its quotes.
fn read_scalar(raw: &str) -> String {
    for quote in ['"', '\''] {
        let inner = raw.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inner) = inner {
            return match quote {
                '"' => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
                _ => inner.replace("''", "'"),
            };
        }
    }
    raw.to_string()
}

/// A scalar for YAML and TOML alike: in double quotes.
fn write_scalar(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
