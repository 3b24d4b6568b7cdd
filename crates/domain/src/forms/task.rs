crate::words! {
    /// The forms of an application, in the order of the task list. Several pages may show the same form: see `Page`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Task {
        Documents = "documents",
        Business = "business",
        Brand = "brand",
        Contact = "contact",
        Address = "address",
        Bank = "bank",
        Social = "social",
    }
}
