//! Blocks that are indented instead of fenced: commands are fields, and what is written around others leaves them whole.

use super::*;

const QUEUE: &str = "# T\n\n## Diagnosis\n\n1. Look\n\n       $ df -h <mount>\n\n       /dev/sda1 50G\n   then words\n\n2. Read\n\n       listeners:\n         tcp: 1\n\n## Resolution\n\n### Step 1: Scale\n\n    kubectl scale deploy/x --replicas=0\n";

#[test]
fn an_indented_command_is_a_field_and_gets_fences_once_it_is_changed() {
    let id = |f: &Form| part(f, SectionKind::Diagnosis, 0, Sub::Command);
    let f = form(QUEUE);
    assert_eq!(f.value(id(&f)), "$ df -h <mount>\n\n/dev/sda1 50G");
    assert_eq!(set(QUEUE, id(&f), "$ df -h <mount>\n\n/dev/sda1 50G"), QUEUE);
    let mut s = QUEUE.to_string();
    // Typed letter by letter, it stays the same field.
    for value in ["", "d", "du", "du -sh\n\n```\nx"] {
        s = set(&s, id(&form(&s)), value);
        assert_eq!(form(&s).value(id(&form(&s))), value, "{s}");
    }
    assert!(
        s.starts_with(
            "# T\n\n## Diagnosis\n\n1. Look\n\n   ````\n   du -sh\n\n   ```\n   x\n   ````\n   then words\n\n2. Read\n"
        ),
        "{s}"
    );
    let id = |f: &Form| part(f, SectionKind::Resolution, 0, Sub::Command);
    assert_eq!(f.value(id(&f)), "kubectl scale deploy/x --replicas=0");
    let s = set(QUEUE, id(&f), "kubectl get deploy");
    assert!(
        s.ends_with("### Step 1: Scale\n\n```\nkubectl get deploy\n```\n"),
        "{s}"
    );
    let crlf = QUEUE.replace('\n', "\r\n");
    let f = form(&crlf);
    assert_eq!(f.value(id(&f)), "kubectl scale deploy/x --replicas=0");
    let s = set(&crlf, id(&f), "ls");
    assert!(s.ends_with("Scale\r\n\r\n```\r\nls\r\n```\r\n"), "{s:?}");
}

#[test]
fn words_written_above_an_indented_block_do_not_take_its_margin() {
    let f = form(QUEUE);
    let id = part(&f, SectionKind::Diagnosis, 1, Sub::Text);
    assert_eq!(f.value(id), "    listeners:\n      tcp: 1");
    let s = set(QUEUE, id, "It has:\n\n    listeners:\n      tcp: 1");
    assert!(
        s.contains("2. Read\n\n   It has:\n\n       listeners:\n         tcp: 1\n\n## Res"),
        "{s}"
    );
    let plain = "# T\n\n## Related\n\n    a: 1\n    b: 2\n\nEnd.\n";
    let f = form(plain);
    let id = part(&f, SectionKind::Related, 0, Sub::Text);
    assert!(f.value(id).starts_with("    a: 1\n    b: 2"), "{:?}", f.value(id));
    let s = set(plain, id, "Before.\n\n    a: 1");
    assert!(s.starts_with("# T\n\n## Related\n\nBefore.\n\n    a: 1\n"), "{s}");
}
