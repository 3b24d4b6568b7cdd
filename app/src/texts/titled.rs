/// A text with a short title.
#[derive(Clone, Copy)]
pub struct Titled {
    pub title: &'static str,
    pub text: &'static str,
}
