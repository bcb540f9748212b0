//! Links into the repository that holds the runbooks: edit a file, report a problem.
//!
//! The forms are those of GitHub, GitLab and Gitea (with Forgejo), told apart by the host's name; an unknown host is
//! taken for a GitHub, whose form most others understand.

use super::config::Site;
use crate::draft::desk;
use crate::text::percent::encode_path;
use std::path::Path;

/// The repository as pages link to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    url: String,
    branch: String,
    /// The runbook folder below the repository's root, with a slash at its end; empty for the root itself.
    prefix: String,
    forge: Forge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forge {
    GitHub,
    GitLab,
    Gitea,
}

impl Repository {
    /// The repository that `site` names, for the runbook folder `below` its root ([`Sources::below`]); `None` where it names
    /// none, or something that is no web address.
    ///
    /// [`Sources::below`]: super::Sources::below
    pub fn new(site: &Site, below: &str) -> Option<Self> {
        let url = site
            .repository
            .as_ref()?
            .trim()
            .trim_end_matches('/')
            .trim_end_matches(".git");
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
        let host = host.split('/').next().unwrap_or("").to_ascii_lowercase();
        let forge = if host.contains("gitlab") {
            Forge::GitLab
        } else if host.contains("gitea") || host.contains("forgejo") || host.contains("codeberg") {
            Forge::Gitea
        } else {
            Forge::GitHub
        };
        Some(Self {
            url: url.to_string(),
            branch: site.branch.clone().unwrap_or_else(|| "main".to_string()),
            prefix: below.to_string(),
            forge,
        })
    }

    /// Where the file at `path` below the runbook folder is edited.
    pub fn edit(&self, path: &str) -> String {
        let form = match self.forge {
            Forge::GitHub => "edit",
            Forge::GitLab => "-/edit",
            Forge::Gitea => "_edit",
        };
        let file = encode_path(&format!("{}{path}", self.prefix));
        format!("{}/{form}/{}/{file}", self.url, encode_path(&self.branch))
    }

    /// What the wizard needs to know of it.
    pub fn desk(&self) -> desk::Repository {
        let (url, branch) = (&self.url, encode_path(&self.branch));
        let prefix = encode_path(&self.prefix);
        // GitHub alone takes a new file's text from the address.
        let (new, text, edit, host) = match self.forge {
            Forge::GitHub => ("new", "&value=", "edit", "GitHub"),
            Forge::GitLab => ("-/new", "", "-/edit", "GitLab"),
            Forge::Gitea => ("_new", "", "_edit", "Gitea"),
        };
        let key = match self.forge {
            Forge::GitLab => "file_name",
            Forge::GitHub | Forge::Gitea => "filename",
        };
        // GitHub is what an unknown host is taken for.
        let host = if host != "GitHub" || self.url.contains("github") {
            host
        } else {
            "the repository"
        };
        desk::Repository {
            new: format!("{url}/{new}/{branch}?{key}={prefix}"),
            text: text.to_string(),
            edit: format!("{url}/{edit}/{branch}/{prefix}"),
            host: host.to_string(),
        }
    }

    /// Where a problem with the runbook of this title is reported.
    pub fn report(&self, title: &str) -> String {
        let (form, key) = match self.forge {
            Forge::GitLab => ("-/issues/new", "issue[title]"),
            Forge::GitHub | Forge::Gitea => ("issues/new", "title"),
        };
        let title = encode_path(title)
            .replace('&', "%26")
            .replace('+', "%2B")
            .replace('=', "%3D");
        format!("{}/{form}?{key}={title}", self.url)
    }
}

/// `dir` below the root of the git repository that holds it, with a slash at its end; empty outside of git.
pub(super) fn prefix(dir: &Path) -> String {
    let Some(root) = dir.ancestors().find(|folder| folder.join(".git").exists()) else {
        return String::new();
    };
    let below = dir
        .strip_prefix(root)
        .map(|below| below.to_string_lossy().replace('\\', "/"))
        .unwrap_or_default();
    if below.is_empty() { below } else { format!("{below}/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(url: &str, dir: &Path) -> Option<Repository> {
        let site = Site {
            repository: Some(url.to_string()),
            ..Site::default()
        };
        Repository::new(&site, &prefix(dir))
    }

    #[test]
    fn each_forge_has_its_form() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("docs/run books");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::create_dir(dir.path().join(".git")).unwrap();
        for (url, edit, report) in [
            (
                "https://github.com/o/r.git/",
                "https://github.com/o/r/edit/main/docs/run%20books/a.md",
                "https://github.com/o/r/issues/new?title=A%20%26%20B",
            ),
            (
                "https://gitlab.ops.example/o/r",
                "https://gitlab.ops.example/o/r/-/edit/main/docs/run%20books/a.md",
                "https://gitlab.ops.example/o/r/-/issues/new?issue[title]=A%20%26%20B",
            ),
            (
                "https://codeberg.org/o/r",
                "https://codeberg.org/o/r/_edit/main/docs/run%20books/a.md",
                "https://codeberg.org/o/r/issues/new?title=A%20%26%20B",
            ),
        ] {
            let repository = repository(url, &folder).unwrap();
            assert_eq!(repository.edit("a.md"), edit);
            assert_eq!(repository.report("A & B"), report);
        }
    }

    #[test]
    fn new_files_are_made_where_each_forge_makes_them() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("ops")).unwrap();
        std::fs::create_dir(dir.path().join(".git")).unwrap();
        let desk = |url: &str| repository(url, &dir.path().join("ops")).unwrap().desk();
        let github = desk("https://github.com/o/r");
        assert_eq!(github.new, "https://github.com/o/r/new/main?filename=ops/");
        assert_eq!(github.text, "&value=");
        let gitlab = desk("https://gitlab.com/o/r");
        assert_eq!(gitlab.new, "https://gitlab.com/o/r/-/new/main?file_name=ops/");
        assert_eq!(gitlab.text, "");
        let gitea = desk("https://codeberg.org/o/r");
        assert_eq!(gitea.new, "https://codeberg.org/o/r/_new/main?filename=ops/");
        assert_eq!(gitea.edit, "https://codeberg.org/o/r/_edit/main/ops/");
        assert_eq!(desk("https://git.shop.example/o/r").host, "the repository");
    }

    #[test]
    fn what_is_no_web_address_makes_no_links() {
        for url in ["javascript:alert(1)", "git@github.com:o/r.git", ""] {
            assert_eq!(repository(url, Path::new("/")), None, "{url}");
        }
    }
}
