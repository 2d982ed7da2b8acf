//! 渠道桥: HIS net to channel net to expected credit, a column a channel.
//!
//! Invariant: every line of the sum is printed, so it can be added up by hand.

use crate::domain::money::Money;
use crate::domain::recon::Bridge;
use crate::text::lang::Lang;
use crate::text::terms;
use crate::text::ui::Word;
use crate::tui::theme::Role;
use crate::tui::widgets::canvas::Canvas;
use crate::tui::widgets::text::{Align, fit, pad};

type Step = (Word, fn(&Bridge) -> Option<Money>);

const STEPS: [Step; 12] = [
    (Word::BridgeHisNet, |bridge| Some(bridge.his_net)),
    (Word::BridgeHisOnly, |bridge| Some(bridge.his_only)),
    (Word::BridgeChannelOnly, |bridge| Some(bridge.channel_only)),
    (Word::BridgeDifferences, |bridge| Some(bridge.differences)),
    (Word::BridgeTiming, |bridge| Some(bridge.timing)),
    (Word::BridgeChannelNet, |bridge| Some(bridge.channel_net)),
    (Word::BridgeFee, |bridge| Some(bridge.fee)),
    (Word::BridgeCredit, |bridge| Some(bridge.expected_credit)),
    (Word::BridgeCredited, |bridge| bridge.credit.map(|credit| credit.credited)),
    (Word::BridgeInTransit, |bridge| bridge.credit.map(|credit| credit.in_transit)),
    (Word::BridgeShort, |bridge| bridge.credit.map(|credit| credit.short)),
    (Word::BridgeUnexplained, |bridge| Some(bridge.unexplained)),
];
const LABEL: usize = 16;
const FIGURE: usize = 15;

/// Draws the bridges of a day, or of several together.
pub(super) fn draw(canvas: &mut Canvas<'_>, bridges: &[Bridge], lang: Lang) {
    if bridges.is_empty() {
        canvas.text(2, 2, Word::NoBridge.in_lang(lang), Role::Hint);
        return;
    }
    let line = |label: &str, cells: &dyn Fn(&Bridge) -> String| {
        let figures = bridges.iter().map(|bridge| pad(cells(bridge), FIGURE, Align::Right));
        format!("{}{}", fit(label, LABEL, Align::Left), figures.collect::<Vec<_>>().join(" "))
    };
    let head = line("", &|bridge| terms::method(bridge.channel, lang).to_owned());
    canvas.text(0, 0, &head, Role::Head);
    for (y, (word, figure)) in (1..).zip(STEPS) {
        let open = word == Word::BridgeUnexplained;
        let cells = |bridge: &Bridge| {
            // A dash: the house names no settlement account for the channel.
            let Some(amount) = figure(bridge) else { return "-".into() };
            if open && !amount.is_zero() { format!("* {}", amount.grouped()) } else { amount.grouped() }
        };
        let role = if open { Role::Head } else { Role::Plain };
        canvas.text(0, y, &line(word.in_lang(lang), &cells), role);
    }
    canvas.text(0, 13, Word::BridgeNote.in_lang(lang), Role::Hint);
}
