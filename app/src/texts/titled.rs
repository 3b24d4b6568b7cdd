/// What is told at length: in a word, and in sentences.
#[derive(Clone, Copy)]
pub struct Titled {
    pub title: &'static str,
    pub text: &'static str,
}
