//! Pieces screens are drawn with. They know no screen and no book.
//!
//! Invariant: everything drawn passes [`canvas::Canvas::text`], which strips and clips it.

pub mod canvas;
pub mod cursor;
pub mod field;
pub mod form;
pub mod list;
pub mod table;
pub mod text;
