//! One program for all targets: `NHARONG_FUZZ` names the one to run, arguments are libFuzzer's.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tests::fuzzing::Target;

fn target() -> Target {
    // Panics that the program catches itself are no findings: libFuzzer's own hook would end the process.
    std::panic::set_hook(Box::new(|_| {}));
    let name = std::env::var("NHARONG_FUZZ").unwrap_or_default();
    Target::named(&name).unwrap_or_else(|| {
        eprintln!("NHARONG_FUZZ={name:?} is no target");
        std::process::exit(2)
    })
}

fuzz_target!(|data: &[u8]| {
    static TARGET: OnceLock<Target> = OnceLock::new();
    if let Err(found) = TARGET.get_or_init(target).run(data) {
        eprintln!("found: {found}");
        std::process::abort();
    }
});
