// What stands in the record of one database, in the order of time: runs, changes of the schema, drift,
// and what somebody decided. Only which entries there are; a page of them is one query of a few index
// ranges, however long the record is.
import { z } from 'zod';

import { sql, type SQL } from './drizzle.ts';
import { storableText } from './storable.ts';
import type { Queryable } from './store.ts';

// In the order in which entries of one moment stand.
const kinds = ['RUN', 'CHANGE', 'DRIFT_OPENED', 'DRIFT_RESOLVED', 'DECISION'] as const;
type KeyKind = (typeof kinds)[number];

const key = z.object({ kind: z.enum(kinds), at: z.date(), id: z.string() });
/** An entry of the record: which row it is made of. */
export type ComplianceKey = z.infer<typeof key>;

/** Mutations that decide something about a schema; each has an entry in the audit log. */
const decisions = [
  'acknowledgeDrift',
  'acceptDrift',
  'ignoreDrift',
  'unignoreDrift',
  'installSchemaTrigger',
  'removeSchemaTrigger',
] as const;

export interface RecordRange {
  readonly databaseId: string;
  /** Its name: the audit log knows it by that. */
  readonly database: string;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

export interface KeyPage {
  readonly limit: number;
  readonly after?: ComplianceKey | undefined;
}

interface Branch {
  readonly kind: KeyKind;
  readonly from: SQL;
  readonly at: SQL;
  readonly id: SQL;
  readonly type: SQL;
  readonly where: SQL;
}

function branchesOf({ databaseId, database }: RecordRange): readonly Branch[] {
  const ofDatabase = sql`t.database_id = ${databaseId}::uuid`;
  const drifts = { from: sql`schema_drifts`, id: sql`t.id`, type: sql`uuid` };
  const actions = sql.raw(decisions.map((action) => `'${action}'`).join(', '));
  const uuidOf = { id: sql`t.id`, type: sql`uuid` };
  return [
    {
      kind: 'RUN',
      from: sql`migration_runs`,
      at: sql`t.queued_at`,
      ...uuidOf,
      where: ofDatabase,
    },
    {
      kind: 'CHANGE',
      from: sql`schema_changes`,
      at: sql`t.detected_at`,
      id: sql`t.id`,
      type: sql`bigint`,
      where: ofDatabase,
    },
    { kind: 'DRIFT_OPENED', at: sql`t.opened_at`, ...drifts, where: ofDatabase },
    {
      kind: 'DRIFT_RESOLVED',
      at: sql`t.resolved_at`,
      ...drifts,
      where: sql`${ofDatabase} and t.resolved_at is not null`,
    },
    {
      kind: 'DECISION',
      from: sql`audit_log`,
      at: sql`t.at`,
      ...uuidOf,
      where: sql`t.subject = ${storableText(`database:${database}`)}
        and t.result = 'ok' and t.action in (${actions})
        and t.detail->>'dryRun' is distinct from 'true'`,
    },
  ];
}

const timeOf = (time: Date): SQL => sql`${time.toISOString()}::timestamptz`;

/** What of a branch comes after a key: at its moment only what has not come yet. */
function beyond({ kind, at, id, type }: Branch, after: ComplianceKey | undefined): SQL {
  if (after === undefined) return sql`true`;
  const order = kinds.indexOf(kind) - kinds.indexOf(after.kind);
  if (order > 0) return sql`${at} >= ${timeOf(after.at)}`;
  if (order < 0) return sql`${at} > ${timeOf(after.at)}`;
  return sql`(${at}, ${id}) > (${timeOf(after.at)}, ${after.id}::${type})`;
}

/** The statement of a page; it is exported so that a test can have it explained. */
export function keysStatement(range: RecordRange, { limit, after }: KeyPage): SQL {
  const { since, until } = range;
  const parts = branchesOf(range).map((branch) => {
    const { kind, from, at, id, where } = branch;
    return sql`(select ${kinds.indexOf(kind)}::integer as rank, ${at} as at,
        lpad(${id}::text, 36, '0') as place, ${id}::text as id
      from hawkwatch_store.${from} t
      where ${where} and ${beyond(branch, after)}
        ${since === undefined ? sql`` : sql`and ${at} >= ${timeOf(since)}`}
        ${until === undefined ? sql`` : sql`and ${at} < ${timeOf(until)}`}
      order by ${at}, ${id} limit ${limit})`;
  });
  return sql`select rank, to_json(at) #>> '{}' as at, id
    from (${sql.join(parts, sql` union all `)}) e
    order by e.at, rank, place collate "C" limit ${limit}`;
}

const row = z.object({ rank: z.number(), at: z.string(), id: z.string() });

/** The next entries of a database's record, the oldest first. */
export async function listComplianceKeys(
  q: Queryable,
  range: RecordRange,
  page: KeyPage,
): Promise<readonly ComplianceKey[]> {
  const rows = await q.execute(keysStatement(range, page));
  return rows.map((found) => {
    const { rank, at, id } = row.parse(found);
    return key.parse({ kind: kinds[rank], at: new Date(at), id });
  });
}

const placeForm = /^(\d)\/(\d{1,15})\/([0-9a-f-]{1,36})$/;
const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
/** The end of the year 9999; PostgreSQL does not read how JavaScript writes later times. */
const latestMs = 253_402_300_799_999;

/** A cursor of the record. */
export function encodeComplianceKey({ kind, at, id }: ComplianceKey): string {
  return Buffer.from(`${kinds.indexOf(kind)}/${at.getTime()}/${id}`).toString('base64url');
}

/** The place of such a cursor, or undefined when it is none. */
export function decodeComplianceKey(cursor: string): ComplianceKey | undefined {
  if (cursor.length > 128) return undefined;
  const match = placeForm.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const [, rank, ms, id] = match ?? [];
  const kind = kinds[Number(rank)];
  if (kind === undefined || id === undefined || Number(ms) > latestMs) return undefined;
  const isId = kind === 'CHANGE' ? /^\d{1,15}$/.test(id) : uuidForm.test(id);
  return isId ? { kind, at: new Date(Number(ms)), id } : undefined;
}
