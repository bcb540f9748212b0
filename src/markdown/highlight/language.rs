//! The languages that can be highlighted, and the names fences call them by.

use super::cursor::{is_in, lists_in_case};

/// A language, or a family of languages highlighted alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// Shell scripts: sh, bash, zsh.
    Shell,
    /// A session at a shell's prompt: commands and what they printed.
    Console,
    /// YAML, templated or not.
    Yaml,
    /// Configuration by lines: INI, TOML, properties, systemd units, nginx, and headers of
    /// HTTP.
    Ini,
    /// Unified and plain diffs.
    Diff,
    /// Dockerfiles and Containerfiles.
    Dockerfile,
    /// XML and HTML.
    Markup,
    /// Go.
    Go,
    /// Terraform and the other users of HCL.
    Hcl,
    /// Java.
    Java,
    /// JavaScript and TypeScript, with JSX.
    JavaScript,
    /// JSON, also with comments.
    Json,
    /// PowerShell.
    PowerShell,
    /// PromQL and LogQL.
    PromQl,
    /// Python.
    Python,
    /// SQL, of PostgreSQL first.
    Sql,
}

/// Each language's names, separated by spaces: a list of strings would cost a pointer for each.
const NAMES: &[(&str, Language)] = &[
    ("sh bash zsh shell ksh azurecli azurecli-interactive", Language::Shell),
    (
        "console shell-session shellsession sh-session session terminal",
        Language::Console,
    ),
    ("yaml yml", Language::Yaml),
    (
        "ini toml conf properties cfg config dotenv env systemd nginx http",
        Language::Ini,
    ),
    ("diff patch", Language::Diff),
    ("dockerfile docker containerfile", Language::Dockerfile),
    ("xml html svg", Language::Markup),
    ("go golang", Language::Go),
    ("hcl terraform tf", Language::Hcl),
    ("java", Language::Java),
    ("javascript js mjs typescript ts jsx tsx", Language::JavaScript),
    ("json json5 jsonc", Language::Json),
    (
        "powershell ps1 pwsh azurepowershell azurepowershell-interactive",
        Language::PowerShell,
    ),
    ("promql logql", Language::PromQl),
    ("python py python3", Language::Python),
    (
        "sql postgresql postgres psql pgsql plpgsql plsql mysql mariadb tsql mssql sqlite cql",
        Language::Sql,
    ),
];

/// The language of a fence, from the first word of its info string, in any case.
///
/// What is glued to the name, as in `yaml{3-5}` or `{.bash}`, is ignored. `None` means the code
/// stays plain.
pub fn language(name: &str) -> Option<Language> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let bytes = name.as_bytes();
    let start = bytes.iter().take_while(|byte| is_in("{. ", **byte)).count();
    let bytes = bytes.get(start..)?;
    let name = bytes.get(..bytes.iter().take_while(|byte| is_part(byte)).count())?;
    let mut languages = NAMES.iter();
    let (_, language) = languages.find(|(names, _)| lists_in_case(names, name, true))?;
    Some(*language)
}

/// Every language.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = Language> {
    NAMES.iter().map(|(_, language)| *language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_languages_by_any_of_their_names() {
        for (name, expected) in [
            ("bash", Some(Language::Shell)),
            ("Shell", Some(Language::Shell)),
            ("shell-session", Some(Language::Console)),
            ("YAML", Some(Language::Yaml)),
            ("yml", Some(Language::Yaml)),
            ("toml", Some(Language::Ini)),
            ("tf", Some(Language::Hcl)),
            ("logql", Some(Language::PromQl)),
            ("psql", Some(Language::Sql)),
        ] {
            assert_eq!(language(name), expected, "{name}");
        }
    }

    #[test]
    fn ignores_what_is_glued_to_the_name() {
        assert_eq!(language("yaml{3-5}"), Some(Language::Yaml));
        assert_eq!(language("{.bash}"), Some(Language::Shell));
        assert_eq!(language("json title=x"), Some(Language::Json));
        assert_eq!(language("sql,linenos"), Some(Language::Sql));
    }

    #[test]
    fn leaves_other_names_alone() {
        for name in ["", " ", "text", "plain", "mermaid", "c++", "ba", "é", "-"] {
            assert_eq!(language(name), None, "{name}");
        }
    }
}
