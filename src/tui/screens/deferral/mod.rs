//! 缓缴的画面: applications at the counter and beyond, and texts to read.

pub(super) mod applications;
pub(super) mod reading;
