//! Finding names 拼音查找: by Han characters, full pinyin, initials, any mixture of them, or a piece of a number.
//!
//! Invariant: every reading of a character counts (曾 ceng and zeng, 单 dan, shan and chan), because nobody
//! can tell from a character alone which one is meant; what a library knows of readings is completed
//! by those that only surnames have. Full-width letters and digits count as their narrow ones. A name that
//! is only found when one slip of the finger is forgiven never stands beside one that is found as typed.

use std::cell::RefCell;
use std::collections::HashMap;

use pinyin::ToPinyinMulti;
use unicode_normalization::UnicodeNormalization;

/// Readings that characters have as surnames (《现代汉语词典》), for those a general table may lack.
const SURNAMES: &[(char, &str)] = &[
    ('曾', "zeng"),
    ('单', "shan"),
    ('仇', "qiu"),
    ('解', "xie"),
    ('盖', "ge"),
    ('查', "zha"),
    ('区', "ou"),
    ('尉', "yu"),
    ('万', "mo"),
    ('俟', "qi"),
    ('种', "chong"),
    ('员', "yun"),
    ('缪', "miao"),
    ('乐', "yue"),
    ('覃', "qin"),
    ('朴', "piao"),
    ('召', "shao"),
    ('任', "ren"),
    ('华', "hua"),
    ('折', "she"),
    ('冼', "xian"),
    ('洗', "xian"),
    ('繁', "po"),
    ('秘', "bi"),
    ('薄', "bo"),
    ('宓', "mi"),
    ('逄', "pang"),
    ('句', "gou"),
    ('能', "nai"),
    ('隗', "wei"),
    ('哈', "ha"),
    ('乜', "nie"),
];

/// Parts texts found by one needle that are not read on into one another.
pub const APART: char = '\u{1f}';

/// 查找词. What was typed, ready to be held against many names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needle {
    text: String,
    code: String,
    letters: Vec<u8>,
}

impl Needle {
    /// A needle of what was typed; blanks count for nothing.
    pub fn new(typed: &str) -> Self {
        let text = narrow(typed);
        let sounded = text.bytes().all(|one| one.is_ascii_alphanumeric());
        let letters = if sounded { text.bytes().collect() } else { Vec::new() };
        let code = text.replace(',', "");
        Needle { text, code, letters }
    }

    /// Whether nothing was typed, which finds everything.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether a name is found: it holds the text itself, or syllables that begin as the letters say.
    pub fn matches(&self, name: &Indexed) -> bool {
        name.text.contains(&self.text) || name.sounds_like(&self.letters)
    }

    /// Whether a name is found once a slip of the finger is undone: two letters swapped, or one too many.
    /// Only needles of five letters on, and only from the first character of the name.
    fn nearly(&self, name: &Indexed) -> bool {
        const LETTERS_LEAST: usize = 5;
        if self.letters.len() < LETTERS_LEAST || !name.follows(0, &self.letters[..1]) {
            return false;
        }
        (1..self.letters.len()).any(|at| {
            let mut typed = self.letters.clone();
            typed.swap(at - 1, at);
            if name.follows(0, &typed) {
                return true;
            }
            typed.clone_from(&self.letters);
            typed.remove(at);
            name.follows(0, &typed)
        })
    }

    /// Places of the names found, and whether a slip had to be forgiven to find any.
    pub fn among<'n>(&self, names: impl Iterator<Item = &'n Indexed> + Clone) -> (Vec<usize>, bool) {
        let fits = |slips: bool| {
            let found = names.clone().enumerate();
            let found = found.filter(|(_, name)| if slips { self.nearly(name) } else { self.matches(name) });
            found.map(|(at, _)| at).collect::<Vec<_>>()
        };
        let found = fits(false);
        if !found.is_empty() {
            return (found, false);
        }
        let found = fits(true);
        let slipped = !found.is_empty();
        (found, slipped)
    }

    /// Whether a text without Han characters (a code, a number, an amount) holds it; thousands commas count for nothing.
    pub fn in_code(&self, code: &str) -> bool {
        let wanted = self.code.as_bytes();
        let within = |held: &[u8]| held.windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted));
        if wanted.is_empty() {
            return true;
        }
        if code.contains(',') { within(code.replace(',', "").as_bytes()) } else { within(code.as_bytes()) }
    }

    /// Whether it may be a piece of an amount or a time, and of nothing else.
    pub fn is_figure(&self) -> bool {
        self.code.bytes().all(|one| one.is_ascii_digit() || matches!(one, b'.' | b'-' | b':'))
    }
}

/// 名称记忆. Whether names are found; there are few of them, each on many rows.
#[derive(Debug)]
pub struct FoundNames<'n> {
    needle: &'n Needle,
    slips: bool,
    known: RefCell<HashMap<String, bool>>,
}

impl<'n> FoundNames<'n> {
    /// Names found as typed, or by forgiving a slip.
    pub fn new(needle: &'n Needle, slips: bool) -> Self {
        FoundNames { needle, slips, known: RefCell::default() }
    }

    /// Whether a name is found.
    pub fn holds(&self, name: &str) -> bool {
        if let Some(found) = self.known.borrow().get(name) {
            return *found;
        }
        let indexed = Indexed::new(name);
        let found = if self.slips { self.needle.nearly(&indexed) } else { self.needle.matches(&indexed) };
        self.known.borrow_mut().insert(name.to_owned(), found);
        found
    }
}

/// 名称索引. A name with the readings of its characters, worked out once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexed {
    text: String,
    /// Readings of all characters, one after the other.
    sounds: Vec<&'static str>,
    /// Of each character: where its readings end in `sounds`, and itself if it is a letter or a digit.
    characters: Vec<(u16, u8)>,
}

impl Indexed {
    /// The index of a name.
    pub fn new(name: &str) -> Self {
        let mut made = Indexed { text: narrow(name), ..Indexed::default() };
        for one in made.text.chars() {
            let known = usize::from(made.characters.last().map_or(0, |(end, _)| *end));
            let mut add = |sound: &'static str| {
                if !made.sounds[known..].contains(&sound) {
                    made.sounds.push(sound);
                }
            };
            for reading in one.to_pinyin_multi().into_iter().flatten() {
                add(reading.plain());
            }
            SURNAMES.iter().filter(|(surname, _)| *surname == one).for_each(|(_, sound)| add(sound));
            let letter = if one.is_ascii_alphanumeric() || one == APART { one as u8 } else { 0 };
            made.characters.push((u16::try_from(made.sounds.len()).unwrap_or(u16::MAX), letter));
        }
        made
    }

    fn sounds_like(&self, letters: &[u8]) -> bool {
        !letters.is_empty() && !self.sounds.is_empty() && (0..self.characters.len()).any(|at| self.follows(at, letters))
    }

    /// Whether the letters are read off the characters from `at` on: of each its whole reading, its
    /// initial or its first letter; of the last one whatever part of the reading has been typed.
    fn follows(&self, at: usize, letters: &[u8]) -> bool {
        let Some((end, letter)) = self.characters.get(at).copied() else { return letters.is_empty() };
        let Some(first) = letters.first().copied() else { return true };
        if letter == APART as u8 {
            return false;
        }
        if letter != 0 {
            return letter == first && self.follows(at + 1, &letters[1..]);
        }
        let start = at.checked_sub(1).and_then(|before| self.characters.get(before)).map_or(0, |(end, _)| *end);
        let sounds = self.sounds.get(usize::from(start)..usize::from(end)).unwrap_or_default();
        if sounds.is_empty() {
            // Brackets, dots and blanks within a name are never typed.
            return at > 0 && self.follows(at + 1, letters);
        }
        sounds.iter().any(|sound| self.takes(at, sound, letters))
    }

    fn takes(&self, at: usize, sound: &str, letters: &[u8]) -> bool {
        let shared = shared(sound, letters);
        if shared == 0 {
            return false;
        }
        if shared == letters.len() {
            return true;
        }
        let initial = if sound.as_bytes().get(1) == Some(&b'h') { 2 } else { 1 };
        let whole = sound.chars().count();
        [whole, initial, 1].into_iter().any(|length| length <= shared && self.follows(at + 1, &letters[length..]))
    }
}

/// How many letters a reading begins with; ü is typed v or u.
fn shared(sound: &str, letters: &[u8]) -> usize {
    let same = |(one, typed): &(char, &u8)| match one {
        'ü' => matches!(typed, b'v' | b'u'),
        plain => *plain == char::from(**typed),
    };
    sound.chars().zip(letters).take_while(same).count()
}

/// Small letters, full-width forms narrowed, blanks taken out.
fn narrow(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(|one| !one.is_whitespace()).map(|one| one.to_ascii_lowercase()).collect();
    }
    text.nfkc().filter(|one| !one.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(typed: &str, name: &str) -> bool {
        Needle::new(typed).matches(&Indexed::new(name))
    }

    #[test]
    fn a_name_is_found_by_whatever_one_would_type() {
        for (name, typed) in [
            ("五一种畜场", "wyzxc wuyizhongxuchang wuyzxc wuyzhxch 种畜 五一 wuyi wy zhongxu zxc"),
            ("五一种畜场", "ｗｙｚｘｃ WYZXC wyz x c wyzchuchang"),
            ("重庆长安", "cqca zqza chongqing zhongqing changan cqzhan 长安 chqca"),
            ("曾海琪", "zeng ceng zhq chq zenghq 曾"),
            ("单于飞", "shan dan chan syf dyf shanyf"),
            ("012欧阳建国", "012 oyjg ouyang 012oy 12ou oyang"),
            ("吕布绿化", "lv lu lvbu lblh lvhua"),
            ("三和(江阴)餐饮", "shjycy sanhe jiangyin shjy"),
            ("尉迟恭", "yuchi wchi ycg"),
            ("万俟卨", "moqi mqx"),
            ("仇英", "qiuying qy chou"),
            ("ABC种子站", "abczz abczzz bcz"),
        ] {
            for typed in typed.split(' ') {
                assert!(finds(typed, name), "{typed} {name}");
            }
        }
    }

    #[test]
    fn a_slip_is_forgiven_where_nothing_is_found_as_typed() {
        let names = ["五一畜产场", "五一种畜场", "重庆长安", "五一村"].map(Indexed::new);
        for (typed, found) in [
            ("wyxcc", (vec![0], false)),
            ("wuyzxcc", (vec![0, 1], true)),
            ("wyzcx", (vec![1], true)),
            ("cqcca", (vec![2], true)),
            ("wyczz", (vec![], false)),
            ("cqac", (vec![], false)),
        ] {
            assert_eq!(Needle::new(typed).among(names.iter()), found, "{typed}");
        }
        // 种 read chong, and x and c swapped.
        assert_eq!(Needle::new("wyxcc").among(names[1..].iter()), (vec![0], true));
    }

    #[test]
    fn what_is_not_in_a_name_is_not_found() {
        for (name, typed) in [
            ("五一种畜场", "wyxcc wyxcca yxw sy chang1 五二"),
            ("重庆长安", "cqcb qcac hongqing"),
            ("曾海琪", "zng eng 0"),
            ("", "a"),
        ] {
            for typed in typed.split(' ') {
                assert!(!finds(typed, name), "{typed} {name}");
            }
        }
    }

    #[test]
    fn a_number_is_found_by_any_piece_of_it() {
        for (typed, code, found) in [
            ("312", "JS2026030400000312", true),
            ("js2026", "JS2026030400000312", true),
            ("1022.81", "1,022.81", true),
            ("1,022", "1,022.81", true),
            ("１０２", "1,022.81", true),
            ("9", "1,022.81", false),
            ("", "", true),
        ] {
            assert_eq!(Needle::new(typed).in_code(code), found, "{typed} {code}");
        }
    }
}
