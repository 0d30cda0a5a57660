// The table of metrics in docs/metrics.md, made from the catalogue. Run by itself
// (`node test/support/metrics-table.ts`) it writes the table into the page.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { metricCatalogue } from '../../src/metrics/catalogue/registry.ts';

const metricsPage = path.join(import.meta.dirname, '../../docs/metrics.md');
const begin = '<!-- prettier-ignore-start -->\n<!-- catalogue -->\n';
const end = '<!-- /catalogue -->\n<!-- prettier-ignore-end -->';

/** The table as it has to stand in the page. */
export function metricsTable(): string {
  const rows = metricCatalogue
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, unit, kind, description }) => {
      const text = description.replaceAll('|', '\\|');
      return `| \`${name}\` | ${unit} | ${kind} | ${text} |`;
    });
  const head = ['| metric | unit | kind | what it is |', '| --- | --- | --- | --- |'];
  return [...head, ...rows, ''].join('\n');
}

/** The table that stands in the page. */
export function committedMetricsTable(page = readFileSync(metricsPage, 'utf8')): string {
  return page.slice(page.indexOf(begin) + begin.length, page.indexOf(end));
}

if (process.argv[1] === import.meta.filename) {
  const page = readFileSync(metricsPage, 'utf8');
  const from = page.indexOf(begin) + begin.length;
  writeFileSync(metricsPage, page.slice(0, from) + metricsTable() + page.slice(page.indexOf(end)));
}
