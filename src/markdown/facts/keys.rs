//! What facts are called.

use crate::markdown::labels;
use crate::text::find::{Sieve, is_listed_folded};

pub(super) const SEVERITY_KEYS: &str = "severity|priority|severity level|sev|severidad|severidade|schweregrad|severità|gravité|criticité|\
    приоритет|priorytet|严重程度|심각도|prio|priorität|priorité|prioridad|prioridade|priorità|criticidad|\
    criticidade|重要度|緊急度|级别|严重级别";

pub(super) const OWNER_KEYS: &str = "owner|runbook owner|document owner|owners|owned by|team|owning team|service owner|process owner|\
    responsible team|maintainer|maintained by|verantwortlich|verantwortliches team|eigentümer|propriétaire|\
    équipe|responsable|propietario|responsável|proprietario|responsabile|ответственный|担当|担当チーム|负责人|담당자";

pub(super) const UPDATED_KEYS: &str = "last updated|last reviewed|last review|updated|last modified|zuletzt aktualisiert|letzte aktualisierung|\
    dernière mise à jour|última actualización|última atualização|ultimo aggiornamento|обновлено|最終更新日|最終更新|\
    更新时间";

/// Keys that count where a table or a line lists facts.
pub(in crate::markdown) fn is_listed_key(key: &str) -> bool {
    const MORE: &str = "next review date|log messages";
    static SIEVE: Sieve = Sieve::new(&[])
        .and_list(SEVERITY_KEYS)
        .and_list(OWNER_KEYS)
        .and_list(UPDATED_KEYS)
        .and_list(MORE);
    let Some(key) = short(key) else { return false };
    let lists = [SEVERITY_KEYS, OWNER_KEYS, UPDATED_KEYS, MORE];
    is_plain_key(key) || SIEVE.may_hold(key) && lists.iter().any(|list| is_listed_folded(key, list))
}

/// Keys that count without bold marks.
pub(in crate::markdown) fn is_plain_key(key: &str) -> bool {
    const KEYS: &str = "severity|priority|affected users|business impact|alert|alerts|alert name|dashboard|\
        monitoring dashboard|log patterns|log pattern|owner|last updated|last reviewed|review cycle|\
        next review|alarm|alarms|alarm name|アラート名|告警名称";
    static SIEVE: Sieve = Sieve::new(&[]).and_list(KEYS);
    let key = short(key).filter(|key| SIEVE.may_hold(key));
    key.is_some_and(|key| is_listed_folded(key, KEYS))
}

/// Bytes of the longest key that is known, `ответственный`.
pub(super) const LONGEST_KEY: usize = 26;

/// A key without white space around it, where it is no longer than the longest that is known.
pub(super) fn short(key: &str) -> Option<&str> {
    // A key that is longer with white space, too, is rare: what is asked about most is prose.
    if key.len() > 2 * LONGEST_KEY {
        return None;
    }
    let key = labels::unmarked(key.trim());
    (key.len() <= LONGEST_KEY).then_some(key)
}
