//! An archive as Alipay packs it: names in GBK without the flag that says UTF-8, members stored as they are.
//!
//! Invariant: the bytes depend on names and contents alone. The zip library sets the flag on any name that is
//! not ASCII, and a reader that trusts the flag is what this archive is there to try.

use flate2::Crc;

/// Day and time of every member: 2026-01-01 00:00.
const STAMP: [u8; 4] = [0, 0, 0x21, 0x5c];

/// An archive of these members: name and content.
pub(super) fn zipped(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in members {
        let name = encoding_rs::GB18030.encode(name).0.into_owned();
        let mut check = Crc::new();
        check.update(content);
        let mut about: Vec<u8> = vec![20, 0, 0, 0, 0, 0];
        about.extend(STAMP);
        about.extend(check.sum().to_le_bytes());
        about.extend([length(content), length(content)].concat());
        about.extend((name.len() as u16).to_le_bytes());
        about.extend([0, 0]);
        let place = length(&bytes);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&about);
        bytes.extend(&name);
        bytes.extend(content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&about);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(place);
        directory.extend(&name);
    }
    let (count, place) = ((members.len() as u16).to_le_bytes(), length(&bytes));
    let size = length(&directory);
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\x00\x00\x00\x00");
    bytes.extend([count, count].concat());
    bytes.extend(size);
    bytes.extend(place);
    bytes.extend([0, 0]);
    bytes
}

fn length(bytes: &[u8]) -> [u8; 4] {
    (bytes.len() as u32).to_le_bytes()
}
