// What has to be remembered of containers to judge what happens to them next. Immutable: a batch of
// events makes a new memory, which counts once the batch is stored. Bounded by the containers there
// are, and by what happened in the last minutes.
import { constants } from 'node:os';

import type { ContainerVerdict } from '../../store/container-facts.ts';
import type { ContainerFacts } from './facts.ts';
import type { Occurrence } from './occurrence.ts';

/** The end of a container that was seen last. */
export interface Death {
  readonly atMs: number;
  readonly verdict: ContainerVerdict;
  readonly exitCode: number | null;
  readonly inferred: boolean;
}

/** Of one container, by Docker's id. */
export interface ContainerMemory {
  readonly dockerId: string;
  readonly key: string;
  readonly name: string;
  readonly image: string;
  /** Empty while it is not known. */
  readonly imageId: string;
  readonly configHash: string | null;
  readonly running: boolean;
  readonly stopSignal: number | null;
  readonly stopTimeoutMs: number;
  /** A restart policy lets it run on whatever its exit code. */
  readonly shouldRun: boolean;
  /** The last fatal signal since it was started. */
  readonly killedAtMs: number | null;
  readonly oomAtMs: number | null;
  readonly oomToldAtMs: number | null;
  readonly startedAtMs: number | null;
  /** When it was last known to end, event or not. */
  readonly diedAtMs: number | null;
  readonly death: Death | null;
  readonly health: string | null;
  /** It has a restart policy. */
  readonly restarts: boolean;
  /** What the daemon's count should be: as it was told, and the ends that were seen since. */
  readonly restartCount: number;
  /** When something was last heard of it, by our own clock. */
  readonly heardAtMs: number;
}

/** Of a name, whatever containers have it one after another. */
export interface KeyMemory {
  /** Docker's id of the one that counts. */
  readonly current: string | null;
  /** The one before, for telling a deployment. */
  readonly previous: Previous | null;
  /** When it ended unplanned, oldest first, within the window. */
  readonly deaths: readonly number[];
  readonly loopSinceMs: number | null;
  /** When something was last heard of it. */
  readonly heardAtMs: number;
}

export interface Previous {
  readonly dockerId: string;
  readonly image: string;
  readonly imageId: string;
  readonly configHash: string | null;
  readonly endedAtMs: number;
}

export interface Memory {
  readonly containers: ReadonlyMap<string, ContainerMemory>;
  readonly keys: ReadonlyMap<string, KeyMemory>;
  /** Docker's ids of the last that were removed: a list from before may still have them. */
  readonly removed: readonly string[];
}

export const emptyMemory: Memory = { containers: new Map(), keys: new Map(), removed: [] };

/** More are not remembered: those not heard of for the longest time go first. */
export const mostRemembered = 20_000;

const mostRemoved = 1_000;

export const noKey: KeyMemory = {
  current: null,
  previous: null,
  deaths: [],
  loopSinceMs: null,
  heardAtMs: 0,
};

const defaultStopTimeoutMs = 10_000;

/** A container that was never heard of before. */
export function newContainer(occurrence: Occurrence): ContainerMemory {
  const { dockerId, key, name, image, imageId, configHash, heardAtMs } = occurrence;
  return {
    dockerId,
    key,
    name,
    image,
    imageId,
    configHash,
    running: false,
    stopSignal: null,
    stopTimeoutMs: defaultStopTimeoutMs,
    shouldRun: false,
    killedAtMs: null,
    oomAtMs: null,
    oomToldAtMs: null,
    startedAtMs: null,
    diedAtMs: null,
    death: null,
    health: null,
    restarts: false,
    restartCount: 0,
    heardAtMs,
  };
}

export function withContainer(memory: Memory, container: ContainerMemory): Memory {
  const containers = new Map(memory.containers).set(container.dockerId, container);
  return { ...memory, containers: bounded(containers) };
}

export function withoutContainer(memory: Memory, dockerId: string): Memory {
  const containers = new Map(memory.containers);
  containers.delete(dockerId);
  return { ...memory, containers, removed: [...memory.removed, dockerId].slice(-mostRemoved) };
}

export function withKey(memory: Memory, key: string, value: KeyMemory): Memory {
  return { ...memory, keys: bounded(new Map(memory.keys).set(key, value)) };
}

function bounded<T extends { readonly heardAtMs: number }>(map: Map<string, T>): Map<string, T> {
  if (map.size <= mostRemembered) return map;
  let oldest: string | undefined;
  let atMs = Number.POSITIVE_INFINITY;
  for (const [id, { heardAtMs }] of map) {
    if (heardAtMs >= atMs) continue;
    oldest = id;
    atMs = heardAtMs;
  }
  if (oldest !== undefined) map.delete(oldest);
  return map;
}

/** Takes over what an inspection says of how a container is made; not how it is. */
export function learn(memory: Memory, facts: ContainerFacts): Memory {
  const known = memory.containers.get(facts.dockerId);
  if (known === undefined) return memory;
  return withContainer(memory, { ...known, ...makeOf(facts) });
}

/**
 * Takes over the count of restarts after events. It may be from before the daemon counted an end that
 * was seen already, so it only grows here; who starts a container sets it back.
 */
export function recount(memory: Memory, facts: ContainerFacts): Memory {
  const known = memory.containers.get(facts.dockerId);
  if (known === undefined || facts.restartCount <= known.restartCount) return memory;
  return withContainer(memory, { ...known, restartCount: facts.restartCount });
}

export function makeOf(facts: {
  readonly imageId: string;
  readonly compose: { readonly configHash: string | null } | null;
  readonly stopSignal: string | null;
  readonly stopTimeoutS: number;
  readonly restartPolicy: string;
}) {
  return {
    imageId: facts.imageId,
    configHash: facts.compose?.configHash ?? null,
    stopSignal: signalNumber(facts.stopSignal),
    stopTimeoutMs: facts.stopTimeoutS * 1000,
    restarts: facts.restartPolicy !== 'no',
    shouldRun: facts.restartPolicy === 'always' || facts.restartPolicy === 'unless-stopped',
  } satisfies Partial<ContainerMemory>;
}

const firstRealTime = 34;

/** `SIGQUIT`, `QUIT`, `3` and `RTMIN+3` as numbers; null for none and for unknown ones. */
export function signalNumber(name: string | null): number | null {
  if (name === null) return null;
  if (/^[0-9]{1,2}$/.test(name)) return Number(name);
  const plain = name.toUpperCase().replace(/^SIG/, '');
  const realTime = /^RTMIN(?:\+([0-9]{1,2}))?$/.exec(plain);
  if (realTime !== null) return firstRealTime + Number(realTime[1] ?? 0);
  const known: Readonly<Record<string, number>> = constants.signals;
  return known[`SIG${plain}`] ?? null;
}
