//! What a file is, by its first bytes: names lie, and a photograph is often called `scan.pdf`.

/// The bytes that [`media_type`] looks at.
pub const HEAD: usize = 4096;

/// The media type of a file that begins with these bytes.
pub fn media_type(head: &[u8]) -> &'static str {
    let starts = |magic: &[u8]| head.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| head.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    match () {
        // Some scanners write a few bytes before the header, and readers allow up to 1024.
        () if head.get(..head.len().min(1024)).is_some_and(|start| contains(start, b"%PDF-")) => {
            "application/pdf"
        }
        () if starts(&[0xff, 0xd8, 0xff]) => "image/jpeg",
        () if starts(b"\x89PNG\r\n\x1a\n") => "image/png",
        () if starts(b"GIF87a") || starts(b"GIF89a") => "image/gif",
        () if starts(b"RIFF") && at(8, b"WEBP") => "image/webp",
        () if starts(b"II*\0") || starts(b"MM\0*") => "image/tiff",
        () if starts(b"BM") && head.len() > 26 => "image/bmp",
        () if at(4, b"ftyp") => iso_media(head),
        () if starts(b"PK\x03\x04") => zipped(head),
        () if starts(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) => "application/x-ole-storage",
        () if starts(b"Rar!\x1a\x07") => "application/vnd.rar",
        () if starts(b"7z\xbc\xaf\x27\x1c") => "application/x-7z-compressed",
        () if starts(b"{\\rtf") => "application/rtf",
        () if is_text(head) => "text/plain",
        () => "application/octet-stream",
    }
}

/// Whether the file is nothing but the way to another one: a shell link (MS-SHLLINK, 2.1), a link of the web, of a desktop, of
/// a document that is kept elsewhere. Of a file that begins with these bytes, or is no longer than they are.
pub fn is_shortcut(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    const SHELL_LINK: [u8; 8] = [0x4c, 0, 0, 0, 0x01, 0x14, 0x02, 0];
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    head.starts_with(&SHELL_LINK)
        || (text.starts_with(b"[") && contains(text, b"[InternetShortcut]"))
        || (text.starts_with(b"[Desktop Entry]") && contains(text, b"Type=Link"))
        || (bytes.len() < HEAD && is_web_location(text))
}

/// What macOS and Google Drive lay down: a property list or an object of JSON with nothing but an address.
fn is_web_location(text: &[u8]) -> bool {
    let list = text.starts_with(b"bplist00") || (text.starts_with(b"<?xml") && contains(text, b"<plist"));
    let only_address = list && contains(text, b"URL") && contains(text, b"://");
    only_address || (text.starts_with(b"{") && contains(text, b"\"doc_id\"") && contains(text, b"google.com"))
}

fn iso_media(head: &[u8]) -> &'static str {
    match head.get(8..12) {
        Some(b"heic" | b"heix" | b"mif1" | b"heim") => "image/heic",
        Some(b"avif") => "image/avif",
        Some(b"qt  ") => "video/quicktime",
        _ => "video/mp4",
    }
}

/// Office documents are zip archives whose first entries tell which.
fn zipped(head: &[u8]) -> &'static str {
    const OPEN_DOCUMENT: [(&[u8], &str); 2] = [
        (b"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
        (b"application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
    ];
    const OFFICE: [(&[u8], &str); 3] = [
        (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ];
    let found = OPEN_DOCUMENT.iter().chain(&OFFICE).find(|(mark, _)| contains(head, mark));
    found.map_or("application/zip", |(_, name)| name)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn is_text(head: &[u8]) -> bool {
    // The head may end inside a letter.
    let whole = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    whole && !head.is_empty() && !head.iter().any(|&b| b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0c))
}
