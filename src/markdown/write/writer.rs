//! Lines of Markdown that texts cannot leave.

use super::{DraftStep, or};

/// The text under construction.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) text: String,
}

impl Writer {
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A blank line, unless there is one.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    pub(super) fn head(&mut self, level: usize, text: &str) {
        self.gap();
        self.line(&format!("{} {text}", "#".repeat(level)));
        self.gap();
    }

    pub(super) fn list(&mut self, marker: &str, items: &[String], template: &str) {
        let mut any = false;
        for item in items.iter().filter(|item| !item.trim().is_empty()) {
            self.line(&format!("{marker}{}", inline(item, template)));
            any = true;
        }
        if !any {
            self.line(&format!("{marker}{template}"));
        }
    }

    /// Steps as an ordered list; what belongs to a step is indented to its text.
    pub(super) fn steps(&mut self, steps: &[DraftStep], template: &str) {
        let first = [DraftStep::default()];
        let steps = if steps.is_empty() { &first[..] } else { steps };
        for (number, step) in (1..).zip(steps) {
            let marker = format!("{number}. ");
            let indent = " ".repeat(marker.len());
            self.line(&format!("{marker}{}", inline(&step.text, template)));
            let before = self.text.len();
            self.body(step, &indent);
            if self.text.len() > before {
                self.gap();
            }
        }
    }

    /// What belongs to a step beside its text.
    pub(super) fn body(&mut self, step: &DraftStep, indent: &str) {
        if !step.warning.trim().is_empty() {
            self.gap();
            self.line(&format!("{indent}> [!WARNING]"));
            self.line(&format!("{indent}> {}", inline(&step.warning, "")));
        }
        let command = step.command.replace("\r\n", "\n").replace('\r', "\n");
        let command = command.trim_matches('\n');
        if !command.trim().is_empty() {
            self.gap();
            self.fence(&step.language, command, indent);
        }
        let facts: Vec<String> = [
            ("Expected", &step.expected),
            ("If not", &step.if_not),
            ("Rollback", &step.rollback),
        ]
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(key, value)| format!("{indent}**{key}**: {}", inline(value, "")))
        .collect();
        if !facts.is_empty() {
            self.gap();
            self.line(&facts.join("  \n"));
        }
    }

    /// A code block, with a fence that its text does not contain.
    pub(super) fn fence(&mut self, language: &str, code: &str, indent: &str) {
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat((longest + 1).max(3));
        let language: String = language
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || "_+-#.".contains(*c))
            .collect();
        self.line(&format!("{indent}{fence}{}", or(language, "bash")));
        for line in code.split('\n') {
            // A blank line of a block needs no indentation.
            self.line(&if line.is_empty() {
                String::new()
            } else {
                format!("{indent}{line}")
            });
        }
        self.line(&format!("{indent}{fence}"));
    }
}

/// White space of every kind, line ends too, as one space each; none at the ends. Control characters go.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// A text in its place, or the template's where there is none: one line, that begins no block.
pub(super) fn inline(text: &str, template: &str) -> String {
    let text = one_line(text);
    if text.is_empty() {
        return template.to_string();
    }
    let escaped = match text.as_bytes() {
        [b'#' | b'>' | b'-' | b'+' | b'=' | b'~' | b'|' | b':' | b'<', ..]
        | [b'*' | b'_', b' ' | b'*' | b'_', ..]
        | [b'*'] => {
            format!("\\{text}")
        }
        [b'`', b'`', b'`', ..] => format!("\\{text}"),
        // A task marker or the definition of a link or a footnote.
        [b'[', b' ' | b'x' | b'X', b']', ..] => format!("\\{text}"),
        [b'[', ..] if text.contains("]:") => format!("\\{text}"),
        [b'0'..=b'9', ..] => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = text.split_at(digits);
            match rest.as_bytes().first() {
                Some(b'.' | b')') => format!("{number}\\{rest}"),
                _ => text,
            }
        }
        _ => text,
    };
    // A backslash at the end would take the line end with it.
    let backslashes = escaped.bytes().rev().take_while(|b| *b == b'\\').count();
    if backslashes % 2 == 1 {
        format!("{escaped}\\")
    } else {
        escaped
    }
}

/// Plain text as inline Markdown that reads the same.
pub(super) fn plain(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            // Inside of a word an underscore is a letter.
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '&' => next.is_ascii_alphabetic() || next == '#',
            // A row of them at the end would close the heading.
            '#' => before == ' ',
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Plain text as inline code.
pub(super) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}
