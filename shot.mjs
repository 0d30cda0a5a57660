import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
const axe = readFileSync('node_modules/axe-core/axe.min.js','utf8');
const jobs = JSON.parse(process.argv[2]);
const world = JSON.parse(readFileSync('/tmp/dash-db/world.json','utf8')); const token = world.tokens[process.argv[3] ?? 'admin'];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const { path, out, scheme='light', width=1280, height=900, act, full=true } of jobs) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  page.on('console', m => console.log(out, 'console', m.type(), m.text()));
  page.on('pageerror', e => console.log(out, 'pageerror', e));
  await page.goto(world.url + path + '#token=' + token);
  await page.waitForTimeout(1800);
  if (act) await eval(`(async () => { ${act} })()`);
  await page.screenshot({ path: `/tmp/dash-db/${out}.png`, fullPage: full });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (wide) console.log(out, 'PAGE SCROLLS HORIZONTALLY');
  await page.evaluate(axe);
  const r = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  for (const v of r.violations) console.log(out, v.impact, v.id, v.nodes.slice(0,3).map(n => n.html.slice(0,160)).join(' | '));
  await page.close();
}
await browser.close();
