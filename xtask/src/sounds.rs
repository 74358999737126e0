//! The sounds of the bell, made of sines: the same numbers give the same files, and nobody else's work is in them.

use std::f64::consts::TAU;
use std::fs;
use std::path::Path;

/// Samples a second.
const RATE: u32 = 22_050;

/// A tone: when it begins and how long it is, in seconds; its pitch in hertz; how soon it fades, per second; how loud, up to 1.
struct Tone {
    at: f64,
    long: f64,
    pitch: f64,
    fade: f64,
    loud: f64,
}

const fn tone(at: f64, long: f64, pitch: f64, fade: f64, loud: f64) -> Tone {
    Tone { at, long, pitch, fade, loud }
}

/// The sounds by their names, each with the strength of its overtones.
const SOUNDS: [(&str, &[f64], &[Tone]); 5] = [
    ("chime", &[1.0, 0.25, 0.08], &[tone(0.0, 0.7, 659.26, 6.0, 0.45), tone(0.16, 0.7, 880.0, 6.0, 0.45)]),
    ("pluck", &[1.0, 0.6, 0.4, 0.25, 0.15, 0.1], &[tone(0.0, 0.6, 392.0, 9.0, 0.4)]),
    ("knock", &[1.0, 0.3], &[tone(0.0, 0.12, 180.0, 45.0, 0.9), tone(0.17, 0.12, 165.0, 45.0, 0.8)]),
    ("ting", &[1.0, 0.0, 0.35, 0.0, 0.12], &[tone(0.0, 0.9, 1_318.5, 7.0, 0.5)]),
    (
        "alarm",
        &[1.0, 0.0, 0.33, 0.0, 0.2],
        &[
            tone(0.0, 0.16, 880.0, 3.0, 0.5),
            tone(0.22, 0.16, 880.0, 3.0, 0.5),
            tone(0.44, 0.3, 1_174.7, 3.0, 0.5),
        ],
    ),
];

/// Writes them to where the notifier has them.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(root: &Path) -> std::io::Result<()> {
    for (name, overtones, tones) in &SOUNDS {
        fs::write(root.join(format!("crates/notifier/sounds/{name}.wav")), wav(&samples(overtones, tones)))?;
    }
    Ok(())
}

fn samples(overtones: &[f64], tones: &[Tone]) -> Vec<i16> {
    let end = tones.iter().map(|tone| tone.at + tone.long).fold(0.0, f64::max);
    let whole: f64 = overtones.iter().sum();
    let count = (end * f64::from(RATE)) as u32;
    let sample = |n: u32| {
        let now = f64::from(n) / f64::from(RATE);
        let sum: f64 = tones.iter().map(|tone| tone.strength(now, overtones) / whole).sum();
        (sum.clamp(-1.0, 1.0) * f64::from(i16::MAX)) as i16
    };
    (0..count).map(sample).collect()
}

impl Tone {
    fn strength(&self, now: f64, overtones: &[f64]) -> f64 {
        let since = now - self.at;
        if !(0.0..self.long).contains(&since) {
            return 0.0;
        }
        // A few milliseconds of rise and fall: without them it clicks.
        let edge = (since / 0.004).min((self.long - since) / 0.02).min(1.0);
        let wave: f64 = (1..)
            .zip(overtones)
            .map(|(nth, loud): (i32, _)| loud * (TAU * self.pitch * f64::from(nth) * since).sin())
            .sum();
        wave * self.loud * edge * (-self.fade * since).exp() * overtones.len() as f64 / 2.0
    }
}

/// RIFF WAVE: PCM, one channel, 16 bits.
fn wav(samples: &[i16]) -> Vec<u8> {
    let bytes = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(44 + samples.len() * 2);
    file.extend(b"RIFF");
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    for part in [16_u32, 1 | 1 << 16, RATE, RATE * 2, 2 | 16 << 16] {
        file.extend(part.to_le_bytes());
    }
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    samples.iter().for_each(|sample| file.extend(sample.to_le_bytes()));
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_loud_enough_and_never_too_loud() {
        for (name, overtones, tones) in &SOUNDS {
            let samples = samples(overtones, tones);
            let loudest = samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
            assert!((8_000..32_767).contains(&loudest), "{name}: {loudest}");
            assert!(samples.last().unwrap().unsigned_abs() < 200, "{name} ends with a click");
        }
    }
}
