//! The icon with what it has to say: a dot where something is unread, a stroke through it where the bell is silent.

use tauri::image::Image;

/// What the icon says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) unread: bool,
    pub(super) silent: bool,
}

/// Draws the mark upon `icon`. Both are told by shape, since many panels show no colour.
pub(super) fn draw(icon: &Image<'_>, mark: Mark) -> Image<'static> {
    let (width, height) = (icon.width(), icon.height());
    let mut pixels = icon.rgba().to_vec();
    let size = f64::from(width.min(height));
    for y in 0..height {
        for x in 0..width {
            let (across, down) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            let at = 4 * (y as usize * width as usize + x as usize);
            let Some(pixel) = pixels.get_mut(at..at + 4) else { continue };
            if mark.silent {
                stroke(pixel, (across - down).abs() / size);
            }
            if mark.unread {
                dot(pixel, (across - size * 0.74).hypot(down - size * 0.26) / size);
            }
        }
    }
    Image::new_owned(pixels, width, height)
}

/// From the upper left to the lower right, with clear edges on both sides.
fn stroke(pixel: &mut [u8], away: f64) {
    if away < 0.07 {
        pixel.copy_from_slice(&[0xd0, 0x30, 0x30, 0xff]);
    } else if away < 0.14 {
        pixel.copy_from_slice(&[0, 0, 0, 0]);
    }
}

/// In the upper right corner, with a clear ring around it.
fn dot(pixel: &mut [u8], away: f64) {
    if away < 0.20 {
        pixel.copy_from_slice(&[0xff, 0x8a, 0x1f, 0xff]);
    } else if away < 0.26 {
        pixel.copy_from_slice(&[0, 0, 0, 0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_another_picture_of_the_same_size() {
        let plain = Image::new_owned(vec![0x40; 32 * 32 * 4], 32, 32);
        let marks = [(false, false), (true, false), (false, true), (true, true)];
        let drawn = marks.map(|(unread, silent)| draw(&plain, Mark { unread, silent }));
        assert_eq!(drawn[0].rgba(), plain.rgba());
        for (n, one) in drawn.iter().enumerate() {
            assert_eq!((one.width(), one.height()), (32, 32));
            assert!(drawn[n + 1..].iter().all(|other| other.rgba() != one.rgba()));
        }
    }
}
