//! How a language counts: the cardinal plural rules of Unicode's CLDR for whole numbers, as far as five languages need them.

/// A noun in the forms that its language has; `#` stands for the number.
#[derive(Clone, Copy, Debug)]
pub enum Counted {
    /// The same for all numbers: Japanese.
    Same(&'static str),
    /// One, and all others: English, German, Spanish.
    Two(&'static str, &'static str),
    /// One, two, 3 to 10, 11 to 99, and the others, by the last two digits: Arabic. None is said without counting.
    Arabic([&'static str; 5]),
}

impl Counted {
    /// The number with its noun.
    #[must_use]
    pub fn of(self, count: usize) -> String {
        let form = match self {
            Self::Same(form) | Self::Two(form, _) if count == 1 => form,
            Self::Same(form) | Self::Two(_, form) => form,
            Self::Arabic([one, two, few, many, other]) => match (count, count % 100) {
                (1, _) => one,
                (2, _) => two,
                (_, 3..=10) => few,
                (_, 11..=99) => many,
                _ => other,
            },
        };
        form.replace('#', &count.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_its_numbers() {
        let forms = Counted::Arabic(["one", "two", "few", "many", "other"]);
        let said = [1, 2, 3, 10, 11, 99, 100, 102, 103, 111].map(|count| forms.of(count));
        assert_eq!(said, ["one", "two", "few", "few", "many", "many", "other", "other", "few", "many"]);
        assert_eq!([1, 2].map(|count| Counted::Two("#a", "#b").of(count)), ["1a", "2b"]);
        assert_eq!([1, 2].map(|count| Counted::Same("#x").of(count)), ["1x", "2x"]);
    }
}
