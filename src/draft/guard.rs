//! What an author types into a field on one line, as Markdown that stays on that line and in that block.

/// The value that stands as `raw`: without the escape that [`write`] adds.
pub(super) fn read(raw: &str, opens: bool) -> String {
    if opens && let Some(at) = raw.find('\\') {
        let plain = [raw.get(..at).unwrap_or(""), raw.get(at + 1..).unwrap_or("")].concat();
        if write(&plain, opens) == raw {
            return plain;
        }
    }
    raw.to_string()
}

/// `value` on one line, without spaces at its end: what is written behind it would take them along. Where it `opens` a block, a mark at its start that would make another block is escaped.
pub(super) fn write(value: &str, opens: bool) -> String {
    let mut line = String::with_capacity(value.len() + 1);
    for c in value.trim_end().chars() {
        line.push(if c.is_control() { ' ' } else { c });
    }
    if !opens {
        return line;
    }
    let trimmed = line.trim_start();
    match block_mark(trimmed) {
        Some(at) => {
            let mut out = trimmed.to_string();
            out.insert(at, '\\');
            out
        }
        None => trimmed.to_string(),
    }
}

/// Where a line has the mark of another block than a paragraph: headings, quotes, lists, fences, rules, link
/// definitions, raw HTML.
fn block_mark(line: &str) -> Option<usize> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let spaced = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let marks = match first {
        '#' => spaced(rest.trim_start_matches('#')),
        '>' => true,
        '-' | '+' | '*' => spaced(rest) || only(line, first),
        '=' | '_' => only(line, first),
        '`' | '~' => rest.starts_with([first]) && rest.get(1..).is_some_and(|rest| rest.starts_with(first)),
        '[' => line.contains("]:"),
        '<' => rest.starts_with(['!', '?', '/']) || rest.starts_with(|c: char| c.is_ascii_alphabetic()),
        '|' => true,
        ':' => spaced(rest),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let mark = line.get(digits..)?;
            return (digits <= 9 && mark.starts_with(['.', ')']) && spaced(mark.get(1..)?)).then_some(digits);
        }
        _ => false,
    };
    // A tag in the middle of a sentence is a placeholder; alone at the start it would open a block of raw HTML.
    marks.then_some(0)
}

/// Whether a line is nothing but `mark` and spaces.
fn only(line: &str, mark: char) -> bool {
    line.chars().all(|c| c == mark || c == ' ')
}

/// Alert names that stand as code spans, or as they stand.
pub(super) fn read_names(raw: &str) -> String {
    let plain = raw.replace('`', "");
    if write_names(&plain) == raw {
        plain
    } else {
        raw.to_string()
    }
}

/// Names, each as a code span. A value that is more than names stands as it was typed.
pub(super) fn write_names(value: &str) -> String {
    let names: Vec<&str> = value.split(',').map(str::trim).collect();
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_:-.".contains(c));
    if names.iter().all(is_name) {
        let names: Vec<String> = names.iter().map(|name| ["`", name, "`"].concat()).collect();
        names.join(", ")
    } else {
        write(value, false)
    }
}
