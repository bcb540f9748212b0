//! What the analyser and a query make of a fixed list of texts, as one number: the same natively (`tests/suite`) and in a
//! browser (`tests/wasm_app.rs`), so that a query means there what the index was made with.

use breakglass::search::analyzer::{forms, words};
use breakglass::search::codec::checksum;
use breakglass::search::query::{is_noise, key, labels};
use breakglass::search::{Engine, Index, Query, Source, build, lexicon, source};

/// What [`analysed`] gives. It changes with the analyser; the native test prints the new one.
pub const ANALYSED: u64 = 10_332_674_376_650_675_787;

/// What [`answered`] gives. It changes with the ranking, too.
pub const ANSWERED: u64 = 16_196_673_196_306_135_607;

/// Names, commands, log lines and scripts that the analyser has rules for.
const TEXTS: [&str; 40] = [
    "KubePodCrashLooping",
    "CrashLoopBackOff OOMKilled PVCs HTTPServer5xxErrors",
    "ORA-01555: snapshot too old",
    "node_filesystem_avail_bytes{mountpoint=\"/var\"} < 0.1",
    "a.b.c a.b-c:d_e kubectl logs --previous -c app -- sh",
    "5xx and 503, C++ and C#, x86_64, v1.2.3",
    "10.0.7.3:10254 refused; ::1 [fe80::1%eth0]:443",
    "backend-7d9f8b6c5-x2x1z kube-proxy-b9g23 alertmanager-main-0",
    "2026-11-24T03:12:09.118Z 550e8400-e29b-41d4-a716-446655440000 0xc0003f2a40",
    "{\"labels\":{\"alertname\":\"Watchdog\",\"namespace\":\"prod\"},\"value\":1e9}",
    "[FIRING:1] KubePodCrashLooping (prod critical)",
    "severity:P0 owner:\"Payments Team\" category:data slow",
    "level=error ts=2026-11-24 caller=main.go:42 msg=\"context deadline exceeded\"",
    "Größenüberschreitung ŁÓDŹ Đặng ＯＯＭ Æther ßẞ",
    "cafe\u{301} e\u{301}\u{302}x \u{301}x",
    "Ёлка ΆΛΦΑΣ ς σ Їжак",
    "データベース復旧手順 レプリケーション遅延 DBサーバー",
    "数据库主从复制延迟，磁盘已满。",
    "데이터베이스 복제 지연 오류",
    "เซิร์ฟเวอร์ล่ม خادم معطل שרת",
    "it's the pod's, don't — “quoted” … 🚨✓→",
    "https://example.com/a/b?c=d#e user@example.com",
    "C:\\Windows\\System32 \\\\share ~/x/../y /var/log/*.log",
    "--flag=-1 -x- --- -- - _ __ a_ _a a__b",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "crash crashes crashed crashing replication replicas ready readiness retried",
    "synchronise synchronization connectivity availability scheduler throttling",
    "SELECT * FROM \"orders\" WHERE id = $1 -- ERROR: 40P01",
    "java.lang.OutOfMemoryError: Java heap space\n\tat a.b.C$D.e(F.java:12)",
    "exit code 137 (SIGKILL), signal: 9; errno=28 ENOSPC",
    "\u{0}\u{1}\t\r\n\u{a0}\u{2028}\u{feff}\u{fffd}",
    "",
    " ",
    "'",
    "C++11 C++ c++, g++-12 F#",
    "ÀÉÎõü ÀBc aÀb DžǅЉ",
    "１２３ ４５６.７ ｈｏｓｔ－１",
    "a1b2c3 1a2b 1.5GiB 90% 3am 24/7 p99 k8s i18n",
    "my-app_v2.service@node:8080",
    "e\u{0301}\u{0301}\u{0301} \u{1f468}\u{200d}\u{1f469}",
];

/// Pieces that generated texts are made of.
const PIECES: [&str; 32] = [
    "Kube",
    "pod",
    "HTTP",
    "5xx",
    "503",
    "-",
    "--",
    "_",
    ".",
    ":",
    " ",
    " ",
    "\n",
    "'s",
    "+",
    "++",
    "#",
    "é",
    "É",
    "ß",
    "復",
    "旧",
    "ー",
    "한",
    "Я",
    "\u{301}",
    "\"",
    "=",
    "{",
    "}",
    "9f86d081884c7d65",
    "s",
];

/// Texts put together of pieces (SplitMix64): 2,000, the same everywhere.
fn generated() -> impl Iterator<Item = String> {
    let mut state = 5_u64;
    let mut below = move |end: usize| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    };
    (0..2_000).map(move |_| {
        let length = below(12);
        (0..length).map(|_| PIECES[below(PIECES.len())]).collect()
    })
}

/// A number of all that is found in the texts.
pub fn analysed() -> u64 {
    let table = lexicon::Lexicon::new([]);
    let mut out = String::new();
    for text in texts() {
        for range in words(&text) {
            let word = &text[range.clone()];
            out += &format!("{range:?} {} {}|", is_noise(word), key(word));
            for form in forms(word) {
                out += &format!("{:?} {} {}|", form.kind, form.text, form.term());
            }
        }
        let query = Query::parse(&text, &table);
        out += &format!("{:?} {:?} {}\n", query.filters, labels(&text), query.open);
    }
    checksum(out.as_bytes())
}

/// A number of what a small index answers to each text: which runbooks, which sections, what is marked.
pub fn answered() -> u64 {
    let engine = engine();
    let mut out = String::new();
    for text in texts() {
        for hit in engine.search(&text, 5).hits {
            out += &format!("{} {} {:?}\n", hit.id, hit.section, hit.snippet);
        }
    }
    checksum(out.as_bytes())
}

fn texts() -> impl Iterator<Item = String> {
    TEXTS.iter().map(|text| (*text).to_string()).chain(generated())
}

/// An index of the fixed texts, four to a runbook.
fn engine() -> Engine {
    let run = |field, text: &str| source::Run {
        field,
        text: text.to_string(),
    };
    let sources: Vec<Source> = TEXTS
        .chunks(4)
        .enumerate()
        .map(|(at, texts)| Source {
            id: format!("r{at}"),
            title: texts[0].to_string(),
            units: vec![source::Unit {
                heading: format!("Part {at}"),
                anchor: format!("part-{at}"),
                runs: [
                    vec![run(source::Field::Title, texts[0])],
                    texts.iter().map(|text| run(source::Field::Body, text)).collect(),
                ]
                .concat(),
                ..source::Unit::default()
            }],
            ..Source::default()
        })
        .collect();
    Engine::new(Index::open(&build::encode(&sources, &[])).unwrap())
}
