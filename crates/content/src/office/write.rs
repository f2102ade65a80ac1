//! Parts -> a file, the same bytes whenever and wherever it is made.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The first line of every part.
pub const PROLOGUE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A file of these parts in this order.
pub fn zipped<N: AsRef<str>, B: AsRef<[u8]>>(parts: &[(N, B)]) -> Vec<u8> {
    // The first day that a zip can name; the clock would make other bytes every time.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let written = zip
            .start_file(name.as_ref(), options)
            .map_err(std::io::Error::from)
            .and_then(|()| zip.write_all(bytes.as_ref()));
        written.expect("memory takes all, and names are our own");
    }
    let done = zip.finish().expect("memory takes all");
    done.into_inner()
}
