// libwebp's encoder (C, SIMD): synthetic pictures, lossy and lossless, with many settings.

import {load, moduleBytes, print, sha256} from '../lib/workload.mjs';

const {default: factory} = await load('@jsquash/webp/codec/enc/webp_enc_simd.js');
const {defaultOptions} = await load('@jsquash/webp/meta.js');
const encoder = await factory({
  noInitialRun: true,
  instantiateWasm(imports, done) {
    const module = new WebAssembly.Module(moduleBytes());
    const instance = new WebAssembly.Instance(module, imports);
    done(instance);
    return instance.exports;
  },
});

function picture(width, height, paint) {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(paint(x, y), (y * width + x) * 4);
  return {data, width, height};
}

const pictures = {
  gradient: picture(160, 120, (x, y) => [x, 2 * y, x ^ y, 255]),
  alpha: picture(97, 61, (x, y) => [255 - x, (x * y) & 255, 128, (x + y) * 2]),
  noise: picture(64, 64, (x, y) => [Math.imul(x * 64 + y, 2654435761) >>> 24, Math.imul(x + y * 3, 40503) & 255, (x * x + y) & 255, 255]),
  flat: picture(33, 7, () => [10, 200, 30, 255]),
};

for (const [name, {data, width, height}] of Object.entries(pictures)) {
  for (const options of [{}, {quality: 20, method: 0}, {quality: 95, method: 6, use_sharp_yuv: 1}, {lossless: 1, method: 4},
    {lossless: 1, quality: 100, exact: 1, method: 3}, {near_lossless: 40, lossless: 1}, {target_size: 1500, pass: 4},
    {sns_strength: 90, filter_strength: 10, filter_type: 1, segments: 2, partitions: 2, autofilter: 1}, {alpha_quality: 30, alpha_filtering: 2, preprocessing: 1}]) {
    const encoded = encoder.encode(data, width, height, {...defaultOptions, ...options});
    print(name, JSON.stringify(options), encoded && `${encoded.length} ${sha256(encoded)}`);
  }
}
