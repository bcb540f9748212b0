//! Where the links of a draft lead: as the generator would resolve them, from what the site told the wizard.

use crate::diagnostic::{Diagnostic, rules};
use crate::draft::desk::Desk;
use crate::markdown::events::Spanned;
use crate::markdown::html::Mark;
use crate::markdown::links::{Form, Links, Reference, Target, form, join, page_paths};
use crate::markdown::{Document, duty};
use crate::route::{Route, resolve};
use crate::text::percent::{encode_fragment, encode_path};

/// The links of one draft.
pub struct DraftLinks<'a> {
    /// What the site told.
    pub desk: &'a Desk,
    /// The draft.
    pub document: &'a Document,
    /// Its path below the runbook folder.
    pub path: &'a str,
    /// What was found.
    pub diagnostics: Vec<Diagnostic>,
}

impl Links for DraftLinks<'_> {
    fn marks(&self, document: &Document, events: &[Spanned<'_>]) -> Vec<Mark> {
        duty::marks(document, events)
    }

    fn resolve(&mut self, reference: Reference<'_>) -> Target {
        let found = match form(reference.href) {
            Form::External(url) => Ok(Target::External(url)),
            Form::Refused(scheme) => Err((
                rules::SCHEME_NOT_ALLOWED,
                ["pages do not link to `", &scheme, ":` addresses"].concat(),
            )),
            Form::Empty => Err((rules::DEAD_LINK, "the link has no destination".to_string())),
            Form::Anchor(anchor) if anchor.is_empty() => Ok(Target::Page("#".to_string())),
            Form::Anchor(anchor) => match self.document.find_anchor(&anchor) {
                Some(own) => Ok(Target::Page(["#", &encode_fragment(own)].concat())),
                None => Err((
                    rules::DEAD_ANCHOR,
                    ["this page has no heading `#", &anchor, "`"].concat(),
                )),
            },
            Form::Path { path, anchor } => self.path(&path, anchor.as_deref(), reference.image),
        };
        found.unwrap_or_else(|(rule, message)| {
            self.diagnostics.push(Diagnostic::new(rule, reference.span, message));
            Target::Dead
        })
    }
}

type Found = Result<Target, (&'static crate::diagnostic::Rule, String)>;

impl DraftLinks<'_> {
    fn path(&self, path: &str, anchor: Option<&str>, image: bool) -> Found {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(full) = join(folder, path) else {
            return Err((rules::DEAD_LINK, "the link leads out of the runbook folder".to_string()));
        };
        let to = |file: &str| resolve(&Route::Write, file);
        if !image {
            if full.is_empty() || full.eq_ignore_ascii_case("README.md") {
                let route = match anchor {
                    Some(_) if self.desk.guide => Route::Guide,
                    _ => Route::Home,
                };
                return Ok(Target::Page(to(&route.file())));
            }
            let known = page_paths(&full).find_map(|path| self.desk.runbooks.iter().find(|known| known.path == path));
            if let Some(known) = known {
                let mut href = to(&Route::Runbook(known.id.clone()).file());
                if let Some(anchor) = anchor {
                    href.push('#');
                    href.push_str(&encode_fragment(anchor));
                }
                return Ok(Target::Page(href));
            }
            if full == self.path {
                return Ok(Target::Page("#".to_string()));
            }
        }
        if self.desk.files.contains(&full) {
            return Ok(Target::File {
                href: to(&["files/", &encode_path(&full)].concat()),
                download: false,
            });
        }
        Err((rules::DEAD_LINK, ["`", &full, "` does not exist"].concat()))
    }
}
