//! Bytes of other houses → entries.
