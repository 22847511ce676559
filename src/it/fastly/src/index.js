/// <reference types="@fastly/js-compute" />

// What is asked for in the path: text processing, regular expressions, numbers, sorting, JSON.

function primes(most) {
  const sieve = new Uint8Array(most + 1);
  const found = [];
  for (let n = 2; n <= most; n++) {
    if (sieve[n]) continue;
    found.push(n);
    for (let m = n * n; m <= most; m += n) sieve[m] = 1;
  }
  return found;
}

function words(text) {
  const counts = new Map();
  for (const [word] of text.toLowerCase().matchAll(/\p{L}+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

async function answer(request) {
  const url = new URL(request.url);
  const headers = {'content-type': 'application/json', 'x-path': url.pathname};
  switch (url.pathname) {
    case '/primes':
      return new Response(JSON.stringify(primes(Number(url.searchParams.get('most')))), {headers});
    case '/words':
      return new Response(JSON.stringify(words(await request.text())), {headers});
    case '/digest': {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(await request.text()));
      const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
      return new Response(JSON.stringify({hex, of: [...request.headers].sort()}), {headers});
    }
    case '/numbers':
      return Response.json([0.1 + 0.2, 1e21 / 7, Math.sin(1e6), (2n ** 200n).toString(), parseFloat('1e-320')]);
    default:
      return new Response(`nothing at ${url.pathname}\n`, {status: 404});
  }
}

addEventListener('fetch', (event) => event.respondWith(answer(event.request)));
