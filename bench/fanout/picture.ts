// Deliveries per second by mode as bars, for the documentation: plain SVG that is readable on a
// light and on a dark page.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { medianOf, type Collected } from './results.ts';
import { many, measured, type Mode } from './settings.ts';
import { perSecond } from './summary.ts';

const names: Readonly<Record<Mode, string>> = {
  hawkwatch: 'hawkwatch',
  yoga: 'GraphQL Yoga',
  mercurius: 'Mercurius',
  ws: 'ws (no GraphQL)',
  ws_batched: 'ws, joined writes',
};
const [width, left, right, top, step, bar] = [720, 150, 90, 44, 34, 22];

const style = `
    text { font: 14px system-ui, sans-serif; fill: #1f2328 }
    .value { font-variant-numeric: tabular-nums }
    .own { fill: #0969da } .peer { fill: #8c959f }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 } .own { fill: #4493f8 } .peer { fill: #7d8590 }
    }`;

/** The picture of so many deliveries per second. */
export function drawBars(values: readonly (readonly [Mode, number])[]): string {
  const most = Math.max(...values.map(([, value]) => value));
  const bars = values.map(([mode, value], i) => {
    const y = top + i * step;
    const length = Math.max(1, Math.round((value / most) * (width - left - right)));
    const shown = Math.round(value).toLocaleString('en');
    return `  <text x="${left - 10}" y="${y + 16}" text-anchor="end">${names[mode]}</text>
  <rect class="${mode === 'hawkwatch' ? 'own' : 'peer'}" x="${left}" y="${y}" width="${length}" height="${bar}" rx="3"/>
  <text class="value" x="${left + length + 8}" y="${y + 16}">${shown}</text>`;
  });
  const height = top + values.length * step + 6;
  const title = `Deliveries per second on one core, ${many} subscribers`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
  <style>${style}
  </style>
  <text x="${left}" y="24" font-weight="600">${title}</text>
${bars.join('\n')}
</svg>
`;
}

/** Writes the picture of the many subscribers with one document. */
export async function writePicture(collected: Collected): Promise<void> {
  const values = measured.flatMap((mode) => {
    const value = medianOf(collected.of(mode, 'many'), perSecond);
    return value === undefined ? [] : [[mode, value] as const];
  });
  const file = path.join(import.meta.dirname, '../results/fanout.svg');
  await writeFile(file, drawBars(values));
}
