//! 本单位资料: contracts with channels, accounts of the house; Enter changes one, F6 adds one.
//!
//! Invariant: nothing is assumed where the house says nothing, and it is shown so (`-`).

use crate::domain::house::House;
use crate::text::form::FormWord;
use crate::text::terms;
use crate::text::ui::Word;
use crate::tui::action::{Action, Scope};
use crate::tui::desk::Desk;
use crate::tui::screen::{Asking, Can, Ctx, Loaded, Next, Place, Screen};
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::cursor::{Cursor, is_move};
use crate::tui::widgets::table::{Column, Instead, Table};

/// 本单位资料.
pub(super) struct Site {
    read: Loaded<House>,
    contracts: Cursor,
    accounts: Cursor,
    on_accounts: bool,
}

impl Default for Site {
    fn default() -> Self {
        Site {
            read: Loaded::Ready(House::default()),
            contracts: Cursor::default(),
            accounts: Cursor::default(),
            on_accounts: false,
        }
    }
}

impl Site {
    /// Rows of the contracts and of the accounts.
    fn rows(&self) -> (usize, usize) {
        self.read.ready().map_or((0, 0), |house| (house.channels.len(), house.accounts.len()))
    }

    fn focused(&mut self) -> (&mut Cursor, usize) {
        let (contracts, accounts) = self.rows();
        if self.on_accounts { (&mut self.accounts, accounts) } else { (&mut self.contracts, contracts) }
    }

    fn ask(&self, at: Option<usize>) -> Next {
        Next::Open(Place::Form(if self.on_accounts { Asking::Account(at) } else { Asking::Contract(at) }))
    }
}

impl Screen for Site {
    fn scope(&self) -> Scope {
        Scope::Site
    }

    fn crumb(&self, ctx: &Ctx<'_>) -> String {
        FormWord::Site.in_lang(ctx.lang).to_owned()
    }

    fn load(&mut self, desk: &dyn Desk, _ctx: &Ctx<'_>) {
        self.read = Loaded::from_result(desk.site());
        let (contracts, accounts) = self.rows();
        self.contracts.go(self.contracts.at(), contracts);
        self.accounts.go(self.accounts.at(), accounts);
    }

    fn can(&self, action: Action, ctx: &Ctx<'_>) -> Can {
        let (contracts, accounts) = self.rows();
        let rows = if self.on_accounts { accounts } else { contracts };
        match action {
            Action::Open => Can::when(rows > 0, || Word::NothingChosen.in_lang(ctx.lang).to_owned()),
            Action::New => {
                Can::when(self.read.failure().is_none(), || FormWord::MendFirst.in_lang(ctx.lang).to_owned())
            }
            Action::Focus => Can::Yes,
            moving if is_move(moving) => Can::Yes,
            _ => Can::Absent,
        }
    }

    fn update(&mut self, action: Action, _ctx: &Ctx<'_>) -> Next {
        match action {
            Action::Open => {
                let at = self.focused().0.at();
                return self.ask(Some(at));
            }
            Action::New => return self.ask(None),
            Action::Focus => self.on_accounts = !self.on_accounts,
            moving => {
                let (cursor, rows) = self.focused();
                cursor.moved(moving, rows);
            }
        }
        Next::Stay
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
            let (rows, cursor, focused) = (house.channels.len(), &self.contracts, !self.on_accounts);
            Table { columns, rows, cells: &contract, cursor, focused, totals: None, cell: None, instead: empty }
                .draw(part)
        });
        let account = |row: usize| {
            house.accounts.get(row).map_or_else(Vec::new, |account| vec![account.no.clone(), account.bank.clone()])
        };
        let columns = vec![Column::left(word(FormWord::AccountNo), 30), Column::left(word(FormWord::Bank), 0)];
        let rest = canvas.height() - half;
        canvas.rows(half, rest, |part| {
            let (rows, cursor, focused) = (house.accounts.len(), &self.accounts, self.on_accounts);
            let none_yet = ctx.with_keys(word(FormWord::NoAccounts));
            let instead = Instead::Empty(&none_yet);
            Table { columns, rows, cells: &account, cursor, focused, totals: None, cell: None, instead }.draw(part)
        });
    }
}
