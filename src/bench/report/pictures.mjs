// Takes pictures of a report:
//
//   node pictures.mjs REPORT DIRECTORY [FUNCTION]
//
// FUNCTION is the function whose bodies are shown side by side.

import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {openReport, withBrowser} from './browser.mjs';

const [report, directory, shown] = process.argv.slice(2);
if (!directory) throw new Error('usage: node pictures.mjs REPORT DIRECTORY [FUNCTION]');
mkdirSync(directory, {recursive: true});

await withBrowser(async (_, context) => {
  const take = async (name, options, work) => {
    const {page, faults} = await openReport(context, report, options);
    await work(page, (more) => page.screenshot({path: join(directory, `${name}.png`), ...more}));
    await page.close();
    if (faults.length) throw new Error(`${name}: ${faults.join('\n')}`);
  };
  const part = (id) => async (page) => {
    const box = page.locator(`#${id}`);
    await box.scrollIntoViewIfNeeded();
    await page.evaluate(() => { document.querySelector('nav').style.position = 'static'; });
    const path = join(directory, `${id}.png`);
    await box.screenshot({path});
  };
  await take('summary-light', {width: 1200, height: 820}, (_, shoot) => shoot());
  await take('summary-dark', {width: 1200, height: 820, colorScheme: 'dark'}, (_, shoot) => shoot());
  await take('phone', {width: 390, height: 844}, (_, shoot) => shoot());
  await take('phone-dark-table', {width: 390, height: 844, colorScheme: 'dark'}, async (page, shoot) => {
    await page.locator('#functions').scrollIntoViewIfNeeded();
    await page.evaluate(() => document.getElementById('functions').scrollIntoView());
    await shoot();
  });
  for (const id of ['graph', 'size', 'frontier', 'traces', 'times', 'exposure', 'verification', 'functions']) {
    await take(id, {width: 1200, height: 900}, part(id));
  }
  if (shown) {
    await take('side-by-side', {width: 1200, height: 1000}, async (page, shoot) => {
    await page.locator('#table-filter').fill(shown);
    await page.locator('#table-view').focus();
    await page.keyboard.press('Enter');
      await page.locator('.difference').waitFor();
      await shoot();
    });
  }
  await take('print', {width: 1000, height: 1200}, async (page) => {
    await page.pdf({path: join(directory, 'print.pdf'), format: 'A4', printBackground: true, margin: {top: '15mm', bottom: '15mm', left: '15mm', right: '15mm'}});
  });
});
