//! What belongs into a section, for someone who has ten minutes: what a tired reader needs from it, a good example, a
//! poor one.

use crate::runbook::SectionKind;

/// Help for a section.
pub struct Help {
    /// What belongs there, and why.
    pub text: &'static str,
    /// An example that helps.
    pub good: &'static str,
    /// One that does not.
    pub poor: &'static str,
}

/// Help for the first step.
pub const BASICS: Help = Help {
    text: "Name the problem as the person sees it who is paged, not its cause. They do not know the cause yet.",
    good: "Checkout is slow",
    poor: "JVM heap tuning",
};

/// Help for a section; a section of the author's own has none.
pub fn section(kind: SectionKind) -> Option<Help> {
    let (text, good, poor) = match kind {
        SectionKind::Symptoms => (
            "What can be seen from outside: what users report, what graphs show, words of error messages. One thing a line. \
             Readers compare it with what is in front of them.",
            "Checkout answers with HTTP 503 for more than 5 % of requests",
            "The service has problems",
        ),
        SectionKind::Impact => (
            "How bad it is and who notices. It decides who is woken up.",
            "P1 - All shoppers; orders cannot be paid",
            "High",
        ),
        SectionKind::Detection => (
            "The alert's exact name, so that the page is found from the alert; the dashboard; words from the logs.",
            "CheckoutErrorRateHigh",
            "Monitoring",
        ),
        SectionKind::Diagnosis => (
            "Steps that tell the causes apart, the most likely first. For each command, what is normal and what to do if \
             it is not. Write <pod-name> or ${NAMESPACE} where the reader's own values go.",
            "Step: Are pods restarting? Expected: RESTARTS is 0. If not: go to Resolution, \"If caused by a crash\"",
            "Check the pods",
        ),
        SectionKind::Resolution => (
            "What ends the incident, the safest first. A step that changes something says how to take it back. Different \
             causes get branches: \"If caused by …\".",
            "Roll back the last deployment. Rollback: deploy the newer version again",
            "Fix the deployment",
        ),
        SectionKind::Verification => (
            "How one knows that it is over: a measurement and the value it must have.",
            "Error rate on the checkout dashboard. Expected: below 0.1 % for 10 minutes",
            "Everything works",
        ),
        SectionKind::Prevention => (
            "What would keep it from happening again, and where that is tracked.",
            "Add a memory limit to the import job",
            "Be more careful",
        ),
        SectionKind::Escalation => (
            "Whom to call when this page does not help, in order, and after how long.",
            "L2 Support: #payments-oncall, after 15 minutes",
            "Ask somebody",
        ),
        SectionKind::Related => (
            "Runbooks and documents that a reader may need next.",
            "[Slow database queries](slow-queries.md)",
            "See the wiki",
        ),
        SectionKind::Other => return None,
    };
    Some(Help { text, good, poor })
}

/// The levels of severity, and what each means where a team says nothing else.
pub const SEVERITIES: [(&str, &str, &str); 5] = [
    ("P0", "Critical", "down for everybody, or data is at risk"),
    ("P1", "High", "an important function is broken for many"),
    ("P2", "Medium", "degraded, or broken for some; there is a way around"),
    ("P3", "Low", "hardly anybody notices"),
    ("P4", "Info", "nothing is broken yet"),
];
