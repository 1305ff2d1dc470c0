//! Lists kept in order.

/// Inserts before the element at `at`, or at the end where there is none: `Vec::insert` without its panic, which would
/// bring its message and all of formatting into the WebAssembly.
pub fn insert<T: Default>(list: &mut Vec<T>, at: usize, element: T) {
    let at = at.min(list.len());
    list.push(T::default());
    let mut carried = element;
    for place in list.iter_mut().skip(at) {
        std::mem::swap(place, &mut carried);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_moves_on() {
        let mut list = Vec::new();
        for (at, element) in [(0, 1), (0, 2), (1, 3), (3, 4), (9, 5)] {
            insert(&mut list, at, element);
        }
        assert_eq!(list, [2, 3, 1, 4, 5]);
    }
}
