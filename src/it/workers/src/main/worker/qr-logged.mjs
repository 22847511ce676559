import {instantiate} from '../../../target/mewe/mewe-loader.mjs';
import qr from '../../../target/mewe/qr-diversified.wasm';
import {qrCode} from './qr-code.mjs';

export default {
  async fetch(request) {
    const text = new URL(request.url).searchParams.get('text') ?? '';
    const key = Array.from(crypto.getRandomValues(new BigInt64Array(2)));
    try {
      const {exports} = await instantiate(qr, {}, {key});
      const picture = qrCode(exports, text);
      return picture
        ? new Response(picture, {headers: {'content-type': 'image/png'}})
        : new Response('too much text\n', {status: 413});
    } catch (error) {
      // Everything needed to repeat this request.
      console.error(JSON.stringify({failed: String(error), key: key.map(String), text}));
      return new Response('something went wrong\n', {status: 500});
    }
  },
};
