//! Diffs, line by line.

use super::Token;
use super::cursor::Cursor;

/// Highlights a diff: unified, as by git, or plain, with `<` and `>`.
pub(super) fn highlight(cursor: &mut Cursor) {
    // Whether the last line was `--- file`, so that `+++ file` belongs to it.
    let mut old_file = false;
    while cursor.begin_line() {
        // A removed line may start with `-- ` itself: only the pair names files.
        let names_old = cursor.sees(0, "--- ") && cursor.sees_below("+++ ");
        let names_new = old_file && cursor.sees(0, "+++ ");
        old_file = names_old;
        let token = match cursor.at(0) {
            _ if names_old || names_new => Some(Token::Heading),
            b'+' | b'>' => Some(Token::Inserted),
            b'-' | b'<' => Some(Token::Deleted),
            b'@' => Some(Token::Heading),
            b'\\' | b'#' => Some(Token::Comment),
            // `diff`, `index`, `rename from` and the like; context lines start with a space.
            b'a'..=b'z' => Some(Token::Comment),
            _ => None,
        };
        cursor.paint_rest(token);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn colours_lines() {
        check(
            "diff",
            "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@ fn\n same\n-old\n+new\n\\ No newline\n",
            "«c:diff --git a/x b/x\n»«h:--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@ fn\n» same\n«-:-old\n»«+:+new\n»«c:\\ No newline\n»",
        );
        check("diff", "< a\n---\n> b", "«-:< a\n---\n»«+:> b»");
    }

    #[test]
    fn tells_file_names_from_changed_lines() {
        check("diff", "--- a\n-b\n+++ c\n", "«-:--- a\n-b\n»«+:+++ c\n»");
    }
}
