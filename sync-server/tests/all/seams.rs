//! What knows of what.

use std::fs;
use std::path::Path;

#[test]
fn http_stands_in_its_own_folder() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![sources.clone()];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            read += 1;
            let of_http = path.starts_with(sources.join("http")) || path == sources.join("lib.rs");
            let text = fs::read_to_string(&path).unwrap();
            assert!(of_http || !text.contains("axum"), "{} knows of HTTP", path.display());
        }
    }
    assert!(read > 50, "the sources were read: {read}");
}
