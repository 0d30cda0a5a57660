// The instances of monitors as they are stored. A change of state and its event stand in one
// transaction, under the row's lock.
import { z } from 'zod';

import { and, asc, count, desc, eq, inArray, isNotNull, lt, ne, sql, type SQL } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import type { Random } from '../core/random.ts';
import { monitors } from './schema/index.ts';
import { storableText } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

export const monitorStates = [
  'STARTING',
  'OK',
  'DEGRADED',
  'SILENT',
  'FAILING',
  'HUNG',
  'PAUSED',
  'WAITING',
  'RETIRED',
] as const;
export type MonitorState = (typeof monitorStates)[number];

type StoredRow = typeof monitors.$inferSelect;

export interface MonitorRow extends StoredRow {
  readonly state: MonitorState;
}

const stateName = z.enum(monitorStates);

function toRow(row: StoredRow): MonitorRow {
  return { ...row, state: stateName.parse(row.state) };
}

const monitorFact = z.object({
  monitorId: z.string(),
  kind: z.string(),
  name: z.string(),
  scope: z.string(),
  host: z.string(),
  state: stateName,
  before: stateName,
  reason: z.string().nullable(),
  since: z.iso.datetime(),
  replica: z.string().nullable(),
  pausedBy: z.string().nullable(),
});
/** A monitor after a change of its state. */
export type MonitorFact = z.infer<typeof monitorFact>;

export const monitorStateChanged = defineEvent({
  type: 'monitor.state_changed',
  version: 1,
  audience: 'viewer',
  schema: monitorFact,
});

/** Somebody wants a monitor to run now; it wakes whoever runs it. */
export const monitorRunRequested = defineEvent({
  type: 'monitor.run_requested',
  version: 1,
  audience: 'operator',
  schema: z.object({ monitorId: z.string(), kind: z.string(), name: z.string(), by: z.string() }),
});

/** What events and audit entries call it, as `monitor:endpoints/checkout`. */
export function monitorSubject({ kind, name, host }: Pick<MonitorRow, 'kind' | 'name' | 'host'>) {
  return `monitor:${kind}/${name}${host === '' ? '' : `@${host}`}`;
}

export interface MonitorIdentity {
  readonly kind: string;
  readonly name: string;
  readonly scope: string;
  /** Empty for what runs once in the cluster. */
  readonly host: string;
}

/** Adds what is not there yet; it waits to be run. */
export async function insertMonitors(
  q: Queryable,
  identities: readonly MonitorIdentity[],
  random: Random,
  at: Date,
): Promise<void> {
  if (identities.length === 0) return;
  const rows = identities.map((one) => ({
    ...one,
    id: random.uuid(),
    state: 'WAITING',
    since: at,
  }));
  await q.insert(monitors).values(rows).onConflictDoNothing();
}

/** All of a scope on a host, retired ones too. */
export async function listMonitorsOf(
  q: Queryable,
  { scope, host }: Pick<MonitorIdentity, 'scope' | 'host'>,
): Promise<MonitorRow[]> {
  const rows = await q
    .select()
    .from(monitors)
    .where(and(eq(monitors.scope, scope), eq(monitors.host, host)));
  return rows.map(toRow);
}

export async function findMonitors(q: Queryable, ids: readonly string[]): Promise<MonitorRow[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(monitors)
    .where(inArray(monitors.id, [...ids]));
  return rows.map(toRow);
}

export type MonitorChange = Partial<Omit<MonitorRow, 'id' | keyof MonitorIdentity | 'since'>>;

/**
 * Changes a row under its lock; another state is announced. `decide` is given the row as it is, and
 * gives undefined to leave it so. @returns the row after the change; undefined without one.
 */
export async function updateMonitor(
  tx: StoreTransaction,
  id: string,
  at: Date,
  decide: (row: MonitorRow) => MonitorChange | undefined,
): Promise<MonitorRow | undefined> {
  const [stored] = await tx.q
    .select()
    .from(monitors)
    .where(eq(monitors.id, id))
    .for('no key update');
  if (stored === undefined) return undefined;
  const before = toRow(stored);
  const change = decide(before);
  if (change === undefined) return undefined;
  const isOther = change.state !== undefined && change.state !== before.state;
  const { reason, lastError } = change;
  const [saved] = await tx.q
    .update(monitors)
    .set({
      ...change,
      ...(typeof reason === 'string' ? { reason: storableText(reason) } : {}),
      ...(typeof lastError === 'string' ? { lastError: storableText(lastError) } : {}),
      ...(isOther ? { since: at } : {}),
      id,
    })
    .where(eq(monitors.id, id))
    .returning();
  if (saved === undefined) return undefined;
  const row = toRow(saved);
  if (isOther) {
    const { kind, name, scope, host, state, replica, pausedBy } = row;
    const payload = {
      monitorId: id,
      kind,
      name,
      scope,
      host,
      state,
      replica,
      pausedBy,
      before: before.state,
      reason: row.reason,
      since: row.since.toISOString(),
    };
    const subject = monitorSubject(row);
    tx.append(monitorStateChanged.create({ subject, occurredAt: at, payload }));
  }
  return row;
}

export interface MonitorFilter {
  readonly kinds?: readonly string[] | undefined;
  /** Without it, all but the retired ones. */
  readonly states?: readonly MonitorState[] | undefined;
}

export type MonitorPlace = readonly [kind: string, name: string, host: string];

export interface MonitorPage {
  readonly limit: number;
  readonly after?: MonitorPlace | undefined;
  readonly before?: MonitorPlace | undefined;
  readonly backwards?: boolean | undefined;
}

function matching({ kinds, states }: MonitorFilter): SQL | undefined {
  return and(
    kinds === undefined ? undefined : inArray(monitors.kind, [...kinds]),
    states === undefined ? ne(monitors.state, 'RETIRED') : inArray(monitors.state, [...states]),
  );
}

const place = sql`(${monitors.kind}, ${monitors.name}, ${monitors.host})`;

/** By kind, name and host. */
export async function listMonitors(
  q: Queryable,
  filter: MonitorFilter,
  page: MonitorPage,
): Promise<MonitorRow[]> {
  const beyond = (than: 'after' | 'before'): SQL | undefined => {
    const at = page[than];
    if (at === undefined) return undefined;
    const row = sql`(${at[0]}, ${at[1]}, ${at[2]})`;
    return than === 'after' ? sql`${place} > ${row}` : sql`${place} < ${row}`;
  };
  const order = page.backwards === true ? desc : asc;
  const rows = await q
    .select()
    .from(monitors)
    .where(and(matching(filter), beyond('after'), beyond('before')))
    .orderBy(order(monitors.kind), order(monitors.name), order(monitors.host))
    .limit(page.limit);
  return rows.map(toRow);
}

export async function countMonitors(q: Queryable, filter: MonitorFilter): Promise<number> {
  const [row] = await q.select({ n: count() }).from(monitors).where(matching(filter));
  return row?.n ?? 0;
}

/** Hosts that have monitors which are not retired. */
export async function listMonitorHosts(q: Queryable): Promise<string[]> {
  const rows = await q
    .selectDistinct({ host: monitors.host })
    .from(monitors)
    .where(and(eq(monitors.scope, 'host'), ne(monitors.state, 'RETIRED')));
  return rows.map(({ host }) => host);
}

/** Forgets what was retired before `before`, with its position; what is paused is remembered. */
export async function deleteRetiredMonitors(q: Queryable, before: Date): Promise<void> {
  await q
    .delete(monitors)
    .where(
      and(
        isNotNull(monitors.retiredAt),
        lt(monitors.retiredAt, before),
        sql`${monitors.pausedAt} is null`,
      ),
    );
}
