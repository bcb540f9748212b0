use super::*;

/// The entries of `source` as `key=value|value`, each span checked against its value where it is bare.
#[track_caller]
fn check(source: &str, entries: &[&str], text: &str) {
    let mut diagnostics = Vec::new();
    let front = read(source, 0, &mut diagnostics).expect("front matter");
    let shown: Vec<String> = front
        .entries
        .iter()
        .map(|entry| {
            let values: Vec<&str> = entry.values.iter().map(|v| v.value.as_str()).collect();
            format!("{}={}", entry.key.value, values.join("|"))
        })
        .collect();
    assert_eq!(shown, entries);
    assert_eq!(&source[front.span.end..], text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

#[test]
fn reads_flat_yaml() {
    check(
        "---\ntitle: \"A: b\"   # note\nowner_slack: '#modernisation-platform'\nreview_in: 6 months\n---\n# X\n",
        &[
            "title=A: b",
            "owner_slack=#modernisation-platform",
            "review_in=6 months",
        ],
        "# X\n",
    );
}

#[test]
fn reads_lists_nesting_and_block_text() {
    check(
        "---\nalerts:\n  - A\n  - \"B\"\ntags: [x, 'y, z']\ncontact:\n  mail: a@b.example\nnote: >\n  one\n  two\nlast: 1\n---\n",
        &[
            "alerts=A|B",
            "tags=x|y, z",
            "contact=",
            "contact.mail=a@b.example",
            "note=one two",
            "last=1",
        ],
        "",
    );
}

#[test]
fn reads_toml() {
    check(
        "+++\ntitle = \"T\"\nalerts = [\"A\", \"B\"]\n[extra]\nowner = 'me'\n+++\r\ntext",
        &["title=T", "alerts=A|B", "extra.owner=me"],
        "text",
    );
}

#[test]
fn reads_lists_over_several_lines() {
    check(
        "+++\nalerts = [\n  \"A\",\r\n  \"B\",\n]\nowner = 'me'\n+++\n",
        &["alerts=A|B", "owner=me"],
        "",
    );
    check(
        "---\nalerts: [A,\n  'B, C', D]\nx: 1\n---\n",
        &["alerts=A|B, C|D", "x=1"],
        "",
    );
    let source = "---\nk: [ab,\n  cd]\n---\n";
    let front = read(source, 0, &mut Vec::new()).expect("front matter");
    let spans: Vec<&str> = front.entries[0].values.iter().map(|v| v.span.of(source)).collect();
    assert_eq!(spans, ["ab", "cd"]);
}

#[test]
fn a_comment_behind_a_list_is_none_of_its_items() {
    check(
        "---\nalerts: [A, B] # as in [rules]\nx: [y] z\n---\n",
        &["alerts=A|B", "x=[y] z"],
        "",
    );
}

#[test]
fn a_list_that_never_closes_is_reported_and_names_nothing() {
    for source in [
        "---\nalerts: [A\nowner: x\n---\n",
        "+++\nalerts = [\"A\", \"B\"\nowner = \"x\"\n+++\n",
    ] {
        let mut diagnostics = Vec::new();
        let front = read(source, 0, &mut diagnostics).expect("front matter");
        assert!(front.get(&["alerts"]).is_none(), "{source}");
        assert_eq!(front.text(&["owner"]).map(|owner| owner.value.as_str()), Some("x"));
        assert_eq!(diagnostics.len(), 1, "{source}");
    }
}

#[test]
fn keys_are_known_by_their_words() {
    for key in ["next_review", "next-review", "Next Review", "\"next review\""] {
        let source = format!("---\nowner: x\n{key}: 2026-01-01\n---\n");
        let front = read(&source, 0, &mut Vec::new()).unwrap();
        let value = front.text(&["next_review"]).map(|value| value.value.as_str());
        assert_eq!(value, Some("2026-01-01"), "{key}");
    }
}

#[test]
fn values_point_at_their_place() {
    let source = "---\nk: [ab, cd]\n---\n";
    let front = read(source, 0, &mut Vec::new()).expect("front matter");
    let spans: Vec<&str> = front.entries[0].values.iter().map(|v| v.span.of(source)).collect();
    assert_eq!(spans, ["ab", "cd"]);
}

#[test]
fn a_thematic_break_is_no_front_matter() {
    for source in [
        "---\n\nSome prose.\n\n---\n",
        "---\n",
        "text\n---\n",
        "--- \n- a\n---\n",
    ] {
        assert!(read(source, 0, &mut Vec::new()).is_none(), "{source}");
    }
}

#[test]
fn front_matter_that_never_closes_is_reported() {
    let mut diagnostics = Vec::new();
    assert!(read("---\ntitle: x\n\n# Heading\n", 0, &mut diagnostics).is_none());
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn unreadable_lines_are_reported_and_passed_over() {
    let mut diagnostics = Vec::new();
    let front = read("---\na: 1\n<%= erb %>\nb: 2\n---\n", 0, &mut diagnostics);
    assert_eq!(front.map(|f| f.entries.len()), Some(2));
    assert_eq!(diagnostics[0].span.start, 9);
}

#[test]
fn quotes_are_read_as_yaml_has_them() {
    check(
        "---\ntitle: 'Customer''s cart'\nq: \"a \\u00e9 \\x41 \\\"b\\\" c:\\\\d\"\nlist: ['it''s', \"a, b\"]\n---\n",
        &["title=Customer's cart", "q=a é A \"b\" c:\\d", "list=it's|a, b"],
        "",
    );
}

#[test]
fn texts_go_on_in_deeper_lines() {
    check(
        "---\ntitle: Pods restart\n  again and again # note\nq: \"one\n\n  two\\\n  three\"\ns: 'x\n  y'\nlast: 1\n---\n",
        &[
            "title=Pods restart again and again",
            "q=one twothree",
            "s=x y",
            "last=1",
        ],
        "",
    );
    check(
        "---\na: >2-\n  folded\n  text\nb: |- # note\n  x\nc: |literal\n---\n",
        &["a=folded text", "b=x", "c=|literal"],
        "",
    );
    check(
        "+++\ntitle = \"\"\"\nTwo\nlines\"\"\"\np = 'C:\\x'\nowner = '''me'''\n+++\n",
        &["title=Two\nlines", "p=C:\\x", "owner=me"],
        "",
    );
}

#[test]
fn nothing_anchors_and_tags_are_no_values() {
    check(
        "---\ntitle: null\nowner: ~\nx: !!str Text\na: &who team-a\nb: *who\nalerts: &list [A, B]\nc: *list\nd: *none\n---\n",
        &[
            "title=",
            "owner=",
            "x=Text",
            "a=team-a",
            "b=team-a",
            "alerts=A|B",
            "c=A|B",
            "d=",
        ],
        "",
    );
}

#[test]
fn comments_stand_behind_tabs_and_between_items() {
    check(
        "---\nowner:\tx\t# note\nchat: '#ops'\nc: a#b\n---\n",
        &["owner=x", "chat=#ops", "c=a#b"],
        "",
    );
    check(
        "+++\nalerts = [ # those, of [rules]\n  \"A\", # one, two]\n  # \"no\",\n  \"B\" # last\n]\nowner = \"x\"\n+++\n",
        &["alerts=A|B", "owner=x"],
        "",
    );
}

#[test]
fn items_that_are_keys_are_known_by_their_name() {
    check(
        "---\nalerts:\n  - name: A\n    severity: P1\n  - alert: 'B'\n  - other: C\nowner: x\n---\n",
        &["alerts=A|B", "alerts.severity=P1", "owner=x"],
        "",
    );
}

#[test]
fn a_key_that_stands_there_twice_is_reported_and_the_first_counts() {
    let mut diagnostics = Vec::new();
    let source = "---\ntitle: A\nx:\n  title: B\ntitle: C\n---\n";
    let front = read(source, 0, &mut diagnostics).expect("front matter");
    assert_eq!(front.text(&["title"]).map(|title| title.value.as_str()), Some("A"));
    let places: Vec<&str> = diagnostics.iter().map(|found| found.span.of(source)).collect();
    assert_eq!(places, ["title: C"]);
}

/// None of these takes time or room in the square of its length, or the stack with it.
#[test]
fn long_front_matter_is_read_in_one_go() {
    let lines = |line: &dyn Fn(usize) -> String| (0..60_000).map(line).collect::<String>();
    let list = lines(&|at| format!("  - v{at}\n"));
    for inner in [
        lines(&|at| format!("k{at}: v\n")),
        lines(&|_| "k: v\n".to_string()),
        format!("k: v\n{}", lines(&|_| "- v\n".to_string())),
        format!("k:\n{}", lines(&|at| format!("  - name: A{at}\n    b: c\n"))),
        format!("k: &a\n{list}{}", lines(&|at| format!("k{at}: *a\n"))),
        lines(&|at| format!("k{at}: &a{at} v\nl{at}: *a{at}\n")),
        lines(&|at| format!("k{at}: \"open\n")),
        format!("k: [\n{}v]\n", lines(&|_| "# c\n".to_string())),
        (0..1500)
            .map(|at| format!("{}k{at}: \"open\n", " ".repeat(at)))
            .collect(),
    ] {
        let source = format!("---\n{inner}---\n");
        let front = read(&source, 0, &mut Vec::new()).expect("front matter");
        let values: usize = front.entries.iter().map(|entry| entry.values.len()).sum();
        assert!(values <= 130_000, "{values}");
    }
}
