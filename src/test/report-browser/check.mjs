// Uses a report as its readers do, and fails if something is wrong:
//
//   node check.mjs REPORT
//
// The last line is "ok" with the loading time in milliseconds, which no test depends on.

import assert from 'node:assert/strict';
import {openReport, withBrowser} from './browser.mjs';

const [report] = process.argv.slice(2);
if (!report) throw new Error('usage: node check.mjs REPORT');

await withBrowser(async (_, context) => {
  const {page, milliseconds, faults} = await openReport(context, report);
  const clean = (when) => assert.deepEqual(faults, [], `nothing goes wrong ${when}`);
  clean('at loading');
  assert.equal(await page.locator('#failure').isVisible(), false, 'no failure is shown');
  const data = JSON.parse(await page.evaluate(() => unpacked(document.getElementById('data').textContent)));
  const functions = data.name.length;
  const varied = data.variants.findIndex((variants) => variants.length > 0);

  // The graph is drawn, and finds functions.
  const inked = () => page.evaluate(() => {
    const canvas = document.getElementById('graph-canvas');
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let inked = 0;
    for (let i = 3; i < pixels.length; i += 4) inked += pixels[i] > 0 ? 1 : 0;
    return inked;
  });
  assert.ok(await inked() > 100, 'the graph is drawn');
  await page.locator('#graph-search').fill(data.name[varied]);
  await page.locator('#graph-search').press('Enter');
  await page.locator('#graph-selected h3').waitFor();
  assert.equal(await page.locator('#graph-selected h3').textContent(), data.name[varied]);
  await page.locator('#graph-search').fill('no such function');
  await page.locator('#graph-search').press('Enter');
  assert.match(await page.locator('#graph-said').textContent(), /^No function is called/);
  await page.locator('#graph-canvas').focus();
  for (const key of ['ArrowLeft', '+', '-', 'ArrowUp']) await page.keyboard.press(key);
  await page.getByRole('button', {name: 'Back to the hottest'}).click();
  assert.match(await page.locator('#graph-said').textContent(), /calls among them/);
  clean('with the graph');

  // The table lists all functions, sorts and filters.
  const said = () => page.locator('#table-said').textContent();
  const first = (column) => page.locator('#table tbody tr:not(.space)').first().locator('td').nth(column).textContent();
  const number = (text) => Number(text.replace(/\D/g, ''));
  assert.equal(number(await said()), functions);
  assert.ok(await page.locator('#table tbody tr').count() < 200, 'only rows that can be seen are there');
  const order = async (title, column, low, high, read = number) => {
    const heading = page.locator('#table thead').getByRole('button', {name: title});
    await heading.click();
    const one = await first(column);
    await heading.click();
    const other = await first(column);
    assert.deepEqual([one, other].map(read), [high, low], `sorted by ${title}`);
  };
  await order('Instructions', 5, Math.min(...extremes(data.instructions)), Math.max(...extremes(data.instructions)));
  const names = [...data.name].map((name) => name.toLowerCase()).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  await order('Function', 0, names.at(-1), names[0], (text) => text.toLowerCase());
  await page.locator('#table-view').focus();
  await page.keyboard.press('End');
  assert.equal(await page.locator('#table tbody tr.active').getAttribute('aria-rowindex'), String(functions + 1));
  await page.locator('#table-filter').fill(data.name[varied]);
  const matching = data.name.filter((name, i) => name.toLowerCase().includes(data.name[varied].toLowerCase()) || String(data.index[i]) === data.name[varied].toLowerCase()).length;
  assert.equal(number((await said()).split(' of ')[0]), matching);
  await page.locator('#table-filter').fill('no such function');
  assert.equal(number((await said()).split(' of ')[0]), 0);
  await page.locator('#table-filter').fill('');
  clean('with the table');

  // A function opens by the keyboard, with its bodies side by side.
  const withText = await page.evaluate(() => [...packedTexts().keys()][0] ?? -1);
  const opened = withText >= 0 ? withText : varied;
  await page.locator('#table-filter').fill(data.name[opened]);
  assert.equal(await first(0), data.name[opened], 'who types a whole name means that function');
  await page.locator('#table-view').focus();
  await page.keyboard.press('Enter');
  await page.locator('#function[open]').waitFor();
  assert.equal(await page.locator('#function-title').textContent(), data.name[opened]);
  assert.equal(await page.locator('#function-body tbody').first().locator('tr').count(), data.variants[opened].length);
  if (withText >= 0) {
    await page.locator('.difference').waitFor();
    assert.ok(await page.locator('.difference td.added, .difference td.removed').count() > 0, 'differences are marked');
    await page.locator('#function-body select').first().selectOption('1');
    await page.locator('#function-body select').last().selectOption('1');
    assert.equal(await page.locator('#function-body .said').textContent(), 'The bodies are identical.');
  } else {
    assert.ok(await page.locator('#no-text').isVisible(), 'left-out text is spoken of');
  }
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#function').isVisible(), false);
  clean('with a function');

  // Every part shows something, or states what is missing.
  for (const id of ['summary', 'graph', 'size', 'frontier', 'traces', 'times', 'exposure', 'verification', 'functions', 'making']) {
    const filled = await page.evaluate((part) => {
      const section = document.getElementById(part);
      return section.querySelector('svg, canvas, table, .missing, .figures') !== null;
    }, id);
    assert.ok(filled, `the part ${id}`);
  }

  // Dark, on a phone: nothing is wider than the screen.
  await page.emulateMedia({colorScheme: 'dark'});
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(dark, 'rgb(20, 23, 27)');
  await page.setViewportSize({width: 360, height: 740});
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 360, `on a phone it is ${width} pixels wide`);
  clean('in the dark, on a phone');
  // Forbidden actions do not happen, whatever is in the module.
  assert.equal(await page.evaluate(() => window.injected), undefined, 'no name of a function runs as a script');
  console.log(`${functions} functions in ${Math.round(milliseconds)} ms`);
  console.log('ok');
});

function extremes(numbers) {
  return numbers.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [Infinity, -Infinity]);
}
