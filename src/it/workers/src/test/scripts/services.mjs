// The requests to the services, and the judges of their replies. The same number gives the same request.

import {createCipheriv, createHash} from 'node:crypto';
import {check, decode, readImage} from '../../../../../../src/test/corpus/lib/qr-decoder.mjs';

/** Repeatable bytes. */
function bytes(name, length) {
  const blocks = [];
  for (let i = 0; i * 32 < length; i++) blocks.push(createHash('sha256').update(`${name} ${i}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

const qr = {
  text: (number) => `https://example.org/orders/${number}?${'item='.repeat(number % 7)}${bytes('order', 9).toString('hex')}`,
  request: (number) => ({path: `?text=${encodeURIComponent(qr.text(number))}`}),
  judge(number, reply) {
    const {text, level} = decode(readImage(reply, 4));
    check(text.toString() === qr.text(number) && level === 'M', 'the picture says something else');
  },
};

const seal = {
  request: (number) => ({method: 'POST', body: bytes(`seal ${number}`, 44 + number % 500)}),
  judge(number, reply) {
    const {body} = seal.request(number);
    const cipher = createCipheriv('chacha20-poly1305', body.subarray(0, 32), body.subarray(32, 44), {authTagLength: 16});
    const sealed = Buffer.concat([cipher.update(body.subarray(44)), cipher.final(), cipher.getAuthTag()]);
    check(sealed.equals(reply), 'not what Node encrypts');
  },
};

const stock = 'the quick brown fox jumps over a lazy dog and Straße naïve 渡辺 Ünïcödé to be or not'.split(' ');
const words = {
  text: (number) => Array.from(bytes(`words ${number}`, 20 + number % 60), (byte) => stock[byte % stock.length]).join(' '),
  request: (number) => ({method: 'POST', body: words.text(number)}),
  judge(number, reply) {
    const counts = new Map();
    for (const word of words.text(number).toLowerCase().split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1);
    const order = ([one, many], [other, more]) => more - many || (one < other ? -1 : 1);
    const lines = [...counts].sort(order).map(([word, count]) => `${word} ${count}\n`);
    check(lines.join('') === reply.toString(), 'not what JavaScript counts');
  },
};

export const services = {qr, seal, words};
