// Every screen of the dashboard with the world's data in it: those of `screens.ts`, each object's screen for
// the objects that look most different, and the tabs that a screen itself links to.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Page } from 'playwright-core';

import { findObjects, pick } from './world/objects.ts';
import type { WorldAddress } from './world/world.ts';

export interface ShownScreen {
  /** For the names of tests and files: `alerts`, `run-failed`. */
  readonly name: string;
  readonly path: string;
}

const file = path.join(import.meta.dirname, '../../src/dashboard/screens/screens.ts');

/** Screens whose tabs are looked at, too; of databases those that look most different. */
const tabbed: readonly string[] = ['database', 'database-drifted', 'settings'];

/** What an address leads to that is no screen of its own. */
const views: readonly ShownScreen[] = [
  { name: 'incidents', path: '/alerts?view=incidents' },
  { name: 'databases-matrix', path: '/databases?view=matrix' },
];

/** All screens, without the tabs. */
export async function listScreens(world: WorldAddress): Promise<readonly ShownScreen[]> {
  const text = await readFile(file, 'utf8');
  const paths = [...text.matchAll(/path: '([^']+)'/g)].map(([, one = '']) => one);
  const { databases, alerts, runs, containers, endpoints, files, incident } =
    await findObjects(world);
  const byPath: Readonly<Record<string, readonly [string, string][]>> = {
    '/databases/:id': [
      ['database', pick(databases, 'shop-production')],
      ['database-failed', pick(databases, 'shop-dev')],
      ['database-drifted', pick(databases, 'billing-production')],
      ['database-down', pick(databases, 'warehouse-production')],
    ],
    '/runs/:id': [
      ['run', pick(runs, 'SUCCEEDED')],
      ['run-failed', pick(runs, 'FAILED')],
      ['run-in-review', pick(runs, 'AWAITING_REVIEW')],
    ],
    '/alerts/:id': [
      ['alert', pick(alerts, 'checkout-errors')],
      ['alert-acknowledged', pick(alerts, 'replication-lag')],
      ['alert-resolved', pick(alerts, 'queue-long')],
    ],
    '/incidents/:id': [['incident', incident]],
    '/containers/:id': [['container', pick(containers, 'importer')]],
    '/endpoints/:id': [['endpoint', pick(endpoints, 'flapping')]],
    '/files/:id': [['file', pick(files, 'pgbouncer.ini')]],
  };
  const shown = paths.flatMap((one): ShownScreen[] => {
    if (one.includes(':tab')) return [];
    if (!one.includes(':')) return [{ name: one === '/' ? 'now' : one.slice(1), path: one }];
    const objects = byPath[one];
    if (objects === undefined)
      throw new Error(`tell in test/dashboard/screens.ts what ${one} shows`);
    return objects.map(([name, id]) => ({
      name,
      path: one.replace(':id', encodeURIComponent(id)),
    }));
  });
  return [...shown, ...views];
}

/** The tabs of a screen that is open: links to addresses below its own. */
export async function listTabs(page: Page, screen: ShownScreen): Promise<readonly ShownScreen[]> {
  if (!tabbed.includes(screen.name)) return [];
  const hrefs = await page
    .locator('main a[href]')
    .evaluateAll((links) =>
      links.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
    );
  const below = hrefs.filter(
    (href) =>
      decodeURIComponent(href).startsWith(`${decodeURIComponent(screen.path)}/`) &&
      href.split('/').length === screen.path.split('/').length + 1,
  );
  return [...new Set(below)].map((href) => ({
    name: `${screen.name}-${href.split('/').at(-1)}`,
    path: href,
  }));
}
