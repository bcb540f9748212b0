//! Changing a text by replacements: the only way in which an existing file is changed.

use super::Span;

/// One replacement in a source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// The new text.
    pub text: String,
}

impl TextEdit {
    /// Puts `text` in the place of `span`.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
        }
    }

    /// Puts `text` at `offset`.
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(Span::at(offset), text)
    }

    /// Takes `span` out.
    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }
}

/// `source` with all `edits` made; every byte outside of them is as it was. `None` when they are not in order, overlap,
/// reach past the end, or cut a character: then nothing is changed at all. Several insertions at one place are made in
/// their order.
pub fn apply(source: &str, edits: &[TextEdit]) -> Option<String> {
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut out = String::with_capacity(source.len() + added);
    let mut from = 0;
    for edit in edits {
        out.push_str(source.get(from..edit.span.start)?);
        source.get(edit.span.start..edit.span.end)?;
        out.push_str(&edit.text);
        from = edit.span.end;
    }
    out.push_str(source.get(from..)?);
    Some(out)
}

/// Whether two edits can be made together: they share no byte, and are not two insertions at one place.
pub fn are_apart(a: &TextEdit, b: &TextEdit) -> bool {
    if a.span.is_empty() && b.span.is_empty() {
        return a.span.start != b.span.start;
    }
    a.span.end <= b.span.start || b.span.end <= a.span.start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_outside_the_edits_stay() {
        let edits = [
            TextEdit::insert(0, "<"),
            TextEdit::delete(Span::new(1, 3)),
            TextEdit::replace(Span::new(3, 4), "é"),
            TextEdit::insert(5, ">"),
        ];
        assert_eq!(apply("abcde", &edits).as_deref(), Some("<aée>"));
    }

    #[test]
    fn edits_that_do_not_fit_change_nothing() {
        for edits in [
            vec![TextEdit::delete(Span::new(2, 4)), TextEdit::delete(Span::new(3, 5))],
            vec![TextEdit::delete(Span::new(3, 5)), TextEdit::delete(Span::new(0, 1))],
            vec![TextEdit::delete(Span::new(0, 99))],
            vec![TextEdit::delete(Span::new(0, 1))],
        ] {
            assert_eq!(apply("éabcd", &edits), None, "{edits:?}");
        }
    }

    #[test]
    fn neighbours_are_apart() {
        let a = TextEdit::delete(Span::new(0, 2));
        assert!(are_apart(&a, &TextEdit::insert(2, "x")));
        assert!(!are_apart(&a, &TextEdit::delete(Span::new(1, 3))));
        assert!(!are_apart(&TextEdit::insert(2, "x"), &TextEdit::insert(2, "y")));
    }
}
