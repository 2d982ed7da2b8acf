//! The legs of an exception as columns, side by side.
//!
//! Invariant: a cell is marked `*` when it differs from the HIS leg (from the first leg where HIS has
//! none); a leg that should be there and is not says so.

use crate::domain::entry::{Method, Side};
use crate::domain::exception::Class;
use crate::domain::recon::{CaseLeg, EntryRow, ExceptionCase};
use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::Word;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::text::{Align, cut_middle, fit};

/// Most columns that can be read side by side.
pub(super) const COLUMNS_MAX: usize = 4;
const LABEL: usize = 12;
const SIDES: [Side; 3] = [Side::Cashier, Side::His, Side::Bank];

/// A leg with its entry, as far as there is one.
#[derive(Clone, Debug)]
pub(super) struct LegFacts {
    /// The leg.
    pub(super) leg: CaseLeg,
    /// Its entry; `None` for a quarantined row or when it could not be read.
    pub(super) entry: Option<EntryRow>,
}

/// A column: a leg, or a side without one.
enum Column<'a> {
    Leg(&'a LegFacts),
    Without(Side, bool),
}

/// What a row of the comparison shows of a leg, and whether a difference there means something.
struct Row {
    label: Word,
    cell: fn(&LegFacts, Lang) -> String,
    compared: bool,
    number: bool,
    always: bool,
}

/// Rows that give way in a low window, the first first; the screens of the entry and of its line have them all.
const GIVE_WAY: [Word; 7] =
    [Word::TicketNo, Word::ChannelNo, Word::Fee, Word::Time, Word::OriginalNo, Word::Cashier, Word::Source];

static ROWS: [Row; 12] = [
    Row {
        label: Word::SerialNo,
        cell: |leg, _| leg.text(|entry| &entry.his_no),
        compared: true,
        number: true,
        always: true,
    },
    Row {
        label: Word::OrderNo,
        cell: |leg, _| leg.text(|entry| &entry.order_no),
        compared: true,
        number: true,
        always: true,
    },
    Row {
        label: Word::ChannelNo,
        cell: |leg, _| leg.text(|entry| &entry.channel_no),
        compared: false,
        number: true,
        always: false,
    },
    Row {
        label: Word::OriginalNo,
        cell: |leg, _| leg.text(|entry| &entry.original_no),
        compared: false,
        number: true,
        always: false,
    },
    Row {
        label: Word::TicketNo,
        cell: |leg, _| leg.text(|entry| &entry.ticket_no),
        compared: true,
        number: true,
        always: false,
    },
    Row { label: Word::Date, cell: |leg, _| leg.leg.day.to_string(), compared: true, number: false, always: true },
    Row { label: Word::Time, cell: |leg, _| leg.leg.at.to_string(), compared: false, number: false, always: true },
    Row { label: Word::Kind, cell: |leg, lang| leg.kind(lang), compared: true, number: false, always: true },
    Row { label: Word::Amount, cell: |leg, _| leg.leg.face.grouped(), compared: true, number: false, always: true },
    Row { label: Word::Fee, cell: |leg, _| leg.fee(), compared: false, number: false, always: false },
    Row {
        label: Word::Cashier,
        cell: |leg, _| leg.text(|entry| &entry.cashier),
        compared: true,
        number: false,
        always: true,
    },
    Row { label: Word::Source, cell: |leg, _| source_of(&leg.leg), compared: false, number: true, always: true },
];

impl LegFacts {
    fn text(&self, field: fn(&EntryRow) -> &String) -> String {
        self.entry.as_ref().map(|entry| field(entry).clone()).unwrap_or_default()
    }

    fn kind(&self, lang: Lang) -> String {
        let method = self.entry.as_ref().map_or("", |entry| terms::method(entry.method, lang));
        format!("{} {method}", terms::kind(self.leg.kind, lang)).trim_end().to_owned()
    }

    fn fee(&self) -> String {
        let fee = self.entry.as_ref().map(|entry| entry.fee).filter(|fee| !fee.is_zero());
        fee.map(|fee| fee.grouped()).unwrap_or_default()
    }
}

/// File and line of a leg, the file as given at import but without its folders.
pub(super) fn source_of(leg: &CaseLeg) -> String {
    let file = leg.file.rsplit(['/', '\\']).next().unwrap_or("");
    format!("{file}:{}", leg.line)
}

fn columns<'a>(case: &ExceptionCase, legs: &'a [LegFacts]) -> Vec<Column<'a>> {
    let mut columns = Vec::new();
    for side in SIDES {
        let before = columns.len();
        columns.extend(legs.iter().filter(|leg| leg.leg.side == side).map(Column::Leg));
        if columns.len() == before {
            columns.push(Column::Without(side, leg_due(case, side)));
        }
    }
    columns.truncate(COLUMNS_MAX);
    columns
}

/// Whether the books expect a leg of this side at all.
fn leg_due(case: &ExceptionCase, side: Side) -> bool {
    let of_receipts =
        !matches!(case.class, Class::DepositDiffers | Class::Unidentified | Class::ForeignAccount | Class::Quarantined);
    match side {
        Side::His | Side::Cashier => of_receipts,
        Side::Bank if case.class == Class::DepositDiffers => true,
        Side::Bank => of_receipts && !matches!(case.method, Method::Cash | Method::Prepaid),
    }
}

/// Legs that found no column.
pub(super) fn hidden(case: &ExceptionCase, legs: &[LegFacts]) -> usize {
    let shown = columns(case, legs).iter().filter(|column| matches!(column, Column::Leg(_))).count();
    legs.len() - shown
}

/// A row of the comparison as it stands: its cells, and what they are compared with.
struct Compared {
    row: &'static Row,
    cells: Vec<Option<String>>,
    basis: String,
}

impl Compared {
    fn of(row: &'static Row, columns: &[Column<'_>], lang: Lang) -> Self {
        let cells: Vec<Option<String>> = columns.iter().map(|column| cell_of(row, column, lang)).collect();
        let his = columns.iter().position(|column| matches!(column, Column::Leg(leg) if leg.leg.side == Side::His));
        let basis =
            his.and_then(|at| cells[at].clone()).or_else(|| cells.iter().flatten().next().cloned()).unwrap_or_default();
        Compared { row, cells, basis }
    }

    fn differs(&self, cell: &str) -> bool {
        self.row.compared && !cell.is_empty() && !self.basis.is_empty() && cell != self.basis
    }
}

/// The rows that say something, at most so many: in a low window those give way that say least, but none that differs.
fn rows_shown(columns: &[Column<'_>], most: usize, lang: Lang) -> Vec<Compared> {
    let rows = ROWS.iter().map(|row| Compared::of(row, columns, lang));
    let mut rows: Vec<Compared> =
        rows.filter(|one| one.row.always || !one.cells.iter().flatten().all(String::is_empty)).collect();
    for word in GIVE_WAY {
        let spare = |one: &Compared| {
            one.row.label == word && !one.cells.iter().flatten().any(|cell| one.differs(cell)) && rows.len() > most
        };
        if let Some(at) = rows.iter().position(spare) {
            rows.remove(at);
        }
    }
    rows
}

/// Draws the comparison from row `y`, of at most so many rows where some can be spared; returns the first free row.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    y: u16,
    case: &ExceptionCase,
    (legs, most): (&[LegFacts], usize),
    lang: Lang,
) -> u16 {
    let columns = columns(case, legs);
    let room = (usize::from(canvas.width()).saturating_sub(LABEL) / columns.len().max(1)).saturating_sub(1);
    let place = |index: usize| u16::try_from(LABEL + index * (room + 1)).unwrap_or(u16::MAX);
    for (index, column) in columns.iter().enumerate() {
        let side = match column {
            Column::Leg(leg) => leg.leg.side,
            Column::Without(side, _) => *side,
        };
        canvas.text(
            place(index),
            y,
            &fit(&format!("  {}", side_title(side, case, lang)), room, Align::Left),
            Role::Head,
        );
    }
    let mut y = y + 1;
    for one in rows_shown(&columns, most, lang) {
        let row = one.row;
        canvas.text(0, y, row.label.in_lang(lang), Role::Hint);
        for (index, cell) in one.cells.iter().enumerate() {
            let Some(cell) = cell else { continue };
            draw_cell(canvas, place(index), y, cell, (room, row.number, one.differs(cell)));
        }
        if row.label == Word::SerialNo {
            draw_absent(canvas, y, &columns, &place, lang);
        }
        y += 1;
    }
    y
}

fn draw_cell(canvas: &mut Canvas<'_>, x: u16, y: u16, cell: &str, (room, number, differs): (usize, bool, bool)) {
    let inner = room.saturating_sub(2);
    let text = if number { cut_middle(cell, inner) } else { fit(cell, inner, Align::Left).trim_end().to_owned() };
    let (mark, role) = if differs { ("* ", Role::Differs) } else { ("  ", Role::Plain) };
    canvas.text(x, y, &format!("{mark}{text}"), role);
}

fn draw_absent(canvas: &mut Canvas<'_>, y: u16, columns: &[Column<'_>], place: &dyn Fn(usize) -> u16, lang: Lang) {
    for (index, column) in columns.iter().enumerate() {
        match column {
            Column::Leg(_) => {}
            Column::Without(_, true) => {
                canvas.text(place(index), y, &format!("* {}", Word::Missing.in_lang(lang)), Role::Differs);
            }
            Column::Without(_, false) => {
                canvas.text(place(index), y, &format!("  {}", Word::NotDue.in_lang(lang)), Role::Hint);
            }
        }
    }
}

fn cell_of(row: &Row, column: &Column<'_>, lang: Lang) -> Option<String> {
    match column {
        Column::Leg(leg) => Some((row.cell)(leg, lang)),
        Column::Without(_, _) => None,
    }
}

fn side_title(side: Side, case: &ExceptionCase, lang: Lang) -> String {
    match side {
        Side::Bank if case.class != Class::DepositDiffers => terms::method(case.method, lang).to_owned(),
        Side::Bank | Side::His | Side::Cashier => terms::side(side, lang).to_owned(),
    }
}
