// Objects by kind and environment: how many there are, how many are not well, and the alerts that were
// about them. Pure.
import type {
  NowContainersQuery,
  NowDatabasesQuery,
  NowEndpointsQuery,
  NowFilesQuery,
} from '../../../graphql/graphql.ts';
import type { SlicedAlert } from '../lane/slices.ts';

type NodeOf<Connection extends { edges: readonly { node: unknown }[] }> =
  Connection['edges'][number]['node'];

/** What is watched, as it is read. */
export interface WatchedObjects {
  readonly databases: readonly NodeOf<NowDatabasesQuery['databases']>[];
  readonly endpoints: readonly NodeOf<NowEndpointsQuery['endpoints']>[];
  readonly containers: readonly NodeOf<NowContainersQuery['containers']>[];
  readonly files: readonly NodeOf<NowFilesQuery['watchedFiles']>[];
}

/** An alert, and what it is about. */
export interface LocatedAlert extends SlicedAlert {
  readonly subject: string;
  readonly databaseName?: string | null | undefined;
}

export const objectKinds = ['databases', 'endpoints', 'containers', 'files'] as const;
export type ObjectKind = (typeof objectKinds)[number];

export interface Cell {
  readonly kind: ObjectKind;
  readonly environment: string | undefined;
  readonly count: number;
  /** There are more of the kind than were read: `count` is too low, and nobody says that all is well. */
  readonly isCut: boolean;
  /** No other environment has something of the kind: its whole list is that of this cell. */
  readonly isWhole: boolean;
  /** How many are in which state that is not well, as `DOWN`. */
  readonly ill: ReadonlyMap<string, number>;
  /** How many are in which state of which nobody knows whether it is well, as `UNKNOWN`. */
  readonly unclear: ReadonlyMap<string, number>;
  readonly alerts: readonly LocatedAlert[];
}

export interface Matrix {
  readonly environments: readonly (string | undefined)[];
  /** Only kinds of which there is something. */
  readonly rows: readonly { readonly kind: ObjectKind; readonly cells: readonly Cell[] }[];
}

interface Watched {
  readonly kind: ObjectKind;
  /** What alerts call it. */
  readonly subject: string;
  readonly environment: string | undefined;
  /** Undefined: it is well. */
  readonly illness: string | undefined;
}

// Nobody looks, or nobody could: no reason for alarm, and none to call it well.
const unclearStates: ReadonlySet<string> = new Set(['UNKNOWN', 'PAUSED']);

function containerIllness({
  state,
  health,
  crashLoopSince,
}: WatchedObjects['containers'][number]): string | undefined {
  if (crashLoopSince != null) return 'CRASH_LOOP';
  if (state === 'dead' || state === 'restarting') return state.toUpperCase();
  return health === 'unhealthy' ? 'UNHEALTHY' : undefined;
}

function listWatched({ databases, endpoints, containers, files }: WatchedObjects): Watched[] {
  const illOf = (state: string): string | undefined => (state === 'UP' ? undefined : state);
  return [
    ...databases.map(({ name, environment, health }): Watched => ({
      kind: 'databases',
      subject: `database:${name}`,
      environment: environment ?? undefined,
      illness: illOf(health.state),
    })),
    ...endpoints.map(({ name, environment, state }): Watched => ({
      kind: 'endpoints',
      subject: `endpoint:${name}`,
      environment: environment ?? undefined,
      illness: illOf(state),
    })),
    ...containers.map((container): Watched => ({
      kind: 'containers',
      subject: `container:${container.key}`,
      environment: container.database?.environment ?? undefined,
      illness: containerIllness(container),
    })),
    ...files.map(({ path, fault, database }): Watched => ({
      kind: 'files',
      subject: `file:${path}`,
      environment: database?.environment ?? undefined,
      illness: fault == null ? undefined : 'UNREADABLE',
    })),
  ];
}

const usualOrder = ['production', 'prod', 'staging', 'stage', 'test', 'development', 'dev'];

function rankOf(environment: string | undefined): number {
  if (environment === undefined) return usualOrder.length + 1;
  const at = usualOrder.indexOf(environment.toLowerCase());
  return at < 0 ? usualOrder.length : at;
}

function compareEnvironments(a: string | undefined, b: string | undefined): number {
  return rankOf(a) - rankOf(b) || (a ?? '').localeCompare(b ?? '');
}

function countBy(words: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
}

/**
 * The whole matrix. An alert counts where its subject is; one about something else, where the database is
 * that it names. Of the kinds of `cut` there is more than `objects` holds.
 */
export function buildMatrix(
  objects: WatchedObjects,
  alerts: readonly LocatedAlert[],
  cut: readonly ObjectKind[] = [],
): Matrix {
  const watched = listWatched(objects);
  const bySubject = new Map(watched.map((one) => [one.subject, one]));
  const alertsOf = new Map<string, LocatedAlert[]>();
  const keyOf = ({ kind, environment }: Pick<Watched, 'kind' | 'environment'>): string =>
    `${kind} ${environment ?? ''}`;
  for (const alert of alerts) {
    const about = bySubject.get(alert.subject) ?? bySubject.get(`database:${alert.databaseName}`);
    if (about === undefined) continue;
    const list = alertsOf.get(keyOf(about));
    if (list === undefined) alertsOf.set(keyOf(about), [alert]);
    else list.push(alert);
  }
  const environments = [...new Set(watched.map(({ environment }) => environment))].toSorted(
    compareEnvironments,
  );
  const rows = objectKinds
    .filter((kind) => objects[kind].length > 0)
    .map((kind) => ({
      kind,
      cells: environments.map((environment): Cell => {
        const here = watched.filter((one) => one.kind === kind && one.environment === environment);
        const states = here.flatMap(({ illness }) => illness ?? []);
        return {
          kind,
          environment,
          count: here.length,
          isCut: cut.includes(kind),
          isWhole: here.length === objects[kind].length,
          ill: countBy(states.filter((state) => !unclearStates.has(state))),
          unclear: countBy(states.filter((state) => unclearStates.has(state))),
          alerts: alertsOf.get(keyOf({ kind, environment })) ?? [],
        };
      }),
    }));
  return { environments, rows };
}

const containerLists: Readonly<Record<string, string>> = {
  CRASH_LOOP: 'loops=true',
  DEAD: 'state=dead',
  RESTARTING: 'state=restarting',
  UNHEALTHY: 'health=unhealthy',
};

/**
 * The list of what a cell counts, or of those of it in one state. Undefined where no list holds just that:
 * those of containers and files know no environments.
 */
export function hrefOf({ kind, environment, isWhole }: Cell, state?: string): string | undefined {
  if (kind === 'databases' || kind === 'endpoints') {
    const parameters = new URLSearchParams(state === undefined ? {} : { state });
    parameters.append('environment', environment ?? 'none');
    return `/${kind}?${parameters.toString()}`;
  }
  if (!isWhole) return undefined;
  if (state === undefined) return `/${kind}`;
  const query = kind === 'containers' ? containerLists[state] : undefined;
  return query === undefined ? undefined : `/${kind}?${query}`;
}
