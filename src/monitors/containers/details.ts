// What is stored of a container: what the daemon says of it, or, where it could not be asked, what is
// known already with what the event changes.
import type { ContainerDetails, ContainerRow } from '../../store/containers.ts';
import type { ContainerFacts } from './facts.ts';
import type { ContainerMemory, KeyMemory } from './memory.ts';

export interface DetailsInput {
  readonly host: string;
  readonly daemon: string;
  readonly key: string;
  readonly row: ContainerRow | undefined;
  readonly container: ContainerMemory | undefined;
  readonly memory: KeyMemory | undefined;
  readonly facts: ContainerFacts | undefined;
  readonly now: Date;
}

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** Undefined when nothing is known that could be stored. */
export function detailsOf(input: DetailsInput): ContainerDetails | undefined {
  const { host, daemon, key, row, container, memory, facts, now } = input;
  const place = { host, daemon, key, lastSeenAt: now };
  const crashLoopSince = dateOf(memory?.loopSinceMs ?? null);
  if (facts !== undefined) {
    const { dockerId, createdAt: _createdAt, recognition: _recognition, ...rest } = facts;
    return { ...rest, ...place, containerId: dockerId, crashLoopSince, vanishedAt: null };
  }
  const base = row ?? (container && unknown(container));
  if (base === undefined) return undefined;
  const { startedAt, finishedAt } = base;
  const known = { ...withoutIdentity(base), ...place, crashLoopSince };
  if (container === undefined) {
    return { ...known, startedAt, finishedAt, state: 'removed', vanishedAt: now };
  }
  const { dockerId, name, image, running, health, death } = container;
  const isOther = dockerId !== base.containerId;
  return {
    ...known,
    containerId: dockerId,
    name,
    image,
    imageId: container.imageId === '' && !isOther ? base.imageId : container.imageId,
    state: stateOf(running, isOther ? '' : base.state),
    health,
    startedAt: dateOf(container.startedAtMs),
    finishedAt: dateOf(container.diedAtMs),
    exitCode: death?.exitCode ?? base.exitCode,
    oomKilled: death?.verdict === 'OOM',
    vanishedAt: null,
  };
}

function stateOf(running: boolean, before: string): string {
  if (running) return before === 'paused' ? 'paused' : 'running';
  return before === 'running' || before === 'paused' || before === '' ? 'exited' : before;
}

function withoutIdentity(base: ContainerDetails | ContainerRow): ContainerDetails {
  if (!('id' in base)) return base;
  const {
    id: _id,
    firstSeenAt: _firstSeenAt,
    recognised: _recognised,
    databaseId: _databaseId,
    database: _database,
    ...details
  } = base;
  return details;
}

/** A container that could never be asked about. */
function unknown(container: ContainerMemory): ContainerDetails {
  return {
    daemon: '',
    host: '',
    key: container.key,
    containerId: container.dockerId,
    name: container.name,
    image: container.image,
    imageId: container.imageId,
    state: 'created',
    health: null,
    startedAt: null,
    finishedAt: null,
    exitCode: null,
    oomKilled: false,
    restartCount: 0,
    restartPolicy: 'no',
    stopSignal: null,
    stopTimeoutS: 10,
    crashLoopSince: null,
    compose: null,
    ports: [],
    networks: [],
    environmentKeys: [],
    healthCommand: null,
    labels: {},
    lastSeenAt: new Date(0),
    vanishedAt: null,
  };
}

/** Whether anything but the time is another than is stored. */
export function isChanged(row: ContainerRow, details: ContainerDetails): boolean {
  const plain = (value: ContainerDetails): string => {
    const { lastSeenAt: _lastSeenAt, ...rest } = value;
    return JSON.stringify(rest, sortKeys);
  };
  return plain(withoutIdentity(row)) !== plain(details);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}
