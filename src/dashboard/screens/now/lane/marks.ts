// What changed, as marks on the time line, and which of them are so near to each other that they are one.
// Pure.
import type { NowChangesQuery } from '../../../graphql/graphql.ts';
import { wordsOf } from '../../../parts/state.tsx';
import { formatDuration } from '../../../parts/time.tsx';
import type { TimeWindow } from './slices.ts';

/** From the top of the lane to its bottom. */
export const changeKinds = ['migration', 'deployment', 'schema', 'restart', 'file'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export const kindNames: Readonly<Record<ChangeKind, readonly [one: string, many: string]>> = {
  migration: ['Migration', 'Migrations'],
  deployment: ['Deployment', 'Deployments'],
  schema: ['Schema change', 'Schema changes'],
  restart: ['Restart', 'Restarts'],
  file: ['File change', 'File changes'],
};

export interface Mark {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly atMs: number;
  /** Of what took time: when it ended. */
  readonly endMs?: number;
  readonly text: string;
  /** True: it went wrong, or nobody had planned it. */
  readonly isBad: boolean;
  /** A page of ours, or one elsewhere; undefined where there is none. */
  readonly href?: string;
}

const page = (folder: string, id: string): string => `/${folder}/${encodeURIComponent(id)}`;

type Edges<Connection extends { edges: readonly unknown[] }> = Connection['edges'][number];

function migrationMark({ node }: Edges<NowChangesQuery['migrationRuns']>): Mark[] {
  if (node.startedAt == null) return [];
  const atMs = Date.parse(node.startedAt);
  const endMs = node.finishedAt == null ? undefined : Date.parse(node.finishedAt);
  const took = endMs === undefined ? '' : ` after ${formatDuration(endMs - atMs)}`;
  const deed = `${node.dryRun ? 'dry run of ' : ''}${node.kind === 'ROLLBACK' ? 'roll-back' : node.source}`;
  return [
    {
      id: node.id,
      kind: 'migration',
      atMs,
      ...(endMs === undefined ? {} : { endMs }),
      text: `${node.database.name}: ${deed} ${wordsOf(node.state)}${took}`,
      isBad: node.state === 'FAILED' || node.state === 'INTERRUPTED',
      href: page('runs', node.id),
    },
  ];
}

function deploymentMark({ node }: Edges<NowChangesQuery['deployments']>): Mark {
  const where = node.environment == null ? '' : ` to ${node.environment}`;
  const database = node.databases[0];
  const href = /^https?:\/\//.test(node.url ?? '')
    ? node.url
    : database === undefined
      ? undefined
      : page('databases', database.id);
  return {
    id: node.id,
    kind: 'deployment',
    atMs: Date.parse(node.at),
    text: `${node.service} ${node.version}${where} ${wordsOf(node.status)}`,
    isBad: node.status === 'FAILED' || node.status === 'ROLLED_BACK',
    ...(href == null ? {} : { href }),
  };
}

/** Changes that were found together are one mark. */
function schemaMarks(edges: readonly Edges<NowChangesQuery['schemaChanges']>[]): Mark[] {
  const sets = new Map<string, Mark>();
  for (const { node } of edges) {
    const { id, changeCount, origin } = node.set;
    const more = changeCount > 1 ? ` and ${changeCount - 1} more` : '';
    const by = origin === 'UNDECIDED' ? '' : ` (${wordsOf(origin)})`;
    sets.set(id, {
      id,
      kind: 'schema',
      atMs: Date.parse(node.detectedAt),
      text: `${node.database.name}: ${node.message}${more}${by}`,
      isBad: node.set.drift != null,
      href: `${page('databases', node.database.id)}/schema`,
    });
  }
  return [...sets.values()];
}

function restartMark({ node }: Edges<NowChangesQuery['containerEvents']>): Mark {
  const { action, at, verdict, reason, container } = node;
  const why = reason ?? (action === 'oom' ? 'out of memory' : 'ended');
  return {
    id: `${container.id} ${action} ${at}`,
    kind: 'restart',
    atMs: Date.parse(at),
    text: `${container.name}: ${why}${verdict == null ? '' : ` (${wordsOf(verdict)})`}`,
    isBad: verdict === 'OOM' || verdict === 'UNPLANNED' || verdict === 'CRASH_LOOP',
    href: page('containers', container.id),
  };
}

function fileMark({ node }: Edges<NowChangesQuery['fileChanges']>): Mark {
  return {
    id: node.id,
    kind: 'file',
    atMs: Date.parse(node.detectedAt),
    text: `${node.path} ${wordsOf(node.change)}`,
    isBad: node.change === 'REMOVED',
    ...(node.file == null ? {} : { href: page('files', node.file.id) }),
  };
}

/** All changes, the oldest first. */
export function marksOf(changes: NowChangesQuery): Mark[] {
  return [
    ...changes.migrationRuns.edges.flatMap(migrationMark),
    ...changes.deployments.edges.map(deploymentMark),
    ...schemaMarks(changes.schemaChanges.edges),
    ...changes.containerEvents.edges.map(restartMark),
    ...changes.fileChanges.edges.map(fileMark),
  ].toSorted((a, b) => a.atMs - b.atMs);
}

/** Kinds of which only the newest were read; older ones of them are not on the time line. */
export function cutKinds(changes: NowChangesQuery): ChangeKind[] {
  const connections = {
    migration: changes.migrationRuns,
    deployment: changes.deployments,
    schema: changes.schemaChanges,
    restart: changes.containerEvents,
    file: changes.fileChanges,
  };
  return changeKinds.filter((kind) => connections[kind].pageInfo.hasNextPage);
}

/** Marks of one kind that stand where one finger would touch them all. */
export interface Cluster {
  readonly kind: ChangeKind;
  readonly marks: readonly [Mark, ...Mark[]];
}

/** Puts what is nearer than `gapMs` to its cluster's first mark into that cluster. */
export function clusterMarks(
  marks: readonly Mark[],
  { fromMs, toMs }: TimeWindow,
  gapMs: number,
): Cluster[] {
  const clusters: { kind: ChangeKind; marks: [Mark, ...Mark[]] }[] = [];
  const last = new Map<ChangeKind, [Mark, ...Mark[]]>();
  for (const mark of marks) {
    if (mark.atMs < fromMs || mark.atMs > toMs) continue;
    const open = last.get(mark.kind);
    if (open !== undefined && mark.atMs - open[0].atMs < gapMs) {
      open.push(mark);
      continue;
    }
    const fresh: [Mark, ...Mark[]] = [mark];
    last.set(mark.kind, fresh);
    clusters.push({ kind: mark.kind, marks: fresh });
  }
  return clusters;
}
