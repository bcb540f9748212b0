//! The nine sections of a runbook, found by heading.

use crate::text::Span;
use crate::text::find::{Sieve, is_listed};
use crate::text::hash::Map;
use std::sync::OnceLock;

/// What a section is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SectionKind {
    /// How to recognise the problem.
    Symptoms,
    /// Whom it hits and how badly.
    Impact,
    /// Alerts, dashboards, log patterns.
    Detection,
    /// Steps that find the cause. Read, then do.
    Diagnosis,
    /// Steps that end the incident. Read, then do.
    Resolution,
    /// Checks that it is over. Do, then confirm.
    Verification,
    /// What keeps it from coming back.
    Prevention,
    /// Whom to call, when, how.
    Escalation,
    /// Where to read on.
    Related,
    /// A section that is none of these: kept where it stands.
    #[default]
    Other,
}

impl SectionKind {
    /// The nine kinds of the format, in its order.
    pub const NAMED: [Self; 9] = [
        Self::Symptoms,
        Self::Impact,
        Self::Detection,
        Self::Diagnosis,
        Self::Resolution,
        Self::Verification,
        Self::Prevention,
        Self::Escalation,
        Self::Related,
    ];

    /// The kind's name in the page (`data-section`).
    pub fn name(self) -> &'static str {
        match self {
            Self::Symptoms => "symptoms",
            Self::Impact => "impact",
            Self::Detection => "detection",
            Self::Diagnosis => "diagnosis",
            Self::Resolution => "resolution",
            Self::Verification => "verification",
            Self::Prevention => "prevention",
            Self::Escalation => "escalation",
            Self::Related => "related",
            Self::Other => "other",
        }
    }

    /// The kind's name in headings and sentences.
    pub fn title(self) -> &'static str {
        match self {
            Self::Symptoms => "Symptoms",
            Self::Impact => "Impact",
            Self::Detection => "Detection",
            Self::Diagnosis => "Diagnosis",
            Self::Resolution => "Resolution",
            Self::Verification => "Verification",
            Self::Prevention => "Prevention",
            Self::Escalation => "Escalation",
            Self::Related => "Related",
            Self::Other => "Other",
        }
    }

    /// Whether a reader works through it, step by step.
    pub fn is_worked(self) -> bool {
        matches!(self, Self::Diagnosis | Self::Resolution | Self::Verification)
    }

    /// The kind that a heading's text stands for. Case, numbering ("3. Diagnosis", "Part 2: Resolution"), marks around it
    /// and words that only say what a section is made of ("Verification Checklist") are ignored.
    pub fn from_heading(text: &str) -> Self {
        with_plain_heading(text, Self::from_plain)
    }

    /// The kind of a heading that [`plain_heading`] made plain.
    pub fn from_plain(text: &str) -> Self {
        if text.is_empty() {
            return Self::Other;
        }
        if !text.is_ascii() && text.chars().any(|letter| without_accent(letter) != letter) {
            return Self::from_plain(&text.chars().map(without_accent).collect::<String>());
        }
        let plain = |text| by_alias(text).or_else(|| by_alias(without_fillers(text)));
        // "Quick reference" and "Useful links" are of another kind than what they are called without that word.
        let led = |text| by_alias(without_leaders(text)?).filter(|kind| *kind != Self::Related);
        let first = text.split([':', '/', '&', '(']).next().unwrap_or("");
        let first = first.split(" and ").next().unwrap_or("").trim();
        // "Communication & Escalation" says whom to call, too.
        let last = || Some(text.rsplit_once(['&', '/'])?.1.trim());
        let last = || last().and_then(plain).filter(|kind| *kind == Self::Escalation);
        plain(text)
            .or_else(|| plain(first))
            .or_else(|| led(text))
            .or_else(|| led(first))
            .or_else(last)
            .unwrap_or(Self::Other)
    }
}

fn by_alias(text: &str) -> Option<SectionKind> {
    static SIEVE: Sieve = {
        let mut sieve = Sieve::new(&[]);
        let mut at = 0;
        while at < ALIASES.len() {
            sieve = sieve.and_list(ALIASES[at].1);
            at += 1;
        }
        sieve
    };
    if !SIEVE.may_hold(text) {
        return None;
    }
    // Every heading of every file is looked up.
    static TABLE: OnceLock<Map<&str, SectionKind>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let aliases = |(kind, aliases): &(SectionKind, &'static str)| {
            let kind = *kind;
            aliases.split('|').map(move |alias| (alias, kind))
        };
        ALIASES.iter().flat_map(aliases).collect()
    });
    table.get(text).copied()
}

/// Bytes of headings that need no room on the heap.
const SHORT: usize = 64;

/// What `then` makes of a heading as it is looked up: lower case, without numbering ("3.", "Part 2:"), marks before it and
/// a colon behind.
pub fn with_plain_heading<T>(text: &str, then: impl FnOnce(&str) -> T) -> T {
    if !text.is_ascii() {
        return then(plain_part(&text.to_lowercase()));
    }
    let plain = plain_part(text);
    let mut room = [0; SHORT];
    let short = room.get_mut(..plain.len()).and_then(|room| {
        room.copy_from_slice(plain.as_bytes());
        room.make_ascii_lowercase();
        std::str::from_utf8(room).ok()
    });
    match short {
        Some(short) => then(short),
        None => then(&plain.to_ascii_lowercase()),
    }
}

/// A letter without its accent, which authors leave out as often as not, where Western Europe writes it.
fn without_accent(letter: char) -> char {
    const ACCENTS: &str = "áaàaâaãaäaéeèeêeíióoôoõoöoúuüuçcñn";
    let mut pairs = ACCENTS.chars();
    while let (Some(accented), Some(plain)) = (pairs.next(), pairs.next()) {
        if accented == letter {
            return plain;
        }
    }
    letter
}

/// The same, to keep.
pub fn plain_heading(text: &str) -> String {
    with_plain_heading(text, str::to_string)
}

/// What stays of a heading, as it is written.
fn plain_part(text: &str) -> &str {
    // `Resolution {#fix}` names its anchor as other generators read it.
    let text = match text.as_bytes().contains(&b'{') {
        true => text.split(" {#").next().unwrap_or(""),
        false => text,
    };
    let mut rest = text.trim_start_matches(|c: char| !c.is_alphabetic());
    // `四、处理步骤`.
    let counted = rest.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    if counted.len() < rest.len() && counted.starts_with(['、', '.', '．', ')', '）']) {
        rest = counted.trim_start_matches(|c: char| !c.is_alphabetic());
    }
    for word in ["part", "section", "phase"] {
        let starts = rest
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word));
        let numbered = rest
            .get(word.len()..)
            .filter(|_| starts)
            .map(str::trim_start)
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(numbered) = numbered {
            let behind = numbered.trim_start_matches(|c: char| !c.is_alphabetic());
            if !behind.is_empty() {
                rest = behind;
            }
        }
    }
    rest.trim_end_matches([':', '：', ' ', '.'])
}

/// A heading without the words at its end that only say what the section is made of, and without "incident" before it.
fn without_fillers(text: &str) -> &str {
    const FILLERS: &str = "steps|step|procedure|procedures|checklist|actions|action|matrix|criteria|strategies|strategy|guide|\
        process|path|policy|plan|workflow|phase|options|tests|measures|assessment|rapida|immediata|절차|기준|방법|단계";
    let mut text = text.strip_prefix("incident ").unwrap_or(text);
    // Chinese and Japanese have no space before them.
    let written = ["步骤", "流程", "手順", "方法"];
    let before = written.iter().find_map(|word| text.strip_suffix(word));
    if let Some(before) = before.filter(|before| !before.is_empty()) {
        text = before.trim_end();
    }
    while let Some((before, last)) = text.rsplit_once(' ')
        && is_listed(last, FILLERS)
    {
        text = before.trim_end();
    }
    text
}

/// A heading without fillers and without words before it that only say of what sort it is or how much of it stands there:
/// "First three remediation steps", "Pasos de diagnóstico". `None` where it has no such words.
fn without_leaders(text: &str) -> Option<&str> {
    const LEADERS: &str = "possible|potential|suggested|recommended|immediate|initial|first|quick|manual|final|safe|short-term|\
        emergency|two|three|four|five|instructions|how|steps|pasos|passos|procedure|procedura|to|de|di";
    let mut rest = without_fillers(text);
    while let Some((word, behind)) = rest.split_once(' ')
        && is_listed(word, LEADERS)
    {
        rest = behind;
    }
    (rest.len() < text.len()).then_some(rest)
}

/// Headings in wide use for each section, lower case, separated by `|`; also in Chinese, Japanese, Korean, Spanish,
/// Portuguese, German, French, Italian, Polish and Russian; without Western Europe's accents.
const ALIASES: &[(SectionKind, &str)] = &[
    (
        SectionKind::Symptoms,
        "symptoms|symptom|meaning|description|signs|how to recognise|how to recognize|how to recognise it|how to recognize it|what you see|problem|problem statement|\
         症状|现象|現象|問題|\
         what this alert means|증상|sintomas|sintoma|symptome|symptomes|sintomi|objawy|симптомы",
    ),
    (
        SectionKind::Impact,
        "impact|severity|severity and impact|business impact|user impact|customer impact|blast radius|影响|影響|\
         영향|사용자 영향|impacto|auswirkungen|impatto|wpływ|влияние",
    ),
    (
        SectionKind::Detection,
        "detection|detect|alert|alerts|alert details|alert names|alerts covered|covered alerts|alerts handled|associated alerts|trigger|triggers|how it is detected|monitoring|検出|検知|检测|告警|アラート|\
         発火条件|감지|alertas|deteccion|deteccao|erkennung|ausloser|alertes|rilevamento|wykrywanie|обнаружение",
    ),
    (
        SectionKind::Diagnosis,
        "diagnosis|diagnose|diagnostic|diagnostics|possible checks|checks|investigation|investigate|triage|troubleshooting|\
         what to check|things to check|how to diagnose|possible causes|common causes|causes|root causes|analysis|debugging|debug|诊断|診断|排查|分析|調査|调查|トラブルシューティング|\
         切り分け|진단|원인 분류|diagnostico|analisis|ursachen|ursache|diagnosi|diagnostyka|диагностика",
    ),
    (
        SectionKind::Resolution,
        "resolution|mitigation|mitigations|mitigate|playbook|remediation|remediate|fix|fixes|solution|solutions|resolve|recovery|recover|\
         procedure|response|actions|action|immediate actions|immediate action|immediate|root cause fix|root cause fixes|quick fix|\
         workaround|workarounds|contain|containment|eradicate|eradication|how to fix|what to do|what to do now|repair|steps to resolve|\
         解决|解決|处理|処理|修复|修復|缓解|恢复|復旧|回復|対応|対処|封じ込め|根絶|撲滅|リカバリ|\
         復旧操作|조치|대응|복구|해결|resolucion|resolucao|solucion|solucao|mitigacion|mitigacao|acciones|acoes|procedimiento|procedimento|behebung|losung|maßnahmen|sofortmaßnahmen|wiederherstellung|\
         schritt-fur-schritt-anleitung|risoluzione|soluzione|ripristino|rozwiązanie|решение|\
         восстановление|действия",
    ),
    (
        SectionKind::Verification,
        "verification|verify|validation|validate|confirm|confirmation|all-clear|all clear|post-checks|post-check|how to verify|\
         验证|驗證|検証|確認|\
         verify recovery|validate recovery|confirm recovery|검증|복구 확인|verificacion|verificacao|validacion|uberprufung|verifica|weryfikacja|проверка",
    ),
    (
        SectionKind::Prevention,
        "prevention|prevent|preventive|preventative|follow-up|follow up|follow-ups|long-term fix|long-term fixes|予防|予防措置|預防|预防|再発防止|\
         예방|재발 방지|prevencion|prevencao|vorbeugung|pravention|prevenzione|zapobieganie|профилактика",
    ),
    (
        SectionKind::Escalation,
        "escalation|escalate|when to escalate|contacts|contact|emergency contacts|support|who to call|on-call|\
         升级|升級|联系人|エスカレーション|エスカレーション手順|連絡先|連絡窓口|連絡ポイント|\
         에스컬레이션|escalacion|escalamiento|escalonamento|eskalation|escalade|contactos|contatos|kontakte|eskalacja|эскалация",
    ),
    (
        SectionKind::Related,
        "related|related runbooks|related documentation|related documents|related docs|related links|related alerts|related resources|\
         references|reference|see also|additional resources|resources|links|further reading|more information|\
         相关|関連|参考|参考文献|参考資料|\
         참고|관련 문서|referencias|verweise",
    ),
];

/// A section of a runbook. Steps that stand above the first heading are in one with empty title and anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is for.
    pub kind: SectionKind,
    /// The heading's text.
    pub title: String,
    /// The heading's id in the page.
    pub anchor: String,
    /// From its heading to the next section or the end.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_recognised_by_alias() {
        assert_eq!(SectionKind::from_heading("Symptoms"), SectionKind::Symptoms);
        assert_eq!(SectionKind::from_heading("Mitigation"), SectionKind::Resolution);
        assert_eq!(SectionKind::from_heading("3. Possible checks:"), SectionKind::Diagnosis);
        assert_eq!(SectionKind::from_heading("Architecture"), SectionKind::Other);
        for (heading, kind) in [
            ("Part 3: Resolution", SectionKind::Resolution),
            ("Phase 1 – Detection", SectionKind::Detection),
            ("🔍 Diagnosis", SectionKind::Diagnosis),
            ("Verification Checklist", SectionKind::Verification),
            ("Diagnostic Procedures", SectionKind::Diagnosis),
            ("Immediate Actions (first 15 minutes)", SectionKind::Resolution),
            ("Impact and scope", SectionKind::Impact),
            ("Mitigation / Resolution", SectionKind::Resolution),
            ("When to Escalate", SectionKind::Escalation),
            ("Escalation Matrix:", SectionKind::Escalation),
            ("症状", SectionKind::Symptoms),
            ("エスカレーション手順", SectionKind::Escalation),
            ("Incident Response Procedures", SectionKind::Resolution),
            ("Restore Procedures", SectionKind::Other),
            ("Part 5", SectionKind::Other),
            ("Backup", SectionKind::Other),
            ("Best Practices", SectionKind::Other),
            ("---", SectionKind::Other),
            ("Potential resolution steps", SectionKind::Resolution),
            ("First two remediation steps", SectionKind::Resolution),
            ("Instructions to Fix", SectionKind::Resolution),
            ("Immediate impact", SectionKind::Impact),
            ("Quick Reference", SectionKind::Other),
            ("First Shift", SectionKind::Other),
            ("Diagnóstico", SectionKind::Diagnosis),
            ("PASOS DE DIAGNOSTICO", SectionKind::Diagnosis),
            ("Behebung", SectionKind::Resolution),
            ("2. 복구 절차", SectionKind::Resolution),
            ("四、处理步骤", SectionKind::Resolution),
            ("復旧手順", SectionKind::Resolution),
            ("排查流程", SectionKind::Diagnosis),
            ("What to check", SectionKind::Diagnosis),
            ("Vérification :", SectionKind::Verification),
            ("Escalonamento", SectionKind::Escalation),
            ("Immediate Triage (First 5 Minutes)", SectionKind::Diagnosis),
            ("Communication & Escalation", SectionKind::Escalation),
            ("Dashboards & Alerts", SectionKind::Other),
            ("3. Procédure de résolution", SectionKind::Resolution),
            ("🔍 Diagnosi Rapida", SectionKind::Diagnosis),
            ("📞 ЭСКАЛАЦИЯ", SectionKind::Escalation),
            ("Rozwiązanie", SectionKind::Resolution),
            ("Schritt-für-Schritt-Anleitung", SectionKind::Resolution),
        ] {
            assert_eq!(SectionKind::from_heading(heading), kind, "{heading}");
        }
    }

    #[test]
    fn every_name_is_its_own_alias() {
        for kind in SectionKind::NAMED {
            assert_eq!(SectionKind::from_heading(kind.name()), kind);
        }
    }
}
