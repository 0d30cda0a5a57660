// Makes databases and containers agree, in one transaction that holds the lock of declared databases. It
// is looked first without the lock, because nearly always there is nothing to do.
import type { Random } from '../../../core/random.ts';
import { updateContainerDatabase, type ContainerRow } from '../../../store/containers.ts';
import { findDatabasesByName, lockDeclaredDatabases } from '../../../store/databases.ts';
import {
  findTakenNames,
  insertDiscoveredDatabase,
  listDatabaseContainers,
  listFoundDatabases,
  retireDiscoveredDatabases,
  updateDiscoveredAgain,
  type DiscoveryFact,
} from '../../../store/discovered-databases.ts';
import type { Queryable, Store, StoreTransaction } from '../../../store/store.ts';
import type { RecognisedDatabase } from '../recognise.ts';
import { environmentOf, namesFor } from './database-name.ts';
import { configuredPlaces, type KnownHost } from './places.ts';
import { isEmptyPlan, planDatabases, type Plan, type PlanInput } from './plan.ts';

export interface KeepDatabasesOptions {
  readonly store: Pick<Store, 'q'>;
  readonly random: Random;
  readonly here: KnownHost;
  readonly now: Date;
  /** The databases that this replica has a configuration or a registration of. */
  readonly configured: readonly { readonly name: string; readonly url: string }[];
  readonly graceMs: number;
  readonly most: number;
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
}

/** How many databases were discovered, are there again, were retired; and what there was no room for. */
export interface KeptDatabases {
  readonly discovered: readonly string[];
  readonly again: readonly string[];
  readonly retired: readonly string[];
  readonly leftOut: number;
}

export async function keepDatabases(options: KeepDatabasesOptions): Promise<KeptDatabases> {
  const { store, transaction } = options;
  const seen = planDatabases(await readInput(store.q, options));
  if (isEmptyPlan(seen)) {
    return { discovered: [], again: [], retired: [], leftOut: seen.leftOut };
  }
  return transaction(async (tx) => {
    await lockDeclaredDatabases(tx.q);
    return carryOut(tx, planDatabases(await readInput(tx.q, options)), options);
  });
}

async function readInput(q: Queryable, options: KeepDatabasesOptions): Promise<PlanInput> {
  const { here, now, graceMs, most, configured } = options;
  const containers = await listDatabaseContainers(q);
  const found = await listFoundDatabases(q);
  const urls = new Map(configured.map(({ name, url }) => [name, url]));
  const known = containers.length === 0 ? [] : await findDatabasesByName(q, [...urls.keys()]);
  return {
    containers,
    found,
    configured: known
      .filter(({ retiredAt, discoveredAt }) => retiredAt === null && discoveredAt === null)
      .map(({ id, name }) => ({ id, places: configuredPlaces(urls.get(name) ?? '') })),
    here,
    now,
    graceMs,
    most,
  };
}

async function carryOut(
  tx: StoreTransaction,
  plan: Plan,
  { random, now }: KeepDatabasesOptions,
): Promise<KeptDatabases> {
  const link = (container: ContainerRow, databaseId: string | null): Promise<void> =>
    updateContainerDatabase(tx, container.id, databaseId);
  const retired = await retireDiscoveredDatabases(tx, plan.retire, now);
  for (const { container, databaseId } of plan.link) await link(container, databaseId);
  for (const { container, recognised, database } of plan.again) {
    await updateDiscoveredAgain(tx, database, { container, fact: factOf(recognised) }, now);
    await link(container, database.id);
  }
  const discovered: string[] = [];
  for (const { container, recognised } of plan.discover) {
    const about = {
      name: await chooseName(tx.q, container),
      environment: environmentOf(container),
      container,
      fact: factOf(recognised),
    };
    const { id, name } = await insertDiscoveredDatabase(tx, about, random, now);
    await link(container, id);
    discovered.push(name);
  }
  const again = plan.again.map(({ database }) => database.name);
  return { discovered, again, retired, leftOut: plan.leftOut };
}

function factOf({ engine, product, score, reasons, port }: RecognisedDatabase): DiscoveryFact {
  return { engine, product, score, reasons, port };
}

const namesAtOnce = 8;

async function chooseName(q: Queryable, container: ContainerRow): Promise<string> {
  const names = namesFor(container);
  for (;;) {
    const some = Array.from({ length: namesAtOnce }, () => names.next().value);
    const taken = await findTakenNames(q, some);
    const free = some.find((name) => !taken.has(name));
    if (free !== undefined) return free;
  }
}
