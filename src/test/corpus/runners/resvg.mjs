// resvg renders drawings; the PNGs are decoded and their pixels are hashed, so that what is
// compared is the picture, and the file besides.

import {readFileSync} from 'node:fs';
import {inflateSync} from 'node:zlib';
import {attempt, load, moduleBytes, packageFile, print, sha256} from '../lib/workload.mjs';

const {initWasm, Resvg} = await load('@resvg/resvg-wasm/index.mjs');
await initWasm(moduleBytes());
const font = readFileSync(packageFile('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));

/** The compressed pixel data of a PNG, joined and inflated. */
function pixels(png) {
  const file = Buffer.from(png);
  const parts = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return inflateSync(Buffer.concat(parts));
}

const svg = (body, size = 320) => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  viewBox="0 0 ${size} ${size}" width="${size}" height="${size}">${body}</svg>`;
const each = (n, f) => Array.from({length: n}, (_, i) => f(i)).join('');

const drawings = {
  shapes: svg(`<rect width="100%" height="100%" fill="#fbfbf3"/>
    ${each(24, (i) => `<path d="M160 160 L${160 + 150 * Math.round(100 * Math.cos(i)) / 100} ${160 + i * 6} A 40 ${20 + i} 30 0 1 ${10 * i} 300 Z"
      fill="hsl(${i * 15}, 70%, 50%)" fill-opacity=".25" stroke="#333" stroke-width="${i / 8}" stroke-dasharray="${i + 1} 3"/>`)}
    <ellipse cx="160" cy="80" rx="90" ry="30" fill="none" stroke="teal" stroke-width="9" stroke-linejoin="round"/>
    <polygon points="160,20 190,120 300,120 210,180 240,290 160,220 80,290 110,180 20,120 130,120" fill-rule="evenodd" fill="gold" stroke="#a50" stroke-width="4"/>`),
  paint: svg(`<defs>
    <linearGradient id="l" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#f06"/><stop offset=".4" stop-color="#06f" stop-opacity=".5"/><stop offset="1" stop-color="#0c8"/></linearGradient>
    <radialGradient id="r" cx=".3" cy=".3" r=".8" spreadMethod="reflect" gradientTransform="rotate(20)"><stop offset=".1" stop-color="white"/><stop offset=".6" stop-color="navy"/></radialGradient>
    <pattern id="p" width="20" height="20" patternUnits="userSpaceOnUse" patternTransform="rotate(30) scale(1.3)"><circle cx="10" cy="10" r="6" fill="crimson"/></pattern>
    <clipPath id="c"><circle cx="220" cy="220" r="80"/></clipPath>
    <mask id="m"><rect width="320" height="320" fill="url(#l)"/></mask></defs>
    <rect x="10" y="10" width="140" height="140" rx="25" fill="url(#l)"/>
    <circle cx="240" cy="80" r="70" fill="url(#r)"/>
    <g clip-path="url(#c)"><rect x="120" y="120" width="190" height="190" fill="url(#p)"/></g>
    <g mask="url(#m)" opacity=".8"><path d="M20 300 C 60 160, 120 340, 160 180 S 200 200 180 300 Q 100 260 20 300" fill="black"/></g>
    <use xlink:href="#shape" x="30" y="170"/><symbol id="shape"><path d="m0 0 h40 v40 h-40z m10 10 v20 h20 v-20z"/></symbol>`),
  filters: svg(`<defs>
    <filter id="blur"><feGaussianBlur stdDeviation="4 2"/><feColorMatrix type="hueRotate" values="70"/></filter>
    <filter id="shadow"><feDropShadow dx="5" dy="6" stdDeviation="3" flood-color="#600"/></filter>
    <filter id="noise"><feTurbulence type="fractalNoise" baseFrequency=".04 .09" numOctaves="3" seed="5"/><feComponentTransfer><feFuncR type="gamma" exponent="2"/><feFuncG type="table" tableValues="0 1 .2"/></feComponentTransfer></filter>
    <filter id="light"><feGaussianBlur in="SourceAlpha" stdDeviation="3"/><feSpecularLighting surfaceScale="5" specularExponent="20" lighting-color="#fc8"><fePointLight x="60" y="40" z="80"/></feSpecularLighting><feComposite in2="SourceGraphic" operator="arithmetic" k1="0.2" k2="1" k3=".8" k4="0"/></filter>
    <filter id="morph"><feMorphology operator="dilate" radius="3"/><feConvolveMatrix order="3" kernelMatrix="1 0 -1 2 0 -2 1 0 -1" divisor="2" bias=".2"/><feDisplacementMap in2="SourceGraphic" scale="12" xChannelSelector="R" yChannelSelector="A"/></filter></defs>
    <rect x="20" y="20" width="100" height="100" fill="#39f" filter="url(#blur)"/>
    <circle cx="220" cy="70" r="50" fill="#fd4" filter="url(#shadow)"/>
    <rect x="20" y="160" width="130" height="130" filter="url(#noise)"/>
    <path d="M180 180 h110 l-55 110z" fill="#484" filter="url(#light)"/>
    <g style="mix-blend-mode:multiply;isolation:isolate"><path d="M100 90 l90 20 l-40 90z" fill="#c3c" filter="url(#morph)"/></g>`),
  text: svg(`<rect width="320" height="320" fill="white"/>
    <defs><path id="arc" d="M30 250 Q160 120 290 250"/></defs>
    <text x="20" y="50" font-family="DejaVu Sans" font-size="34" fill="#222">Hamburgefonts</text>
    <text x="160" y="90" font-family="DejaVu Sans" font-size="20" text-anchor="middle" letter-spacing="3" stroke="red" stroke-width=".5">äöü ß Ωμέγα Ж</text>
    <text x="300" y="130" font-family="DejaVu Sans" font-size="18" text-anchor="end" direction="rtl">שלום עולם</text>
    <text font-family="DejaVu Sans" font-size="22" fill="#06c"><textPath xlink:href="#arc">text that follows a curve</textPath></text>
    <text x="40" y="290" font-family="DejaVu Sans" font-size="26">ffi <tspan dy="-10" font-size="14" text-decoration="underline">up</tspan><tspan rotate="20 -20" dx="8">tilt</tspan></text>`),
};

for (const [name, drawing] of Object.entries(drawings)) {
  for (const fitTo of [{mode: 'original'}, {mode: 'width', value: 500}, {mode: 'zoom', value: 0.37}]) {
    const renderer = new Resvg(drawing, {
      fitTo,
      background: fitTo.mode === 'zoom' ? 'rgba(20, 40, 60, .5)' : undefined,
      font: {fontBuffers: name === 'text' ? [font] : [], defaultFontFamily: 'DejaVu Sans', loadSystemFonts: false},
    });
    const image = renderer.render();
    const png = image.asPng();
    print(name, fitTo.mode, image.width, image.height, 'pixels', sha256(image.pixels), 'png', png.length, sha256(png),
      'inflated', sha256(pixels(png)));
    if (fitTo.mode === 'original') {
      const box = renderer.getBBox();
      print('  box', [box.x, box.y, box.width, box.height].join(' '), 'tree', sha256(renderer.toString()));
    }
    image.free();
    renderer.free();
  }
}

attempt('not xml', () => new Resvg('<svg').width);
attempt('not svg', () => new Resvg('<html xmlns="http://www.w3.org/1999/xhtml"/>').width);
attempt('empty', () => new Resvg('').width);
attempt('no size', () => new Resvg('<svg xmlns="http://www.w3.org/2000/svg" width="0" height="5"/>').width);
attempt('external', () => new Resvg(svg('<image href="http://example.invalid/x.png" width="9" height="9"/>')).imagesToResolve().join(' '));
