//! The icon with what it has to say: a dot where something is unread, a stroke through it where the bell is silent. Both are told
//! by shape, since it has one colour as its neighbours have.

use tauri::image::Image;
use tauri::include_image;

/// What the icon says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) unread: bool,
    pub(super) silent: bool,
}

/// On macOS the system colours a silhouette. Elsewhere no panel says whether it is light or dark: the rim is for both.
macro_rules! icon {
    ($rimmed:literal, $silhouette:literal) => {
        if cfg!(target_os = "macos") { include_image!($silhouette) } else { include_image!($rimmed) }
    };
}

/// The icon that says it.
pub(super) fn picture(mark: Mark) -> Image<'static> {
    match (mark.unread, mark.silent) {
        (false, false) => icon!("../icons/tray/plain.png", "../icons/tray/plain-template.png"),
        (true, false) => icon!("../icons/tray/unread.png", "../icons/tray/unread-template.png"),
        (false, true) => icon!("../icons/tray/silent.png", "../icons/tray/silent-template.png"),
        (true, true) => icon!("../icons/tray/both.png", "../icons/tray/both-template.png"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_another_picture_of_the_same_size() {
        let marks = [(false, false), (true, false), (false, true), (true, true)];
        let drawn = marks.map(|(unread, silent)| picture(Mark { unread, silent }));
        for (n, one) in drawn.iter().enumerate() {
            assert_eq!((one.width(), one.height()), (48, 48));
            assert!(drawn[n + 1..].iter().all(|other| other.rgba() != one.rgba()));
        }
    }
}
