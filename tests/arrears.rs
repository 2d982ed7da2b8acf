//! Arrears: the late fee's worked cases, a second computation day by day, and what always holds.
//!
//! Small by default; `SANHE_FULL=1` draws ten times as many cases, others every time.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "arrears/commands.rs"]
mod commands;
#[path = "arrears/desk.rs"]
mod desk;
#[path = "arrears/farms.rs"]
mod farms;
#[path = "arrears/histories.rs"]
mod histories;
#[path = "arrears/ladder.rs"]
mod ladder;
#[path = "arrears/model.rs"]
mod model;
#[path = "arrears/vectors.rs"]
mod vectors;

use std::path::Path;

#[test]
fn no_figure_of_policy_stands_in_the_domain() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/arrears");
    let mut read = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        // Rates a day, shares, days of the law's clocks and dates rules came into force.
        for figure in ["0.0005", "0.002", "2000", "500_", "110", "1999", "2011", "2012", "2019", "from_ymd(2", "95"] {
            assert!(!code.contains(figure), "{}: {figure} belongs into data/arrears", path.display());
        }
        read += 1;
    }
    assert!(read > 5);
}
