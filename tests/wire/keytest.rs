//! The key test in the real binary: the bytes of a key stand beside its name.

use crate::binary::{SOON, Seat, as_is};

#[test]
fn every_key_is_shown_with_its_bytes() {
    let mut seat = Seat::new(&[("SSH_TTY", "/dev/pts/9")], &["doctor", "--keys", "--lang", "en"]);
    seat.until("Key test", as_is);
    for (bytes, name, shown) in [
        ("\x1b[19~", "F8", "1B 5B 31 39 7E"),
        ("\x1bOB", "Down", "1B 4F 42"),
        ("\x1b1", "Alt+1", "1B 31"),
        ("微", "微", "E5 BE AE"),
        ("\x08", "Backspace", "08"),
    ] {
        seat.send(bytes.as_bytes());
        seat.until(&format!("Keys {name} "), as_is);
        seat.until(&format!("Bytes {shown}"), as_is);
    }
    seat.send("\x1b[200~一二三\r\x1b[201~".as_bytes());
    seat.until("a paste in one piece, 4 characters", as_is);
    seat.send(b"\x1b\x1b");
    seat.ends_within(SOON);
    assert!(!seat.shown(as_is).screen().alternate_screen());
}
