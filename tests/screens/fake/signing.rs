//! The signing side of the made-up desk: one password, and what was signed so far.

use sanhe::domain::signing::Secret;
use sanhe::tui::signing::{SigningDesk, SigningState};

use super::FakeDesk;

/// The password of the made-up desk.
pub(crate) const PASSWORD: &str = "Passw0rd-2026";

impl SigningDesk for FakeDesk {
    fn signing(&self) -> Result<SigningState, String> {
        Ok(*self.signing.lock().unwrap())
    }

    fn sign(&mut self, password: &Secret) -> Result<(), String> {
        self.note(format!("sign {}", password.text() == PASSWORD));
        if password.text() != PASSWORD {
            return Err("不予办理：签批口令不对，还可再试 4 次。".into());
        }
        *self.signing.lock().unwrap() = SigningState::Signed;
        Ok(())
    }

    fn set_signing(&mut self, old: Option<&Secret>, password: &Secret) -> Result<(), String> {
        if old.is_some_and(|old| old.text() != PASSWORD) {
            return Err("不予办理：签批口令不对，还可再试 4 次。".into());
        }
        self.note(format!("set {}", password.text()));
        *self.signing.lock().unwrap() = SigningState::Signed;
        Ok(())
    }

    fn lock(&mut self) {
        let mut state = self.signing.lock().unwrap();
        if *state == SigningState::Signed {
            *state = SigningState::Asked;
        }
    }
}
