//! The ways a discrepancy can be planted in a receipt, and the deck they are dealt from.
//!
//! Invariant: over a long enough sample every variant comes up equally often; one that cannot be
//! had at its place comes back later.

use crate::domain::exception::Class;

use super::rng::Dice;

/// Declares the variants once: name, class, the word in truth.json and the side it speaks of.
macro_rules! variants {
    ($($(#[$meta:meta])* $variant:ident = $class:ident, $code:literal, $side:expr;)+
     ; of the house: $($(#[$of_meta:meta])* $of:ident = $of_class:ident, $of_code:literal, $of_side:expr;)+) => {
        /// One way to plant a discrepancy in a receipt.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Variant { $($(#[$meta])* $variant,)+ $($(#[$of_meta])* $of),+ }

        impl Variant {
            /// Every variant that shows without knowing the house, in declared order.
            pub const ALL: &'static [Variant] = &[$(Variant::$variant),+];
            /// The variants that only show where the house's contracts are known and its books stand in files of
            /// their own.
            pub const OF_HOUSE: &'static [Variant] = &[$(Variant::$of),+];

            /// The class a right run reports.
            pub const fn class(self) -> Class {
                match self { $(Variant::$variant => Class::$class,)+ $(Variant::$of => Class::$of_class),+ }
            }

            /// The word in truth.json.
            pub const fn code(self) -> &'static str {
                match self { $(Variant::$variant => $code,)+ $(Variant::$of => $of_code),+ }
            }

            /// The wrong side, where the class leaves it open.
            pub(super) const fn side(self) -> Option<&'static str> {
                match self { $(Variant::$variant => $side,)+ $(Variant::$of => $of_side),+ }
            }
        }
    };
}

variants! {
    /// HIS and cashier have it, the channel does not.
    MissingInBank = MissingInBank, "missing_in_bank", None;
    /// Cashier (and channel) have it, HIS does not.
    MissingInHis = MissingInHis, "missing_in_his", None;
    /// HIS (and channel) have it, the cashier does not.
    MissingInCashier = MissingInCashier, "missing_in_cashier", None;
    /// Of three expected legs only HIS.
    HisOnly = HisOnly, "his_only", None;
    /// Of three expected legs only the cashier.
    CashierOnly = CashierOnly, "cashier_only", None;
    /// Of three expected legs only the channel.
    BankOnly = BankOnly, "bank_only", None;
    /// The channel's figure is a little off.
    AmountBank = AmountDiffers, "amount_off", Some("bank");
    /// The channel's figure is a hundredfold.
    AmountBankHundred = AmountDiffers, "amount_x100", Some("bank");
    /// Two digits of the channel's figure are swapped.
    AmountBankSwapped = AmountDiffers, "amount_swapped", Some("bank");
    /// The cashier's figure is off.
    AmountCashier = AmountDiffers, "amount_off", Some("cashier");
    /// The HIS figure is off; cashier and channel agree.
    AmountHis = AmountDiffers, "amount_off", Some("his");
    /// The channel shows a refund of the same order number.
    DirectionBank = DirectionDiffers, "direction", Some("bank");
    /// The cashier booked it as a refund.
    DirectionCashier = DirectionDiffers, "direction", Some("cashier");
    /// The channel shows a revocation only.
    StatusRevoked = StatusDiffers, "revoked", Some("bank");
    /// The channel shows payment and revocation; the HIS charge stands.
    StatusPaidRevoked = StatusDiffers, "paid_then_revoked", Some("bank");
    /// Charged twice: two serial numbers of one order.
    DuplicateBank = Duplicate, "twice", Some("bank");
    /// The cashier's line twice, byte for byte.
    DuplicateCashier = Duplicate, "twice", Some("cashier");
    /// The HIS line twice, byte for byte.
    DuplicateHis = Duplicate, "twice", Some("his");
    /// Receipt before midnight, channel after.
    CrossDayAfter = CrossDay, "bank_next_day", None;
    /// Channel before midnight, receipt after.
    CrossDayBefore = CrossDay, "bank_day_before", None;
    /// The original is in no file.
    RefundNoOriginal = RefundNoOriginal, "no_original", None;
    /// Refunded by another method.
    RefundOtherRoute = RefundOtherRoute, "other_route", None;
    /// One refund above the original.
    RefundOver = RefundOver, "over", None;
    /// Within the original by itself, above it together with an earlier one.
    RefundOverTogether = RefundOver, "over_together", None;
    /// The fund bears the whole bill: 0.00 at HIS and cashier, nothing at the channel.
    ZeroAmount = ZeroAmount, "zero", None;
    /// +x and −x under one number in HIS; neither cashier nor channel ever saw it.
    ReversalHis = ReversalPair, "his", Some("his");
    /// +x and −x under one number in HIS and the same at the cashier; nothing at the channel.
    ReversalBoth = ReversalPair, "his_and_cashier", Some("his");
    ; of the house:
    /// The channel's fee is not the contract's.
    FeeOff = FeeDiffers, "fee_off", Some("bank");
    /// The channel's row is of a merchant that is not ours.
    Foreign = ForeignAccount, "foreign_merchant", Some("bank");
    /// The cashier's line has a letter where a digit should be.
    Unreadable = Quarantined, "letter_in_amount", Some("cashier");
}

impl Variant {
    /// The variants (and so the classes) met every day.
    pub(super) const PLANTED: &'static [Variant] = &[
        Variant::MissingInBank,
        Variant::MissingInHis,
        Variant::MissingInHis,
        Variant::MissingInCashier,
        Variant::MissingInCashier,
        Variant::AmountBank,
        Variant::AmountCashier,
        Variant::StatusRevoked,
        Variant::DuplicateBank,
        Variant::DuplicateCashier,
        Variant::CrossDayAfter,
        Variant::CrossDayAfter,
        Variant::RefundNoOriginal,
        Variant::RefundOtherRoute,
        Variant::RefundOver,
    ];

    /// Whether the receipt has to be one that the channel shows.
    pub(super) const fn needs_channel(self) -> bool {
        !matches!(
            self,
            Variant::MissingInHis
                | Variant::MissingInCashier
                | Variant::AmountCashier
                | Variant::AmountHis
                | Variant::DirectionCashier
                | Variant::DuplicateCashier
                | Variant::DuplicateHis
                | Variant::ReversalHis
                | Variant::ReversalBoth
        )
    }

    /// Whether it would leave the cashier's cash of a shift open to two readings.
    pub(super) const fn spoils_cash(self) -> bool {
        matches!(self, Variant::DirectionCashier | Variant::DuplicateCashier | Variant::ReversalBoth)
    }
}

/// Variants still to be planted, dealt like cards.
#[derive(Debug)]
pub(super) struct Deck {
    kinds: Vec<Variant>,
    left: Vec<Variant>,
    refused: Vec<Variant>,
}

impl Deck {
    /// Deals `kinds` in random order, over and over.
    pub(super) fn new(kinds: Vec<Variant>) -> Self {
        Deck { kinds, left: Vec::new(), refused: Vec::new() }
    }

    /// The next one; none when there is nothing to plant.
    pub(super) fn deal(&mut self, dice: &mut Dice) -> Option<Variant> {
        if self.left.is_empty() {
            self.left.clone_from(&self.kinds);
            dice.shuffle(&mut self.left);
            self.left.append(&mut self.refused);
        }
        self.left.pop()
    }

    /// Puts one that could not be planted here aside for the next round.
    pub(super) fn put_back(&mut self, variant: Variant) {
        if !self.refused.contains(&variant) {
            self.refused.push(variant);
        }
    }
}
