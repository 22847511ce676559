// The requests to the services, and the judges of their replies.

import {createCipheriv, createHash} from 'node:crypto';
import {decode, readImage} from '../../test/corpus/lib/qr-decoder.mjs';

/** Repeatable bytes. */
function bytes(name, length) {
  const blocks = [];
  for (let i = 0; i * 32 < length; i++) blocks.push(createHash('sha256').update(`${name} ${i}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

const hex = (text) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

function must(holds, what) {
  if (!holds) throw new Error(what);
}

/** ChaCha20-Poly1305 as Node has it. */
function sealed({key, nonce, additional, message}) {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, {authTagLength: 16});
  cipher.setAAD(additional, {plaintextLength: message.length});
  return Buffer.concat([cipher.update(message), cipher.final(), cipher.getAuthTag()]);
}

const aead = ({key, nonce, additional}, text) => Buffer.concat([key, nonce, Buffer.of(additional.length), additional, text]);

// RFC 8439, section 2.8.2.
const vector = {
  key: hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f'),
  nonce: hex('070000004041424344454647'),
  additional: hex('50515253c0c1c2c3c4c5c6c7'),
  message: Buffer.from("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."),
};
const vectorSealed = hex(`d31a8d34648e60db7b86afbc53ef7ec2 a4aded51296e08fea9e2b5a736ee62d6 3dbea45e8ca9671282fafb69da92728b
  1a71de0a9e060b2905d6a5b67ecd3b36 92ddbd7f2d778b8c9803aee328091b58 fab324e4fad675945585808b4831d7bc 3ff4def08e4b7a9de576d26586cec64b
  6116 1ae10b594f09e26a7e902ecbd0600691`);
const letter = {key: bytes('key', 32), nonce: bytes('nonce', 12), additional: bytes('additional', 16), message: bytes('message', 1024)};

const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const number = (little) => BigInt(`0x${Buffer.from(little).reverse().toString('hex') || '0'}`);
const isScalar = (reply) => reply.length === 32 && number(reply) > 0n && number(reply) < order;
const scalar = Buffer.from(bytes('scalar', 32));
scalar[31] &= 0x0f;

const symbol = (request, rows) => {
  const {text, level} = decode(rows);
  must(text.equals(request) && level === 'M', 'the symbol says something else');
};
const address = Buffer.from('https://example.org/orders/31676?customer=abcdefgh&item=4');

/**
 * The services: their names in the paper, the request that is measured, further requests that are checked, the judge of
 * a reply, which throws if it is wrong, and requests that are refused.
 */
export const services = [
  {
    id: 'encrypt',
    request: aead(letter, letter.message),
    more: [aead(vector, vector.message), aead(letter, Buffer.alloc(0))],
    judge(request, reply) {
      if (request.equals(this.more[0])) must(reply.equals(vectorSealed), 'not the vector of the RFC');
      const [key, nonce] = [request.subarray(0, 32), request.subarray(32, 44)];
      const end = 45 + request[44];
      must(reply.equals(sealed({key, nonce, additional: request.subarray(45, end), message: request.subarray(end)})), 'not what Node encrypts');
    },
    refused: [Buffer.alloc(44), Buffer.alloc(45, 1)],
  },
  {
    id: 'decrypt',
    request: aead(letter, sealed(letter)),
    more: [aead(vector, vectorSealed), aead(letter, sealed({...letter, message: Buffer.alloc(0)}))],
    judge(request, reply) {
      const message = [letter.message, vector.message, Buffer.alloc(0)][[this.request, ...this.more].indexOf(request)];
      must(reply.equals(message), 'not the message');
    },
    refused: [Buffer.alloc(44), aead(letter, sealed(vector)), aead({...vector, additional: Buffer.of(1)}, vectorSealed)],
  },
  {
    id: 'random',
    request: Buffer.alloc(0),
    more: [],
    judge: (request, reply) => must(isScalar(reply), 'no scalar'),
    refused: [Buffer.of(0)],
  },
  {
    id: 'invert',
    request: scalar,
    more: [hex('01'.padEnd(64, '0')), bytes('large', 32)],
    judge: (request, reply) => must(isScalar(reply) && (number(request) * number(reply)) % order === 1n, 'not the inverse'),
    refused: [Buffer.alloc(32), Buffer.alloc(31, 1)],
  },
  {
    id: 'bin2base64',
    request: bytes('binary', 1024),
    more: ['', 'M', 'Ma', 'Man', '\xfb\xff\xfe'].map((text) => Buffer.from(text, 'latin1')),
    judge: (request, reply) => must(reply.toString('latin1') === request.toString('base64'), 'not the text'),
    refused: [],
  },
  {
    id: 'qr-str',
    request: address,
    more: ['mewe', '', 'Ünïcödé'].map((text) => Buffer.from(text)).concat(bytes('most', 412)),
    judge: (request, reply) => symbol(request, reply.toString('latin1').split('\n').slice(0, -1)),
    refused: [Buffer.alloc(413)],
  },
  {
    id: 'qr-image',
    request: address,
    more: ['mewe', '', 'Ünïcödé'].map((text) => Buffer.from(text)).concat(bytes('most', 412)),
    judge: (request, reply) => symbol(request, readImage(reply, 4)),
    refused: [Buffer.alloc(413)],
  },
];
