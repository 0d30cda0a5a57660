// The long lists that are scrolled through, each of a service of its own: 10,000 alerts that were reported, and
// 1,000 databases of a configuration, none of which can be reached, with migrations to be done.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { BrowserContext, Page } from 'playwright-core';

import { ask, createPlace, startService, type Service } from '../../test/support/service.ts';
import { report } from '../../test/dashboard/world/client.ts';
import { intakeToken } from '../../test/dashboard/world/configuration.ts';
import { until } from '../../test/support/until.ts';

const alertCount = Number(process.env['HAWKWATCH_BENCH_ALERTS'] ?? 10_000);
const databaseCount = Number(process.env['HAWKWATCH_BENCH_DATABASES'] ?? 1_000);
const perReport = 500;
const environments = ['production', 'staging', 'development'];

export interface LongList {
  readonly what: 'alerts' | 'databases';
  /** What the table's label begins with. */
  readonly label: string;
  readonly rows: number;
  /** The list is in it, with its first rows. */
  readonly page: Page;
  close(): Promise<void>;
}

export type Opener = (context: BrowserContext) => Promise<LongList>;

interface Started {
  readonly service: Service;
  readonly token: string;
  close(): Promise<void>;
}

async function start(configuration: string, folder?: string): Promise<Started> {
  const place = await createPlace();
  if (folder !== undefined) {
    await mkdir(path.join(place.directory, folder));
    await writeFile(path.join(place.directory, folder, '0001_first.sql'), 'create table first ();');
  }
  await place.writeConfiguration(configuration);
  const service = await startService({ ...place, startMs: 120_000 });
  return {
    service,
    token: place.token,
    close: async () => {
      await service.stop();
      await place.remove();
    },
  };
}

/** Opens the page of a list; ends the service when that fails. */
async function show(
  context: BrowserContext,
  { service, token, close }: Started,
  list: Omit<LongList, 'page' | 'close'> & { readonly address: string; readonly row: RegExp },
): Promise<LongList> {
  const { address, row, ...rest } = list;
  const page = await context.newPage();
  await page.addInitScript((text) => {
    sessionStorage.setItem('hawkwatch.token', text);
  }, token);
  await page.goto(`${service.url}${address}`);
  await page.getByRole('row', { name: row }).first().waitFor();
  return { ...rest, page, close };
}

async function raiseAlerts(service: Service): Promise<void> {
  const severities = ['critical', 'error', 'warning', 'info'] as const;
  for (let from = 0; from < alertCount; from += perReport) {
    const some = Array.from({ length: Math.min(perReport, alertCount - from) }, (_, index) => ({
      name: `bench-${(from + index) % 40}`,
      severity: severities[(from + index) % severities.length] ?? 'info',
      title: `Number ${from + index} of many that are wrong at the same time`,
      labels: { number: String(from + index) },
    }));
    await report(service, ...some);
  }
}

/** Ends what was started when the rest cannot be done. */
async function orClose<Value>(started: Started, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    await started.close();
    throw error;
  }
}

/** The alerts, in `/alerts`. */
export const openAlerts: Opener = async (context) => {
  const started = await start(`intakes:
  - { name: prometheus, token: ${intakeToken} }
`);
  return orClose(started, async () => {
    await raiseAlerts(started.service);
    return show(context, started, {
      what: 'alerts',
      label: 'Alerts',
      rows: alertCount,
      address: '/alerts',
      row: /of many that are wrong/,
    });
  });
};

function declareDatabases(): string {
  const quiet = 'schema: { watch: false }, foreign: { watch: false }, resources: { watch: false }';
  const entries = Array.from({ length: databaseCount }, (_, at) => {
    const about = `name: bench-${at}, environment: ${environments[at % environments.length]}`;
    // Nothing listens there, which is told at once.
    const url = `'postgres://hawkwatch@127.0.0.1:1/bench_${at}'`;
    return `  - { ${about}, url: ${url}, migrations: { folder: ./migrations }, ${quiet} }`;
  });
  return `databases:\n${entries.join('\n')}\n`;
}

/** The databases, in `/databases`, when each was looked at. */
export const openDatabases: Opener = async (context) => {
  const started = await start(declareDatabases(), 'migrations');
  const { service, token } = started;
  return orClose(started, async () => {
    const isLookedAt = async (): Promise<boolean> => {
      const { databases } = await ask<{ databases: { totalCount: number } }>(
        service,
        token,
        '{ databases(filter: { states: [DOWN], migrationStates: [UNREACHABLE] }) { totalCount } }',
      );
      return databases.totalCount === databaseCount;
    };
    // The migrations of those that do not answer are looked at sixteen a second.
    await until('the look at every database', isLookedAt, 300_000);
    return show(context, started, {
      what: 'databases',
      label: 'Databases',
      rows: databaseCount,
      address: '/databases',
      row: /bench-/,
    });
  });
};
