//! Code blocks.

use super::Writer;
use crate::markdown::highlight;
use crate::markdown::outline::fence_language;
use crate::text::Span;
use crate::text::escape::{push_html_attribute, push_html_text};
use pulldown_cmark::{CodeBlockKind, Event, TagEnd};

/// A line of more characters than this may scroll on a phone, so the block must be reachable by keyboard.
const PHONE_LINE: usize = 36;

impl Writer<'_> {
    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>, span: Span) {
        let mut code = String::new();
        while let Some((event, _)) = self.events.get(self.at) {
            self.at += 1;
            match event {
                Event::Text(text) => code.push_str(text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => fence_language(info),
            CodeBlockKind::Indented => String::new(),
        };
        self.out.push_str("<figure class=\"bg-code\"");
        // Commands are numbered over the whole page, in the order of the runbook's.
        let commands = &self.document.runbook().commands;
        let at = commands.partition_point(|command| command.span.start < span.start);
        let command = commands.get(at).filter(|command| command.span.start == span.start);
        if let Some(command) = command {
            self.out.push_str(&format!(
                " data-command=\"{}\" data-danger=\"{}\"",
                at + 1,
                command.danger.name()
            ));
        }
        if !language.is_empty() {
            self.out.push_str(" data-lang=\"");
            push_html_attribute(&mut self.out, &language);
            self.out.push('"');
        }
        self.out.push_str("><figcaption>");
        match language.as_str() {
            "" => self.out.push_str("code"),
            // Drawing it would need a third party's script.
            "mermaid" => self.out.push_str("diagram source (Mermaid)"),
            language => push_html_text(&mut self.out, language),
        }
        if let Some(command) = command {
            self.out.push_str("<span class=\"bg-danger\"");
            if !command.danger_reason.is_empty() {
                self.out.push_str(" title=\"");
                push_html_attribute(&mut self.out, command.danger_reason);
                self.out.push('"');
            }
            self.out.push('>');
            self.out.push_str(command.danger.words());
            self.out.push_str("</span>");
        }
        let scrolls = code.lines().any(|line| line.chars().count() > PHONE_LINE);
        self.out.push_str(if scrolls {
            "</figcaption><pre tabindex=\"0\"><code>"
        } else {
            "</figcaption><pre><code>"
        });
        push_code(&mut self.out, &language, &code);
        self.out.push_str("</code></pre></figure>\n");
    }
}

/// The code with an element (`<bg-f>`, say) around each token that has a colour. These elements mean nothing but the colour
/// that the styles give them, and a page has hundreds: as `<span class="…">` they would be three times as long.
fn push_code(out: &mut String, language: &str, code: &str) {
    let Some(language) = highlight::language(language) else {
        push_html_text(out, code);
        return;
    };
    highlight::highlight(language, code, &mut |text, token| match token {
        Some(token) => {
            out.push_str("<bg-");
            out.push_str(token.class());
            out.push('>');
            push_html_text(out, text);
            out.push_str("</bg-");
            out.push_str(token.class());
            out.push('>');
        }
        None => push_html_text(out, text),
    });
}
