//! One form's values as they will be sent; what does not parse yet is shown as typed.

use domain::forms::Filled;

pub fn of(form: &Filled) -> Vec<(String, String)> {
    form.shown()
}
