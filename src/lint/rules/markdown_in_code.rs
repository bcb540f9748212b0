//! Headings, task items and marked lines that a code block has swallowed.

use crate::diagnostic::Diagnostic;
use crate::lint::Options;
use crate::lint::file::{Code, File};
use crate::lint::registry::{Check, lint};
use crate::runbook::SectionKind;
use crate::text::Span;

lint! {
    /// Headings, task items and marked lines that a code block has swallowed.
    "BG007" "markdown-in-code" Warning, Check::File(check),
    what: "A code block that holds a section's or a step's heading, a task item, a line such as `**Expected**: …`, or a line that \
           opens another block.",
    why: "The block was most likely meant to end before it. On the page the heading is code: the section is missing from \
          the contents, its steps cannot be ticked off, and copying the block copies prose.",
    bad: "# T\n\n## Diagnosis\n\n```bash\nuptime\n``\n\n## Resolution\n\n- [ ] Restart it\n\n```bash\nw\n```\n",
    good: "# T\n\n## Diagnosis\n\n```bash\nuptime\n```\n\n## Resolution\n\n- [ ] Restart it\n\n```bash\nw\n```\n",
    fix: "",
}

/// Languages whose blocks show Markdown.
const MARKDOWN: [&str; 6] = ["markdown", "md", "mdx", "gfm", "rmarkdown", "jinja"];

fn check(file: &File<'_>, _: &Options, out: &mut Vec<Diagnostic>) {
    for code in &file.codes {
        if !code.is_fenced || MARKDOWN.contains(&code.language.as_str()) || is_page(code) {
            continue;
        }
        let written = in_here_documents(code);
        let swallowed: Vec<Span> = code
            .lines
            .iter()
            .filter(|(_, span)| !written.iter().any(|place| place.contains(span.start)))
            .filter(|(line, _)| is_markdown(file, line) || is_opening(file, code, line))
            .map(|(_, span)| *span)
            .collect();
        let Some(first) = swallowed.first() else { continue };
        let message = match swallowed.len() {
            1 => "this line is inside a code block, so the page shows it as code".to_string(),
            n => format!(
                "this and {} more lines of Markdown are inside a code block, so the page shows them as code",
                n - 1
            ),
        };
        let opening = Span::new(code.span.start, code.span.start + first_line(file, code).len());
        let finding = Diagnostic::new(RULE, *first, message).label(opening, "the block is opened here");
        out.push(match short_closing(code, *first) {
            Some(line) => finding
                .label(line, "this was perhaps meant to close it")
                .help("close the block with a line of as many backticks as opened it"),
            None => finding.help("close the block before it; a block that shows Markdown has the language `markdown`"),
        });
    }
}

/// The here-documents of a script: what it writes into a file may well be Markdown.
fn in_here_documents(code: &Code<'_>) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<(String, usize)> = None;
    for (line, span) in &code.lines {
        if let Some((delimiter, from)) = &open {
            if line.trim() == delimiter {
                out.push(Span::new(*from, span.start));
                open = None;
            }
            continue;
        }
        let Some((_, rest)) = line.split_once("<<") else {
            continue;
        };
        let delimiter = rest
            .trim_start_matches(['-', '<', ' '])
            .trim_start_matches(['\'', '"', '\\']);
        let word: String = delimiter
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if !word.is_empty() && !rest.starts_with('<') {
            open = Some((word, span.end));
        }
    }
    out
}

/// Whether a block without a language shows a page from its title on.
fn is_page(code: &Code<'_>) -> bool {
    let mut lines = code.lines.iter().map(|(line, _)| line.trim_end());
    let title = lines.next().is_some_and(|line| line.starts_with("# "));
    let blank = lines.next().is_some_and(str::is_empty);
    matches!(code.language.as_str(), "" | "text")
        && title
        && blank
        && lines.filter(|line| line.starts_with("## ")).count() > 1
}

fn first_line<'a>(file: &File<'a>, code: &Code<'_>) -> &'a str {
    code.span.of(file.source).lines().next().unwrap_or("")
}

/// `## Resolution`, `### Step 2: …`, `- [ ] …`: what no script has.
fn is_markdown(file: &File<'_>, line: &str) -> bool {
    let line = line.trim();
    for box_ in ["- [ ] ", "* [ ] ", "- [x] ", "- [X] "] {
        if line.starts_with(box_) {
            return true;
        }
    }
    // `**Expected**: …`, as no script begins a line.
    if let Some((key, rest)) = line.strip_prefix("**").and_then(|rest| rest.split_once("**")) {
        let is_key = key.starts_with(|c: char| c.is_uppercase()) && key.len() <= 60;
        return is_key && (rest.starts_with(':') || key.ends_with(':'));
    }
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    let Some(text) = line.get(hashes..).and_then(|rest| rest.strip_prefix(' ')) else {
        return false;
    };
    let lower = text.trim().to_lowercase();
    match hashes {
        2 => SectionKind::NAMED.into_iter().any(|kind| kind.name() == lower),
        3..=6 => {
            let step = lower
                .strip_prefix("step ")
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            step && file.is_runbook() || ["immediate actions", "root cause fix"].contains(&lower.as_str())
        }
        _ => false,
    }
}

/// A line that would open a block, inside of one that three characters opened.
fn is_opening(file: &File<'_>, code: &Code<'_>, line: &str) -> bool {
    let opening = first_line(file, code);
    let mark = if opening.starts_with('~') { '~' } else { '`' };
    let marks = |line: &str| line.chars().take_while(|c| *c == mark).count();
    let line = line.trim();
    let info = line.trim_start_matches(mark);
    marks(opening) == 3
        && marks(line) == 3
        && !info.is_empty()
        && info.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+-".contains(&b))
}

/// A line of one or two backticks or tildes before `before`.
fn short_closing(code: &Code<'_>, before: Span) -> Option<Span> {
    code.lines
        .iter()
        .take_while(|(_, span)| span.start < before.start)
        .find(|(line, _)| matches!(line.trim(), "``" | "`" | "~~"))
        .map(|(_, span)| *span)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn comments_of_a_script_are_no_headings() {
        check(
            "markdown-in-code",
            "# T\n\n## Diagnosis\n\n```bash\n## Set up\n# Step 1\nls\n```\n",
            &[],
        );
        check("markdown-in-code", "```markdown\n## Resolution\n- [ ] a\n```\n", &[]);
    }

    #[test]
    fn a_fence_that_was_forgotten_shows_by_the_next_one() {
        check(
            "markdown-in-code",
            "```bash\nls\n\n**Expected**: x\n\n```text\nout\n```\n",
            &["**Expected**: x"],
        );
        check("markdown-in-code", "```bash\nls\n```text\nout\n```\n", &["```text"]);
        check("markdown-in-code", "````bash\ncat <<X\n```text\nout\n```\n````\n", &[]);
        check("markdown-in-code", "```python\nf(**a)\n**b**: c\n```\n", &[]);
    }

    #[test]
    fn a_page_that_is_shown_as_a_whole_is_meant_so() {
        let page = "```\n# Full Disk\n\n## Impact\n\nx\n\n## Resolution\n\ny\n```\n";
        check("markdown-in-code", page, &[]);
        check(
            "markdown-in-code",
            &page.replace("# Full Disk\n\n", "ls\n"),
            &["## Impact"],
        );
    }

    #[test]
    fn what_a_script_writes_may_be_markdown() {
        let script = "```bash\ncat > report.md <<'EOF'\n**Date**: today\n## Impact\nEOF\nls\n```\n";
        check("markdown-in-code", script, &[]);
        check(
            "markdown-in-code",
            &script.replace("\nEOF", "").replace("ls\n", "ls\n- [ ] x\n"),
            &["**Date**: today"],
        );
    }

    #[test]
    fn one_finding_for_a_block() {
        check(
            "markdown-in-code",
            "```text\n- [ ] a\n- [ ] b\n## Related\n```\n",
            &["- [ ] a"],
        );
    }
}
