// Renders a drawing with paths, gradients, a filter and text.

import {readFileSync} from 'node:fs';
import {load, moduleBytes, packageFile} from '../../../test/corpus/lib/workload.mjs';

export async function start() {
  const {initWasm, Resvg} = await load('@resvg/resvg-wasm/index.mjs');
  await initWasm(moduleBytes());
  const font = readFileSync(packageFile('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
  const paths = Array.from({length: 30}, (_, i) => `<path d="M${i * 9} 20 C ${i * 3} 90, ${300 - i * 4} 120, ${i * 7} ${180 + i}
    A 40 ${20 + i} 30 0 1 ${10 * i} 300 Z" fill="hsl(${i * 12}, 70%, 50%)" fill-opacity=".3" stroke="#333" stroke-width="${i / 8}"/>`);
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" width="320" height="320">
    <defs><linearGradient id="l"><stop offset="0" stop-color="#f06"/><stop offset="1" stop-color="#0c8"/></linearGradient>
    <filter id="b"><feGaussianBlur stdDeviation="3"/></filter></defs>
    <rect width="320" height="320" fill="url(#l)"/>${paths.join('')}
    <circle cx="160" cy="160" r="60" fill="navy" filter="url(#b)"/>
    <text x="20" y="60" font-family="DejaVu Sans" font-size="24">Rendered text, àéî</text></svg>`;
  return () => {
    const picture = new Resvg(drawing, {font: {fontBuffers: [font], defaultFontFamily: 'DejaVu Sans'}}).render();
    const pixels = Buffer.from(picture.pixels);
    picture.free();
    return pixels;
  };
}
