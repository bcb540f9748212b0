//! `scripts/shrink.rs`, which takes what nothing uses out of the app's modules.

#[path = "../../scripts/shrink.rs"]
#[allow(dead_code)] // its `main`
mod program;

use program::{short_imports, without_classes, without_exports};

/// A module with a section of each kind that matters: two imported functions, a memory, and two exports.
fn module() -> Vec<u8> {
    let section = |id: u8, body: &[u8]| [&[id, body.len() as u8][..], body].concat();
    let name = |text: &str| [&[text.len() as u8][..], text.as_bytes()].concat();
    let import = |text: &str| [name("./app_bg.js"), name(text), vec![0, 0]].concat();
    let export = |text: &str, index: u8| [name(text), vec![0, index]].concat();
    [
        b"\0asm\x01\0\0\0".to_vec(),
        section(1, &[1, 0x60, 0, 0]),
        section(
            2,
            &[
                vec![2],
                import("__wbg_log_0123456789abcdef"),
                import("__wbindgen_throw"),
            ]
            .concat(),
        ),
        section(7, &[vec![2], export("start", 0), export("thing_free", 1)].concat()),
        section(0, &[name("note"), b"left as it is".to_vec()].concat()),
    ]
    .concat()
}

const SCRIPT: &str = "export class Thing {
    free() {
        wasm.thing_free(0);
    }
}
if (Symbol.dispose) Thing.prototype[Symbol.dispose] = Thing.prototype.free;

export function start() {
    wasm.start();
}
function __wbg_get_imports() {
    const import0 = {
        __wbg_gone_fedcba9876543210: function(arg0) {
            return {
                a: 1,
            };
        },
        __wbg_short_aaaaaaaaaaaaaaaa: () => 1,
        __wbg_log_0123456789abcdef: function(arg0) {
            console.log(arg0);
        },
        __wbindgen_throw: function(arg0) {
            throw arg0;
        },
    };
    return { './app_bg.js': import0 };
}
const ThingFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {} }
    : new FinalizationRegistry(ptr => wasm.thing_free(ptr, 1));
let wasm;
";

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn classes_of_libraries_go_with_their_exports() {
    let script = without_classes(SCRIPT);
    assert!(!script.contains("Thing"), "{script}");
    assert!(
        script.contains("export function start()") && script.ends_with("let wasm;\n"),
        "{script}"
    );
    let smaller = without_exports(&module(), &script).unwrap();
    assert!(contains(&smaller, "start") && !contains(&smaller, "thing_free"));
    assert!(contains(&smaller, "left as it is"));
    // What the script still names stays.
    assert_eq!(without_exports(&module(), SCRIPT).unwrap(), module());
}

#[test]
fn imports_get_short_names_in_both_and_those_that_are_gone_go() {
    let (script, smaller) = short_imports(SCRIPT, &module()).unwrap();
    assert!(
        !script.contains("__wbg_gone") && !script.contains("a: 1") && !script.contains("__wbg_short"),
        "{script}"
    );
    assert!(
        script.contains("        i0: function(arg0) {\n            console.log(arg0);\n        },\n"),
        "{script}"
    );
    assert!(
        script.contains("        i1: function(arg0) {\n            throw arg0;"),
        "{script}"
    );
    assert!(script.contains("__wbg_get_imports"), "{script}");
    assert!(contains(&smaller, "\x02i0") && contains(&smaller, "\x02i1") && !contains(&smaller, "__wb"));
}

#[test]
fn a_form_that_is_not_known_is_an_error() {
    let other = SCRIPT.replace("__wbindgen_throw", "another_name");
    let error = short_imports(&other, &module()).unwrap_err();
    assert!(error.contains("`__wbindgen_throw`"), "{error}");
    let taken = SCRIPT.replace("let wasm;", "let i1;");
    assert!(short_imports(&taken, &module()).is_err());
    for cut in 0..module().len() {
        // Damaged modules are refused or lose their last sections; nothing panics.
        let _ = short_imports(SCRIPT, &module()[..cut]);
        let _ = without_exports(&module()[..cut], SCRIPT);
    }
}
