//! 版式草稿. A layout being made for a file that no layout fits: what each column means, written as TOML.
//!
//! Invariant: what [`Draft::file`] gives is read by the loader that reads every other layout, so a draft that is
//! kept is as whole as they are. Roles are the loader's own names of fields.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::book::files::RuleFile;
use crate::book::formats::{Field, Quote, Sign, StatementField, Unit};
use crate::book::registry;
use crate::domain::arrears::registry::RegistrySource;
use crate::domain::entry::{Kind, Method, Side};

mod asked;

pub use asked::{FoundWord, LayoutAsked, LayoutTried, ReadRow, Trial};

/// Role of a column of money that is one method's own: `tender.wechat`.
pub const TENDER: &str = "tender.";
/// Role of the column that is added, and of the one that is taken off, where money moved is their difference.
pub const NET: [&str; 2] = ["plus", "minus"];
/// Role of a text column of a statement.
pub const TEXT: &str = "text";
/// Fields of receipts by their names in a layout.
pub const RECEIPT_FIELDS: [(Field, &str); 14] = [
    (Field::At, "at"),
    (Field::HisNo, "his_no"),
    (Field::OrderNo, "order_no"),
    (Field::OriginalNo, "original_no"),
    (Field::ChannelNo, "channel_no"),
    (Field::TicketNo, "ticket_no"),
    (Field::Cashier, "cashier"),
    (Field::Window, "window"),
    (Field::Merchant, "merchant"),
    (Field::Kind, "kind"),
    (Field::Method, "method"),
    (Field::Amount, "amount"),
    (Field::Fee, "fee"),
    (Field::Net, "net"),
];

/// Fields of statements by their names in a layout.
pub const STATEMENT_FIELDS: [(StatementField, &str); 16] = [
    (StatementField::On, "on"),
    (StatementField::At, "at"),
    (StatementField::Account, "account"),
    (StatementField::Received, "received"),
    (StatementField::Paid, "paid"),
    (StatementField::Amount, "amount"),
    (StatementField::Direction, "direction"),
    (StatementField::Balance, "balance"),
    (StatementField::Currency, "currency"),
    (StatementField::CounterpartyName, "counterparty_name"),
    (StatementField::CounterpartyAccount, "counterparty_account"),
    (StatementField::PayerName, "payer_name"),
    (StatementField::PayerAccount, "payer_account"),
    (StatementField::PayeeName, "payee_name"),
    (StatementField::PayeeAccount, "payee_account"),
    (StatementField::BankNo, "bank_no"),
];

/// 来源. What the rows of the file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftSource {
    /// Receipts of one book.
    Receipts(Side),
    /// A bank's statement.
    Statement,
    /// A file of the registry.
    Registry(RegistrySource),
}

impl DraftSource {
    /// The source of a name in a layout.
    pub fn from_code(code: &str) -> Option<DraftSource> {
        if code == "statement" {
            return Some(DraftSource::Statement);
        }
        let receipts = Side::from_code(code).map(DraftSource::Receipts);
        receipts.or_else(|| RegistrySource::from_code(code).map(DraftSource::Registry))
    }

    /// Its name in a layout.
    pub fn code(self) -> &'static str {
        match self {
            DraftSource::Receipts(side) => side.code(),
            DraftSource::Statement => "statement",
            DraftSource::Registry(source) => source.code(),
        }
    }

    /// Every role a column may have.
    pub fn roles(self) -> Vec<String> {
        match self {
            DraftSource::Receipts(_) => {
                let tenders = Method::ALL.iter().map(|method| format!("{TENDER}{}", method.code()));
                let fields = RECEIPT_FIELDS.iter().map(|(_, code)| *code).chain(NET);
                fields.map(str::to_string).chain(tenders).collect()
            }
            DraftSource::Statement => {
                STATEMENT_FIELDS.iter().map(|(_, code)| *code).chain([TEXT]).map(str::to_string).collect()
            }
            DraftSource::Registry(source) => {
                let (needed, others) = registry::fields(source);
                needed.iter().chain(others).map(ToString::to_string).collect()
            }
        }
    }
}

/// 版式草稿.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Name the layout shall bear: a-z, 0-9 and `-`.
    pub name: String,
    /// What its rows are.
    pub source: DraftSource,
    /// How lines fall into cells: commas or bars.
    pub quote: Quote,
    /// Line of the headings, counted from 1.
    pub header: u32,
    /// The headings as they are compared.
    pub headings: Vec<String>,
    /// Role by heading.
    pub roles: BTreeMap<String, String>,
    /// First cells of rows that total every row above them, and some rows.
    pub totals: (Vec<String>, Vec<String>),
    /// Labels above the headings before the house's account.
    pub account_labels: Vec<String>,
    /// What money columns count.
    pub unit: Unit,
    /// How money columns print their sign.
    pub sign: Sign,
    /// The one method of all rows, where no column says it.
    pub method: Option<Method>,
    /// Words of the kind column.
    pub kinds: BTreeMap<String, Kind>,
    /// Words of the method column.
    pub methods: BTreeMap<String, Method>,
    /// Words of the direction column: money in, money out.
    pub directions: (Vec<String>, Vec<String>),
    /// Words of a registry file, by field.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
}

impl Draft {
    /// The heading of a role, the first where there are several.
    pub fn heading(&self, role: &str) -> Option<&str> {
        self.roles.iter().find(|(_, own)| *own == role).map(|(heading, _)| heading.as_str())
    }

    /// Roles without which it cannot be a layout, and which no column has.
    pub fn lacks(&self) -> Vec<&'static str> {
        let none = |roles: &[&str]| roles.iter().all(|role| self.heading(role).is_none());
        let splits = self.roles.values().any(|role| role.starts_with(TENDER));
        let nets = NET.iter().all(|role| self.heading(role).is_some());
        let lacking: Vec<(bool, &'static str)> = match self.source {
            DraftSource::Receipts(side) => vec![
                (none(&["at"]), "at"),
                (none(&["his_no", "channel_no", "order_no"]), if side == Side::Bank { "channel_no" } else { "his_no" }),
                (none(&["amount"]) && !splits && !nets, "amount"),
                (none(&["method"]) && !splits && self.method.is_none(), "method"),
            ],
            DraftSource::Statement => vec![
                (none(&["on", "at"]), "on"),
                (none(&["amount"]) && (none(&["received"]) || none(&["paid"])), "amount"),
            ],
            DraftSource::Registry(source) => {
                registry::fields(source).0.iter().map(|field| (none(&[field]), *field)).collect()
            }
        };
        lacking.into_iter().filter(|(lacks, _)| *lacks).map(|(_, role)| role).collect()
    }

    /// The layout as a file of the house's data directory.
    pub fn file(&self) -> RuleFile {
        let name = format!("formats/{}.toml", self.name);
        RuleFile { shown: name.clone(), name, text: self.table().to_string().into() }
    }

    fn table(&self) -> Table {
        let mut table = Table::new();
        table.insert("name".into(), text(&self.name));
        table.insert("title".into(), Value::Table(pairs([("zh", &self.name), ("en", &self.name)])));
        table.insert("source".into(), text(self.source.code()));
        let (required, optional): (Vec<&String>, Vec<&String>) =
            self.headings.iter().filter(|heading| self.once(heading)).partition(|heading| self.is_needed(heading));
        table.insert("required".into(), list(required));
        table.insert("optional".into(), list(optional));
        match self.source {
            DraftSource::Receipts(_) => self.receipts(&mut table),
            DraftSource::Statement => self.statement(&mut table),
            DraftSource::Registry(_) => {
                table.insert("columns".into(), Value::Table(pairs(self.columns())));
                let read = self.words.iter().filter(|(field, _)| self.heading(field).is_some());
                let words = read.map(|(field, words)| (field.clone(), Value::Table(pairs(words))));
                table.insert("words".into(), Value::Table(words.collect()));
            }
        }
        table
    }

    /// Whether a heading is named, and stands once.
    fn once(&self, heading: &str) -> bool {
        !heading.is_empty() && self.headings.iter().filter(|other| *other == heading).count() == 1
    }

    /// A column with a role must be there again; of a statement's texts none must.
    fn is_needed(&self, heading: &str) -> bool {
        self.roles.get(heading).is_some_and(|role| role != TEXT)
    }

    /// Role and heading of every column that is one field.
    fn columns(&self) -> Vec<(&str, &str)> {
        let splits = self.roles.values().any(|role| role.starts_with(TENDER));
        // Order numbers of a split row stand with their methods.
        let moved = |role: &str| splits && role == "order_no";
        let field = |role: &str| role != TEXT && !role.starts_with(TENDER) && !NET.contains(&role) && !moved(role);
        let columns = self.roles.iter().filter(|(_, role)| field(role));
        columns.map(|(heading, role)| (role.as_str(), heading.as_str())).collect()
    }

    fn receipts(&self, table: &mut Table) {
        let quote = if self.quote == Quote::Pipe { "pipe" } else { "csv" };
        table.insert("quote".into(), text(quote));
        let key = ["his_no", "channel_no", "order_no"].into_iter().find(|role| self.heading(role).is_some());
        table.insert("key".into(), text(key.unwrap_or("his_no")));
        table.insert("totals".into(), list(&self.totals.0));
        table.insert("subtotals".into(), list(&self.totals.1));
        if let Some(method) = self.method {
            table.insert("method".into(), text(method.code()));
        }
        let column = |(role, heading): (&str, &str)| {
            let mut column = pairs([("heading", heading)]);
            if matches!(role, "amount" | "fee" | "net") {
                let sign = if role == "amount" { self.sign } else { Sign::Free };
                column.insert("sign".into(), text(sign_code(sign)));
            }
            (role.to_string(), Value::Table(column))
        };
        table.insert("columns".into(), Value::Table(self.columns().into_iter().map(column).collect()));
        let kinds = self.kinds.iter().filter(|_| self.heading("kind").is_some());
        let kinds = kinds.map(|(word, kind)| (word.clone(), Value::Table(pairs([("kind", kind.code())]))));
        table.insert("kinds".into(), Value::Table(kinds.collect()));
        let methods = self.methods.iter().filter(|_| self.heading("method").is_some());
        table.insert("methods".into(), Value::Table(pairs(methods.map(|(word, method)| (word, method.code())))));
        table.insert("sheet".into(), Value::Table(self.sheet()));
        if self.unit == Unit::Fen {
            table.insert("bill".into(), Value::Table(pairs([("unit", "fen")])));
        }
    }

    fn sheet(&self) -> Table {
        let mut sheet = Table::new();
        if self.heading("kind").is_none() {
            sheet.insert("direction".into(), text("sign"));
        }
        let tenders = self.roles.iter().filter_map(|(heading, role)| Some((heading, role.strip_prefix(TENDER)?)));
        let tenders: Table = tenders
            .map(|(heading, method)| {
                let mut tender = pairs([("method", method)]);
                let order = self.heading("order_no").filter(|_| method != Method::Cash.code());
                tender.extend(order.map(|order| ("order_no".to_string(), text(order))));
                (heading.clone(), Value::Table(tender))
            })
            .collect();
        let splits = !tenders.is_empty();
        if splits {
            sheet.insert("unpivot".into(), Value::Table(tenders));
            sheet.insert("nothing_moved".into(), text(Method::MedicalAccount.code()));
        }
        if let [Some(plus), Some(minus)] = NET.map(|role| self.heading(role)) {
            sheet.insert("net".into(), Value::Table(pairs([("plus", plus), ("minus", minus)])));
        }
        if splits {
            sheet.insert("sign".into(), text(sign_code(self.sign)));
        }
        sheet
    }

    fn statement(&self, table: &mut Table) {
        if self.quote == Quote::Backtick {
            table.insert("quote".into(), text("backtick"));
        }
        table.insert("totals".into(), list(&self.totals.0));
        table.insert("account_labels".into(), list(&self.account_labels));
        table.insert("columns".into(), Value::Table(pairs(self.columns())));
        let texts = self.roles.iter().filter(|(_, role)| *role == TEXT).map(|(heading, _)| heading);
        table.insert("text".into(), list(texts));
        if self.heading("direction").is_some() {
            let (money_in, money_out) = (list(&self.directions.0), list(&self.directions.1));
            let words = [("in".to_string(), money_in), ("out".to_string(), money_out)];
            table.insert("directions".into(), Value::Table(words.into_iter().collect()));
        }
    }
}

fn text(text: &str) -> Value {
    Value::String(text.to_string())
}

fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Value {
    Value::Array(items.into_iter().map(|item| text(item.as_ref())).collect())
}

fn pairs<K: AsRef<str>, V: AsRef<str>>(items: impl IntoIterator<Item = (K, V)>) -> Table {
    items.into_iter().map(|(key, value)| (key.as_ref().to_string(), text(value.as_ref()))).collect()
}

/// A sign as a layout names it.
pub fn sign_code(sign: Sign) -> &'static str {
    match sign {
        Sign::AsKind => "as_kind",
        Sign::Positive => "positive",
        Sign::Free => "free",
        Sign::Letter => "letter",
    }
}
