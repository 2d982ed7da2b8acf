//! Sentences with figures.
