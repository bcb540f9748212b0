//! The columns of a table of steps, told by the words at their heads.

use super::STEP;
use crate::markdown::blocks::MarkKind;
use crate::text::find::is_listed_folded;

/// Where a table of steps says what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::markdown) struct Columns {
    /// What to do, where the first column has numbers.
    pub(in crate::markdown) action: usize,
    /// Whether the first column says what to do where it has more than a number.
    pub(in crate::markdown) named: bool,
    /// What must be seen, and what to do if it is not.
    pub(in crate::markdown) marks: Vec<(usize, MarkKind)>,
}

/// Heads above numbers.
const NUMBERS: &str = "#|no|no.|nr|nr.|n°|№|number|step #|step no|step no.|step number|order|seq";

/// Heads above what to do.
const ACTIONS: &str = "action|actions|task|tasks|instruction|instructions|what to do|activity|procedure|to do|action to take|\
    aktion|aktionen|aufgabe|maßnahme|tätigkeit|acción|tarea|ação|tarefa|tâche|azione|действие|操作|作業|动作";

/// Heads that say so behind a number or the word "step" only.
const WORDS: &str = "description|details|what|do|command|commands|beschreibung|befehl|descripción|comando|descrição|\
    description de l'action|commande|descrizione|说明|内容";

impl Columns {
    /// The columns under these heads; `None` where the table lists something else.
    ///
    /// A table of steps begins with a column for the step, or for its number and then one for what to do; or it has what
    /// to do and what must be seen.
    pub(in crate::markdown) fn of<'h>(heads: impl Iterator<Item = &'h str>) -> Option<Self> {
        let heads: Vec<String> = heads
            .map(|head| head.trim().trim_end_matches(':').to_lowercase())
            .collect();
        let is = |at: usize, known: &str| heads.get(at).is_some_and(|head| is_listed_folded(head, known));
        let find = |known: &str| (0..heads.len()).find(|at| is(*at, known));
        let marks: Vec<(usize, MarkKind)> = heads
            .iter()
            .enumerate()
            .skip(1)
            .filter_map(|(at, head)| Some((at, MarkKind::read(head)?)))
            .collect();
        let is_step = |head: &String| STEP.contains(&head.as_str()) || head == "steps" || head == "schritte";
        let named = heads.first().is_some_and(is_step);
        let action = if heads.len() < 2 {
            return None;
        } else if named {
            find(ACTIONS).or_else(|| find(WORDS)).unwrap_or(1)
        } else if is(0, NUMBERS) {
            find(ACTIONS)
                .or_else(|| heads.iter().position(is_step))
                .or_else(|| find(WORDS).filter(|_| !marks.is_empty()))?
        } else {
            Some(0).filter(|_| is(0, ACTIONS) && !marks.is_empty())?
        };
        Some(Self { action, named, marks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_steps_are_told_by_their_heads() {
        let action = |heads: &str| Columns::of(heads.split('|')).map(|columns| columns.action);
        assert_eq!(action("Step|Action|Command"), Some(1));
        assert_eq!(action("Step|Description"), Some(1));
        assert_eq!(action("Step|Owner|Action"), Some(2));
        assert_eq!(action("Step|Command|Expected"), Some(1));
        assert_eq!(action("Step|How"), Some(1));
        assert_eq!(action("#|Action"), Some(1));
        assert_eq!(action("No.|Step|Who"), Some(1));
        assert_eq!(action("#|Command|Expected result"), Some(1));
        assert_eq!(action("Action|Expected Result"), Some(0));
        assert_eq!(action("Schritt|Aktion"), Some(1));
        for heads in [
            "#|Alert|Meaning",
            "Symptom|Action",
            "Action|Owner",
            "Step",
            "Severity|Response",
            "",
            "#|Command",
        ] {
            assert_eq!(action(heads), None, "{heads}");
        }
    }

    #[test]
    fn what_must_be_seen_has_a_column() {
        let marks = |heads: &str| Columns::of(heads.split('|')).map(|columns| columns.marks);
        let both = vec![(2, MarkKind::Expected), (3, MarkKind::IfNot)];
        assert_eq!(marks("Step|Action|Expected result|If not"), Some(both));
        assert_eq!(marks("#|Task|Who|Rollback"), Some(vec![(3, MarkKind::Rollback)]));
    }
}
