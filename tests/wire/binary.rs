//! The real binary on a demonstration book in a pseudo-terminal.
