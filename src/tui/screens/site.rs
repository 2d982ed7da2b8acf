//! 本单位资料: contracts with channels, accounts of the house; Enter changes one, F6 adds one.
//!
//! Invariant: nothing is assumed where the house says nothing, and it is shown so (`-`).

use crate::domain::house::House;
use crate::text::form::FormWord;
use crate::text::terms;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::screen::{Asking, Can, Ctx, Listed, Loaded, Next, Place, Screen};
use crate::tui::screens::pane::Tables;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::table::{Column, Instead, Table};

/// The tables of the screen.
const CONTRACTS: usize = 0;
const ACCOUNTS: usize = 1;

/// 本单位资料.
pub(super) struct Site {
    read: Loaded<House>,
    tables: Tables,
}

impl Default for Site {
    fn default() -> Self {
        Site { read: Loaded::Ready(House::default()), tables: Tables::new(2) }
    }
}

impl Site {
    fn ask(&self, at: Option<usize>) -> Next {
        let accounts = self.tables.on() == ACCOUNTS;
        Next::Open(Place::Form(if accounts { Asking::Account(at) } else { Asking::Contract(at) }))
    }
}

impl Screen for Site {
    fn scope(&self) -> Scope {
        Scope::Site
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        FormWord::Site.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, ctx: &Ctx<'_>) {
        self.read = Loaded::from_result(desk.site());
        let none = House::default();
        let house = self.read.ready().unwrap_or(&none);
        let contracts = house.channels.iter().map(|one| {
            let account = one.account.as_deref().unwrap_or_default();
            format!("{} {} {account}", terms::method(one.method, ctx.lang), one.merchant)
        });
        self.tables.put(CONTRACTS, contracts.collect());
        self.tables.put(ACCOUNTS, house.accounts.iter().map(|one| format!("{} {}", one.no, one.bank)).collect());
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        match action {
            Action::Open => Can::when(self.tables.has_rows(), || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            Action::New => {
                Can::when(self.read.failure().is_none(), || FormWord::MendFirst.in_lang(ctx.lang).to_owned())
            }
            Action::Focus => Can::Yes,
            other => self.tables.can(other, ctx.lang),
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => return self.ask(Some(self.tables.at(self.tables.on()))),
            Action::New => return self.ask(None),
            Action::Focus => self.tables.turn(),
            other => return self.tables.act(other),
        }
        Next::Stay
    }

    fn listed(&mut self) -> Option<&mut dyn Listed> {
        Some(&mut self.tables)
    }

    fn view(&self, canvas: &mut Canvas<'_>, ctx: &Ctx<'_>) {
        let lang = ctx.lang;
        let word = |word: FormWord| word.in_lang(lang);
        let none = House::default();
        let house = self.read.ready().unwrap_or(&none);
        let dash = || "-".to_owned();
        let contract = |row: usize| {
            house.channels.get(row).map_or_else(Vec::new, |contract| {
                vec![
                    terms::method(contract.method, lang).to_owned(),
                    contract.merchant.clone(),
                    contract.rate.map_or_else(dash, |rate| rate.to_string()),
                    contract.settle_days.map_or_else(dash, |days| format!("T+{days}")),
                    contract.account.clone().unwrap_or_else(dash),
                ]
            })
        };
        let columns = vec![
            Column::left(word(FormWord::Channel), 15),
            Column::number(word(FormWord::Merchant), 22),
            Column::right(word(FormWord::Rate), 8),
            Column::left(word(FormWord::SettleDays), 13).rank(1),
            Column::number(word(FormWord::SettleAccount), 0),
        ];
        let half = canvas.height() / 2;
        let none_yet = ctx.with_keys(word(FormWord::NoContracts));
        let empty = self.read.failure().map_or(Instead::Empty(&none_yet), Instead::Failed);
        canvas.rows(0, half, |part| {
            let (rows, cursor, focused) =
                (house.channels.len(), self.tables.cursor(CONTRACTS), self.tables.on() == CONTRACTS);
            Table { columns, rows, cells: &contract, cursor, focused, totals: None, cell: None, instead: empty }
                .draw(part)
        });
        let account = |row: usize| {
            house.accounts.get(row).map_or_else(Vec::new, |account| vec![account.no.clone(), account.bank.clone()])
        };
        let columns = vec![Column::left(word(FormWord::AccountNo), 30), Column::left(word(FormWord::Bank), 0)];
        let rest = canvas.height() - half;
        canvas.rows(half, rest, |part| {
            let (rows, cursor, focused) =
                (house.accounts.len(), self.tables.cursor(ACCOUNTS), self.tables.on() == ACCOUNTS);
            let none_yet = ctx.with_keys(word(FormWord::NoAccounts));
            let instead = Instead::Empty(&none_yet);
            Table { columns, rows, cells: &account, cursor, focused, totals: None, cell: None, instead }.draw(part)
        });
        self.tables.draw_seek(canvas, canvas.height().saturating_sub(1), lang);
    }
}
