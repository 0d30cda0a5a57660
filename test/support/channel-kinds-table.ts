// The table of channel kinds in docs/notifications.md, made from the registry. Run by itself
// (`node test/support/channel-kinds-table.ts`) it writes the table into the page.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { channelKinds, type AnyChannelKind } from '../../src/notifications/channels/registry.ts';

const notificationsPage = path.join(import.meta.dirname, '../../docs/notifications.md');
const begin = '<!-- prettier-ignore-start -->\n<!-- channels -->\n';
const end = '<!-- /channels -->\n<!-- prettier-ignore-end -->';

/** The table as it has to stand in the page. */
export function channelKindsTable(): string {
  const rows = Object.entries<AnyChannelKind>(channelKinds)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, { description, maxAlerts }]) =>
        `| \`${key}\` | ${description.replaceAll('|', '\\|')} | ${maxAlerts} |`,
    );
  const head = '| kind | what it does | alerts shown at most |\n| --- | --- | --- |';
  return [head, ...rows, ''].join('\n');
}

/** The table that stands in the page. */
export function committedChannelKindsTable(): string {
  const page = readFileSync(notificationsPage, 'utf8');
  return page.slice(page.indexOf(begin) + begin.length, page.indexOf(end));
}

if (process.argv[1] === import.meta.filename) {
  const page = readFileSync(notificationsPage, 'utf8');
  const from = page.indexOf(begin) + begin.length;
  writeFileSync(
    notificationsPage,
    page.slice(0, from) + channelKindsTable() + page.slice(page.indexOf(end)),
  );
}
