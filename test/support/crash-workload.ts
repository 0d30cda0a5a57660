// Kills the real service with SIGKILL at random moments of a run and checks, after each restart,
// that the target's history tells exactly what happened. Every statement of the migrations leaves
// a mark in a table, and a counter that a second execution would raise again.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import postgres from 'postgres';

import type { TestDatabase } from './databases.ts';
import type { Seeded } from './seeded.ts';
import { ask, startService, type Place, type Service } from './service.ts';
import { until } from './until.ts';

export interface CrashTarget {
  readonly database: TestDatabase;
  /** Its name in the configuration. */
  readonly name: string;
}

const count = 20;

/** Statements of migration `n`, counted from 1: transactional, and of both other kinds. */
function statementsOf(n: number, slow: string): string[] {
  const mark = (statement: number): string => `insert into marks values (${n}, ${statement})`;
  const bump = (part: number): string =>
    `update counters set n = n + 1 where id % 3 = ${part} and version = ${n}`;
  switch (n % 4) {
    case 0:
      return [mark(1), `create index concurrently t${n}_i on filler (v, (id + ${n}))`, mark(3)];
    case 1:
      return [mark(1), bump(0), bump(1), bump(2), slow, mark(6)];
    case 2:
      return [mark(1), `create table t${n} (i int)`, slow, bump(0), bump(1), bump(2)];
    default:
      return [mark(1), bump(0), slow, bump(1), bump(2), mark(6)];
  }
}

/** Migrations that run statement by statement. */
const isStepwise = (n: number): boolean => n % 4 === 0 || n % 4 === 3;

export async function writeCrashMigrations(folder: string, slow: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let n = 1; n <= count; n += 1) {
    const directive = n % 4 === 3 ? '-- hawkwatch: no-transaction\n' : '';
    const text = `${directive}${statementsOf(n, slow).join(';\n')};\n`;
    await writeFile(path.join(folder, `${String(n).padStart(2, '0')}_step.sql`), text);
  }
}

/** What the migrations need to be there. */
export async function prepareTarget(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql.unsafe(`
    create table marks (version int not null, statement int not null);
    create table counters (version int, id int, n int not null default 0);
    insert into counters (version, id) select v, i from generate_series(1, ${count}) v,
      generate_series(0, 29) i;
    create table filler as select i as id, md5(i::text) as v from generate_series(1, 20000) i;`);
  await sql.end();
}

interface HistoryRow {
  readonly version: string;
  readonly state: string;
  readonly statements_done: number;
  readonly intent: { statement: number } | null;
}

/** Every difference between what the history says and what the statements did. */
export async function findLies(url: string, slow: string, context: string): Promise<string[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const lies: string[] = [];
    const [table] = await sql<{ found: string | null }[]>`
      select to_regclass('hawkwatch.migrations')::text as found`;
    const rows =
      table?.found == null
        ? []
        : await sql<HistoryRow[]>`
      select version, state, statements_done, intent from hawkwatch.migrations`;
    const history = new Map(rows.map((row) => [Number(row.version), row]));
    const marks = await sql<{ version: number; statement: number; n: number }[]>`
      select version, statement, count(*)::int as n from marks group by 1, 2`;
    const counters = await sql<{ version: number; part: number; low: number; high: number }[]>`
      select version, id % 3 as part, min(n) as low, max(n) as high from counters group by 1, 2`;
    const indexes = await sql<{ name: string; valid: boolean }[]>`
      select relname as name, indisvalid as valid from pg_index
      join pg_class on oid = indexrelid where relname ~ '^t[0-9]+_i$'`;
    for (let n = 1; n <= count; n += 1) {
      const row = history.get(n);
      const statements = statementsOf(n, slow);
      const done =
        row?.state === 'applied'
          ? statements.length
          : isStepwise(n) && row?.state === 'partial'
            ? row.statements_done
            : 0;
      for (const [i, text] of statements.entries()) {
        // In doubt: begun outside a transaction, and whether it ended is what the probe tells.
        if (row?.state === 'partial' && row.intent?.statement === i) continue;
        const should = i < done ? 1 : 0;
        const times = timesDone(text, n, i + 1, { marks, counters, indexes });
        if (times !== undefined && times !== should) {
          lies.push(`${context}: ${n}.${i + 1} happened ${times} times, recorded ${should}`);
        }
      }
    }
    return lies;
  } finally {
    await sql.end();
  }
}

interface Effects {
  readonly marks: readonly { version: number; statement: number; n: number }[];
  readonly counters: readonly { version: number; part: number; low: number; high: number }[];
  readonly indexes: readonly { name: string; valid: boolean }[];
}

function timesDone(
  text: string,
  version: number,
  statement: number,
  { marks, counters, indexes }: Effects,
): number | undefined {
  if (text.startsWith('insert into marks')) {
    return marks.find((row) => row.version === version && row.statement === statement)?.n ?? 0;
  }
  const part = /id % 3 = ([012])/.exec(text)?.[1];
  if (part !== undefined) {
    const row = counters.find((one) => one.version === version && one.part === Number(part));
    return row === undefined || row.low !== row.high ? Number.NaN : row.high;
  }
  if (text.startsWith('create index concurrently')) {
    return indexes.filter((row) => row.name === `t${version}_i` && row.valid).length;
  }
  return undefined;
}

export interface RunView {
  readonly id: string;
  readonly state: string;
  readonly percent: number;
  readonly error: { message: string } | null;
}

const runFields = 'id state percent error { message }';

export async function triggerRun(
  service: Service,
  place: Place,
  database: string,
): Promise<RunView> {
  const query = `mutation ($database: ID!) { triggerMigration(input: { database: $database }) {
    ... on MigrationRun { ${runFields} } ... on Error { message } } }`;
  const answer = await ask<{ triggerMigration: RunView & { message?: string } }>(
    service,
    place.token,
    query,
    { database },
  );
  if (answer.triggerMigration.message !== undefined) {
    throw new Error(answer.triggerMigration.message);
  }
  return answer.triggerMigration;
}

export async function findRunView(service: Service, place: Place, id: string): Promise<RunView> {
  const query = `query ($id: ID!) { migrationRun(id: $id) { ${runFields} } }`;
  const { migrationRun } = await ask<{ migrationRun: RunView }>(service, place.token, query, {
    id,
  });
  return migrationRun;
}

const ended = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'INTERRUPTED']);

export function runEnd(
  service: Service,
  place: Place,
  id: string,
  deadlineMs = 60_000,
): Promise<RunView> {
  return until(
    'the end of a run',
    async () => {
      const run = await findRunView(service, place, id);
      return ended.has(run.state) ? run : undefined;
    },
    deadlineMs,
  );
}

interface CrashRound {
  readonly place: Place;
  readonly target: CrashTarget;
  readonly slow: string;
  readonly random: Seeded;
  /** The kill comes at a random moment between these, in milliseconds after the trigger. */
  readonly fromMs: number;
  readonly withinMs: number;
  /** Something else that breaks before the kill. */
  breakFirst?(): Promise<void>;
}

export interface CrashResult {
  readonly lies: readonly string[];
  readonly interruptedAs: string;
  readonly restarts: number;
}

/** One round: trigger, kill, restart, check, finish, check again. */
export async function crashOnce(round: CrashRound): Promise<CrashResult> {
  const { place } = round;
  const started: Service[] = [];
  const start = async (): Promise<Service> => {
    const service = await startService({ stateDirectory: place.stateDirectory, env: place.env });
    started.push(service);
    return service;
  };
  try {
    return await crash(round, start);
  } finally {
    // Also when something went wrong: no process is left behind.
    await started.at(-1)?.stop();
  }
}

async function crash(round: CrashRound, start: () => Promise<Service>): Promise<CrashResult> {
  const { place, target, slow, random } = round;
  const { url } = target.database;
  let service = await start();
  const run = await triggerRun(service, place, target.name);
  const killAtMs = round.fromMs + random.fraction() * (round.withinMs - round.fromMs);
  const started = performance.now();
  await until('the moment of the kill', () => performance.now() - started >= killAtMs);
  await round.breakFirst?.();
  await service.kill();
  service = await start();
  const lies: string[] = [];
  let last = await runEnd(service, place, run.id);
  const interruptedAs = last.state;
  lies.push(...(await findLies(url, slow, `after the restart (${last.state})`)));
  let restarts = 1;
  while (last.state !== 'SUCCEEDED') {
    if (restarts > 5) throw new Error(`the run cannot be finished: ${JSON.stringify(last)}`);
    last = await runEnd(service, place, (await retryRun(service, place, last.id)).id);
    restarts += 1;
  }
  lies.push(...(await findLies(url, slow, 'at the end')));
  lies.push(...(await findWrongEvents(service, place, target.name)));
  return { lies, interruptedAs, restarts };
}

async function retryRun(service: Service, place: Place, id: string): Promise<RunView> {
  const query = `mutation ($id: ID!) { retryMigration(runId: $id) {
    ... on MigrationRun { ${runFields} } ... on Error { message } } }`;
  const { retryMigration } = await ask<{ retryMigration: RunView & { message?: string } }>(
    service,
    place.token,
    query,
    { id },
  );
  if (retryMigration.message !== undefined) throw new Error(retryMigration.message);
  return retryMigration;
}

/** Each migration must be told as applied exactly once, and status must be UP_TO_DATE. */
async function findWrongEvents(service: Service, place: Place, name: string): Promise<string[]> {
  interface Page {
    readonly events: {
      readonly edges: readonly { readonly node: { readonly payload: Outcome } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  }
  interface Outcome {
    readonly database: string;
    readonly migration: { readonly version: string; readonly state: string };
  }
  const told = new Map<string, number>();
  let after: string | null = null;
  for (;;) {
    const query = `query ($after: String) { events(first: 100, after: $after,
      filter: { types: ["migration.step_finished"] }) {
        edges { node { payload } } pageInfo { hasNextPage endCursor } } }`;
    const { events }: Page = await ask<Page>(service, place.token, query, { after });
    for (const { node } of events.edges) {
      const { database, migration } = node.payload;
      if (database !== name || migration.state !== 'APPLIED') continue;
      told.set(migration.version, (told.get(migration.version) ?? 0) + 1);
    }
    if (!events.pageInfo.hasNextPage) break;
    after = events.pageInfo.endCursor;
  }
  const wrong: string[] = [];
  for (let n = 1; n <= count; n += 1) {
    const version = String(n).padStart(2, '0');
    const times = told.get(version) ?? 0;
    if (times !== 1) wrong.push(`${version} was told as applied ${times} times`);
  }
  const { migrationStatus } = await ask<{ migrationStatus: { state: string } }>(
    service,
    place.token,
    'query ($id: ID!) { migrationStatus(database: $id) { state } }',
    { id: name },
  );
  if (migrationStatus.state !== 'UP_TO_DATE') wrong.push(`status ${migrationStatus.state}`);
  return wrong;
}
