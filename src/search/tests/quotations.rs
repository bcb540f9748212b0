//! What is copied out of a page, or out of a log, finds the page that has it.

use super::*;

#[test]
fn a_quoted_line_finds_its_section() {
    let page = |id: &str, line: &str| {
        source(
            id,
            id,
            &[],
            &format!("## Symptoms\n\nkubectl get pods wide node namespace.\n\n## Look\n\n```bash\n{line}\n```\n"),
        )
    };
    let all = [
        page("a", "kubectl get nodes -o wide -n x"),
        page("b", "kubectl get pods -n x -o wide"),
        page("c", "kubectl wide -o get -n pods x"),
    ];
    let engine = Engine::new(Index::open(&encode(&all, &[])).unwrap());
    let hit = engine.search("kubectl get pods -n x -o wide", 3).hits.remove(0);
    assert_eq!((hit.id.as_str(), hit.section.as_str()), ("b", "Look"));
}

/// A page that has the command as a line of its own goes before one that has it within a longer line, however often that
/// says the same words.
#[test]
fn a_whole_line_goes_before_a_part_of_one() {
    let longer = "```bash\nkubectl get nodes -o wide --show-labels | grep ready\nkubectl get nodes\nkubectl describe nodes\n```\n";
    let whole = "```bash\n# What runs where\nkubectl get nodes -o wide\n\naws eks update\n```\n";
    let sources = [
        source("longer", "Clusters", &[], longer),
        source("whole", "Patches", &[], whole),
    ];
    let engine = Engine::new(Index::open(&encode(&sources, &[])).unwrap());
    assert_eq!(engine.search("kubectl get nodes -o wide", 5).hits[0].id, "whole");
    let pasted = "2026-11-24T03:12:09.118Z backend-7d9f8b6c5-x2x1z kubectl get nodes -o wide 0xc0003f2a40";
    assert_eq!(engine.search(pasted, 5).hits[0].id, "whole");
}

/// Of lines with the same words, the one that is written as in the query is meant.
#[test]
fn a_line_as_typed_goes_before_one_in_other_capitals() {
    let page = |id: &str, flag: &str| {
        source(
            id,
            id,
            &[],
            &format!("```bash\ntar -c {flag} -z files of the pod\n```\n"),
        )
    };
    let engine = Engine::new(
        Index::open(&encode(
            &[page("one", "-x"), page("two", "-X"), page("three", "-x")],
            &[],
        ))
        .unwrap(),
    );
    assert_eq!(engine.search("tar -c -X -z files of the pod", 5).hits[0].id, "two");
    assert_eq!(engine.search("tar -c -x -z files of the pod", 5).hits[0].id, "one");
}

/// A command that is copied out of a page finds that page, also where another is about the same things and has the same
/// words in a row, with other signs or broken into two lines.
#[test]
fn a_copied_command_finds_the_page_that_has_it() {
    let page = |id: &str, title: &str, line: &str| source(id, title, &[], &format!("## Do\n\n```bash\n{line}\n```\n"));
    let all = [
        page("copy", "Mail", "db create snapshot --region west --name main"),
        page(
            "about",
            "Create Snapshot of Region",
            "db create snapshot \\\n  --region west --name main",
        ),
        page("equals", "Mail Queues", "db list pods --selector=phase.pending"),
        page("spaced", "Selector of Pods", "db list pods --selector phase.pending"),
    ];
    let engine = Engine::new(Index::open(&encode(&all, &[])).unwrap());
    for (query, id) in [
        ("db create snapshot --region west --name main", "copy"),
        ("db create snapshot \\\n --region west --name main", "about"),
        ("db list pods --selector=phase.pending", "equals"),
        ("db list pods --selector phase.pending", "spaced"),
    ] {
        assert_eq!(engine.search(query, 5).hits[0].id, id, "{query}");
    }
}
