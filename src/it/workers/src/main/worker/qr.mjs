import {instantiate} from '../../../target/mewe/mewe-loader.mjs';
import qr from '../../../target/mewe/qr-diversified.wasm';
import {qrCode} from './qr-code.mjs';

export default {
  async fetch(request) {
    const text = new URL(request.url).searchParams.get('text') ?? '';
    const instance = await instantiate(qr);
    const picture = qrCode(instance.exports, text);
    return picture
      ? new Response(picture, {headers: {'content-type': 'image/png'}})
      : new Response('too much text\n', {status: 413});
  },
};
