// The filters of the history, as they stand in the address and as the API takes them. Pure.
import type {
  MigrationRunFilter,
  MigrationRunKind,
  MigrationRunOrigin,
  MigrationRunState,
} from '../../graphql/graphql.ts';

export const states: readonly MigrationRunState[] = [
  'AWAITING_REVIEW',
  'QUEUED',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'INTERRUPTED',
  'CANCELLED',
  'REJECTED',
];

export const kinds: Readonly<Record<MigrationRunKind, string>> = {
  MIGRATE: 'Migrations',
  ROLLBACK: 'Roll-backs',
};

export const origins: Readonly<Record<MigrationRunOrigin, string>> = {
  API: 'API and dashboard',
  COMMAND: 'Command line',
  AUTOMATIC: 'hawkwatch itself',
  FOREIGN: 'Another tool',
};

const hourMs = 3_600_000;

/** How far back, as the address says it. */
export const spans: Readonly<Record<string, { readonly label: string; readonly ms: number }>> = {
  '1h': { label: 'Last hour', ms: hourMs },
  '24h': { label: 'Last 24 hours', ms: 24 * hourMs },
  '7d': { label: 'Last 7 days', ms: 7 * 24 * hourMs },
  '30d': { label: 'Last 30 days', ms: 30 * 24 * hourMs },
};

export interface Chosen {
  readonly database: string | undefined;
  readonly states: readonly string[];
  readonly kind: string | undefined;
  readonly origin: string | undefined;
  readonly by: string | undefined;
  /** A span's name, or a date. */
  readonly since: string | undefined;
}

const isIn = <Key extends string>(
  record: Readonly<Record<Key, unknown>>,
  key: string,
): key is Key => Object.hasOwn(record, key);

function sinceOf(since: string, nowMs: number): string | undefined {
  const span = isIn(spans, since) ? spans[since] : undefined;
  if (span !== undefined) return new Date(nowMs - span.ms).toISOString();
  const ms = Date.parse(since);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** What the API is asked for; what the address says wrongly is left out. */
export function filterOf(chosen: Chosen, nowMs: number): MigrationRunFilter {
  const { database, kind, origin, by, since } = chosen;
  const known = states.filter((state) => chosen.states.includes(state));
  const from = since === undefined ? undefined : sinceOf(since, nowMs);
  return {
    ...(database === undefined ? {} : { database }),
    ...(known.length === 0 ? {} : { states: known }),
    ...(kind !== undefined && isIn(kinds, kind) ? { kinds: [kind] } : {}),
    ...(origin !== undefined && isIn(origins, origin) ? { origins: [origin] } : {}),
    ...(by === undefined ? {} : { triggeredBy: by }),
    ...(from === undefined ? {} : { since: from }),
  };
}

/** True when it is counted from now what belongs to the list. */
export function isMoving({ since }: Pick<Chosen, 'since'>): boolean {
  return since !== undefined && isIn(spans, since);
}

/** True when something is left out of the list. */
export function isNarrowed(chosen: Chosen): boolean {
  const { states: chosenStates, ...others } = chosen;
  return chosenStates.length > 0 || Object.values(others).some((value) => value !== undefined);
}
