//! Cutting the power: the child's writes are recorded (strace), and the disk is made again as it may stand at a cut:
//! what was synced is there, every sector of what was not may or may not be.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{DIRECTORY, Whole, copy, holds_after, prepare, stands_after, undisturbed};

const SECTOR: usize = 512;
const CALLS: &str = "trace=pwrite64,write,lseek,ftruncate,fsync,fdatasync,unlink,openat";

/// One thing that happened, in order.
enum Event {
    Write { path: PathBuf, at: usize, bytes: Vec<u8> },
    Truncate { path: PathBuf, length: usize },
    Sync { path: PathBuf },
    Remove { path: PathBuf },
    Acknowledged(String),
}

/// A file: what is surely on the disk, and what was written since the last sync.
#[derive(Clone, Default)]
struct Disk {
    synced: Vec<u8>,
    pending: Vec<Pending>,
}

#[derive(Clone)]
enum Pending {
    Sector { at: usize, bytes: Vec<u8> },
    Length(usize),
}

fn apply(bytes: &mut Vec<u8>, pending: &Pending) {
    match pending {
        Pending::Length(length) => bytes.resize(*length, 0),
        Pending::Sector { at, bytes: sector } => {
            let end = at + sector.len();
            if bytes.len() < end {
                bytes.resize(end, 0);
            }
            bytes[*at..end].copy_from_slice(sector);
        }
    }
}

/// Small, seeded, and the same on every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
}

/// The text of a strace string: `\x41\x42`, or as it is.
fn unescaped(text: &str) -> Vec<u8> {
    match text.starts_with("\\x") {
        false => text.as_bytes().to_vec(),
        true => text.split("\\x").skip(1).filter_map(|pair| u8::from_str_radix(pair.get(..2)?, 16).ok()).collect(),
    }
}

fn path_of(text: &str) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&unescaped(text)).into_owned())
}

/// Reads strace's log.
struct Recorder {
    events: Vec<Event>,
    places: BTreeMap<(String, String), usize>,
    syncing: BTreeMap<String, PathBuf>,
}

impl Recorder {
    fn read(log: &str) -> Vec<Event> {
        let mut recorder = Recorder { events: Vec::new(), places: BTreeMap::new(), syncing: BTreeMap::new() };
        for line in log.lines() {
            recorder.line(line);
        }
        recorder.events
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let (pid, call) = line.trim_start().split_once(' ')?;
        let call = call.trim_start();
        if call.starts_with("<... ") {
            if call.contains("sync resumed") && call.ends_with("= 0") {
                let path = self.syncing.remove(pid)?;
                self.events.push(Event::Sync { path });
            }
            return None;
        }
        let (name, arguments) = call.split_once('(')?;
        let unfinished = call.contains("<unfinished ...>");
        let failed = !unfinished && call.rsplit_once(") = ").is_some_and(|(_, result)| result.starts_with('-'));
        if failed {
            return None;
        }
        if name == "unlink" {
            self.events.push(Event::Remove { path: path_of(arguments.split('"').nth(1)?) });
            return None;
        }
        if name == "openat" {
            return None;
        }
        let (number, rest) = arguments.split_once('<')?;
        let (path, rest) = rest.split_once('>')?;
        let (path, key) = (path_of(path), (number.to_owned(), path.to_owned()));
        let rest = rest.trim_start_matches(", ");
        match name {
            "fsync" | "fdatasync" if unfinished => {
                self.syncing.insert(pid.into(), path);
            }
            "fsync" | "fdatasync" => self.events.push(Event::Sync { path }),
            "ftruncate" => self.events.push(Event::Truncate { path, length: leading(rest)? }),
            "lseek" => {
                self.places.insert(key, leading(rest)?);
            }
            "pwrite64" | "write" => {
                let bytes = unescaped(rest.split('"').nth(1)?);
                let at = match name {
                    "write" => *self.places.get(&key).unwrap_or(&0),
                    _ => leading(rest.rsplit('"').next()?.split(", ").nth(2)?)?,
                };
                if number == "1" {
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    let words =
                        text.lines().filter_map(|line| line.split_once("ACK ").map(|(_, what)| what.to_owned()));
                    self.events.extend(words.map(Event::Acknowledged));
                } else {
                    self.places.insert(key, at + bytes.len());
                    self.events.push(Event::Write { path, at, bytes });
                }
            }
            _ => {}
        }
        None
    }
}

/// The number a text begins with.
fn leading(text: &str) -> Option<usize> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The child's run in `directory`, recorded; only what touches the book's files.
fn recorded(directory: &Path) -> Option<Vec<Event>> {
    let log = directory.with_extension("strace");
    let program = std::env::current_exe().expect("this very program");
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-xx", "-s", "16777216", "-e", CALLS, "-o"]).arg(&log).arg(program);
    command.args(["child_at_work", "--exact", "--nocapture"]).env(DIRECTORY, directory);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !status.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED, NOTHING WAS TESTED: power cuts need strace and the right to trace");
        return None;
    }
    let events = Recorder::read(&fs::read_to_string(&log).expect("the log"));
    let book = |path: &Path| path.starts_with(directory) && !path.to_string_lossy().ends_with("-shm");
    Some(
        events
            .into_iter()
            .filter(|event| match event {
                Event::Acknowledged(_) => true,
                Event::Write { path, .. }
                | Event::Truncate { path, .. }
                | Event::Sync { path }
                | Event::Remove { path } => book(path),
            })
            .collect(),
    )
}

/// What the disk holds after these events, the unsynced part as the dice fall.
fn disk_after(events: &[Event], template: &Path, dice: &mut Dice) -> (BTreeMap<PathBuf, Vec<u8>>, Vec<String>) {
    let (mut disks, mut acknowledged) = (BTreeMap::<PathBuf, Disk>::new(), Vec::new());
    let standing = |path: &Path| {
        let beside = template.join(path.file_name().unwrap_or_default());
        Disk { synced: fs::read(beside).unwrap_or_default(), pending: Vec::new() }
    };
    for event in events {
        match event {
            Event::Acknowledged(what) => acknowledged.push(what.clone()),
            Event::Remove { path } => {
                disks.insert(path.clone(), Disk::default());
            }
            Event::Truncate { path, length } => {
                let disk = disks.entry(path.clone()).or_insert_with(|| standing(path));
                disk.pending.push(Pending::Length(*length));
            }
            Event::Write { path, at, bytes } => {
                let disk = disks.entry(path.clone()).or_insert_with(|| standing(path));
                let mut from = 0;
                while from < bytes.len() {
                    let end = (from + SECTOR - (at + from) % SECTOR).min(bytes.len());
                    disk.pending.push(Pending::Sector { at: at + from, bytes: bytes[from..end].to_vec() });
                    from = end;
                }
            }
            Event::Sync { path } => {
                if let Some(disk) = disks.get_mut(path) {
                    for pending in std::mem::take(&mut disk.pending) {
                        apply(&mut disk.synced, &pending);
                    }
                }
            }
        }
    }
    // All that was pending, none of it, or each sector by itself.
    let odds = dice.next() % 4;
    let mut found = BTreeMap::new();
    for (path, mut disk) in disks {
        for pending in &disk.pending {
            let kept = match odds {
                0 => true,
                1 => false,
                _ => dice.next().is_multiple_of(2),
            };
            if kept {
                apply(&mut disk.synced, pending);
            }
        }
        found.insert(path, disk.synced);
    }
    (found, acknowledged)
}

#[test]
fn a_power_cut_at_any_moment_loses_nothing_acknowledged() {
    let full = std::env::var_os("SANHE_FULL").is_some();
    let points = if full { 10_000 } else { 40 };
    let scratch = tempfile::tempdir().expect("a directory");
    let template = scratch.path().join("template");
    fs::create_dir_all(&template).expect("a directory");
    prepare(&template);
    let trial = |name: &str| {
        let directory = scratch.path().join(name);
        copy(&template, &directory);
        directory
    };
    let whole: Whole = undisturbed(&trial("whole"));
    let Some(events) = recorded(&trial("recorded")) else { return };
    let syncs = events.iter().filter(|event| matches!(event, Event::Sync { .. })).count();
    assert!(syncs > 10 && events.len() > 100, "{} events, {syncs} syncs: the recording is not one", events.len());

    let mut dice = Dice(0x5eed_5eed);
    let mut stages = [0_u32; 5];
    for point in 0..points {
        let cut =
            (events.len() * point / points + dice.next() as usize % (events.len() / points + 1)).min(events.len());
        let (disk, acknowledged) = disk_after(&events[..cut], &template, &mut dice);
        let directory = trial(&format!("cut-{point}"));
        for (path, bytes) in disk {
            let target = directory.join(path.file_name().expect("a name"));
            if bytes.is_empty() && target.to_string_lossy().ends_with("-wal") {
                let _ = fs::remove_file(&target);
            } else {
                fs::write(&target, bytes).expect("written");
            }
        }
        // Doing the work again is slow: often enough is enough.
        stages[if point % 20 == 0 {
            holds_after(&directory, &acknowledged, &whole)
        } else {
            stands_after(&directory, &acknowledged, &whole).0
        }] += 1;
        fs::remove_dir_all(&directory).expect("removed");
    }
    println!("cut the power {points} times in {} events; by what was in the book: {stages:?}", events.len());
    assert!(stages.iter().filter(|stage| **stage > 0).count() > 2, "every cut came at the same stage: {stages:?}");
}
