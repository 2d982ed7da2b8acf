//! Progress: the equation of every cell on a book with corrections, targets and their tiers, files that go out.

use super::commands::{CODE, Office};

#[test]
fn the_equation_holds_with_corrections_deferrals_and_payments() {
    let office = Office::new();
    office.bring(
        "more.csv",
        "统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限,缓缴起,缓缴补缴期限,核销金额,核销日期\n\
         91110108MA01A2B32G,养老,2025-12,单位,8000.00,2026-01-15,,,3000.00,2026-04-20\n\
         91110108MA01A2B32G,失业,2025-12,单位,100.00,2026-01-15,2026-04-10,2026-07-10,,\n\
         91110108MA01A2B32G,工伤,2025-12,单位,70.00,2026-01-15,2026-01-10,2026-04-10,,\n",
    );
    // After the period began: the first due is found to have been 90,000.00.
    std::fs::write(
        office.path("corrected.csv"),
        "统一社会信用代码,险种,费款所属期,缴费部分,应缴金额,缴费期限\n91330106MA2TEAT05A,养老,2025-09,单位,90000.00,2025-10-15\n",
    )
    .unwrap();
    office.on("2026-04-02", "import corrected.csv");
    office.paid("p1.csv", &format!("{CODE},P1,2026-04-15,40000.00"));
    let sheet = office.on("2026-05-29", "progress --from 2026-04-01 --to 2026-04-30 --by area");
    let row = |area: &str| sheet["rows"].as_array().unwrap().iter().find(|row| row["group"] == area).unwrap().clone();
    let told = |row: &serde_json::Value| {
        ["opening", "corrections", "new", "returned", "collected", "deferred", "written_off", "closing"]
            .map(|key| row[key].as_str().unwrap().to_string())
            .join(" ")
    };
    assert_eq!(told(&row("西湖区")), "105000.00 -10000.00 0.00 0.00 40000.00 0.00 0.00 55000.00");
    assert_eq!(told(&row("海淀区")), "8100.00 0.00 0.00 70.00 0.00 100.00 3000.00 5070.00");
    assert_eq!(told(&sheet["total"]), "113100.00 -10000.00 0.00 70.00 40000.00 100.00 3000.00 60070.00");
    assert_eq!(row("西湖区")["clearing_rate_hundredths"], 4210, "40,000.00 of 95,000.00");
    let march = office.on("2026-05-29", "progress --from 2026-03-10 --to 2026-03-31 --by line");
    let pension = march["rows"].as_array().unwrap().iter().find(|row| row["group"] == "pension").unwrap().clone();
    assert_eq!((pension["new"].as_str(), pension["due"].as_str()), (Some("5000.00"), Some("5000.00")));
}

#[test]
fn targets_rank_towns_and_reach_tiers() {
    let office = Office::new();
    office.paid("p1.csv", &format!("{CODE},P1,2026-04-15,98000.00"));
    std::fs::write(
        office.path("targets.csv"),
        "年度,任务种类,分组,对象,金额\n2026,clear,area,西湖区,100000.00\n2026,clear,area,海淀区,500.00\n",
    )
    .unwrap();
    office.on("2026-05-29", "target import targets.csv");
    let sheet = office.on("2026-05-29", "progress --from 2026-04-01 --to 2026-04-30 --rank");
    assert_eq!(
        (sheet["rows"][0]["group"].as_str(), sheet["rows"][0]["clear_done"].as_i64()),
        (Some("西湖区"), Some(9_800))
    );
    office.on("2026-05-29", "target set 2026 clear area 西湖区 90000.00");
    let sheet = office.on("2026-05-29", "progress --from 2026-04-01 --to 2026-04-30");
    assert_eq!(sheet["rows"][0]["clear_done"], 10_888);
    assert_eq!(office.on("2026-05-29", "target list")["targets"].as_array().unwrap().len(), 2);
    std::fs::write(office.path("wrong.csv"), "2026,clear,area,西湖区,1.00\n2026,clear,town,海淀区,1.00\n").unwrap();
    assert_eq!(office.ask("2026-05-29", "target import wrong.csv").0, 2);
    let fund = office.on("2026-05-29", "progress --balance 300000.00 --payout 90000.00 --payout 110000.00");
    assert_eq!(fund["months_payable_hundredths"], 300);
    office.refused("2026-05-29", "progress --from 2026-05-02 --to 2026-05-01", "range of days");
    office.verified();
}

#[test]
fn the_sheet_goes_out_and_is_the_same_every_time() {
    let office = Office::new();
    office.paid("p1.csv", &format!("{CODE},P1,2026-04-15,40000.00"));
    let ask = "progress --from 2026-04-01 --to 2026-04-30 --out";
    for form in ["xlsx", "csv", "txt"] {
        let first = office.on("2026-05-29", &format!("{ask} a.{form}"));
        let second = office.on("2026-05-30", &format!("{ask} b.{form}"));
        assert_eq!(first["sha256"], second["sha256"], "{form}");
        assert_eq!(office.ask("2026-05-29", &format!("{ask} a.{form}")).0, 1, "never over another file");
    }
    let text = std::fs::read_to_string(office.path("a.txt")).unwrap();
    assert!(text.contains("38.09%"), "{text}");
    let cells = std::fs::read_to_string(office.path("a.csv")).unwrap();
    assert!(cells.contains("#######...|........."), "seven of twenty, the goal at half: {cells}");
}
