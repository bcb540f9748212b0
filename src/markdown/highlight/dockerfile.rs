//! Dockerfiles: an instruction's name, then mostly shell.

use super::Token;
use super::cursor::{Cursor, lists_in_case};
use super::shell::{Next, Shell};

/// Instructions whose arguments are a command, unless these are a JSON array.
const RUNNING: &str = "run cmd entrypoint healthcheck";
/// Instructions whose arguments are `name=value`.
const DECLARING: &str = "env arg label";

/// Highlights a Dockerfile.
pub(super) fn highlight(cursor: &mut Cursor) {
    let mut shell = Shell::new(Next::Argument);
    while cursor.begin_line() {
        cursor.skip_blanks();
        if cursor.at(0) == b'#' {
            // Comments may stand between the lines of an instruction and do not end it.
            cursor.paint_line(Some(Token::Comment));
            cursor.paint_rest(None);
            continue;
        }
        if !shell.continues() {
            shell = Shell::new(instruction(cursor));
        }
        shell.line(cursor);
    }
}

/// Paints the name of an instruction; what comes behind it.
fn instruction(cursor: &mut Cursor) -> Next {
    loop {
        let length = cursor.name(0, "");
        let name = cursor.ahead(0, length);
        cursor.paint(length, Some(Token::Keyword));
        cursor.skip_blanks();
        // What an ONBUILD puts off is an instruction, too; so is a health check's CMD.
        let is_any = |names| lists_in_case(names, name, true);
        if is_any("onbuild healthcheck") && cursor.at(0).is_ascii_alphabetic() {
            continue;
        }
        return if is_any(RUNNING) && cursor.at(0) != b'[' {
            Next::Command
        } else if is_any(DECLARING) {
            Next::Declaration
        } else if is_any("from") {
            Next::Image
        } else {
            Next::Argument
        };
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn colours_instructions() {
        for (code, expected) in [
            (
                "# syntax=docker/dockerfile:1\nFROM rust:1 AS build\n",
                "«c:# syntax=docker/dockerfile:1»\n«k:FROM» rust:1 «k:AS» build\n",
            ),
            ("ENV PORT=80 X=$Y\n", "«k:ENV» «v:PORT»«o:=»«n:80» «v:X»«o:=»«v:$Y»\n"),
            ("COPY --from=build /a /b\n", "«k:COPY» «p:--from»=build /a /b\n"),
            ("CMD [\"run\", \"-v\"]\n", "«k:CMD» [«s:\"run\"», «s:\"-v\"»]\n"),
            ("ONBUILD RUN make all", "«k:ONBUILD» «k:RUN» «f:make» all"),
            (
                "HEALTHCHECK --interval=5m CMD true",
                "«k:HEALTHCHECK» «p:--interval»=5m «f:CMD» true",
            ),
        ] {
            check("dockerfile", code, expected);
        }
    }

    #[test]
    fn follows_commands_over_lines_and_comments() {
        check(
            "dockerfile",
            "RUN apt-get update && \\\n  # why\n  make\nUSER app\n",
            "«k:RUN» «f:apt-get» update «o:&&» «o:\\»\n  «c:# why»\n  «f:make»\n«k:USER» app\n",
        );
        check(
            "dockerfile",
            "RUN <<EOF\nmake\nEOF\nUSER 1\n",
            "«k:RUN» «o:<<EOF»\n«s:make\n»«o:EOF»\n«k:USER» «n:1»\n",
        );
    }
}
