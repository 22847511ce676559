// Checks a report that was made from the manifest alone:
//
//   node missing.mjs REPORT

import assert from 'node:assert/strict';
import {openReport, withBrowser} from './browser.mjs';

const [report] = process.argv.slice(2);
if (!report) throw new Error('usage: node missing.mjs REPORT');

await withBrowser(async (_, context) => {
  const {page, faults} = await openReport(context, report);
  assert.equal(await page.locator('#failure').isVisible(), false, 'no failure is shown');
  for (const id of ['graph', 'frontier', 'traces', 'times', 'exposure', 'verification']) {
    assert.equal(await page.locator(`#${id} .missing`).count(), 1, `the part ${id} says what is missing`);
  }
  assert.equal(await page.locator('#graph-stage').isVisible(), false, 'there is no empty graph');
  assert.ok(await page.locator('#table tbody tr').count() > 10, 'the table is there');
  await page.locator('#table-view').focus();
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('#no-text').isVisible(), 'left-out text is spoken of');
  await page.keyboard.press('Escape');
  // The printed page has rows too.
  await page.emulateMedia({media: 'print'});
  await page.waitForFunction(() => document.querySelectorAll('#table tbody tr:not(.space)').length === 60);
  await page.emulateMedia({media: 'screen'});
  await page.waitForFunction(() => document.querySelectorAll('#table tbody tr:not(.space)').length < 60);
  assert.deepEqual(faults, []);
  console.log('ok');
});
