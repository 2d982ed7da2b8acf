//! 催缴作业的画面: a plan before it is made, the progress sheet.

pub(super) mod plan;
pub(super) mod progress;
