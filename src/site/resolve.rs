//! Where the links of one source file lead in the site.

use super::catalog::Catalog;
use super::source::Sources;
use crate::diagnostic::{Diagnostic, Fix, TextEdit, rules};
use crate::markdown::Document;
use crate::markdown::duty;
use crate::markdown::events::Spanned;
use crate::markdown::html::Mark;
use crate::markdown::links::{Form, Links, Reference, Target, form, join, page_paths, relative};
use crate::route::{Route, resolve};
use crate::runbook::id::strip_extension;
use crate::text::Span;
use crate::text::nearest::nearest;
use crate::text::nfc::nfc;
use crate::text::percent::{encode_fragment, encode_path};
use std::collections::BTreeSet;
use std::path::Path;

/// The folder of the output that holds the files which pages link to, under their paths in the runbook folder.
pub const FILES: &str = "files/";

/// Findings of one file that get a suggestion.
pub const SUGGESTIONS: usize = 50;

/// Resolves the links of one file.
pub struct Resolver<'a> {
    /// The runbooks of the site.
    pub catalog: &'a Catalog,
    /// The files beside them.
    pub sources: &'a Sources,
    /// The page that the links stand on.
    pub route: Route,
    /// The file's folder below the runbook folder.
    pub folder: &'a str,
    /// The file, for links within it.
    pub document: &'a Document,
    /// Whether the site has the page `guide/`.
    pub has_guide: bool,
    /// How many more findings get a suggestion: each costs a look at every name.
    pub suggestions: usize,
    /// Findings.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that must travel with the site.
    pub files: BTreeSet<String>,
}

impl Links for Resolver<'_> {
    fn marks(&self, document: &Document, events: &[Spanned<'_>]) -> Vec<Mark> {
        duty::marks(document, events)
    }

    fn resolve(&mut self, reference: Reference<'_>) -> Target {
        match form(reference.href) {
            Form::External(url) => Target::External(url),
            Form::Refused(scheme) => {
                self.report(
                    reference,
                    rules::SCHEME_NOT_ALLOWED,
                    format!("pages do not link to `{scheme}:` addresses"),
                    None,
                );
                Target::Dead
            }
            Form::Empty => {
                self.report(
                    reference,
                    rules::DEAD_LINK,
                    "the link has no destination".to_string(),
                    None,
                );
                Target::Dead
            }
            Form::Anchor(anchor) if anchor.is_empty() => Target::Page("#".to_string()),
            Form::Anchor(anchor) if self.is_index() => self.index(reference, Some(&anchor)),
            Form::Anchor(anchor) => match self.document.find_anchor(&anchor) {
                Some(own) => Target::Page(format!("#{}", encode_fragment(own))),
                None => {
                    self.dead_anchor(reference, &anchor, "this page", self.document);
                    Target::Dead
                }
            },
            Form::Path { path, anchor } => self.path(reference, &nfc(&path), anchor.as_deref()),
        }
    }
}

impl<'a> Resolver<'a> {
    fn path(&mut self, reference: Reference<'_>, path: &str, anchor: Option<&str>) -> Target {
        let path = behind_template(path);
        let Some(full) = join(self.folder, path) else {
            let help = "only files inside the folder become part of the site".to_string();
            self.report(
                reference,
                rules::DEAD_LINK,
                "the link leads out of the runbook folder".to_string(),
                Some(help),
            );
            return Target::Dead;
        };
        let full = self.rooted(path, full);
        if reference.image {
            return self.file(reference, &full);
        }
        if full.is_empty() || full.eq_ignore_ascii_case("README.md") {
            return self.index(reference, anchor);
        }
        if let Some(at) = self.runbook(&full) {
            return self.page(reference, at, anchor);
        }
        self.file(reference, &full)
    }

    /// What a path means that begins with `/` and leads nowhere from the top: other generators count from a folder of
    /// theirs, such as `content/` or `source/`, which is one of those that the page lies in.
    fn rooted(&self, path: &str, full: String) -> String {
        let leads = |full: &str| self.runbook(full).is_some() || self.sources.files.contains_key(full);
        if !path.starts_with('/') || leads(&full) {
            return full;
        }
        let folders = std::iter::successors(Some(self.folder), |folder| {
            folder.rsplit_once('/').map(|(above, _)| above)
        });
        let path = path.trim_start_matches('/');
        folders
            .filter_map(|folder| join(folder, path))
            .chain(self.below_root(path))
            .find(|full| leads(full))
            .unwrap_or(full)
    }

    /// A path that counts from a folder above the runbooks, as from the top of the repository, and leads through theirs.
    /// Where the repository itself lies does not count: the same sources give the same site.
    fn below_root<'p>(&self, path: &'p str) -> impl Iterator<Item = String> + use<'a, 'p> {
        let folders = Path::new(&self.sources.below);
        path.match_indices('/')
            .filter(|(at, _)| path.get(..*at).is_some_and(|above| folders.ends_with(above)))
            .filter_map(|(at, _)| path.get(at + 1..).map(str::to_string))
    }

    /// The runbook at a path: the file itself, a folder's own page, or the file that the path means without its
    /// ending or with the one of the rendered page.
    fn runbook(&self, full: &str) -> Option<usize> {
        let catalog = self.catalog;
        page_paths(full).find_map(|path| catalog.by_path(&path))
    }

    fn page(&mut self, reference: Reference<'_>, at: usize, anchor: Option<&str>) -> Target {
        let catalog = self.catalog;
        let Some(entry) = catalog.entries.get(at) else {
            return Target::Dead;
        };
        let mut href = resolve(&self.route, &Route::Runbook(entry.id.to_string()).file());
        if let Some(anchor) = anchor {
            match entry.document.find_anchor(anchor) {
                Some(own) => {
                    href.push('#');
                    href.push_str(&encode_fragment(own));
                }
                None => self.dead_anchor(reference, anchor, &format!("`{}`", entry.path), &entry.document),
            }
        }
        Target::Page(href)
    }

    /// Whether the links are those of the index.
    fn is_index(&self) -> bool {
        matches!(self.route, Route::Home | Route::Guide | Route::Contacts)
    }

    /// The index is two pages: its list is the home page, its text the guide.
    fn index(&mut self, reference: Reference<'_>, anchor: Option<&str>) -> Target {
        let catalog = self.catalog;
        let home = resolve(&self.route, &Route::Home.file());
        let (Some(anchor), Some((document, index))) = (anchor, &catalog.index) else {
            return Target::Page(home);
        };
        let Some(own) = document.find_anchor(anchor) else {
            self.dead_anchor(reference, anchor, "`README.md`", document);
            return Target::Page(home);
        };
        let heading = document.runbook().headings.iter().find(|heading| heading.anchor == own);
        let is_listed = heading.is_some_and(|heading| index.blocks.contains(&heading.span));
        // An id of the author's, in a table that the home page shows.
        let id = document
            .outline
            .html_ids
            .iter()
            .find(|id| heading.is_none() && id.own == own);
        let is_shown = id.is_some_and(|id| index.blocks.iter().any(|block| block.contains(id.offset)));
        let (route, has_element) = if is_shown {
            (Route::Home, true)
        } else if is_listed || !self.has_guide {
            (Route::Home, catalog.groups.iter().any(|group| group.anchor == own))
        } else {
            (Route::Guide, true)
        };
        let page = if route == self.route {
            String::new()
        } else {
            resolve(&self.route, &route.file())
        };
        match (has_element, page.as_str()) {
            (true, _) => Target::Page(format!("{page}#{}", encode_fragment(own))),
            // The heading that the categories stood under: the page itself is what it led to.
            (false, "") => Target::Page("#".to_string()),
            (false, _) => Target::Page(page),
        }
    }

    fn file(&mut self, reference: Reference<'_>, full: &str) -> Target {
        if self.sources.files.contains_key(full) {
            self.files.insert(full.to_string());
            return Target::File {
                href: resolve(&self.route, &format!("{FILES}{}", encode_path(full))),
                download: !reference.image && runs_code(full),
            };
        }
        let what = if reference.image { "image" } else { "file" };
        if self.sources.problems.iter().any(|problem| problem.path == full) {
            let help = "what is wrong with it is told at the file itself".to_string();
            let message = format!("`{full}` cannot be read, so it is not published");
            self.report(reference, rules::LINK_NOT_PUBLISHED, message, Some(help));
            return Target::Dead;
        }
        if self.sources.root.join(full).is_file() && !full.is_empty() {
            let help =
                "hidden and ignored files stay out of the site; move the file or change the ignore file".to_string();
            self.report(
                reference,
                rules::LINK_NOT_PUBLISHED,
                format!("`{full}` is hidden or ignored, so it is not published"),
                Some(help),
            );
            return Target::Dead;
        }
        let catalog = self.catalog;
        let names = catalog
            .entries
            .iter()
            .map(|entry| entry.path.as_str())
            .chain(self.sources.files.keys().map(String::as_str));
        let near = self.suggest(|| nearest(full, names));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        if self.sources.root.join(full).is_dir() {
            let message = format!("the folder `{full}` has no page of its own");
            let help = "link to a file in it, or give it a README.md".to_string();
            self.report(reference, rules::DEAD_LINK, message, Some(help));
            return Target::Dead;
        }
        let what = if strip_extension(full).is_some() {
            "runbook"
        } else {
            what
        };
        self.report(
            reference,
            rules::DEAD_LINK,
            format!("the {what} `{full}` does not exist"),
            help,
        );
        if let Some(near) = near {
            let from = format!("{}/x", self.folder);
            let to = relative(from.trim_start_matches('/'), near);
            let written = reference.href.split(['#', '?']).next().unwrap_or("");
            self.offer(reference, written, &to);
        }
        Target::Dead
    }

    /// "Did you mean", as long as suggestions last.
    fn suggest<'n>(&mut self, nearest: impl FnOnce() -> Option<&'n str>) -> Option<&'n str> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        nearest()
    }

    fn dead_anchor(&mut self, reference: Reference<'_>, anchor: &str, page: &str, document: &Document) {
        let near = self.suggest(|| document.nearest_anchor(anchor));
        let help = near.map(|near| format!("did you mean `#{near}`?"));
        self.report(
            reference,
            rules::DEAD_ANCHOR,
            format!("{page} has no heading `#{anchor}`"),
            help,
        );
        if let (Some(near), Some((_, written))) = (near, reference.href.split_once('#')) {
            self.offer(
                reference,
                &format!("#{written}"),
                &format!("#{}", encode_fragment(near)),
            );
        }
    }

    /// Offers to write `new` for `old` in the destination of the link that was reported last. Not where the source spells
    /// the destination otherwise, and only once for a link: the file that a definition names may be meant elsewhere.
    fn offer(&mut self, reference: Reference<'_>, old: &str, new: &str) {
        let text = reference.span.of(&self.document.prepared.text);
        let at = text
            .rfind("](")
            .and_then(|start| Some(start + text.get(start..)?.find(old)?));
        if let (Some(at), Some(last)) = (at.filter(|_| !old.is_empty()), self.diagnostics.last_mut()) {
            let start = reference.span.start + at;
            last.fix = Some(Fix {
                title: format!("Link to `{new}`"),
                edits: vec![TextEdit::replace(Span::new(start, start + old.len()), new)],
                safe: false,
            });
        }
    }

    fn report(
        &mut self,
        reference: Reference<'_>,
        rule: &'static crate::diagnostic::Rule,
        message: String,
        help: Option<String>,
    ) {
        let mut diagnostic = Diagnostic::new(rule, reference.span, message);
        diagnostic.help = help;
        self.diagnostics.push(diagnostic);
    }
}

/// A path without the address of the site that a template's tag puts before it: `{{site.baseurl}}/x.html`.
fn behind_template(path: &str) -> &str {
    let behind = path.strip_prefix("{{").and_then(|rest| rest.split_once("}}"));
    behind
        .map(|(_, rest)| rest)
        .filter(|rest| rest.len() > 1 && rest.starts_with('/'))
        .unwrap_or(path)
}

/// Files that a browser would run in the site's own origin when it opens them.
fn runs_code(path: &str) -> bool {
    const ACTIVE: [&str; 12] = [
        "html", "htm", "xhtml", "xht", "shtml", "svg", "svgz", "xml", "xsl", "js", "mjs", "mht",
    ];
    let extension = path
        .rsplit('/')
        .next()
        .and_then(|file| file.rsplit_once('.'))
        .map_or("", |(_, extension)| extension);
    ACTIVE.iter().any(|active| extension.eq_ignore_ascii_case(active))
}
