// Encodes addresses as QR Codes, as text and as a picture.

import {moduleBytes} from '../../../test/corpus/lib/workload.mjs';

export async function start() {
  const {instance} = await WebAssembly.instantiate(moduleBytes(), {
    wasi_snapshot_preview1: new Proxy({}, {get: () => () => 0}),
  });
  const {memory, qr_input, qr_output, qr_text, qr_image} = instance.exports;
  const address = (i) => Buffer.from(`https://example.org/orders/${i * 7919}?customer=${'abcdefgh'.slice(i % 5)}&item=${i}`);
  return () => {
    const codes = [];
    for (let i = 0; i < 6; i++) {
      const text = address(i);
      for (const [encode, ...more] of [[qr_text, i % 2], [qr_image, i % 2, 4]]) {
        new Uint8Array(memory.buffer).set(text, qr_input());
        const length = encode(qr_input(), text.length, ...more, qr_output());
        if (length <= 0) throw new Error(`not encoded: ${length}`);
        codes.push(Buffer.from(memory.buffer.slice(qr_output(), qr_output() + length)));
      }
    }
    return Buffer.concat(codes);
  };
}
