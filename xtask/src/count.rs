//! Counts passed and failed tests by the output of the test runners.

use std::ops::AddAssign;

use serde_json::Value;

use crate::sh::{Result, While};

#[derive(Clone, Copy, Default, Debug, PartialEq)]
pub struct Count {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Count {
    /// One failure that no test runner counted, such as code that does not compile.
    pub const FAILURE: Self = Self { passed: 0, failed: 1, skipped: 0 };

    /// Reads a line of `cargo test`. Any other line counts nothing.
    pub fn of_rust_line(line: &str) -> Self {
        let Some(result) = line.strip_prefix("test result: ") else { return Self::default() };
        let number = |word: &str| -> u64 {
            let before = result.split([';', '.']).find_map(|part| part.trim().strip_suffix(word));
            before.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
        };
        Self { passed: number("passed"), failed: number("failed"), skipped: number("ignored") }
    }

    /// Reads the report that Playwright's JSON reporter wrote. A test that passed only at a second try failed.
    pub fn of_playwright(report: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(report).or_say("Playwright's report cannot be read")?;
        let number = |name: &str| report["stats"][name].as_u64().unwrap_or(0);
        Ok(Self {
            passed: number("expected"),
            failed: number("unexpected") + number("flaky"),
            skipped: number("skipped"),
        })
    }

    /// Counts a run that ended badly as failed, even where no single test did.
    pub fn or_failure(self, ended_well: bool) -> Self {
        if ended_well || self.failed > 0 { self } else { Self { failed: 1, ..self } }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_cargo_test_prints() {
        let good = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s";
        assert_eq!(Count::of_rust_line(good), Count { passed: 12, failed: 0, skipped: 1 });
        let bad = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(Count::of_rust_line(bad), Count { passed: 3, failed: 2, skipped: 0 });
        assert_eq!(Count::of_rust_line("test result_is_kept ... ok"), Count::default());
    }

    #[test]
    fn reads_what_playwright_reports() {
        let report = r#"{"stats":{"expected":7,"unexpected":1,"flaky":1,"skipped":2}}"#;
        assert_eq!(Count::of_playwright(report).unwrap(), Count { passed: 7, failed: 2, skipped: 2 });
        assert!(Count::of_playwright("").is_err());
    }

    #[test]
    fn a_run_that_ends_badly_has_a_failure() {
        let passed = Count { passed: 2, ..Count::default() };
        assert_eq!(passed.or_failure(false), Count { passed: 2, failed: 1, skipped: 0 });
        assert_eq!(passed.or_failure(true), passed);
    }
}
