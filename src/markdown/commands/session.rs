//! Sessions: prompts stripped, output left out.

mod prompts;

use super::scan;
use crate::runbook::command::Console;
use prompts::{continued, is_database_prompt, is_mongo_prompt, strip_prompt, strip_root};
use std::borrow::Cow;

/// Languages that show a session: commands behind prompts, output between them.
const SESSIONS: [&str; 7] = [
    "console",
    "shell-session",
    "shellsession",
    "sh-session",
    "shell_session",
    "bash-session",
    "terminal",
];

/// Whether a language's blocks show sessions.
pub(super) fn is_session(language: &str) -> bool {
    SESSIONS.contains(&language)
}

/// What a reader copies from the code of a block in a shell-like language: the commands without prompts and output,
/// without final line ends. A block in which nothing has a prompt is copied as it is.
pub(super) fn commands<'a>(language: &str, code: &'a str) -> Cow<'a, str> {
    let code = code.trim_end_matches(['\n', '\r']);
    if !code.bytes().any(|b| matches!(b, b'$' | b'#' | b'>' | b'%' | b']')) {
        return Cow::Borrowed(code);
    }
    let is_session = is_session(language);
    let root = is_session && is_root_session(code);
    let prompted = |line: &'a str| strip_prompt(line).or_else(|| strip_root(line).filter(|_| root));
    // Output stands between prompts in a session; in a plain fence only when its first line has a prompt, since a lone
    // "$ " further down is more likely part of a text. Comments may stand above it.
    let first = code
        .lines()
        .map(str::trim_start)
        .find(|line| !line.is_empty() && (root || !line.starts_with('#')));
    let first_is_prompted = first.is_some_and(|line| prompted(line).is_some());
    let starts_here = first_is_prompted || is_session && code.lines().any(|line| prompted(line).is_some());
    if !starts_here {
        return Cow::Borrowed(code);
    }
    let lines: Vec<&str> = code.lines().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let Some(command) = prompted(line) else { continue };
        let further = lines.get(at..).unwrap_or(&[]);
        let (command, used) = if is_mongo_prompt(line) {
            let mut text = command.to_string();
            let used = behind_prompts(&mut text, further);
            (text, used)
        } else {
            whole(command, further, is_database_prompt(line), &|line| {
                prompted(line).is_some()
            })
        };
        at += used;
        if command.trim().is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(command.trim_end());
    }
    Cow::Owned(out)
}

/// Lines that one command may go on for.
const LONGEST_COMMAND: usize = 40;

/// A command that begins with `first`, with the lines after it that belong to it: behind a backslash, in open quotes,
/// or in a here-document; of a statement for a database, those behind its further prompts, and those up to a semicolon.
/// Also how many lines those are.
fn whole<'a>(
    first: &str,
    rest: &[&'a str],
    is_statement: bool,
    is_prompted: &dyn Fn(&'a str) -> bool,
) -> (String, usize) {
    let mut text = first.to_string();
    if is_statement {
        let used = statement(&mut text, rest, is_prompted);
        return (text, used);
    }
    let mut used = 0;
    let until = rest.iter().position(|line| is_prompted(line)).unwrap_or(rest.len());
    // Where quotes never close, only what backslashes join is certain.
    let mut certain: Option<(usize, usize)> = None;
    for line in rest.iter().take(LONGEST_COMMAND) {
        let joined = ends_with_continuation(&text) || is_open(&text, rest.get(used..until).unwrap_or(&[]));
        if !joined && scan::scan(&text).closed {
            return (text, used);
        }
        if !joined && is_prompted(line) {
            break;
        }
        if !joined && certain.is_none() {
            certain = Some((text.len(), used));
        }
        text.push('\n');
        text.push_str(line.strip_prefix("> ").unwrap_or(line));
        used += 1;
    }
    if scan::scan(&text).closed {
        return (text, used);
    }
    if let Some((len, lines)) = certain {
        text.truncate(len);
        used = lines;
    }
    (text, used)
}

/// Appends the lines that a statement goes on for, and says how many those are.
fn statement<'a>(text: &mut String, rest: &[&'a str], is_prompted: &dyn Fn(&'a str) -> bool) -> usize {
    let used = behind_prompts(text, rest);
    // Without further prompts, what stands up to the semicolon is the statement; a client's own command has none.
    if used > 0 || text.trim_end().ends_with(';') || text.starts_with('\\') {
        return used;
    }
    let own = rest.iter().take(LONGEST_COMMAND).take_while(|line| !is_prompted(line));
    let Some(last) = own.clone().position(|line| line.trim_end().ends_with(';')) else {
        return 0;
    };
    own.take(last + 1).for_each(|line| {
        text.push('\n');
        text.push_str(line);
    });
    last + 1
}

/// Appends the lines behind further prompts, and says how many those are.
fn behind_prompts(text: &mut String, rest: &[&str]) -> usize {
    let lines = rest.iter().map_while(|line| continued(line)).take(LONGEST_COMMAND);
    let mut used = 0;
    for line in lines {
        text.push('\n');
        text.push_str(line);
        used += 1;
    }
    used
}

/// Whether a loop, a condition or a group is not at its end yet, which one of the next lines is.
fn is_open(text: &str, rest: &[&str]) -> bool {
    let mut open = 0;
    for word in text.split_whitespace() {
        if matches!(word, "for" | "while" | "until" | "if" | "case" | "{") {
            open += 1;
        } else if closes(word) {
            open -= 1;
        }
    }
    open > 0 && rest.iter().any(|line| closes(line.strip_prefix("> ").unwrap_or(line)))
}

/// Whether a text begins with the word that ends what [`is_open`] asks about.
fn closes(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or("");
    matches!(word.trim_end_matches(';'), "done" | "fi" | "esac" | "}")
}

/// Whether a command goes on in the next line: an odd number of backslashes at its end.
fn ends_with_continuation(text: &str) -> bool {
    text.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// The console that a block is typed into by what it begins with, comments apart, where that is no shell of Unix.
pub(super) fn console(text: &str) -> Option<Console> {
    let mut lines = text.lines().map(str::trim);
    prompts::console(lines.find(|line| !line.is_empty() && !line.starts_with('#'))?)
}

/// A line without its prompt, if it has one.
pub(super) fn without_prompt(line: &str) -> &str {
    strip_prompt(line).unwrap_or(line)
}

/// Whether something stands behind a prompt in a line.
pub(super) fn is_typed(line: &str) -> bool {
    strip_prompt(line).is_some_and(|typed| !typed.is_empty())
}

/// Whether `# ` is root's prompt and no comment: no line has another prompt, every such line begins with a program that
/// we know, and there are other lines, the output.
fn is_root_session(code: &str) -> bool {
    let mut prompts = 0;
    let mut others = 0;
    for line in code.lines().filter(|line| !line.trim().is_empty()) {
        match strip_root(line) {
            Some(command) if super::danger::is_known_program(command.split(' ').next().unwrap_or("")) => prompts += 1,
            Some(_) => return false,
            None if strip_prompt(line).is_some() => return false,
            None => others += 1,
        }
    }
    prompts > 0 && others > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, code: &str, copied: &str) {
        assert_eq!(commands(language, code), copied);
    }

    #[test]
    fn plain_commands_are_copied_as_they_are() {
        check(
            "bash",
            "# Check pods\nkubectl get pods\n",
            "# Check pods\nkubectl get pods",
        );
        check("", "a\n\n", "a");
        check("bash", "$HOME/bin/x\n", "$HOME/bin/x");
    }

    #[test]
    fn prompts_and_output_are_left_out() {
        check(
            "console",
            "$ kubectl get pods\nNAME  READY\n$ date\n",
            "kubectl get pods\ndate",
        );
        check("shell", "$ A=1\n\n$ echo $A\n1\n", "A=1\necho $A");
        check("", "# the pods\n$ kubectl get pods\nNAME\n", "kubectl get pods");
        check(
            "bash",
            "ops@db-1:~$ uptime\n 10:00 up\nops@db-1:/etc$ ls\n",
            "uptime\nls",
        );
        check("", "[root@node1 ~]# ceph -s\n  cluster:\n", "ceph -s");
        check("", "postgres=# SELECT 1;\n ?column?\n", "SELECT 1;");
        check(
            "",
            "sh-4.4# chroot /host\nsh-4.4# crictl ps\nCONTAINER\n",
            "chroot /host\ncrictl ps",
        );
        check(
            "console",
            "$ oc debug node/x\nStarting pod\nbash-5.1$ df -h\n",
            "oc debug node/x\ndf -h",
        );
        check("", "/ # ls\nbin\n~ $ id\n", "ls\nid");
        check("", "ops@sles1:~> zypper lr\n1 | repo\n", "zypper lr");
        check(
            "",
            "noc@cr1.ams> show bgp summary\n192.0.2.1 Active\nnoc@cr1.ams# commit\n",
            "show bgp summary\ncommit",
        );
        check("", "[root@esx01:~] services.sh restart\nok\n", "services.sh restart");
        check(
            "",
            "core1>enable\nPassword:\ncore1#show log\ncore1(config-if)#shutdown\n",
            "enable\nshow log\nshutdown",
        );
        check(
            "",
            "sap1:prdadm 51> startsap\nsap1:prdadm 52> dpmon\n",
            "startsap\ndpmon",
        );
        check(
            "",
            "DGMGRL> show configuration;\nok\nDGMGRL> switchover to 'b';\n",
            "show configuration;\nswitchover to 'b';",
        );
        check(
            "",
            "ASMCMD> lsdg\nState\nASMCMD> rm -rf +DATA/X\n",
            "lsdg\nrm -rf +DATA/X",
        );
        // What is written into files.
        check("", "echo show > show\n", "echo show > show");
        check("", "ssh ops@db-1> log\n", "ssh ops@db-1> log");
        check(
            "bash",
            "/opt/run.sh # date of the run\n",
            "/opt/run.sh # date of the run",
        );
        check(
            "console",
            "PS> Get-Service\nStatus\nPS /home/x> ls\n",
            "Get-Service\nls",
        );
        check("", "127.0.0.1:6379> INFO\nx\n", "INFO");
    }

    #[test]
    fn root_prompts_only_where_they_are_certain() {
        check("console", "# systemctl status x\n● x.service\n", "systemctl status x");
        check(
            "console",
            "# Look at the unit\nsystemctl status x\n",
            "# Look at the unit\nsystemctl status x",
        );
        check("bash", "# systemctl status x\nout\n", "# systemctl status x\nout");
    }

    #[test]
    fn continuations_belong_to_their_command() {
        check("console", "$ a \\\n>   b \\\n  c\nout\n", "a \\\n  b \\\n  c");
        check("console", "$ a \\\\\nout\n", "a \\\\");
        check(
            "console",
            "$ psql -c \"select\n> 1\"\n1\n$ b\n",
            "psql -c \"select\n1\"\nb",
        );
        check("console", "$ cat <<E\nx\nE\nx\n", "cat <<E\nx\nE");
        check("console", "$ echo don't\nout\n$ b\n", "echo don't\nb");
    }

    #[test]
    fn statements_are_whole() {
        check(
            "",
            "postgres=# DELETE FROM t\npostgres-# WHERE id = 1;\nDELETE 1\npostgres=# \\q\n",
            "DELETE FROM t\nWHERE id = 1;\n\\q",
        );
        check(
            "",
            "mysql> DELETE FROM t\n    -> WHERE a = 'x\n    '> y';\nQuery OK\n",
            "DELETE FROM t\nWHERE a = 'x\ny';",
        );
        check(
            "",
            "shop=> DELETE FROM t\n  WHERE id = 1;\nDELETE 1\n",
            "DELETE FROM t\n  WHERE id = 1;",
        );
        check("", "MariaDB [shop]> SELECT 1;\n1\n", "SELECT 1;");
        check("", "postgres=# \\d t\n Column\n SELECT 1;\n", "\\d t");
        check("", "127.0.0.1:6379> GET x\n\"a;\"\nb;\n", "GET x");
        check("console", "$ git push\n -> origin/main\n", "git push");
    }

    #[test]
    fn prompts_of_mongodb_are_left_out() {
        for (code, copied) in [
            ("mongosh> rs.stepDown(60)\n", "rs.stepDown(60)"),
            ("rs0 [direct: primary] admin> rs.status()\n", "rs.status()"),
            (
                "Enterprise rs0 [primary] shop> db.orders.drop()\ntrue\n",
                "db.orders.drop()",
            ),
            (
                "[direct: mongos] config> sh.stopBalancer()\n{ ok: 1 };\n",
                "sh.stopBalancer()",
            ),
            ("rs0:SECONDARY> db.hello().me\n", "db.hello().me"),
            ("test> use shop\nshop> show collections\n", "use shop\nshow collections"),
            (
                "Atlas shop> db.a.updateMany({},\n... { $set: { b: 1 } })\n{ ok: 1 }\n",
                "db.a.updateMany({},\n{ $set: { b: 1 } })",
            ),
            ("cat> notes.txt\n", "cat> notes.txt"),
            ("env> db.txt\n", "env> db.txt"),
            ("echo hi> db.txt (x)\n", "echo hi> db.txt (x)"),
            ("ls [a-z] x> out\n", "ls [a-z] x> out"),
        ] {
            check("", code, copied);
            check("mongosh", code, copied);
        }
    }

    #[test]
    fn a_later_prompt_in_a_plain_fence_is_text() {
        check("bash", "cat <<E\n$ x\nE\n", "cat <<E\n$ x\nE");
    }
}
