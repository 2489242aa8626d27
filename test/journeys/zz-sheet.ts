import { readFileSync, existsSync } from 'node:fs';
import { openChromium } from '../support/chromium.ts';
const [out, ...names] = process.argv.slice(2);
const dir = '/work/main/screenshots/';
const img = (n: string, w: number) =>
  existsSync(dir + n) ? `<img width=${w} src="data:image/png;base64,${readFileSync(dir + n).toString('base64')}">` : '';
const b = await openChromium();
const p = await b.newPage({ viewport: { width: 1960, height: 400 } });
for (const n of names) {
  await p.setContent(
    `<body style="margin:0;background:#f0f;display:flex;gap:8px;align-items:flex-start">${img(n + '.1280.light.png', 640)}${img(n + '.870.dark.png', 600)}${img(n + '.390.light.png', 390)}${img(n + '.320.dark.png', 300)}`,
  );
  await p.waitForFunction(() => [...document.images].every((i) => i.complete));
  const h = await p.evaluate(() => document.body.scrollHeight);
  await p.setViewportSize({ width: 1960, height: Math.min(h, 1750) });
  await p.screenshot({ path: `${out}/${n}.png` });
}
await b.close();
