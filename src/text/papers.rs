//! Words of notices in batches and of the register of service.
//!
//! Invariant: what is about to be numbered is said with its count and sum before it is.

use crate::text::lang::Lang;
use crate::words;

words! {
    /// 文书画面用词.
    pub enum PaperWord {
        Notices: "批量文书" | "Notices",
        Register: "文书送达" | "Papers",
        Employer: "单位" | "Employer",
        Dues: "笔数" | "Dues",
        Owed: "欠缴" | "Owed",
        Fee: "滞纳金" | "Late fee",
        Verdict: "能否出" | "Ready",
        Ready: "可出" | "ready",
        Number: "文号" | "Number",
        Paper: "文书" | "Paper",
        MadeOn: "制作" | "Made",
        State: "送达" | "Service",
        ServedOn: "送达日" | "Served",
        Deadline: "期限至" | "Time to",
        Officer: "专管员" | "Officer",
        Amount: "合计" | "Total",
        Batch: "批次" | "Batch",
        Waiting: "待送达" | "waiting",
        Returned: "退回" | "came back",
        Served: "已送达" | "served",
        WaitingOnly: "只列待送达" | "waiting only",
        AllListed: "全部" | "all",
        PrintForm: "打印方式" | "How to print",
        Pdf: "PDF，每户一份" | "PDF, a file each",
        Text: "文本，针式打印机" | "Text, for a dot-matrix printer",
        Contacts: "联系名单 XLSX" | "Contact list, XLSX",
        NobodyAsked: "没有单位。先在欠费单位里标记: 按 {go.employers}。" | "No employer. Mark some among the employers first: press {go.employers}.",
        NoPapers: "还没有文书。在欠费单位里标记, 再按 {chase.notices} 出文书。" | "No paper yet. Mark employers in their list, then press {chase.notices}.",
        NonePending: "没有待送达的文书。按 {papers.all} 列出全部。" | "No paper waits to be served. Press {papers.all} to list all.",
        NothingReady: "没有一户可出, 原因见各行" | "no employer is ready; each row says why",
        NothingWaivable: "没有因未分配款而不能出的单位" | "no employer is left out for unallocated money",
        NotPending: "这份已送达" | "this one is served",
        NotInBatch: "不是批量出的文书, 没有存稿可印" | "not made in a batch, so there is nothing to print",
        OnePaper: "只有这一种文书" | "there is only this paper",
        OverrideSet: "已注明理由, 定稿时一并记入" | "the reason is kept with the batch",
    }
}

/// What a batch would be: paper, how many, how much, how many are left out.
pub fn batch_head(paper: &str, ready: usize, owed: &str, fee: &str, left: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{paper}  可出 {ready} 户  欠缴 {owed}  滞纳金 {fee}  不出 {left} 户"),
        Lang::En => format!("{paper}: {ready} ready, owed {owed}, late fee {fee}; {left} left out"),
    }
}

/// What is said before a batch is numbered.
pub fn freeze_warning(paper: &str, ready: usize, sum: &str, left: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("定稿编号 {ready} 份{paper}, 共 {sum} 元, 另有 {left} 户不出。编号后不能更改。"),
        Lang::En => format!("{ready} × {paper}, {sum} in all, {left} left out. A number once given stays."),
    }
}

/// How many papers a register lists, and which.
pub fn register_head(papers: usize, waiting: usize, which: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("文书 {papers} 份  待送达 {waiting} 份  {which}"),
        Lang::En => format!("{papers} papers, {waiting} waiting for service, {which}"),
    }
}

/// Files written, and files that were there already, in a folder beside the book.
pub fn printed(written: usize, there: usize, folder: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("写出 {written} 个文件, 已有 {there} 个不动: {folder}"),
        Lang::En => format!("{written} files written, {there} there already: {folder}"),
    }
}
