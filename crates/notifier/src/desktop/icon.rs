//! The app's icon as pixels, so that it shows where no icon is installed too.

use crate::Picture;

const PNG: &[u8] = include_bytes!("../../../../icons/64x64.png");

/// The icon.
pub(super) fn decode() -> Option<Picture> {
    let decoded = image::load_from_memory_with_format(PNG, image::ImageFormat::Png).ok()?.into_rgba8();
    Some(Picture { width: decoded.width(), height: decoded.height(), rgba: decoded.into_raw() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_decodes() {
        assert_eq!(decode().unwrap().rgba.len(), 64 * 64 * 4);
    }
}
