//! Files that people add: small, and readable by a browser.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

/// Two pages of plain text. The name stands on them, so that two papers are not the same.
pub fn pdf(folder: &Path, name: &str) -> Result<PathBuf> {
    let lines = ["UY BAN NHAN DAN XA AYUN", "BAO CAO", "Ket qua giai quyet ho so TTHC", name];
    let text: String = lines.iter().map(|line| format!("({line}) Tj 0 -28 Td ")).collect();
    let sheet = |contents: u8| {
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 7 0 R>>>>/Contents {contents} 0 R>>"
        )
    };
    let page = |number: u8| {
        let stream = format!("BT /F 16 Tf 90 740 Td {text}(Trang {number}) Tj ET");
        format!("<</Length {}>>stream\n{stream}\nendstream", stream.len())
    };
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>".to_owned(),
        sheet(5),
        sheet(6),
        page(1),
        page(2),
        "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>".to_owned(),
    ];
    let body: String =
        (1..).zip(objects).map(|(number, object)| format!("{number} 0 obj{object}\nendobj\n")).collect();
    // Readers mend the table of offsets that is missing.
    let path = folder.join(name);
    fs::write(&path, format!("%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 8>>\n%%EOF"))?;
    Ok(path)
}

/// A sheet with lines of writing on a wall, as a bitmap: the one kind of picture easily made by hand.
pub fn picture(folder: &Path, name: &str) -> Result<PathBuf> {
    const WIDTH: usize = 200;
    const HEIGHT: usize = 130;
    const HEAD: usize = 54;
    let size = HEAD + WIDTH * HEIGHT * 3;
    let mut bytes = b"BM".to_vec();
    let mut put = |number: usize, width: usize| {
        bytes.extend_from_slice(&u32::try_from(number).unwrap_or(0).to_le_bytes()[..width]);
    };
    for (number, width) in [
        (size, 4),
        (0, 4),
        (HEAD, 4),
        (40, 4),
        (WIDTH, 4),
        (HEIGHT, 4),
        (1, 2),
        (24, 2),
        (0, 4),
        (0, 4),
        (0, 4),
        (0, 4),
        (0, 4),
        (0, 4),
    ] {
        put(number, width);
    }
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let sheet = (25..175).contains(&x) && (15..115).contains(&y);
            let writing = (35..165).contains(&x) && (25..105).contains(&y) && y % 9 < 3;
            bytes.extend_from_slice(
                &[if writing {
                    176
                } else if sheet {
                    250
                } else {
                    204
                }; 3],
            );
        }
    }
    let path = folder.join(name);
    fs::write(&path, bytes)?;
    Ok(path)
}
