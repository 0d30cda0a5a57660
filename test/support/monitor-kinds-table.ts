// The table of monitor kinds in docs/monitors.md, made from the registry. Run by itself
// (`node test/support/monitor-kinds-table.ts`) it writes the table into the page.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { monitorKinds, type AnyMonitor } from '../../src/monitors/registry.ts';

const monitorsPage = path.join(import.meta.dirname, '../../docs/monitors.md');
const begin = '<!-- prettier-ignore-start -->\n<!-- kinds -->\n';
const end = '<!-- /kinds -->\n<!-- prettier-ignore-end -->';

function row([key, monitor]: [string, AnyMonitor]): string {
  const how = 'start' in monitor ? 'stream' : 'check';
  return `| \`${key}\` | ${monitor.scope} | ${how} | ${monitor.description.replaceAll('|', '\\|')} |`;
}

/** The table as it has to stand in the page. */
export function monitorKindsTable(): string {
  const rows = Object.entries<AnyMonitor>(monitorKinds)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(row);
  return ['| kind | where | how | what it does |', '| --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}

/** The table that stands in the page. */
export function committedKindsTable(page = readFileSync(monitorsPage, 'utf8')): string {
  return page.slice(page.indexOf(begin) + begin.length, page.indexOf(end));
}

if (process.argv[1] === import.meta.filename) {
  const page = readFileSync(monitorsPage, 'utf8');
  const from = page.indexOf(begin) + begin.length;
  writeFileSync(
    monitorsPage,
    page.slice(0, from) + monitorKindsTable() + page.slice(page.indexOf(end)),
  );
}
