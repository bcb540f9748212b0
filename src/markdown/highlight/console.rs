//! Console sessions: prompts, the commands typed at them, and what these printed.

use super::Token;
use super::clike;
use super::cursor::{Cursor, is_gap};
use super::grammar;
use super::shell::{Next, Shell};

/// What a line that starts with `# ` is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    /// A command at root's prompt, unless it reads like a sentence.
    Prompt,
    /// A comment, as anywhere else in a shell.
    Comment,
}

/// Whether code said to be a shell script is a session: whether, comments aside, it starts with
/// a `$ ` prompt.
pub(super) fn is_session(code: &str) -> bool {
    let mut lines = code.as_bytes().split(|byte| *byte == b'\n');
    lines
        .find(|line| !line.trim_ascii().is_empty() && !line.starts_with(b"#"))
        .is_some_and(|line| line.starts_with(b"$ "))
}

/// Highlights a session.
pub(super) fn highlight(cursor: &mut Cursor, hash: Hash) {
    let mut shell = Shell::new(Next::Command);
    // Whether the last line was a command's, so that `> ` continues it.
    let mut typed = false;
    while cursor.begin_line() {
        let line = cursor.line();
        if typed && (line == b">" || cursor.sees(0, "> ")) {
            cursor.paint(2, Some(Token::Prompt));
            shell.line(cursor);
        } else if cursor.sees(0, "$ ") || !(typed && shell.continues()) {
            shell = Shell::new(Next::Command);
            typed = session_line(hash, &mut shell, cursor);
        } else {
            shell.line(cursor);
        }
    }
}

/// A line that does not continue a command; whether it holds a shell's command.
fn session_line<'a>(hash: Hash, shell: &mut Shell<'a>, cursor: &mut Cursor<'a, '_>) -> bool {
    // Behind root's prompt: commands hardly ever start with a capital, sentences do.
    let is_sentence = cursor.at(1) == b'#' || cursor.at(2).is_ascii_uppercase();
    if cursor.at(0) == b'#' && (hash == Hash::Comment || is_sentence) {
        cursor.paint_line(Some(Token::Comment));
        cursor.paint_rest(None);
        return false;
    }
    let length = prompt(cursor);
    if length > 0 {
        cursor.paint(length, Some(Token::Prompt));
        shell.line(cursor);
        return true;
    }
    let length = sql_prompt(cursor);
    if length > 0 {
        cursor.paint(length, Some(Token::Prompt));
        clike::highlight(&grammar::SQL, cursor);
    } else {
        cursor.paint_rest(Some(Token::Output));
    }
    false
}

/// How long the shell's prompt is the line starts with; zero if with none.
///
/// Besides bare `$`, `#` and `%`, it may be `user@host:~$`, `[user@host ~]$` or `bash-5.2$`.
fn prompt(cursor: &Cursor) -> usize {
    let mark = cursor.until(0, "$#%\n");
    let blank = cursor.until(0, " ");
    let is_named = mark == 0
        || (cursor.at(0) == b'[' && cursor.at(mark - 1) == b']')
        || (mark < blank && cursor.until(0, "@-") < mark);
    let is_prompt = is_named && mark < cursor.line().len() && is_gap(cursor.at(mark + 1));
    let end = cursor.line().len().min(mark + 2);
    if is_prompt { end } else { 0 }
}

/// How long psql's prompt is the line starts with, as `app=> ` or `app-# `; zero if with none.
fn sql_prompt(cursor: &Cursor) -> usize {
    let database = cursor.name(0, "");
    match cursor.ahead(database, database + 3) {
        [b'=' | b'-' | b'(', b'#' | b'>', b' '] if database > 0 => database + 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn tells_commands_from_output() {
        check(
            "console",
            "$ uptime -p\nup 3 days\nsince Monday\n# reboot\n",
            "«$:$ »«f:uptime» «p:-p»\n«>:up 3 days\nsince Monday\n»«$:# »«f:reboot»\n",
        );
    }

    #[test]
    fn takes_a_sentence_behind_a_hash_for_a_comment() {
        check(
            "console",
            "# Restart it\n# systemctl restart app\n",
            "«c:# Restart it»\n«$:# »«f:systemctl» restart app\n",
        );
    }

    #[test]
    fn follows_commands_over_lines() {
        for (code, expected) in [
            (
                "$ echo a \\\n  -n\nout\n",
                "«$:$ »«f:echo» a «o:\\»\n  «p:-n»\n«>:out\n»",
            ),
            (
                "$ for i in 1; do\n> date\n> done\n> 1\n",
                "«$:$ »«k:for» «v:i» «k:in» «n:1»«o:;» «k:do»\n«$:> »«f:date»\n«$:> »«k:done»\n«$:> »«n:1»\n",
            ),
            (
                "$ cat <<E\n> a\nb\n> E\nout\n",
                "«$:$ »«f:cat» «o:<<E»\n«$:> »«s:a\nb\n»«$:> »«o:E»\n«>:out\n»",
            ),
            (
                "$ curl -d '{\n  }'\n> x\n",
                "«$:$ »«f:curl» «p:-d» «s:'{\n  }'»\n«$:> »«f:x»\n",
            ),
            ("$ echo it's\n$ date\n", "«$:$ »«f:echo» it«s:'s\n»«$:$ »«f:date»\n"),
            ("out\n> quoted\n", "«>:out\n> quoted\n»"),
        ] {
            check("console", code, expected);
        }
    }

    #[test]
    fn knows_prompts_with_names() {
        for (code, expected) in [
            ("root@db1:~# ls", "«$:root@db1:~# »«f:ls»"),
            ("[root@db1 ~]# ls", "«$:[root@db1 ~]# »«f:ls»"),
            ("bash-5.2$ ls", "«$:bash-5.2$ »«f:ls»"),
            ("% ls", "«$:% »«f:ls»"),
            ("$", "«$:$»"),
            ("costs 5$ each", "«>:costs 5$ each»"),
            ("5% of", "«>:5% of»"),
            ("app=# SELECT 1", "«$:app=# »«k:SELECT» «n:1»"),
            ("app-> FROM t\n", "«$:app-> »«k:FROM» t\n"),
        ] {
            check("console", code, expected);
        }
    }

    #[test]
    fn reads_a_shell_fence_with_prompts_as_a_session() {
        check(
            "shell",
            "# first\n$ date\nMon\n# then\n$ date\n",
            "«c:# first»\n«$:$ »«f:date»\n«>:Mon\n»«c:# then»\n«$:$ »«f:date»\n",
        );
        check("shell", "date\n$ date\n", "«f:date»\n«$:$ »«f:date»\n");
    }
}
