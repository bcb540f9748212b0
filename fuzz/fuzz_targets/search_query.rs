//! Any text is a query: no panic, no more hits than asked for, marks that lie in their snippets.
#![no_main]

use breakglass::markdown;
use breakglass::search::build::encode;
use breakglass::search::{Engine, Index, Source};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let read = |id: &str, title: &str, text: &str| {
        Source {
            id: id.to_string(),
            title: title.to_string(),
            alerts: vec![title.replace(' ', "")],
            ..Source::default()
        }
        .read(&markdown::read(text), "")
    };
    let sources = [
        read(
            "crash",
            "Kube Pod Crash Looping",
            "## Symptoms\n\n- `CrashLoopBackOff`, exit code 137\n\n```bash\nkubectl logs --previous\n```\n",
        ),
        read(
            "disk",
            "Node Filesystem Almost Full",
            "## Meaning\n\nnode_filesystem_avail_bytes falls; ORA-01555; C++; 復旧手順\n",
        ),
    ];
    Engine::new(Index::open(&encode(&sources, &[])).unwrap_or_default())
});

libfuzzer_sys::fuzz_target!(|query: &str| {
    let answer = ENGINE.search(query, 1);
    assert!(answer.hits.len() <= 1);
    for hit in &answer.hits {
        assert!(
            hit.snippet
                .marks
                .iter()
                .all(|mark| hit.snippet.text.get(mark.clone()).is_some())
        );
    }
});
