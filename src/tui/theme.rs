//! Roles of text 文字角色 and how each looks.
//!
//! Invariant: no role differs from another by colour alone; without colours the same text stands
//! there with the same marks, only bold or reversed.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Title line.
    Title,
    /// Rules between parts.
    Rule,
    /// Headings of columns and parts.
    Head,
    /// The mark `>` of the row the cursor is on, and the cell chosen in it (in brackets).
    Chosen,
    /// A cell that differs (it also carries `*`).
    Differs,
    /// Something refused or wrong (it also carries `!`).
    Wrong,
    /// Lasting banners.
    Banner,
    /// What is less important.
    Hint,
}

/// 主题. Sixteen colours or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours may be used at all.
    pub colours: bool,
    /// Whether rules are drawn as lines; where the terminal gives a line two cells the wire draws ASCII.
    pub lines: bool,
}

impl Theme {
    /// As the environment asks: a non-empty `NO_COLOR` takes the colours away.
    pub fn from_environment() -> Self {
        Theme { lines: false, colours: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) }
    }

    /// What a rule is made of.
    pub fn rule(self) -> char {
        if self.lines { '─' } else { '-' }
    }

    /// The look of a role.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let coloured = |style: Style, colour: Color| if self.colours { style.fg(colour) } else { style };
        match role {
            Role::Plain => plain,
            Role::Title | Role::Head => plain.add_modifier(Modifier::BOLD),
            Role::Rule => coloured(plain, Color::DarkGray),
            Role::Chosen => coloured(plain, Color::Cyan).add_modifier(Modifier::BOLD),
            Role::Differs => coloured(plain, Color::Yellow).add_modifier(Modifier::BOLD),
            Role::Wrong => coloured(plain, Color::Red).add_modifier(Modifier::BOLD),
            Role::Banner => coloured(plain, Color::Magenta),
            Role::Hint => coloured(plain, Color::Gray),
        }
    }
}
