//! GZIP: one text, as WeChat Pay sends it for `tar_type=GZIP`.

use flate2::read::MultiGzDecoder;

use super::read_bounded;
use crate::domain::import::RowError;

/// The text of a gzip file, its check sum proven.
pub(super) fn inflate(bytes: &[u8]) -> Result<Vec<u8>, RowError> {
    read_bounded(MultiGzDecoder::new(bytes), bytes.len() as u64, 0)
}
