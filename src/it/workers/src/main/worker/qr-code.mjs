const MOST_BYTES = 4096;

/** The text as a QR Code, in a PNG file; null if there is too much of it. */
export function qrCode({_initialize, memory, text_buffer, picture_buffer, draw_picture}, text) {
  _initialize();
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MOST_BYTES) return null;
  new Uint8Array(memory.buffer).set(bytes, text_buffer());
  const size = draw_picture(bytes.length);
  return size === 0 ? null : new Uint8Array(memory.buffer, picture_buffer(), size).slice();
}
