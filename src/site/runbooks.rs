//! Runbooks' pages: made, or kept from the build before where nothing that they depend on has changed.
//!
//! A page depends on its document, its row in the catalog, its neighbours, the names of its alerts, what all pages share
//! ([`Frame`]), and on where its links lead. The last cannot be told from the page's own source, so the questions that
//! rendering asked are kept with their answers, and asked again before a page is used once more.

use super::alerts::AlertPage;
use super::catalog::{Catalog, Entry, Place};
use super::page::{self, Frame};
use super::resolve::{Resolver, SUGGESTIONS};
use super::source::Sources;
use crate::diagnostic::Diagnostic;
use crate::markdown::Document;
use crate::markdown::events::Spanned;
use crate::markdown::html::{Mark, render};
use crate::markdown::links::{Links, Reference, Target};
use crate::route::Route;
use crate::text::Span;
use crate::text::percent::decode;
use bytes::Bytes;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What a runbook contributes to the site.
#[derive(Debug)]
pub struct Compiled {
    /// Its own page.
    pub html: Bytes,
    /// The pages under its alerts' names, by path.
    pub alerts: Vec<(String, Bytes)>,
    /// What rendering found.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that must travel with it.
    pub files: BTreeSet<String>,
}

/// The pages of the build before.
#[derive(Debug, Default)]
pub struct Kept {
    frame: Option<Frame>,
    pages: HashMap<String, Arc<Page>>,
}

#[derive(Debug)]
struct Page {
    entry: Entry,
    around: Around,
    asked: Vec<Asked>,
    /// What answering found.
    found: Vec<Diagnostic>,
    made: Compiled,
}

/// What of its surroundings a page shows.
#[derive(Debug, PartialEq, Eq)]
struct Around {
    anchor: String,
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    alerts: Vec<(String, Vec<String>, Vec<String>)>,
}

/// A link and where it led.
#[derive(Debug)]
struct Asked {
    href: String,
    span: Span,
    image: bool,
    target: Target,
}

impl Kept {
    /// The pages of all runbooks of `catalog`, in its order; `under_alerts` are each one's pages below `a/`.
    pub fn pages(
        &mut self,
        frame: &Frame,
        catalog: &Catalog,
        sources: &Sources,
        under_alerts: &[Vec<&AlertPage<'_>>],
    ) -> Vec<impl std::ops::Deref<Target = Compiled> + use<>> {
        if self.frame.as_ref() != Some(frame) {
            self.pages.clear();
            self.frame = Some(frame.clone());
        }
        let places = catalog.places();
        let known = &self.pages;
        let pages: Vec<Arc<Page>> = (&catalog.entries, &places, under_alerts)
            .into_par_iter()
            .map(|(entry, place, alerts)| {
                let around = Around::new(catalog, place, alerts);
                let mut resolver = resolver(frame, catalog, sources, entry);
                let kept = known
                    .get(&entry.path)
                    .filter(|page| page.still_holds(entry, &around, &mut resolver));
                kept.map_or_else(
                    || Arc::new(Page::new(frame, catalog, sources, entry, place, around, alerts)),
                    Arc::clone,
                )
            })
            .collect();
        self.pages = catalog
            .entries
            .iter()
            .map(|entry| entry.path.clone())
            .zip(pages.iter().cloned())
            .collect();
        pages.into_iter().map(Made).collect()
    }
}

/// A page's result, shared with what is kept.
struct Made(Arc<Page>);

impl std::ops::Deref for Made {
    type Target = Compiled;

    fn deref(&self) -> &Compiled {
        &self.0.made
    }
}

impl Around {
    fn new(catalog: &Catalog, place: &Place, alerts: &[&AlertPage<'_>]) -> Self {
        let entry = |at: Option<usize>| {
            let entry = catalog.entries.get(at?)?;
            Some((entry.id.to_string(), entry.title.clone()))
        };
        let texts = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
        Self {
            anchor: catalog.anchor(place).to_string(),
            before: entry(place.before),
            after: entry(place.after),
            alerts: alerts
                .iter()
                .map(|page| (page.folder.to_string(), texts(&page.names), texts(&page.others)))
                .collect(),
        }
    }
}

impl Page {
    fn new(
        frame: &Frame,
        catalog: &Catalog,
        sources: &Sources,
        entry: &Entry,
        place: &Place,
        around: Around,
        alerts: &[&AlertPage<'_>],
    ) -> Self {
        let mut recorder = Recorder {
            resolver: resolver(frame, catalog, sources, entry),
            asked: Vec::new(),
        };
        let mut diagnostics = Vec::new();
        let rendered = render(&entry.document, &mut recorder, &mut diagnostics);
        let Recorder { mut resolver, asked } = recorder;
        let found = std::mem::take(&mut resolver.diagnostics);
        diagnostics.extend(found.iter().cloned());
        let files = std::mem::take(&mut resolver.files);
        // Links depend on the depth of the page alone: one rendering serves all pages of one depth.
        let shallow = Route::Alert("x".to_string());
        let again = (resolver.route.depth() != shallow.depth() && !alerts.is_empty()).then(|| {
            resolver.route = shallow;
            render(&entry.document, &mut resolver, &mut Vec::new())
        });
        let under = again.as_ref().unwrap_or(&rendered);
        let copy = alerts
            .iter()
            .any(|alert| alert.is_copy())
            .then(|| page::alert::copy(under));
        let alerts = alerts.iter().map(|alert| {
            let route = Route::Alert(alert.folder.to_string());
            let under = copy.as_ref().filter(|_| alert.is_copy()).unwrap_or(under);
            let page = page::alert::page(frame, alert, entry, under);
            (decode(&route.file()), page.into())
        });
        let made = Compiled {
            alerts: alerts.collect(),
            html: page::runbook::page(frame, catalog, place, entry, &rendered).into(),
            diagnostics,
            files,
        };
        Self {
            entry: entry.clone(),
            around,
            asked,
            found,
            made,
        }
    }

    /// Whether rendering again would give the same; `resolver` answers for the site as it is now.
    fn still_holds(&self, entry: &Entry, around: &Around, resolver: &mut Resolver<'_>) -> bool {
        is_same(&self.entry, entry)
            && self.around == *around
            && self.asked.iter().all(|asked| {
                let reference = Reference {
                    href: &asked.href,
                    span: asked.span,
                    image: asked.image,
                };
                resolver.resolve(reference) == asked.target
            })
            && resolver.diagnostics == self.found
            && resolver.files == self.made.files
    }
}

/// Whether two entries are one runbook in the same words.
fn is_same(a: &Entry, b: &Entry) -> bool {
    // Field by field, so that a new field has to be thought of here.
    let Entry {
        id,
        path,
        document,
        bytes: _,
        sha256: _,
        title,
        severity,
        kind,
        category,
        alerts,
        review_due,
    } = a;
    Arc::ptr_eq(document, &b.document)
        && *id == b.id
        && *path == b.path
        && *title == b.title
        && *severity == b.severity
        && *kind == b.kind
        && *category == b.category
        && *alerts == b.alerts
        && *review_due == b.review_due
}

fn resolver<'a>(frame: &Frame, catalog: &'a Catalog, sources: &'a Sources, entry: &'a Entry) -> Resolver<'a> {
    Resolver {
        catalog,
        sources,
        route: Route::Runbook(entry.id.to_string()),
        folder: entry.path.rsplit_once('/').map_or("", |(folder, _)| folder),
        document: &entry.document,
        has_guide: frame.has_guide,
        suggestions: SUGGESTIONS,
        diagnostics: Vec::new(),
        files: BTreeSet::new(),
    }
}

/// A resolver whose answers are noted.
struct Recorder<'a> {
    resolver: Resolver<'a>,
    asked: Vec<Asked>,
}

impl Links for Recorder<'_> {
    fn resolve(&mut self, reference: Reference<'_>) -> Target {
        let target = self.resolver.resolve(reference);
        self.asked.push(Asked {
            href: reference.href.to_string(),
            span: reference.span,
            image: reference.image,
            target: target.clone(),
        });
        target
    }

    fn marks(&self, document: &Document, events: &[Spanned<'_>]) -> Vec<Mark> {
        self.resolver.marks(document, events)
    }
}
