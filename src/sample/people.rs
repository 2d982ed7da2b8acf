//! Made-up names, eight desks.
//!
//! Invariant: a name is put together from lists of common surnames and given-name characters, so it
//! stands for nobody; desks 004 and 008 are self-service machines and never touch cash.

use super::rng::Dice;

/// Desks of the house: six windows and two machines.
pub(super) const DESKS: usize = 8;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高",
    "罗", "郑", "梁", "谢", "宋", "唐", "许", "邓", "韩", "冯", "曹", "彭", "曾", "萧", "田", "董", "潘", "袁", "蔡",
    "蒋", "余", "于", "杜", "叶", "程", "魏", "苏", "吕", "丁", "任", "卢", "姚", "沈", "钟", "姜", "崔", "谭", "陆",
    "汪", "范", "廖",
];
const GIVEN: &[&str] = &[
    "安", "宁", "静", "敏", "丽", "秀", "芳", "兰", "梅", "雪", "玉", "琴", "燕", "霞", "萍", "红", "英", "慧", "佳",
    "欣", "雨", "涵", "梓", "诺", "晨", "一", "文", "思", "琪", "彤", "桂", "春", "强", "军", "勇", "杰", "伟", "明",
    "超", "磊", "洋", "浩", "宇", "轩", "泽", "建", "国", "海", "志", "刚",
];
const NO_SECOND: u8 = u8::MAX;

/// A patient's name: positions in the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    surname: u8,
    first: u8,
    second: u8,
}

impl Name {
    /// Draws a name of two or three characters.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        let part = |dice: &mut Dice, list: &[&str]| dice.index(list.len()) as u8;
        let surname = part(dice, SURNAMES);
        let first = part(dice, GIVEN);
        let second = if dice.per_mille(400) { NO_SECOND } else { part(dice, GIVEN) };
        Name { surname, first, second }
    }

    /// The characters, in order; an absent one is empty.
    pub(super) fn parts(self) -> [&'static str; 3] {
        let of = |list: &'static [&'static str], at: u8| list.get(usize::from(at)).copied().unwrap_or("");
        [of(SURNAMES, self.surname), of(GIVEN, self.first), of(GIVEN, self.second)]
    }
}

/// The eight desks, named for one sample.
#[derive(Clone, Debug)]
pub(super) struct Desks {
    names: [String; DESKS],
}

impl Desks {
    /// Names the six window cashiers; the machines are called 自助机.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        let names = std::array::from_fn(|desk| {
            let number = desk + 1;
            if Desks::is_machine(desk as u8) {
                return format!("{number:03}自助机");
            }
            let [surname, given, _] = Name::draw(dice).parts();
            format!("{number:03}{surname}{given}")
        });
        Desks { names }
    }

    /// Whether a desk is a self-service machine.
    pub(super) const fn is_machine(desk: u8) -> bool {
        desk % 4 == 3
    }

    /// A window with a person behind it.
    pub(super) fn draw_window(dice: &mut Dice) -> u8 {
        dice.pick(&[0, 1, 2, 4, 5, 6], 0)
    }

    /// As 收费员 prints it: number and name.
    pub(super) fn printed(&self, desk: u8) -> &str {
        self.names.get(usize::from(desk)).map_or("", |name| name)
    }

    /// 工号.
    pub(super) fn number(desk: u8) -> String {
        format!("{:03}", u32::from(desk) + 1)
    }
}
