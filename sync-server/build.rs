//! The web page is built by npm into `ui/dist`; the server must build without it as well.

fn main() -> std::io::Result<()> {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/dist");
    std::fs::create_dir_all(page)?;
    // Only a release carries the page inside; other builds read it from the folder when it is asked for.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={page}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
