// Endpoints as they are declared, by name, and how they were found to be. One that left is retired, never
// deleted, and is the same object again when its name comes back. How one is reached is not stored here.
import { z } from 'zod';

import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  notInArray,
  sql,
} from './drizzle.ts';
import {
  endpointKinds,
  endpointStates,
  type EndpointKind,
  type EndpointOrigin,
  type EndpointState,
} from '../core/endpoints.ts';
import type { Random } from '../core/random.ts';
import {
  endpointAdded,
  endpointRetired,
  endpointStateChanged,
  type AboutEndpoint,
} from './endpoint-events.ts';
import { endpoints, monitors } from './schema/index.ts';
import { lockSetting } from './settings.ts';
import { storableText } from './storable.ts';
import type { Queryable, StoreTransaction } from './store.ts';

const phases = z.object({
  dns: z.number().optional(),
  connect: z.number().optional(),
  tls: z.number().optional(),
  firstByte: z.number().optional(),
});

const certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  fingerprint: z.string(),
});

export const findingForm = z.object({
  ok: z.boolean(),
  degraded: z.boolean(),
  reason: z.string().nullable(),
  status: z.number().nullable(),
  durationMs: z.number(),
  phases,
  certificates: z.array(certificate),
});

export interface EndpointRecord {
  readonly id: string;
  readonly name: string;
  readonly origin: EndpointOrigin;
  readonly kind: EndpointKind;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly databaseName: string | null;
  readonly target: string;
  readonly everyMs: number;
  readonly declaredAt: Date;
  readonly retiredAt: Date | null;
  readonly state: EndpointState;
  readonly reason: string | null;
  readonly since: Date;
  readonly failures: number;
  readonly successes: number;
  readonly rowSince: Date;
  readonly lastOkAt: Date | null;
  readonly checkedAt: Date | null;
  readonly checkedOk: boolean | null;
  readonly validMs: number | null;
  /** What the last check found. */
  readonly finding: z.infer<typeof findingForm> | null;
  /** The lowest threshold that was told of, by the fingerprint of a certificate. */
  readonly told: Readonly<Record<string, number>>;
}

const labelsForm = z.record(z.string(), z.string());
const toldForm = z.record(z.string(), z.number());

export function toEndpoint(row: typeof endpoints.$inferSelect): EndpointRecord {
  return {
    ...row,
    origin: row.origin === 'FILE' ? 'FILE' : 'API',
    kind: z.enum(endpointKinds).parse(row.kind),
    state: z.enum(endpointStates).parse(row.state),
    labels: labelsForm.parse(row.labels),
    finding: findingForm.nullable().parse(row.finding),
    told: toldForm.parse(row.told),
  };
}

export interface DeclaredEndpoint {
  readonly name: string;
  readonly origin: EndpointOrigin;
  readonly kind: EndpointKind;
  readonly environment: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly databaseName: string | null;
  readonly target: string;
  readonly everyMs: number;
  readonly paused: boolean;
}

/** What events say of an endpoint. */
export function aboutEndpoint(row: EndpointRecord): AboutEndpoint {
  return {
    endpointId: row.id,
    endpoint: row.name,
    kind: row.kind,
    environment: row.environment,
    database: row.databaseName,
  };
}

export const endpointSubject = (name: string): string => `endpoint:${name}`;

/** Whoever changes which endpoints there are holds this until the transaction ends. */
export function lockDeclaredEndpoints(q: Queryable): Promise<void> {
  return lockSetting(q, 'declared endpoints', 'exclusive');
}

const pausedReason = 'It is paused in the configuration.';

/** Adds endpoints, or has them again; those that are there already get their new description. */
export async function declareEndpoints(
  tx: StoreTransaction,
  declared: readonly DeclaredEndpoint[],
  random: Random,
  now: Date,
): Promise<EndpointRecord[]> {
  const records: EndpointRecord[] = [];
  const byName = declared.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const { paused, ...given } of byName) {
    const before = await claimEndpoint(tx.q, given.name);
    const isNew = before === undefined || before.retiredAt !== null;
    const isToPause = paused && (isNew || before.state !== 'PAUSED');
    const isToGoOn = !paused && (isNew || before.state === 'PAUSED');
    const fresh = {
      state: paused ? 'PAUSED' : 'UNKNOWN',
      reason: paused ? pausedReason : 'It was not checked yet.',
      since: now,
      failures: 0,
      successes: 0,
      rowSince: now,
    } as const;
    const description = {
      ...given,
      target: storableText(given.target),
      ...(isToPause || isToGoOn ? fresh : {}),
    };
    const [row] = await tx.q
      .insert(endpoints)
      .values({ id: random.uuid(), declaredAt: now, told: {}, ...fresh, ...description })
      .onConflictDoUpdate({ target: endpoints.name, set: { ...description, retiredAt: null } })
      .returning();
    if (row === undefined) throw new Error('an endpoint was not stored');
    const record = toEndpoint(row);
    records.push(record);
    if (isNew) announce(tx, endpointAdded, record, now);
    else if (isToPause || isToGoOn) announceState(tx, record, before.state, now);
  }
  return records;
}

/** Retires those that are not among the names. */
export async function retireOtherEndpoints(
  tx: StoreTransaction,
  names: readonly string[],
  now: Date,
): Promise<EndpointRecord[]> {
  const rows = await tx.q
    .update(endpoints)
    .set({ retiredAt: now })
    .where(and(isNull(endpoints.retiredAt), notInArray(endpoints.name, ['', ...names])))
    .returning();
  const records = rows.map(toEndpoint);
  for (const record of records) announce(tx, endpointRetired, record, now);
  return records;
}

export async function retireEndpoint(
  tx: StoreTransaction,
  name: string,
  now: Date,
): Promise<EndpointRecord | undefined> {
  const [row] = await tx.q
    .update(endpoints)
    .set({ retiredAt: now })
    .where(and(isNull(endpoints.retiredAt), eq(endpoints.name, name)))
    .returning();
  if (row === undefined) return undefined;
  const record = toEndpoint(row);
  announce(tx, endpointRetired, record, now);
  return record;
}

function announce(
  tx: StoreTransaction,
  kind: typeof endpointAdded | typeof endpointRetired,
  { id, name, kind: endpointKind }: EndpointRecord,
  now: Date,
): void {
  const payload = { endpointId: id, endpoint: name, kind: endpointKind };
  tx.append(kind.create({ subject: endpointSubject(name), occurredAt: now, payload }));
}

function announceState(
  tx: StoreTransaction,
  record: EndpointRecord,
  before: EndpointState,
  now: Date,
): void {
  const payload = {
    ...aboutEndpoint(record),
    before,
    state: record.state,
    reason: record.reason,
    since: record.since.toISOString(),
    status: null,
    durationMs: null,
    outageId: null,
  };
  const subject = endpointSubject(record.name);
  tx.append(endpointStateChanged.create({ subject, occurredAt: now, payload }));
}

/** An endpoint under a lock that lasts until the transaction ends. */
export async function claimEndpoint(
  q: Queryable,
  name: string,
): Promise<EndpointRecord | undefined> {
  const [row] = await q
    .select()
    .from(endpoints)
    .where(eq(endpoints.name, name))
    .for('no key update');
  return row && toEndpoint(row);
}

/** Ids of all there are and were, in the order of the ids. */
export async function listEndpointIds(
  q: Queryable,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<string[]> {
  const rows = await q
    .select({ id: endpoints.id })
    .from(endpoints)
    .where(after === undefined ? undefined : gt(endpoints.id, after))
    .orderBy(asc(endpoints.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

export async function findEndpoints(
  q: Queryable,
  ids: readonly string[],
): Promise<EndpointRecord[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(endpoints)
    .where(inArray(endpoints.id, [...ids]));
  return rows.map(toEndpoint);
}

export async function findEndpointByName(
  q: Queryable,
  name: string,
): Promise<EndpointRecord | undefined> {
  const [row] = await q.select().from(endpoints).where(eq(endpoints.name, name));
  return row && toEndpoint(row);
}

/** Which endpoints; what is left out does not restrict. */
export interface EndpointFilter {
  readonly states?: readonly EndpointState[] | undefined;
  readonly kinds?: readonly EndpointKind[] | undefined;
  readonly environments?: readonly string[] | undefined;
  readonly databases?: readonly string[] | undefined;
  /** Those that left instead of those that are there. */
  readonly retired?: boolean | undefined;
}

export interface EndpointPage {
  readonly limit: number;
  /** Names after (before) this one; backwards pages come in descending order. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly backwards?: boolean | undefined;
}

function oneOf(
  column: typeof endpoints.state | typeof endpoints.environment,
  words: readonly string[] | undefined,
) {
  return words === undefined ? undefined : inArray(column, ['', ...words]);
}

/** Endpoints by name. */
export async function listEndpoints(
  q: Queryable,
  filter: EndpointFilter,
  page: EndpointPage,
): Promise<EndpointRecord[]> {
  const { states, kinds, environments, databases, retired = false } = filter;
  const rows = await q
    .select()
    .from(endpoints)
    .where(
      and(
        retired ? isNotNull(endpoints.retiredAt) : isNull(endpoints.retiredAt),
        oneOf(endpoints.state, states),
        kinds === undefined ? undefined : inArray(endpoints.kind, ['', ...kinds]),
        oneOf(endpoints.environment, environments),
        databases === undefined ? undefined : inArray(endpoints.databaseName, ['', ...databases]),
        page.after === undefined ? undefined : gt(endpoints.name, page.after),
        page.before === undefined ? undefined : lt(endpoints.name, page.before),
      ),
    )
    .orderBy(page.backwards === true ? desc(endpoints.name) : asc(endpoints.name))
    .limit(page.limit);
  return rows.map(toEndpoint);
}

/** How many endpoints are checked: there, not paused, and checked once at least. */
export async function countCheckedEndpoints(q: Queryable): Promise<number> {
  const [row] = await q
    .select({ n: sql<number>`count(*)::int4` })
    .from(endpoints)
    .where(
      and(
        isNull(endpoints.retiredAt),
        isNotNull(endpoints.checkedAt),
        notInArray(endpoints.state, ['PAUSED']),
      ),
    );
  return row?.n ?? 0;
}

/** Those that are DOWN. */
export async function listFailingEndpoints(q: Queryable): Promise<EndpointRecord[]> {
  const rows = await q
    .select()
    .from(endpoints)
    .where(and(isNull(endpoints.retiredAt), eq(endpoints.state, 'DOWN')))
    .orderBy(asc(endpoints.name));
  return rows.map(toEndpoint);
}

/** Those of the names whose checks somebody has paused (`pauseMonitor`). */
export async function findPausedEndpoints(
  q: Queryable,
  names: readonly string[],
): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await q
    .select({ name: monitors.name })
    .from(monitors)
    .where(
      and(
        eq(monitors.kind, 'endpoints'),
        isNotNull(monitors.pausedAt),
        inArray(monitors.name, [...names]),
      ),
    );
  return rows.map(({ name }) => name);
}
