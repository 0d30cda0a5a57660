// Runs as tests need them: made through the API, and kept from being read.
import { findRun, type MigrationRun } from '../../../src/store/migration-runs.ts';
import type { Store, StoreTransaction } from '../../../src/store/store.ts';
import { until } from '../../support/until.ts';
import { ask, textAt } from './clients.ts';
import type { TestService } from './service.ts';

const trigger = `mutation { triggerMigration(input: { database: "shop" }) {
  ... on MigrationRun { id cursor } } }`;

export interface StartedRun {
  readonly run: MigrationRun;
  readonly globalId: string;
  /** Just before its first event. */
  readonly cursor: string;
}

/** Asks for a run; it stays queued. */
export async function startRun({ url, tokens, store }: TestService): Promise<StartedRun> {
  const made = await ask(url, tokens.operator, trigger);
  const globalId = textAt(made, 'triggerMigration.id');
  const id = Buffer.from(globalId, 'base64url').toString().replace('MigrationRun:', '');
  const run = await findRun(store.q, id);
  if (run === undefined) throw new Error('the run is gone');
  return { run, globalId, cursor: textAt(made, 'triggerMigration.cursor') };
}

/** Does something in the transaction that holds the lock, and ends it. */
export type Unlock = (work?: (tx: StoreTransaction) => Promise<unknown>) => Promise<void>;

/** From now on whoever reads the table waits, until the result is called. */
export async function lockTable(
  store: Store,
  table: 'migration_runs' | 'migration_run_steps',
): Promise<Unlock> {
  const { promise: locked, resolve: lock } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<Parameters<Unlock>[0]>();
  const holding = store.transaction(async (tx) => {
    await tx.q.execute(`lock table hawkwatch_store.${table} in access exclusive mode`);
    lock();
    const work = await released;
    await work?.(tx);
  });
  await Promise.race([locked, holding]);
  return (work) => {
    release(work);
    return holding;
  };
}

/** Waits until somebody waits for the table. */
export async function waitedFor(store: Store, table: string): Promise<void> {
  await until(`somebody to wait for ${table}`, async () => {
    const [row] = await store.raw<{ waiting: string }[]>`
      select count(*) as waiting from pg_locks where not granted
        and relation = ${`hawkwatch_store.${table}`}::regclass`;
    return Number(row?.waiting) > 0;
  });
}
