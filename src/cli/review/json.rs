//! The report for programs.

use super::{Review, level};
use crate::cli::findings::json as findings_json;
use crate::review::{Standing, Subject, by_owner, drills, quarter};
use anyhow::Result;
use serde_json::{Map, Value, json};

pub fn render(review: &Review) -> Result<String> {
    let runbooks: Vec<Value> = review.subjects.iter().map(|subject| item(review, subject)).collect();
    let due: Vec<Value> = review.due().into_iter().map(|subject| item(review, subject)).collect();
    let owners: Map<String, Value> = by_owner(review.due())
        .into_iter()
        .map(|(owner, subjects)| {
            let ids: Vec<&str> = subjects.iter().map(|subject| subject.id.as_str()).collect();
            (owner.to_string(), json!(ids))
        })
        .collect();
    let plan: Vec<Value> = drills::plan(&review.subjects, &review.evidence)
        .into_iter()
        .map(|one| {
            json!({ "id": one.subject.id, "title": one.subject.title, "last_drill": one.last.map(|date| date.to_string()), "changed_since": one.has_changed })
        })
        .collect();
    let changes = review.changes.as_ref().map(|(since, commits)| {
        let commits: Vec<Value> = commits
            .iter()
            .map(|commit| {
                let files = commit
                    .files
                    .iter()
                    .map(|(status, path)| json!({ "status": status.to_string(), "path": path }));
                json!({
                    "commit": commit.name, "date": commit.date.to_string(), "author": commit.author,
                    "subject": commit.subject, "files": files.collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({ "since": since.to_string(), "has_history": review.has_history, "commits": commits })
    });
    let (year, number, _, _) = quarter(review.today);
    let unusable: Vec<Value> = review
        .unusable
        .iter()
        .map(|(path, reason)| json!({ "path": path, "reason": reason }))
        .collect();
    let output = json!({
        "version": 1,
        "today": review.today.to_string(),
        "due_within_days": review.window,
        "quarter": format!("{year}-Q{number}"),
        "summary": {
            "runbooks": review.subjects.len(),
            "overdue": review.count(|standing| matches!(standing, Standing::Overdue(_))),
            "due": review.count(|standing| matches!(standing, Standing::Due(_))),
            "no_date": review.count(|standing| standing == Standing::NoDate),
            "no_cycle": review.count(|standing| standing == Standing::NoCycle),
        },
        "due": due,
        "owners": owners,
        "runbooks": runbooks,
        "drills": if review.has_runs { Value::Array(plan) } else { Value::Null },
        "changes": changes,
        "checklist": review.checklist.then(|| review.checklist()),
        "unusable_runs": unusable,
        "diagnostics": findings_json::items(&review.findings),
    });
    crate::cli::render::json(&output)
}

fn item(review: &Review, subject: &Subject) -> Value {
    let standing = review.standing(subject);
    let days = match standing {
        Standing::Overdue(days) => Some(-days),
        Standing::Due(days) | Standing::Later(days) => Some(days),
        _ => None,
    };
    let text = |text: &str| (!text.is_empty()).then(|| text.to_string());
    let evidence = review.evidence.get(&subject.id).map(|found| {
        json!({
            "runs_last_week": found.used.map_or(0, |(count, _)| count),
            "last_run": found.last_run.map(|date| date.to_string()),
            "last_drill": found.last_drill.map(|date| date.to_string()),
            "incident_after_update": found.incident_after_update.map(|date| date.to_string()),
            "changed_since_drill": found.changed_since_drill.map(|(changed, drill)| changed.unwrap_or(drill).to_string()),
        })
    });
    json!({
        "id": subject.id,
        "title": subject.title,
        "path": subject.path,
        "owner": text(&subject.owner),
        "severity": text(&subject.severity),
        "cycle": text(&subject.cycle),
        "last_updated": subject.last_updated.map(|date| date.to_string()),
        "changed": subject.changed.map(|date| date.to_string()),
        "due": subject.due.map(|date| date.to_string()),
        "days": days,
        "standing": standing.name(),
        "level": level(standing).map(|level| level.name()),
        "evidence": evidence,
    })
}
