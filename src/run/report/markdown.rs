//! The timeline as Markdown, as Git hosts render it. What people wrote is escaped: it reads as they wrote it and cannot become
//! a heading, a link or a tag.

use super::{Line, Timeline, title};
use crate::run::event::Kind;
use crate::run::mark::Mark;

/// The whole report.
pub fn write(timeline: &Timeline) -> String {
    let mut out = String::new();
    let run = &timeline.run;
    push(&mut out, &["# Timeline: ", &escape(&title(run)), "\n\n"]);
    for (name, value) in timeline.facts() {
        push(&mut out, &["- **", name, "**: ", &escape(&value), "\n"]);
    }
    if !run.runbook.is_empty() {
        push(&mut out, &["- **Runbook**: ", &code(&run.runbook), "\n"]);
    }
    if !run.outcome.is_empty() {
        out.push_str("\n## Outcome\n\n");
        out.push_str(&quote(&run.outcome, ""));
    }
    section(&mut out, timeline, "Timeline", &|_| true);
    section(&mut out, timeline, "Decisions", &is_decision);
    section(&mut out, timeline, "Commands", &|line| line.kind == Kind::Copy);
    section(&mut out, timeline, "Notes", &|line| line.kind == Kind::Note);
    out.push_str("\n## Follow-ups\n\n");
    if timeline.follow_ups.is_empty() {
        out.push_str("None noted.\n");
    }
    for (since, todo) in &timeline.follow_ups {
        push(&mut out, &["- [ ] ", &escape(todo), " (", since, ")\n"]);
    }
    if !timeline.open.is_empty() {
        out.push_str("\n## Open steps\n\n");
    }
    for step in &timeline.open {
        push(&mut out, &["- ", &escape(step), "\n"]);
    }
    section(&mut out, timeline, "To change in the runbook", &|line| {
        line.kind == Kind::Feedback
    });
    out
}

fn push(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

/// Whether a line is a choice somebody made: a branch, a step left out or given up, a call for help, the end.
fn is_decision(line: &Line) -> bool {
    let left_out = [Mark::Failed, Mark::Skipped, Mark::NotApplicable];
    !line.retracted
        && match line.kind {
            Kind::Choose | Kind::Escalate | Kind::Finish | Kind::Reopen => true,
            Kind::Mark => left_out.iter().any(|mark| line.what.ends_with(mark.words())),
            _ => false,
        }
}

fn section(out: &mut String, timeline: &Timeline, name: &str, wanted: &dyn Fn(&Line) -> bool) {
    let mut lines = timeline.lines.iter().filter(|line| wanted(line)).peekable();
    if lines.peek().is_none() {
        return;
    }
    push(out, &["\n## ", name, "\n\n"]);
    for line in lines {
        entry(out, line);
    }
}

fn entry(out: &mut String, line: &Line) {
    push(
        out,
        &["- **", &line.since, "** · ", &line.utc, " (", &line.local, ") · "],
    );
    if line.retracted {
        out.push_str("~~");
    }
    push(out, &[&escape(&line.what)]);
    if !line.subject.is_empty() {
        push(out, &[": ", &escape(&line.subject)]);
    }
    if line.retracted {
        out.push_str("~~");
    }
    let mut remarks: Vec<String> = Vec::new();
    if !line.of.is_empty() {
        remarks.push(["in ", &line.of].concat());
    }
    if !line.who.is_empty() {
        remarks.push(["by ", &line.who].concat());
    }
    remarks.extend(line.remarks.iter().cloned());
    if !remarks.is_empty() {
        push(out, &[" *(", &escape(&remarks.join("; ")), ")*"]);
    }
    out.push('\n');
    if !line.text.is_empty() {
        out.push('\n');
        out.push_str(&quote(&line.text, "  "));
        out.push('\n');
    }
    if !line.code.is_empty() {
        out.push('\n');
        out.push_str(&block(&line.code, "  "));
        out.push('\n');
    }
    if !line.values.is_empty() {
        let pairs = line
            .values
            .iter()
            .map(|(name, value)| [&code(name), " = ", &code(value)].concat());
        let pairs: Vec<String> = pairs.collect();
        push(out, &["  with ", &pairs.join(", "), "\n\n"]);
    }
}

/// Text as a quotation, line by line.
fn quote(text: &str, indent: &str) -> String {
    let mut out = String::new();
    for line in text.trim_end().lines() {
        // Two spaces at the end keep the line break.
        push(&mut out, &[indent, "> ", &escape(line), "  \n"]);
    }
    out
}

/// A fenced block, with a fence longer than any in `text`.
fn block(text: &str, indent: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let mut out = [indent, &fence, "text\n"].concat();
    for line in text.trim_end_matches('\n').lines() {
        push(&mut out, &[indent, line, "\n"]);
    }
    push(&mut out, &[indent, &fence, "\n"]);
    out
}

/// Inline code, with as many backticks as it takes.
fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.trim().is_empty() {
        return "(empty)".to_string();
    }
    let ticks = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) {
        " "
    } else {
        ""
    };
    [&ticks, pad, &text, pad, &ticks].concat()
}

/// The longest run of backticks.
fn longest_run(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Text that reads the same rendered. Line breaks become spaces; addresses stay whole, in pointed brackets.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (at, word) in text.split([' ', '\n', '\t']).enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let is_address = (word.starts_with("https://") || word.starts_with("http://"))
            && word
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c));
        if is_address {
            push(&mut out, &["<", word, ">"]);
            continue;
        }
        let start = out.len();
        for c in word.chars() {
            match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '$' => {
                    out.push('\\');
                    out.push(c);
                }
                '&' => out.push_str("&amp;"),
                c => out.push(c),
            }
        }
        // At the start of a line these begin a list or a heading's underline; "1." begins a list too.
        if at == 0 {
            let first = out.get(start..).unwrap_or_default();
            let digits = first.bytes().take_while(u8::is_ascii_digit).count();
            if first.starts_with(['-', '+', '=']) {
                out.insert(start, '\\');
            } else if digits > 0 && first.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')'])) {
                out.insert(start + digits, '\\');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a renderer shows for `markdown`, without tags.
    fn shown(markdown: &str) -> String {
        use pulldown_cmark::{Event, Options, Parser};
        let mut out = String::new();
        for event in Parser::new_ext(
            markdown,
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS,
        ) {
            match event {
                Event::Text(text) | Event::Code(text) => out.push_str(&text),
                Event::SoftBreak | Event::HardBreak => out.push(' '),
                Event::Html(html) | Event::InlineHtml(html) => panic!("a tag: {html}"),
                _ => {}
            }
        }
        out
    }

    #[test]
    fn what_people_wrote_reads_as_they_wrote_it() {
        for text in [
            "# not a heading",
            "- not a list",
            "1. not one",
            "a *b* _c_ `d` ~~e~~ [f](g) <script>alert(1)</script> &amp; | \\",
            "![x](y) $HOME",
            "=== x",
            "> quoted",
        ] {
            assert_eq!(shown(&escape(text)), text);
        }
        assert_eq!(
            shown(&escape("see https://x.example/a_b?c=d_e now")),
            "see https://x.example/a_b?c=d_e now"
        );
        for text in ["a`b", "`", "``a``", " a "] {
            assert_eq!(shown(&code(text)), text);
        }
        assert_eq!(shown(&block("```\nx\n````", "")), "```\nx\n````\n");
    }
}
