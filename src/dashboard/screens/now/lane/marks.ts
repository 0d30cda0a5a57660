// What changed, as marks on the time line. Pure.
import type { NowChangesQuery } from '../../../graphql/graphql.ts';
import { wordsOf } from '../../../parts/state.tsx';
import { formatDuration } from '../../../parts/time.tsx';
import { changeKinds, type ChangeKind, type Mark } from './clusters.ts';

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
