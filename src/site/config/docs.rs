//! `docs/configuration.md`, made from the table of keys.

use super::keys::{Names, TABLES, Table};
use std::fmt::Write as _;

/// The page's Markdown.
pub fn page() -> String {
    let mut out = String::from(
        "# Configuration\n\n\
         <!-- Made from src/site/config/keys.rs; `BREAKGLASS_UPDATE=1 cargo test --lib site::config` writes it anew. -->\n\n\
         Everything works without a configuration. What a team sets stands in `breakglass.toml`: the nearest one in the runbook\n\
         folder or the folders above it, up to the root of the git repository. The folder from which a command is run does not\n\
         matter.\n\n\
         Every key is checked. A key that does not exist, a value of the wrong type and a value that makes no sense are\n\
         reported with file, line and column and, where one is near, the name that was probably meant; nothing is built then.\n\n",
    );
    for table in TABLES {
        let _ = writeln!(out, "- [`[{0}]`](#{0}): {1}", table.name, first_sentence(table.about));
    }
    for table in TABLES {
        write_table(&mut out, table);
    }
    out
}

fn first_sentence(text: &str) -> &str {
    text.find(['.', ',', ':', ';']).map_or(text, |at| &text[..at])
}

fn write_table(out: &mut String, table: &Table) {
    let _ = write!(
        out,
        "\n## `[{}]`\n\n<a id=\"{}\"></a>\n\n{}\n",
        table.name, table.name, table.about
    );
    let intro = match table.names {
        Names::Keys | Names::Rules => "",
        Names::Sections => {
            "`SECTION` is `symptoms`, `impact`, `detection`, `diagnosis`, `resolution`, `verification`, `prevention`, `escalation` or `related`."
        }
        Names::Severities => "Each of `P0`, `P1`, `P2`, `P3`, `P4` may have an entry with these keys.",
        Names::Free => "Each entry may have these keys.",
    };
    if !intro.is_empty() {
        let _ = write!(out, "\n{intro}\n");
    }
    out.push_str("\n| key | holds | default | what it does |\n|-----|-------|---------|--------------|\n");
    for key in table.keys {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            key.name, key.kind, key.default, key.about
        );
    }
    let _ = write!(out, "\n```toml\n{}```\n", table.example);
}
