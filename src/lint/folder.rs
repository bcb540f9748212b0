//! A folder of runbooks, as rules look at it.

use super::file::{Customs, Profile};
use crate::markdown::Document;
use crate::markdown::facts::alert_in_name;
use crate::runbook::{Kind, SectionKind, Severity};

/// A runbook of the folder.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// Its path below the folder.
    pub path: &'a str,
    /// Its id in the site.
    pub id: &'a str,
    /// Its source, parsed.
    pub document: &'a Document,
    /// Its severity: its own, else the index's.
    pub severity: Option<Severity>,
    /// Its kind: its own, else the index's.
    pub kind: Kind,
    /// What kind of page it is.
    pub profile: Profile,
}

/// All runbooks of a folder.
#[derive(Clone, Debug)]
pub struct Folder<'a> {
    /// The runbooks, in path order.
    pub members: Vec<Member<'a>>,
    /// What they usually say.
    pub customs: Customs,
}

/// Folders with at most this many runbooks have no customs: what is missing is missing.
const FEW: usize = 5;

impl<'a> Folder<'a> {
    /// A folder with these runbooks.
    pub fn new(members: Vec<Member<'a>>) -> Self {
        let few = members.len() <= FEW;
        let runbooks = || members.iter().filter(|member| member.profile != Profile::Page);
        let some = |has: &dyn Fn(&Member<'_>) -> bool| few || runbooks().any(has);
        let often = |kind| {
            let with = runbooks().filter(|member| member.document.runbook().section(kind).is_some());
            few || with.count() * 5 >= runbooks().count()
        };
        let customs = Customs {
            sections: few || runbooks().count() * 2 >= members.len(),
            severity: some(&|member| member.severity.is_some()),
            alert: some(&|member| {
                let runbook = member.document.runbook();
                !runbook.metadata.alerts.is_empty() || alert_in_name(&runbook.title, member.path).is_some()
            }),
            owner: some(&|member| member.document.runbook().metadata.owner.is_some()),
            last_updated: some(&|member| member.document.runbook().metadata.last_updated.is_some()),
            verification: often(SectionKind::Verification),
            escalation: often(SectionKind::Escalation),
            related: often(SectionKind::Related),
        };
        Self { members, customs }
    }

    /// The first runbook that is no mere page: where findings about the folder point.
    pub fn first(&self) -> Option<usize> {
        self.members.iter().position(|member| member.profile != Profile::Page)
    }
}
