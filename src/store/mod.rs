//! The book 账套: SQLite, and the only place that speaks SQL.
