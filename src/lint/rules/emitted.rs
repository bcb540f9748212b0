//! Rules whose findings are made while a file is read or a site is compiled: their documentation.

use crate::diagnostic::rules;
use crate::lint::registry::{Check, Entry, docs};

macro_rules! emitted {
    ($($id:ident { what: $what:expr, why: $why:expr, bad: $bad:tt, good: $good:tt, fix: $fix:expr $(,)? })*) => {
        $(
            #[doc = concat!("`", stringify!($id), "`, found elsewhere.")]
            pub const $id: Entry = Entry {
                rule: rules::$id,
                check: Check::Elsewhere,
                docs: docs!(what: $what, why: $why, bad: $bad, good: $good, fix: $fix),
            };
        )*
    };
}

emitted! {
    FENCE_CLOSED_WITH_INFO {
        what: "A code block that was meant to end at a line which carries a language, such as ```` ```text ````.",
        why: "A closing fence cannot carry anything. From there on prose is code and code is prose, and copying takes the wrong part. \
              Breakglass shows the page as it was meant; other tools do not.",
        bad: "# T\n\n## Diagnosis\n\n```bash\nuptime\n```text\n\n## Resolution\n\n```bash\nreboot\n```\n",
        good: "# T\n\n## Diagnosis\n\n```bash\nuptime\n```\n\n## Resolution\n\n```bash\nreboot\n```\n",
        fix: "Removes what stands behind the fence.",
    }
    FENCE_NEVER_CLOSED {
        what: "A code block that reaches the end of the file or of its list item without a closing fence.",
        why: "Everything behind it is code: sections are missing from the page, and its steps cannot be ticked off.",
        bad: "# T\n\n## Diagnosis\n\n```bash\nuptime\n\n## Resolution\n\nRestart it.\n",
        good: "# T\n\n## Diagnosis\n\n```bash\nuptime\n```\n\n## Resolution\n\nRestart it.\n",
        fix: "",
    }
    FRONT_MATTER_UNREADABLE {
        what: "Front matter that opens and never closes, or a line in it that is no `key: value`.",
        why: "What the line says is lost: an owner, an alert, a severity.",
        bad: "---\ntitle: T\nwhat is this\n---\n\n# T\n",
        good: "---\ntitle: T\nowner: Shop Team\n---\n\n# T\n",
        fix: "",
    }
    NOT_UTF8 {
        what: "A file with bytes that are not UTF-8.",
        why: "The characters are lost on the page; in a command that is an error nobody sees.",
        bad: [("latin-1.md", "# Gr\u{fffd}sse\n")],
        good: "# Grüsse\n",
        fix: "",
    }
    FILE_TOO_LARGE {
        what: "A file of more than 4 MiB.",
        why: "A phone needs seconds for it. It is shown as plain text.",
        bad: [("huge.md", "(more than 4 MiB)\n")],
        good: "# T\n",
        fix: "",
    }
    NESTED_TOO_DEEPLY {
        what: "Lists or quotations nested more than 64 deep.",
        why: "Browsers cannot show it. What is deeper loses its form and keeps its text.",
        bad: [("deep.md", "(65 levels)\n")],
        good: "# T\n",
        fix: "",
    }
    HTML_NOT_CARRIED {
        what: "Raw HTML that is not carried over to the page: scripts, styles, forms, event handlers.",
        why: "The page shows less than its author thinks. A runbook's page runs nothing that an author wrote.",
        bad: "# T\n\n<iframe src=\"https://dash.example.org\"></iframe>\n",
        good: "# T\n\n[The dashboard](https://dash.example.org)\n",
        fix: "",
    }
    SCHEME_NOT_ALLOWED {
        what: "A link with a scheme that pages do not link to, such as `javascript:`.",
        why: "It would run in the site's own origin. The text stays, the link does not.",
        bad: "# T\n\n[x](javascript:alert(1))\n",
        good: "# T\n\n[x](https://dash.example.org)\n",
        fix: "",
    }
    TABLE_ROW_TOO_LONG {
        what: "A row of a table with more cells than its heading.",
        why: "Renderers leave the cells out that are too many, mostly because of a `|` inside of a command.",
        bad: "# T\n\n| a |\n|---|\n| b | c |\n",
        good: "# T\n\n| a |\n|---|\n| b \\| c |\n",
        fix: "",
    }
    DEAD_LINK {
        what: "A link or image whose target does not exist in the folder; the nearest name is suggested.",
        why: "The way on ends here, in the middle of an incident.",
        bad: [("a.md", "# A\n\n[B](bb.md)\n"), ("b.md", "# B\n")],
        good: [("a.md", "# A\n\n[B](b.md)\n"), ("b.md", "# B\n")],
        fix: "",
    }
    DEAD_ANCHOR {
        what: "A link to a heading that the page does not have; the nearest one is suggested.",
        why: "The reader lands at the top of a long page and has to search.",
        bad: [("a.md", "# A\n\n[B](b.md#stpe-1)\n"), ("b.md", "# B\n\n## Step 1\n")],
        good: [("a.md", "# A\n\n[B](b.md#step-1)\n"), ("b.md", "# B\n\n## Step 1\n")],
        fix: "",
    }
    LINK_NOT_PUBLISHED {
        what: "A link to a file that is hidden or ignored by git, and so does not become a part of the site.",
        why: "It works on the author's machine and nowhere else.",
        bad: [("a.md", "# A\n\n[x](.hidden.txt)\n"), (".hidden.txt", "x\n")],
        good: [("a.md", "# A\n\n[x](shown.txt)\n"), ("shown.txt", "x\n")],
        fix: "",
    }
    INDEX_ROW_WITHOUT_RUNBOOK {
        what: "A row of the `README.md` index whose runbook does not exist; the nearest name is suggested.",
        why: "The index promises help that is not there.",
        bad: [("README.md", "# R\n\n| Runbook |\n|---|\n| [A](a.md) |\n| [B](b.md) |\n"), ("a.md", "# A\n")],
        good: [("README.md", "# R\n\n| Runbook |\n|---|\n| [A](a.md) |\n"), ("a.md", "# A\n")],
        fix: "",
    }
    RUNBOOK_NOT_INDEXED {
        what: "A runbook that the `README.md` index does not list.",
        why: "People look in the index, and take what is not there for not written.",
        bad: [("README.md", "# R\n\n| Runbook |\n|---|\n| [A](a.md) |\n"), ("a.md", "# A\n"), ("b.md", "# B\n")],
        good: [("README.md", "# R\n\n| Runbook |\n|---|\n| [A](a.md) |\n| [B](b.md) |\n"), ("a.md", "# A\n"), ("b.md", "# B\n")],
        fix: "",
    }
    SEVERITY_CONTRADICTS_INDEX {
        what: "A severity in a runbook that differs from the one in the `README.md` index.",
        why: "Two engineers treat the same incident differently, depending on where they looked.",
        bad: [
            ("README.md", "# R\n\n| Runbook | Severity |\n|---|---|\n| [A](a.md) | P0 |\n"),
            ("a.md", "# A\n\n## Impact\n\n- **Severity**: P2\n"),
        ],
        good: [
            ("README.md", "# R\n\n| Runbook | Severity |\n|---|---|\n| [A](a.md) | P2 |\n"),
            ("a.md", "# A\n\n## Impact\n\n- **Severity**: P2\n"),
        ],
        fix: "",
    }
    DUPLICATE_ID {
        what: "Two files whose names give the same id, such as `a b.md` and `a-b.md`.",
        why: "The second one's address ends in `-2`, and changes when the first is renamed.",
        bad: [("a b.md", "# A\n"), ("a-b.md", "# B\n")],
        good: [("a.md", "# A\n"), ("a-b.md", "# B\n")],
        fix: "",
    }
    LINK_LEAVES_FOLDER {
        what: "A symbolic link that leads out of the runbook folder.",
        why: "What is outside is not published, on purpose: the link could lead to anything.",
        bad: [("outside", "(a symbolic link to /etc)\n")],
        good: "# T\n",
        fix: "",
    }
    FILE_UNREADABLE {
        what: "A file that cannot be read.",
        why: "It is missing from the site.",
        bad: [("locked.md", "(no permission to read)\n")],
        good: "# T\n",
        fix: "",
    }
}
