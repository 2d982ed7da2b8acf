//! Size class 企业划型: large, medium, small or micro, by headcount, revenue and assets.
//!
//! Source: 《中小企业划型标准规定》(工信部联企业〔2011〕300号): a firm belongs to a class when it reaches every
//! lower limit of that class; a limit it misses drops it one class.

use crate::domain::entry::codes;
use crate::domain::money::Money;

codes! {
    /// 规模.
    SizeClass {
        /// 大型.
        Large = "large",
        /// 中型.
        Medium = "medium",
        /// 小型.
        Small = "small",
        /// 微型.
        Micro = "micro",
    }
}

/// Lower limits of a class; a measure the sector does not use is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// 从业人员.
    pub staff: Option<u32>,
    /// 营业收入.
    pub revenue: Option<Money>,
    /// 资产总额.
    pub assets: Option<Money>,
}

/// 行业门类 of the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sector {
    /// Stable code.
    pub code: String,
    /// 中文名.
    pub zh: String,
    /// English name.
    pub en: String,
    /// First digits of GB/T 4754; the sector without any takes what no other covers.
    pub gbt: Vec<String>,
    /// Lower limits of large, medium and small firms, in this order.
    pub limits: [Limits; 3],
}

/// What a firm's books say of its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// 从业人员.
    pub staff: Option<u32>,
    /// 营业收入.
    pub revenue: Option<Money>,
    /// 资产总额.
    pub assets: Option<Money>,
}

impl Limits {
    /// Whether every limit is reached; `None` when a figure it needs is not known.
    fn reached_by(&self, firm: &Measures) -> Option<bool> {
        fn reached<T: Ord>(limit: Option<T>, figure: Option<T>) -> Option<bool> {
            match (limit, figure) {
                (None, _) => Some(true),
                (Some(limit), Some(figure)) => Some(figure >= limit),
                (Some(_), None) => None,
            }
        }
        let each =
            [reached(self.staff, firm.staff), reached(self.revenue, firm.revenue), reached(self.assets, firm.assets)];
        if each.contains(&Some(false)) {
            return Some(false);
        }
        each.iter().copied().collect::<Option<Vec<bool>>>().map(|all| all.iter().all(|one| *one))
    }
}

/// The sector of a class of GB/T 4754: the longest prefix that fits, else the one without prefixes.
pub fn sector<'a>(sectors: &'a [Sector], class: &str) -> Option<&'a Sector> {
    let fit = |sector: &Sector| {
        let fits = sector.gbt.iter().filter(|prefix| class.starts_with(prefix.as_str()));
        fits.map(String::len).max()
    };
    let best = sectors.iter().filter_map(|sector| fit(sector).map(|length| (length, sector)));
    let best = best.max_by_key(|(length, _)| *length).map(|(_, sector)| sector);
    best.or_else(|| sectors.iter().find(|sector| sector.gbt.is_empty()))
}

/// The size class of a firm; `None` when a figure the standard needs is not known.
pub fn size_class(sectors: &[Sector], class: &str, firm: &Measures) -> Option<SizeClass> {
    let sector = sector(sectors, class)?;
    for (limits, size) in sector.limits.iter().zip([SizeClass::Large, SizeClass::Medium, SizeClass::Small]) {
        if limits.reached_by(firm)? {
            return Some(size);
        }
    }
    Some(SizeClass::Micro)
}
