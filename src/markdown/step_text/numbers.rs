//! Numbers that authors write themselves before headings and paragraphs.

/// `3. Look at the pods`, `3) …`, `3.1 …`, `3️⃣ …` as number and text; of several numbers the last.
pub(in crate::markdown) fn number_of(text: &str) -> Option<(u32, &str)> {
    let text = text.trim();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut len = digits(text);
    let mut rest = text.get(len..)?;
    let mut number = text.get(..len)?;
    let mut parts = usize::from(len > 0);
    while let Some(behind) = rest.strip_prefix('.')
        && let more @ 1.. = digits(behind)
    {
        (number, rest) = behind.split_at_checked(more)?;
        len = more;
        parts += 1;
    }
    let number = number.parse().ok().filter(|_| len <= 3)?;
    let keycap = rest.strip_prefix('\u{fe0f}').unwrap_or(rest).strip_prefix('\u{20e3}');
    let marked = keycap.or_else(|| rest.strip_prefix(['.', ')', ':']));
    // `3.5 hours` is none.
    let starts = |text: &str| text.starts_with(|c: char| c.is_uppercase() || !c.is_ascii() || c == '`');
    let rest = match marked {
        Some(rest) => rest,
        None if parts > 1 && starts(rest.trim_start()) => rest,
        None => return None,
    };
    let text = rest.trim_start_matches([' ', '\u{a0}']);
    (text.len() < rest.len()).then(|| (number, text.trim()))
}

/// A paragraph that counts as items of a list do: what [`number_of`] reads, `a) Look`, `(2) Look`, `① Look`; as its mark, number
/// and text.
pub(in crate::markdown) fn clause(text: &str) -> Option<(&str, u32, &str)> {
    let text = text.trim();
    let with_mark = |number, rest: &'_ str| (text.len() - rest.len(), number);
    let lettered = || {
        let inside = text.strip_prefix('(').unwrap_or(text);
        let end = inside.find(|c: char| !c.is_ascii_alphanumeric())?;
        let (mark, rest) = inside.split_at_checked(end)?;
        let is_open = inside.len() < text.len();
        let rest = rest
            .strip_prefix(')')
            .or_else(|| rest.strip_prefix('.').filter(|_| !is_open))?;
        let number = match *mark.as_bytes() {
            [letter @ b'a'..=b'z'] => u32::from(letter - b'a') + 1,
            _ if is_open => mark.parse().ok().filter(|_| mark.len() <= 2)?,
            _ => return None,
        };
        rest.starts_with(' ').then(|| with_mark(number, rest.trim_start()))
    };
    let circled = || {
        let first = text.chars().next().filter(|c| ('①'..='⑳').contains(c))?;
        Some(with_mark(
            first as u32 - '①' as u32 + 1,
            text.get(first.len_utf8()..)?.trim_start(),
        ))
    };
    let numbered = || number_of(text).map(|(number, rest)| with_mark(number, rest));
    let (mark, number) = numbered().or_else(lettered).or_else(circled)?;
    let (mark, text) = text.split_at_checked(mark)?;
    (!text.is_empty()).then(|| (mark.trim_end().trim_end_matches(['.', ')']), number, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_headings() {
        assert_eq!(number_of("3. Diagnosis"), Some((3, "Diagnosis")));
        assert_eq!(number_of("3) Diagnosis"), Some((3, "Diagnosis")));
        assert_eq!(number_of("3.1 Check the time"), Some((1, "Check the time")));
        assert_eq!(number_of("4.1.2. Check"), Some((2, "Check")));
        assert_eq!(number_of("2️⃣ Check"), Some((2, "Check")));
        assert_eq!(number_of("3.5 hours"), None);
        assert_eq!(number_of("2024. x"), None);
        assert_eq!(number_of("x"), None);
    }

    #[test]
    fn clauses() {
        assert_eq!(
            clause("4.1.1 The officer calls."),
            Some(("4.1.1", 1, "The officer calls."))
        );
        assert_eq!(clause("b) Log on"), Some(("b", 2, "Log on")));
        assert_eq!(clause("(3) Log on"), Some(("(3", 3, "Log on")));
        assert_eq!(clause("② 確認"), Some(("②", 2, "確認")));
        for text in [
            "(see below) x",
            "J. Doe",
            "i.e. x",
            "a text",
            "e.g. this",
            "(2024) x",
            "3.2 of them",
            "",
        ] {
            assert_eq!(clause(text), None, "{text}");
        }
    }
}
