//! 压缩包: every file in a zip, read by what it is.

use super::{Reader, Unreadable, named};
use crate::office::Fault;
use crate::say;

/// Left behind by systems, not by people.
const LITTER: [&str; 4] = ["__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini"];

pub(super) fn read(bytes: &[u8], reader: &mut Reader) -> Result<(), Unreadable> {
    if reader.within.iter().any(|name| name.to_ascii_lowercase().ends_with(".zip")) {
        return Err(Unreadable::TooDeep);
    }
    let mut package = reader.package(bytes)?;
    for (number, name) in package.members() {
        if LITTER.iter().any(|litter| name.contains(litter)) {
            continue;
        }
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        reader.text(say!("里面的文件名“{name}”", "the name {name} in it"), stem);
        match package.member(number) {
            Ok(Some(bytes)) => {
                reader.spent(&package);
                reader.member(&name, &bytes);
            }
            Ok(None) => {}
            // What is too much is the archive, not this file.
            Err(Fault::TooLarge) => return Err(Unreadable::TooLarge),
            Err(fault) => reader.unread(named(&name), fault.into()),
        }
    }
    Ok(())
}
