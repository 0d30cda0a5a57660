// What is known of a daemon's containers at the start: the stored rows, and the memory that the last
// minutes of stored events make. So a hawkwatch that was killed between a signal and the end that it
// caused still knows that somebody meant it.
import { listRecentContainerEvents, type ContainerEventRow } from '../../store/container-events.ts';
import { listDaemonContainers, type ContainerRow } from '../../store/containers.ts';
import type { Queryable } from '../../store/store.ts';
import { classify } from './classify.ts';
import type { ContainerFacts } from './facts.ts';
import {
  emptyMemory,
  makeOf,
  newContainer,
  noKey,
  withContainer,
  withKey,
  type ContainerMemory,
  type Memory,
} from './memory.ts';
import { nanosOfMs, type Occurrence } from './occurrence.ts';
import { createSeen, type Seen } from './seen.ts';

export interface Known {
  readonly memory: Memory;
  /** The containers that are not gone, by key. */
  readonly rows: ReadonlyMap<string, ContainerRow>;
  readonly seen: Seen;
}

const historyMs = 900_000;
const mostEvents = 5_000;

/** Reads what is known; `untilMs` is how far the events were stored. */
export async function loadKnown(
  q: Queryable,
  of: { readonly host: string; readonly daemon: string },
  untilMs: number,
): Promise<Known> {
  const rows = await listDaemonContainers(q, of);
  const since = new Date(Math.max(0, untilMs - historyMs));
  const events = await listRecentContainerEvents(q, of, since, mostEvents);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const seen = createSeen();
  let memory = rows.reduce(remember, emptyMemory);
  for (const event of events) {
    seen.add(event);
    const row = byId.get(event.container);
    // Of a container that is gone nothing more is expected.
    if (row !== undefined) memory = classify(memory, retell(event, row)).memory;
  }
  return {
    memory: rows.reduce(settle, memory),
    rows: new Map(rows.map((row) => [row.key, row])),
    seen,
  };
}

function retell(event: ContainerEventRow, row: ContainerRow): Occurrence {
  const { dockerId, action, at, timeNano, exitCode, signal, reason, verdict, inferred } = event;
  return {
    dockerId,
    action,
    detail: action === 'health_status' ? reason : null,
    atMs: at.getTime(),
    heardAtMs: at.getTime(),
    timeNano,
    key: row.key,
    name: row.name,
    image: row.image,
    imageId: dockerId === row.containerId ? row.imageId : '',
    configHash: row.compose?.configHash ?? null,
    exitCode,
    signal,
    assumed:
      inferred || verdict === 'HOST_MAINTENANCE'
        ? { verdict: verdict ?? 'PLANNED', reason: reason ?? '', count: 1, recent: 1 }
        : null,
  };
}

const msOf = (at: Date | null): number | null => at?.getTime() ?? null;
const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

function remember(memory: Memory, row: ContainerRow): Memory {
  const { containerId: dockerId, key, name, image, lastSeenAt } = row;
  const heardAtMs = lastSeenAt.getTime();
  const blank = newContainer({ ...noOccurrence, dockerId, key, name, image, heardAtMs });
  const container: ContainerMemory = {
    ...blank,
    ...makeOf(row),
    startedAtMs: msOf(row.startedAt),
    diedAtMs: msOf(row.finishedAt),
  };
  return withKey(withContainer(memory, container), key, {
    ...noKey,
    current: dockerId,
    heardAtMs,
  });
}

const noOccurrence: Omit<Occurrence, 'dockerId' | 'key' | 'name' | 'image' | 'heardAtMs'> = {
  action: 'create',
  detail: null,
  atMs: 0,
  timeNano: nanosOfMs(0),
  imageId: '',
  configHash: null,
  exitCode: null,
  signal: null,
  assumed: null,
};

/** The row is what counts for how a container is; the events told only how it came to be so. */
function settle(memory: Memory, row: ContainerRow): Memory {
  const known = memory.containers.get(row.containerId);
  const key = memory.keys.get(row.key);
  if (known === undefined || key === undefined) return memory;
  const container: ContainerMemory = {
    ...known,
    running: isUp(row.state),
    health: row.health,
    startedAtMs: later(known.startedAtMs, msOf(row.startedAt)),
    diedAtMs: later(known.diedAtMs, msOf(row.finishedAt)),
    restartCount: row.restartCount,
  };
  const loopSinceMs = msOf(row.crashLoopSince);
  const current = row.containerId;
  return withKey(withContainer(memory, container), row.key, { ...key, current, loopSinceMs });
}

const isUp = (state: string): boolean => state === 'running' || state === 'paused';

/** Takes over how containers are, unless something was heard of them since `listedAtMs`. */
export function adopt(before: Memory, facts: ContainerFacts, listedAtMs: number): Memory {
  const known = before.containers.get(facts.dockerId);
  if (known === undefined || known.heardAtMs > listedAtMs) return before;
  return withContainer(before, {
    ...known,
    ...makeOf(facts),
    running: isUp(facts.state),
    health: facts.health,
    startedAtMs: later(known.startedAtMs, msOf(facts.startedAt)),
    diedAtMs: later(known.diedAtMs, msOf(facts.finishedAt)),
    restartCount: facts.restartCount,
  });
}
