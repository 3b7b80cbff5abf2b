//! One program for all targets: `NHARONG_FUZZ` names the one to run, arguments are libFuzzer's. With `NHARONG_SEEDS` it
//! writes what every target begins with to that folder instead.
#![no_main]

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use tests::fuzzing::Target;
use tests::fuzzing::seeds::seeds;

/// None where there is nothing to run.
fn target() -> Option<Target> {
    if let Some(folder) = std::env::var_os("NHARONG_SEEDS") {
        write_seeds(Path::new(&folder)).expect("the folder can be written to");
        return None;
    }
    // Panics that the program catches itself are no findings: libFuzzer's own hook would end the process.
    std::panic::set_hook(Box::new(|_| {}));
    let name = std::env::var("NHARONG_FUZZ").unwrap_or_default();
    let named = Target::named(&name);
    assert!(named.is_some(), "NHARONG_FUZZ={name:?} is no target");
    named
}

fn write_seeds(folder: &Path) -> std::io::Result<()> {
    for (name, inputs) in seeds() {
        fs::create_dir_all(folder.join(name))?;
        for (n, input) in inputs.iter().enumerate() {
            fs::write(folder.join(name).join(format!("seed-{n:02}")), input)?;
        }
    }
    Ok(())
}

fuzz_target!(|data: &[u8]| {
    static TARGET: OnceLock<Option<Target>> = OnceLock::new();
    if let Some(target) = *TARGET.get_or_init(target)
        && let Err(found) = target.run(data)
    {
        eprintln!("found: {found}");
        std::process::abort();
    }
});
