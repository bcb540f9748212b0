//! What a draft lacks.

use super::*;

/// Has all that the checks ask for.
const COMPLETE: &str = "\
# Runbook: Queue

## Symptoms

- Slow

## Impact

- **Severity**: P1 - High
- **Affected Users**: All

## Detection

- **Alert**: `QueueGrowing`

## Diagnosis

### Step 1: Look

```bash
ls
```

**Expected**: nothing

## Resolution

### Step 1: Scale

## Verification

- [ ] Lag is low

## Escalation

- Ann, +1 555 0100

---

**Last Updated**: 2026-11-25  
**Owner**: Ops
";

/// What a runbook lacks.
fn lacks(source: &str) -> Vec<&'static str> {
    let all = checks(&form(source)).into_iter();
    all.filter(|check| !check.done).map(|check| check.label).collect()
}

#[test]
fn a_new_runbook_has_its_date_alone() {
    let lacks = lacks(&fresh());
    assert_eq!(lacks.len(), checks(&form(&fresh())).len() - 1);
    assert!(!lacks.contains(&"The date of the last update"), "{lacks:?}");
}

#[test]
fn a_complete_runbook_lacks_nothing_and_without_one_thing_that() {
    assert_eq!(lacks(COMPLETE), [""; 0]);
    for (without, label) in [
        ("P1 - High", "A severity from P0 to P4"),
        ("All", "Who is affected"),
        ("- Slow\n", "A symptom"),
        ("`QueueGrowing`", "An alert or a log pattern"),
        (
            "**Expected**: nothing\n\n",
            "The expected result of each diagnosis command",
        ),
        ("### Step 1: Scale\n", "A resolution step"),
        ("- [ ] Lag is low\n", "A check that it is over"),
        ("- Ann, +1 555 0100\n", "Whom to call"),
        ("Ops", "An owner"),
        ("2026-11-25", "The date of the last update"),
    ] {
        assert_eq!(lacks(&COMPLETE.replace(without, "")), [label]);
    }
}
