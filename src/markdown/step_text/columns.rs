//! The columns of a table of steps, told by the words at their heads.

use super::STEP;
use crate::markdown::blocks::MarkKind;
use crate::text::find::is_listed_folded;

/// Where a table of steps says what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::markdown) struct Columns {
    /// The column that names or numbers the step.
    pub(in crate::markdown) first: usize,
    /// What to do, where that column has numbers.
    pub(in crate::markdown) action: usize,
    /// Whether that column says what to do where it has more than a number.
    pub(in crate::markdown) named: bool,
    /// What must be seen, and what to do if it is not.
    pub(in crate::markdown) marks: Vec<(usize, MarkKind)>,
}

/// Heads above boxes to tick.
const BOXES: &str = "☐|☑|✓|✔|✅|[ ]|[x]|done|done?|complete|completed|tick|erledigt|fait|hecho|feito|fatto|完了|完成";

/// Heads above numbers.
const NUMBERS: &str = "#|no|no.|nr|nr.|n°|nº|n.º|n.|№|№ п/п|num|num.|núm.|number|order|seq|item no|item no.|item #|s.no|s.no.|s. no.|sno|sr no|\
    sr. no.|sr.no.|sl no|sl. no.|sl.no.|lfd. nr.|lfd nr|pos.|番号|項番|序号|編號|编号";

/// The same, which say that steps are numbered.
const STEP_NUMBERS: &str =
    "step #|step no|step no.|step number|step id|schritt nr.|schritt-nr.|n° étape|手順番号|步骤编号";

/// Heads above the steps themselves, beside [`STEP`].
const STEPS: &str = "steps|schritte|etapa|pasos|passos|étapes|fase|passaggio|手順内容";

/// Heads above what to do.
const ACTIONS: &str = "action|actions|task|tasks|instruction|instructions|what to do|activity|activities|procedure|to do|\
    operation|recommended action|corrective action|recovery action|operator action|step description|\
    action description|task description|activity description|\
    aktion|aktionen|aufgabe|maßnahme|maßnahmen|tätigkeit|handlung|anweisung|vorgehen|acción|acciones|tarea|actividad|ação|\
    ações|tarefa|atividade|tâche|opération|consigne|azione|azioni|attività|operazione|действие|действия|działanie|czynność|작업|조치|작업 내용|\
    操作|作業|作業内容|作業項目|対応|対応内容|操作内容|操作步骤|操作手順|动作|执行操作|任务|实施内容|處理步驟|处理步骤";

/// The same, of what is looked at.
const CHECKS: &str = "check|checks|test|item to check|prüfung|prüfpunkt|vérification|contrôle|comprobación|verificación|\
    verificação|verifica|controllo|確認項目|确认项|检查项|检查内容";

/// Heads that say so behind a number or the word "step" only.
const WORDS: &str = "description|details|what|do|beschreibung|was|descripción|descrição|description de l'action|descrizione|\
    说明|内容|描述|説明";
const COMMANDS: &str = "command|commands|befehl|comando|commande|コマンド|命令";

/// Heads of columns that say of a step who takes it, when, and where.
const ATTRIBUTES: &str = "owner|who|responsible|responsibility|role|team|assignee|assigned to|actor|by|time|start|end|eta|duration|\
    when|where|system|host|server|phase|tool|status|verantwortlich|zuständig|wer|dauer|responsable|responsável|\
    responsabile|durée|duración|担当|担当者|負責人|负责人|所要時間";

/// Heads of what a row answers to. Where it stands before what to do, the table lists what to do in which case.
const CASES: &str = "symptom|symptoms|error|error code|error message|code|message|alert|alert name|severity|problem|issue|cause|\
    root cause|condition|trigger|event|if|case|scenario|question|finding|risk|metric|meaning|program|pgm|fix|rto|rpo|\
    return code|exit code|status code|symptôme|erreur|síntoma|sintoma|erro|sintomo|errore|fehler|fehlercode|ursache|\
    症状|原因|エラー|アラート|错误|告警|问题|现象";

/// The same, where rows are only numbered.
const PEOPLE: &str = "name|contact|date|author|version|datum|fecha|data|日付|日期|氏名|姓名";

/// Heads of what is to be done when all is over.
const LATER: &str = "due|due date|due by|target date|期限|截止日期";

/// Heads of what must be seen, where the table is one of steps.
const RESULTS: &str = "result|results|outcome|verify|verification|validation|check|checks|confirm|acceptance|pass criteria|output|\
    ergebnis|ergebnisse|erwartung|kontrolle|prüfung|sollzustand|résultat|contrôle|vérification|resultado|verificación|\
    verificação|risultato|verifica|esito|результат|期待|結果|确认|確認|確認内容|確認項目|结果|验证|检查";

const OTHERWISE: &str = "fallback|contingency|else|action if failed|action if not|on fail|fehlerfall";

const BOX: u16 = 1;
const NUMBER: u16 = 1 << 1;
const STEP_NUMBER: u16 = 1 << 2;
const A_STEP: u16 = 1 << 3;
const ACTION: u16 = 1 << 4;
const CHECK: u16 = 1 << 5;
const WORD: u16 = 1 << 6;
const COMMAND: u16 = 1 << 7;
const ATTRIBUTE: u16 = 1 << 8;
const CASE: u16 = 1 << 9;
const PERSON: u16 = 1 << 10;
const LATE: u16 = 1 << 11;
const RESULT: u16 = 1 << 12;
const ELSE: u16 = 1 << 13;

/// What the lists say of a head.
const LISTS: [(u16, &str); 14] = [
    (BOX, BOXES),
    (NUMBER, NUMBERS),
    (STEP_NUMBER, STEP_NUMBERS),
    (A_STEP, STEPS),
    (ACTION, ACTIONS),
    (CHECK, CHECKS),
    (WORD, WORDS),
    (COMMAND, COMMANDS),
    (ATTRIBUTE, ATTRIBUTES),
    (CASE, CASES),
    (PERSON, PEOPLE),
    (LATE, LATER),
    (RESULT, RESULTS),
    (ELSE, OTHERWISE),
];

/// A head: what the lists say of it, and what it says of a step.
#[derive(Clone, Copy)]
struct Head {
    kinds: u16,
    mark: Option<MarkKind>,
    is_bare: bool,
}

impl Head {
    fn of(head: &str) -> Self {
        let head = plain_head(head);
        let mut kinds = if STEP.contains(&head.as_str()) { A_STEP } else { 0 };
        for (kind, known) in LISTS {
            if is_head(&head, known) {
                kinds |= kind;
            }
        }
        Self {
            kinds,
            mark: head.split('/').find_map(|part| MarkKind::read(part.trim())),
            is_bare: head.is_empty(),
        }
    }
}

impl Columns {
    /// The columns under these heads; `None` where the table lists something else.
    ///
    /// A table of steps begins with a column for the step, or for its number and then one for what to do; or it has what
    /// to do and what must be seen.
    pub(in crate::markdown) fn of<'h>(heads: impl Iterator<Item = &'h str>) -> Option<Self> {
        let heads: Vec<Head> = heads.map(Head::of).collect();
        let is = |at: usize, kinds: u16| heads.get(at).is_some_and(|head| head.kinds & kinds != 0);
        let is_bare = heads.first().is_some_and(|head| head.is_bare);
        // Boxes to tick may stand in front.
        let is_led = is(1, A_STEP | STEP_NUMBER | NUMBER) || is_bare && is(1, ACTION | CHECK);
        let first = usize::from(is_led && (is_bare || is(0, BOX)));
        // The number of columns stands for none.
        let none = heads.len();
        let next = |kinds: u16| (first + 1..none).find(|at| is(*at, kinds)).unwrap_or(none);
        let either = |at: usize, other: usize| if at < none { at } else { other };
        if first + 1 >= none {
            return None;
        }
        let named = is(first, A_STEP);
        let has_marks = heads.iter().skip(first + 1).any(|head| head.mark.is_some());
        let doing = either(next(ACTION), next(CHECK));
        let told = either(next(WORD), next(COMMAND));
        let action = if named || is(first, STEP_NUMBER) {
            let told = either(doing, told);
            if doing == none && next(CASE) < told {
                return None;
            }
            // Where all columns say who and when, a number alone is no step.
            let other = (first + 1..none).find(|at| !is(*at, ATTRIBUTE));
            either(told, other.unwrap_or(none))
        } else if is(first, NUMBER | BOX) {
            let told = if has_marks { told } else { none };
            let action = either(either(doing, next(A_STEP)), told);
            if action == none || next(CASE | PERSON) < action || next(LATE) < none {
                return None;
            }
            action
        } else if is(first, ACTION | CHECK) && has_marks {
            first
        } else {
            return None;
        };
        let mut marks = Vec::new();
        for (at, head) in heads.iter().enumerate().skip(first + 1) {
            let further = match head.kinds {
                _ if at == action => None,
                kinds if kinds & RESULT != 0 => Some(MarkKind::Expected),
                kinds if kinds & ELSE != 0 => Some(MarkKind::IfNot),
                _ => None,
            };
            if let Some(kind) = head.mark.or(further) {
                marks.push((at, kind));
            }
        }
        Some(Self {
            first,
            action,
            named,
            marks,
        })
    }
}

/// A head as it is looked up: in lower case, without what stands in brackets, and "to perform" or "required" behind it.
fn plain_head(head: &str) -> String {
    let head = head.trim().to_lowercase();
    let end = head.find(['(', '（']).filter(|end| *end > 0);
    let text = end.and_then(|end| head.get(..end)).unwrap_or(&head);
    let text = text.trim().trim_end_matches([':', '：']).trim_end();
    let text = text.strip_suffix(" required").unwrap_or(text);
    match text.split_once(" to ") {
        Some((what, _)) if is_listed_folded(what, "action|actions|task|tasks|step|steps") => what.to_string(),
        _ => text.to_string(),
    }
}

/// Whether a head, or one of several with strokes between, is known.
fn is_head(head: &str, known: &str) -> bool {
    is_listed_folded(head, known) || head.split('/').any(|part| is_listed_folded(part.trim(), known))
}

/// Whether a cell only counts a step: `1.1.2`, `A`, `①`, `Step B`, a box.
pub(in crate::markdown) fn is_label(text: &str) -> bool {
    let text = STEP
        .iter()
        .find_map(|word| super::strip_prefix_folded(text, word))
        .filter(|rest| !rest.starts_with(char::is_alphabetic))
        .unwrap_or(text);
    let mut before = false;
    text.chars()
        .all(|c| !(std::mem::replace(&mut before, c.is_alphabetic()) && c.is_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_steps_are_told_by_their_heads() {
        let action = |heads: &str| Columns::of(heads.split('|')).map(|columns| columns.action);
        for (heads, expected) in [
            ("Step|Action|Command", 1),
            ("Step|Description", 1),
            ("Step|Owner|Action", 2),
            ("Step|Owner|Notes", 2),
            ("Step|Who|Action/Command|Verification", 2),
            ("Step|Command|Expected", 1),
            ("Step|Command|Description", 2),
            ("Step #|Command / Action", 1),
            ("Step|Condition|Action", 2),
            ("Step|How", 1),
            ("#|Action", 1),
            ("#|Time|Action|Owner", 2),
            ("#|Check|Command|Expected", 1),
            ("No.|Step|Who", 1),
            ("S.No|Activity (as root)|Command", 1),
            ("#|Command|Expected result", 1),
            ("Action|Expected Result", 0),
            ("Actions to perform|Expected result", 0),
            ("Check|Command|Expected", 0),
            ("Done|Task|Owner", 1),
            ("☐|#|Action", 2),
            ("|Task|Expected", 1),
            ("Schritt|Aktion", 1),
            ("Nr.|Maßnahme|Zuständig", 1),
            ("N°|Opération|Responsable", 1),
            ("N.º|Actividad|Responsable", 1),
            ("Etapa|Ação|Resultado esperado", 1),
            ("Fase|Azione|Risultato atteso", 1),
            ("No.|作業内容|期待結果", 1),
            ("項番|手順|担当", 1),
            ("序号|操作步骤|负责人", 1),
        ] {
            assert_eq!(action(heads), Some(expected), "{heads}");
        }
        for heads in [
            "#|Alert|Meaning",
            "#|Symptom|Action",
            "#|Code|Meaning|Action",
            "No.|Name|Task|Phone",
            "#|Action|Owner|Due date",
            "No.|Date|Action",
            "Symptom|Action",
            "Action|Owner",
            "Action|Result",
            "Step|Error|Fix",
            "Step|Program|DD|RC",
            "Step|Program|Description",
            "|Action|Owner",
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
        use MarkKind::{Expected, IfNot, Rollback};
        let marks = |heads: &str| Columns::of(heads.split('|')).map(|columns| columns.marks);
        let both = vec![(2, Expected), (3, IfNot)];
        assert_eq!(marks("Step|Action|Expected result|If not"), Some(both.clone()));
        assert_eq!(marks("Schritt|Aktion|Ergebnis|Im Fehlerfall"), Some(both.clone()));
        assert_eq!(marks("步骤|操作|预期结果|异常处理"), Some(both));
        assert_eq!(marks("#|Task|Who|Rollback"), Some(vec![(3, Rollback)]));
        assert_eq!(marks("Step|Action|Check"), Some(vec![(2, Expected)]));
    }

    #[test]
    fn labels_are_no_words() {
        for text in ["1.1.2", "A", "①", "1️⃣", "S-7", "Step B", "☐", ""] {
            assert!(is_label(text), "{text}");
        }
        for text in ["Stop it", "检查", "Steps", "DB"] {
            assert!(!is_label(text), "{text}");
        }
    }
}
