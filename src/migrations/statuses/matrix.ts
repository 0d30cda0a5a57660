// One source over its databases: which version stands how where, and what each database has more or
// less than the first. Pure.
import type { MigrationState } from '../../core/migrations.ts';

export interface MatrixInput {
  /** In the order in which the versions run. */
  readonly versions: readonly (readonly [version: string, state: MigrationState])[];
}

export interface MatrixRow {
  readonly version: string;
  /** One for each column; null where neither source nor history has it. */
  readonly states: readonly (MigrationState | null)[];
}

export interface MatrixComparison {
  /** Versions that are in this database and not in the first. */
  readonly ahead: readonly string[];
  /** Versions that are in the first database and not in this one. */
  readonly behind: readonly string[];
}

export interface Matrix {
  readonly rows: readonly MatrixRow[];
  /** One for each column; the first one's is empty. */
  readonly comparisons: readonly MatrixComparison[];
}

const inDatabase = new Set<MigrationState>([
  'APPLIED',
  'MARKED',
  'BASELINE',
  'EDITED',
  'MISSING_FILE',
  'FUTURE',
  'OUTDATED',
]);

/** Puts the columns together. */
export function buildMatrix(columns: readonly MatrixInput[]): Matrix {
  const rows = mergeVersions(columns).map((version) => ({
    version,
    states: columns.map((): MigrationState | null => null),
  }));
  const byVersion = new Map(rows.map((row) => [row.version, row.states]));
  for (const [at, column] of columns.entries()) {
    for (const [version, state] of column.versions) {
      const states = byVersion.get(version);
      if (states !== undefined) states[at] = state;
    }
  }
  const ahead = columns.map((): string[] => []);
  const behind = columns.map((): string[] => []);
  for (const { version, states } of rows) {
    const isInFirst = isIn(states[0]);
    for (const [at, state] of states.entries()) {
      if (state === states[0] || isIn(state) === isInFirst) continue;
      (isInFirst ? behind : ahead)[at]?.push(version);
    }
  }
  const comparisons = columns.map((_column, at) => ({
    ahead: ahead[at] ?? [],
    behind: behind[at] ?? [],
  }));
  return { rows, comparisons };
}

const isIn = (state: MigrationState | null | undefined): boolean =>
  state != null && inDatabase.has(state);

/** True when the databases do not all have the same. */
export function differs(row: MatrixRow): boolean {
  return row.states.some((state) => state !== row.states[0]);
}

const stages: readonly (readonly string[])[] = [
  ['local', 'dev', 'development'],
  ['ci', 'test', 'testing', 'qa'],
  ['stage', 'staging', 'preprod', 'preview', 'uat'],
  ['live', 'prod', 'production'],
];

/** On the way from development to production; names that nobody knows stand before production. */
export function compareEnvironments(a: string | null, b: string | null): number {
  const rank = (name: string | null): number => {
    if (name === null) return stages.length;
    const found = stages.findIndex((stage) => stage.includes(name.toLowerCase()));
    return found < 0 ? stages.length - 1.5 : found;
  };
  return rank(a) - rank(b) || (a ?? '').localeCompare(b ?? '');
}

interface Link {
  readonly version: string;
  next: Link | undefined;
}

/** All versions in one order that keeps each column's: what only one has stands after its predecessor. */
function mergeVersions(columns: readonly MatrixInput[]): readonly string[] {
  const head: Link = { version: '', next: undefined };
  const links = new Map<string, Link>();
  for (const column of columns) {
    let at = head;
    for (const [version] of column.versions) {
      const known = links.get(version);
      const link = known ?? { version, next: at.next };
      if (known === undefined) {
        at.next = link;
        links.set(version, link);
      }
      at = link;
    }
  }
  const merged: string[] = [];
  for (let link = head.next; link !== undefined; link = link.next) merged.push(link.version);
  return merged;
}
