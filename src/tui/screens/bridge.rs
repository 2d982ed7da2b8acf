//! 渠道桥: HIS net to channel net to expected credit, a column a channel.
//!
//! Invariant: every line of the sum is printed, so it can be added up by hand.

use crate::domain::money::Money;
use crate::domain::recon::{Bridge, DayResult};
use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::Word;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::text::{Align, fit, pad};

type Step = (Word, fn(&Bridge) -> Money);

const STEPS: [Step; 9] = [
    (Word::BridgeHisNet, |bridge| bridge.his_net),
    (Word::BridgeHisOnly, |bridge| bridge.his_only),
    (Word::BridgeChannelOnly, |bridge| bridge.channel_only),
    (Word::BridgeDifferences, |bridge| bridge.differences),
    (Word::BridgeTiming, |bridge| bridge.timing),
    (Word::BridgeChannelNet, |bridge| bridge.channel_net),
    (Word::BridgeFee, |bridge| bridge.fee),
    (Word::BridgeCredit, |bridge| bridge.expected_credit),
    (Word::BridgeUnexplained, |bridge| bridge.unexplained),
];
const LABEL: usize = 16;
const FIGURE: usize = 15;

/// Draws the bridges of a day.
pub(super) fn draw(canvas: &mut Canvas<'_>, result: &DayResult, lang: Lang) {
    if result.bridges.is_empty() {
        canvas.text(2, 2, Word::NoBridge.in_lang(lang), Role::Hint);
        return;
    }
    let line = |label: &str, cells: &dyn Fn(&Bridge) -> String| {
        let figures = result.bridges.iter().map(|bridge| pad(cells(bridge), FIGURE, Align::Right));
        format!("{}{}", fit(label, LABEL, Align::Left), figures.collect::<Vec<_>>().join(" "))
    };
    let head = line("", &|bridge| terms::method(bridge.channel, lang).to_owned());
    canvas.text(0, 0, &head, Role::Head);
    for (y, (word, figure)) in (1..).zip(STEPS) {
        let open = word == Word::BridgeUnexplained;
        let cells = |bridge: &Bridge| {
            let amount = figure(bridge);
            if open && !amount.is_zero() { format!("* {}", amount.grouped()) } else { amount.grouped() }
        };
        let role = if open { Role::Head } else { Role::Plain };
        canvas.text(0, y, &line(word.in_lang(lang), &cells), role);
    }
    canvas.text(0, 11, Word::BridgeNote.in_lang(lang), Role::Hint);
}
