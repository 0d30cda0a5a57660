// The record of a database: every run of migrations, every change of its schema, drift and what was
// decided about it, one entry each in the order of time. It tells what is stored and judges nothing.
import type { RiskLevel } from '../core/impact.ts';
import type { RunReview } from '../core/migrations.ts';
import type { AttributeChange, SchemaChangeKind, SchemaStatement } from '../core/schema-change.ts';
import type { SchemaObjectKind } from '../core/schema.ts';
import { findAuditEntries, type AuditEntry } from '../store/audit.ts';
import {
  encodeComplianceKey,
  listComplianceKeys,
  type ComplianceKey,
  type KeyPage,
  type RecordRange,
} from '../store/compliance-keys.ts';
import {
  findRuns,
  listRunSteps,
  type MigrationRun,
  type MigrationRunStep,
} from '../store/migration-runs.ts';
import { findChangeSets, findSchemaChanges } from '../store/schema-change-pages.ts';
import type { SchemaChangeSet, StoredChange } from '../store/schema-changes.ts';
import { findDrifts } from '../store/schema-drift-pages.ts';
import type { SchemaDrift } from '../store/schema-drifts.ts';
import type { Queryable } from '../store/store.ts';

export const complianceKinds = ['MIGRATION_RUN', 'SCHEMA_CHANGE', 'DRIFT', 'DECISION'] as const;
export type ComplianceKind = (typeof complianceKinds)[number];

/** A migration as the record tells it. */
export interface RecordedVersion {
  readonly version: string;
  readonly name: string | null;
  /** SHA-256 of the file; null where hawkwatch did not see it. */
  readonly checksum: string | null;
  readonly state: string | null;
}

export interface ComplianceEntry {
  readonly cursor: string;
  readonly at: Date;
  readonly what: ComplianceKind;
  readonly who: string | null;
  /** Where it came from: of a run, of a change. */
  readonly origin: string | null;
  /** What became of it: the state of a run or drift, the name of a decision. */
  readonly outcome: string;
  readonly message: string;
  readonly runId: string | null;
  readonly driftId: string | null;
  readonly source: string | null;
  readonly tool: string | null;
  readonly versions: readonly RecordedVersion[];
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** ADDED, REMOVED or CHANGED, and what. */
  readonly change: SchemaChangeKind | null;
  readonly objectKind: SchemaObjectKind | null;
  readonly object: string | null;
  readonly attributes: readonly AttributeChange[];
  readonly risk: RiskLevel | null;
  readonly approval: Pick<RunReview, 'decision' | 'by' | 'at' | 'comment'> | null;
  readonly comment: string | null;
  /** Who did what, where the database's own log tells it. */
  readonly statements: readonly SchemaStatement[];
}

interface Rows {
  readonly runs: ReadonlyMap<string, MigrationRun>;
  readonly steps: ReadonlyMap<string, readonly MigrationRunStep[]>;
  readonly changes: ReadonlyMap<string, StoredChange>;
  readonly sets: ReadonlyMap<string, SchemaChangeSet>;
  readonly drifts: ReadonlyMap<string, SchemaDrift>;
  readonly decisions: ReadonlyMap<string, AuditEntry>;
}

const toldStatements = 5;

export interface RecordPage {
  readonly entries: readonly ComplianceEntry[];
  /** Where the next page begins; undefined at the end of the record. */
  readonly last: ComplianceKey | undefined;
}

/** A page of the record, the oldest first: so many statements, whatever its size. */
export async function readComplianceRecord(
  q: Queryable,
  range: RecordRange,
  page: KeyPage,
): Promise<RecordPage> {
  const keys = await listComplianceKeys(q, range, page);
  const rows = await readRows(q, keys);
  const entries = keys.flatMap((key) => entryOf(key, rows) ?? []);
  return { entries, last: keys.at(-1) };
}

function byId<Row extends { readonly id: string | number }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [String(row.id), row]));
}

async function readRows(q: Queryable, keys: readonly ComplianceKey[]): Promise<Rows> {
  const idsOf = (...kinds: readonly ComplianceKey['kind'][]): string[] => [
    ...new Set(keys.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id)),
  ];
  const [changes, drifts, decisions] = await Promise.all([
    findSchemaChanges(q, idsOf('CHANGE').map(Number)),
    findDrifts(q, idsOf('DRIFT_OPENED', 'DRIFT_RESOLVED')),
    findAuditEntries(q, idsOf('DECISION')),
  ]);
  const sets = await findChangeSets(q, [...new Set(changes.map(({ setId }) => setId))]);
  const ownRuns = idsOf('RUN');
  const runIds = new Set([...ownRuns, ...sets.flatMap(({ runId }) => runId ?? [])]);
  const [runs, steps] = await Promise.all([findRuns(q, [...runIds]), listRunSteps(q, ownRuns)]);
  return {
    runs: byId(runs),
    steps: Map.groupBy(steps, ({ runId }) => runId),
    changes: byId(changes),
    sets: byId(sets),
    drifts: byId(drifts),
    decisions: byId(decisions),
  };
}

/** Undefined when the row is gone since its key was read. */
function entryOf(key: ComplianceKey, rows: Rows): ComplianceEntry | undefined {
  switch (key.kind) {
    case 'RUN': {
      const run = rows.runs.get(key.id);
      return run && { ...blank(key), ...ofRun(run, rows.steps.get(run.id) ?? []) };
    }
    case 'CHANGE': {
      const change = rows.changes.get(key.id);
      const set = change && rows.sets.get(change.setId);
      if (change === undefined || set === undefined) return undefined;
      const run = set.runId === null ? undefined : rows.runs.get(set.runId);
      return { ...blank(key), ...ofChange(change, set, run) };
    }
    case 'DRIFT_OPENED':
    case 'DRIFT_RESOLVED': {
      const drift = rows.drifts.get(key.id);
      return drift && { ...blank(key), ...ofDrift(drift, key.kind === 'DRIFT_OPENED') };
    }
    case 'DECISION': {
      const entry = rows.decisions.get(key.id);
      return entry && { ...blank(key), ...ofDecision(entry) };
    }
  }
}

type Told = Pick<ComplianceEntry, 'what' | 'outcome' | 'message'> & Partial<ComplianceEntry>;
type Blank = Omit<ComplianceEntry, 'what' | 'outcome' | 'message'>;

function blank(key: ComplianceKey): Blank {
  return {
    cursor: encodeComplianceKey(key),
    at: key.at,
    who: null,
    origin: null,
    runId: null,
    driftId: null,
    source: null,
    tool: null,
    versions: [],
    startedAt: null,
    finishedAt: null,
    change: null,
    objectKind: null,
    object: null,
    attributes: [],
    risk: null,
    approval: null,
    comment: null,
    statements: [],
  };
}

function whoRan({ triggeredBy, foreign }: MigrationRun): string | null {
  return triggeredBy ?? foreign?.user ?? null;
}

function ofRun(run: MigrationRun, steps: readonly MigrationRunStep[]): Told {
  const verb = run.kind === 'ROLLBACK' ? 'rolls back' : 'applies';
  const rehearsal = run.dryRun ? ' in a dry run, which is undone' : '';
  const failure = run.error === null ? '' : `: ${run.error.message}`;
  return {
    what: 'MIGRATION_RUN',
    who: whoRan(run),
    origin: run.origin,
    outcome: run.dryRun ? `DRY_RUN_${run.state}` : run.state,
    message: `A run ${verb} ${count(steps.length, 'migration')}${rehearsal}${failure}`,
    runId: run.id,
    source: run.source,
    tool: run.foreign?.tool ?? null,
    versions: steps.map(({ version, name, checksum, state }) => ({
      version,
      name,
      checksum: checksum === '' ? null : checksum,
      state,
    })),
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    risk: run.assessment?.risk ?? null,
    approval: run.review,
  };
}

function ofChange(change: StoredChange, set: SchemaChangeSet, run: MigrationRun | undefined): Told {
  const statements = statementsOf(change, set.statements);
  const users = [...new Set(statements.flatMap(({ user }) => user ?? []))];
  return {
    what: 'SCHEMA_CHANGE',
    who: users.length > 0 ? users.join(', ') : run === undefined ? null : whoRan(run),
    origin: set.origin,
    outcome: change.change,
    message: change.message,
    runId: set.runId,
    driftId: set.driftId,
    source: run?.source ?? set.migration?.source ?? null,
    tool: run?.foreign?.tool ?? set.migration?.tool ?? null,
    versions: (set.migration?.versions ?? []).map((version) => ({
      version,
      name: null,
      checksum: null,
      state: null,
    })),
    change: change.change,
    objectKind: change.kind,
    object: change.name,
    attributes: change.attributes,
    risk: change.risk,
    statements,
  };
}

/** Those that name the object or what it belongs to; else the only one there is. */
function statementsOf(
  { name, parent }: StoredChange,
  statements: readonly SchemaStatement[],
): readonly SchemaStatement[] {
  const owner = parent === null ? null : parent.slice(parent.indexOf(' ') + 1);
  const about = statements.filter(
    ({ object }) => object !== null && (object === name || object === owner),
  );
  if (about.length === 0 && statements.length === 1) return statements;
  return about.slice(-toldStatements);
}

function ofDrift(drift: SchemaDrift, isOpening: boolean): Told {
  const users = [...new Set(drift.statements.flatMap(({ user }) => user ?? []))];
  const what = count(drift.changeCount, 'difference');
  return {
    what: 'DRIFT',
    who: isOpening ? users.slice(0, 10).join(', ') || null : drift.resolvedBy,
    outcome: isOpening ? 'OPENED' : (drift.resolution ?? 'RESOLVED'),
    message: isOpening
      ? `The schema is not what migrations made of it; ${what} as it was seen last`
      : `The drift ended; ${what}`,
    driftId: drift.id,
    risk: drift.risk,
    comment: isOpening ? null : drift.comment,
    statements: isOpening ? drift.statements.slice(-toldStatements) : [],
  };
}

function ofDecision({ actor, action, detail }: AuditEntry): Told {
  const told = (name: string): string | null => {
    const value: unknown =
      typeof detail === 'object' && detail !== null ? Reflect.get(detail, name) : null;
    return typeof value === 'string' ? value : null;
  };
  const objects = told('objects');
  return {
    what: 'DECISION',
    who: actor,
    outcome: action,
    message: `${actor} called ${action}`,
    driftId: told('driftId'),
    object: objects,
    comment: told('comment') ?? told('reason'),
  };
}

function count(n: number, noun: string): string {
  return n === 1 ? `one ${noun}` : `${n} ${noun}s`;
}
