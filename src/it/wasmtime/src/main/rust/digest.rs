//! Digests a text from stdin and writes to stdout. Uses strings and a hash map that the host's random numbers key.

use std::collections::HashMap;
use std::io::{self, Read, Write};

const START: [u32; 8] = [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/// The fractional parts of the cube roots of the first primes, as SHA-256 has them.
fn constants() -> Vec<u32> {
    let mut found = Vec::new();
    let mut n: u64 = 2;
    while found.len() < 64 {
        if (2..n).take_while(|d| d * d <= n).all(|d| n % d != 0) {
            let root = (n as f64).cbrt();
            found.push(((root - root.floor()) * 4294967296.0) as u32);
        }
        n += 1;
    }
    found
}

fn sha256(bytes: &[u8]) -> String {
    let k = constants();
    let mut state = START;
    let mut message = bytes.to_vec();
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend_from_slice(&(8 * bytes.len() as u64).to_be_bytes());
    for block in message.chunks(64) {
        let mut w: Vec<u32> = block
            .chunks(4)
            .map(|word| u32::from_be_bytes([word[0], word[1], word[2], word[3]]))
            .collect();
        for i in 16..64 {
            let a = w[i - 15].rotate_right(7) ^ w[i - 15].rotate_right(18) ^ (w[i - 15] >> 3);
            let b = w[i - 2].rotate_right(17) ^ w[i - 2].rotate_right(19) ^ (w[i - 2] >> 10);
            w.push(w[i - 16].wrapping_add(a).wrapping_add(w[i - 7]).wrapping_add(b));
        }
        let mut s = state;
        for i in 0..64 {
            let e = s[4].rotate_right(6) ^ s[4].rotate_right(11) ^ s[4].rotate_right(25);
            let choice = (s[4] & s[5]) ^ (!s[4] & s[6]);
            let t = s[7].wrapping_add(e).wrapping_add(choice).wrapping_add(k[i]).wrapping_add(w[i]);
            let a = s[0].rotate_right(2) ^ s[0].rotate_right(13) ^ s[0].rotate_right(22);
            let majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
            s = [
                t.wrapping_add(a).wrapping_add(majority), s[0], s[1], s[2],
                s[3].wrapping_add(t), s[4], s[5], s[6],
            ];
        }
        for (sum, value) in state.iter_mut().zip(s) {
            *sum = sum.wrapping_add(value);
        }
    }
    state.iter().map(|word| format!("{:08x}", word)).collect()
}

fn main() -> io::Result<()> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut letters: HashMap<char, usize> = HashMap::new();
    for letter in text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()) {
        *letters.entry(letter).or_insert(0) += 1;
    }
    let mut sorted: Vec<_> = letters.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));

    let mut out = io::stdout();
    writeln!(out, "{}  {} bytes", sha256(&bytes), bytes.len())?;
    for (letter, count) in sorted.iter().take(10) {
        writeln!(out, "{:?} {} {:.3}", letter, count, *count as f64 / text.chars().count() as f64)?;
    }
    let mut longest: Vec<&str> = text.split_whitespace().collect();
    longest.sort_by_key(|word| (usize::MAX - word.chars().count(), *word));
    longest.dedup();
    writeln!(out, "{:?}", &longest[..longest.len().min(5)])?;
    out.flush()
}
