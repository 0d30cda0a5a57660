// Judges what happens to containers. Pure: (memory, occurrence) to (memory, findings).
//
// The end of a container (`die`) is
//   PLANNED      after a fatal signal through the daemon (INT, QUIT, ABRT, KILL, TERM or the container's
//                own), at most its time for stopping and 5 s before, and no start between
//   OOM          after `oom` at most 30 s before, with an exit code other than 0
//   COMPLETED    with exit code 0
//   UNPLANNED    otherwise; CRASH_LOOP while a crash loop lasts that was told
// Neither the exit code nor a `stop` that follows tells them apart: a forced stop and the kernel's kill
// are both 137, and whoever stops a container may be late.
//
// A crash loop begins with the third end within 10 minutes that nobody meant, and lasts until there was
// none for 10 minutes, or somebody stops or removes the container. A start is a deployment when the name
// had another image or configuration until at most 2 minutes before.
import type { ContainerVerdict } from '../../store/container-facts.ts';
import { judgeDeath, loopAfter } from './deaths.ts';
import type { Finding } from './finding.ts';
import {
  newContainer,
  noKey,
  withContainer,
  withKey,
  withoutContainer,
  type ContainerMemory,
  type KeyMemory,
  type Memory,
} from './memory.ts';
import type { Occurrence } from './occurrence.ts';

export interface Judgement {
  readonly memory: Memory;
  /** Of the occurrence itself; null where there is nothing to judge. */
  readonly verdict: ContainerVerdict | null;
  readonly reason: string | null;
  /** What is to be told, in this order. */
  readonly findings: readonly Finding[];
}

interface Scene {
  readonly memory: Memory;
  readonly event: Occurrence;
  readonly container: ContainerMemory;
  readonly key: KeyMemory;
}

/** How long after its end the next start counts as a restart, or as a deployment. */
const togetherMs = 120_000;
const oomPauseMs = 60_000;
const fatalSignals = new Set([2, 3, 6, 9, 15]);

export function classify(before: Memory, event: Occurrence): Judgement {
  const isNew = !before.keys.has(event.key);
  const known = before.containers.get(event.dockerId) ?? newContainer(event);
  const key = before.keys.get(event.key) ?? noKey;
  const heardAtMs = Math.max(known.heardAtMs, event.heardAtMs);
  const scene: Scene = {
    memory: before,
    event,
    container: { ...known, heardAtMs },
    key: {
      ...key,
      current: key.current ?? event.dockerId,
      heardAtMs: Math.max(key.heardAtMs, event.heardAtMs),
    },
  };
  const judged = (judges[event.action] ?? nothing)(scene);
  const discovered = isNew && event.action !== 'destroy';
  if (!discovered) return judged;
  return { ...judged, findings: [finding(scene, 'discovered'), ...judged.findings] };
}

type Change = Partial<Pick<Judgement, 'verdict' | 'reason' | 'findings'>> & {
  readonly container?: Partial<ContainerMemory>;
  readonly key?: Partial<KeyMemory>;
};

function judge({ memory, event, container, key }: Scene, change: Change = {}): Judgement {
  const { verdict = null, reason = null, findings = [] } = change;
  const kept = withContainer(memory, { ...container, ...change.container });
  return {
    memory: withKey(kept, event.key, { ...key, ...change.key }),
    verdict,
    reason,
    findings,
  };
}

function finding(
  { event, container }: Scene,
  kind: Finding['kind'],
  more: Partial<Finding> = {},
): Finding {
  return {
    kind,
    key: event.key,
    dockerId: event.dockerId,
    name: container.name,
    atMs: event.atMs,
    verdict: null,
    reason: null,
    exitCode: null,
    inferred: event.assumed !== null,
    ...more,
  };
}

const nothing = (scene: Scene): Judgement => judge(scene);

function onCreate(scene: Scene): Judgement {
  const { configHash, image, name } = scene.event;
  return judge(scene, { container: { configHash, image, name } });
}

function onKill(scene: Scene): Judgement {
  const { event, container } = scene;
  const { signal } = event;
  const isFatal = signal !== null && (fatalSignals.has(signal) || signal === container.stopSignal);
  const reason = signal === null ? null : `signal ${signal}`;
  return judge(scene, { reason, container: isFatal ? { killedAtMs: event.atMs } : {} });
}

function onOom(scene: Scene): Judgement {
  const { event, container } = scene;
  const told = container.oomToldAtMs;
  const tells = told === null || event.atMs - told > oomPauseMs;
  const reason = 'the kernel ended one of its processes, because its memory was used up';
  return judge(scene, {
    reason,
    container: { oomAtMs: event.atMs, ...(tells ? { oomToldAtMs: event.atMs } : {}) },
    findings: tells ? [finding(scene, 'oom', { reason })] : [],
  });
}

function onDie(scene: Scene): Judgement {
  const { event, container, key } = scene;
  const { atMs, exitCode, assumed } = event;
  const last = container.death;
  const concluded = last?.inferred === true && assumed === null && !container.running;
  if (concluded && atMs >= last.atMs && atMs - last.atMs <= togetherMs) {
    return judge(scene, { verdict: null, reason: 'was concluded already' });
  }
  const judged = judgeDeath(container, event);
  const loop = loopAfter(key, judged, container, event);
  const { verdict } = loop;
  const counted = container.restarts && verdict !== 'PLANNED' ? (assumed?.count ?? 1) : 0;
  // It was started again since, as is known: then only its end was missed.
  const isPast = assumed !== null && (container.startedAtMs ?? 0) > atMs;
  const findings = [
    finding(scene, 'stopped', {
      verdict,
      reason: judged.reason,
      exitCode,
      oomKilled: judged.verdict === 'OOM',
      shouldRun: container.shouldRun,
    }),
  ];
  if (loop.began) {
    const { deaths, sinceMs } = loop.began;
    const reason = `ended ${deaths} times within 10 minutes`;
    findings.push(finding(scene, 'loopBegan', { verdict, reason, exitCode, deaths, sinceMs }));
  }
  if (loop.endedSinceMs !== null) {
    const more = { reason: 'somebody stopped it', sinceMs: loop.endedSinceMs };
    findings.push(finding(scene, 'loopEnded', more));
  }
  return judge(scene, {
    verdict,
    reason: judged.reason,
    container: {
      running: isPast,
      diedAtMs: Math.max(container.diedAtMs ?? 0, atMs),
      restartCount: container.restartCount + counted,
      death: { atMs, verdict, exitCode, inferred: assumed !== null },
      killedAtMs: null,
      oomAtMs: null,
    },
    key: { deaths: loop.deaths, loopSinceMs: loop.sinceMs },
    findings,
  });
}

function onStart(scene: Scene): Judgement {
  const { memory, event, container, key } = scene;
  const { atMs, dockerId } = event;
  const last = container.death;
  const isRestart = last !== null && atMs - last.atMs <= togetherMs && !container.running;
  // Whoever starts it sets the daemon's count back; its policy does not.
  const isByPolicy = isRestart && last.verdict !== 'PLANNED';
  const started = {
    running: true,
    startedAtMs: Math.max(container.startedAtMs ?? 0, atMs),
    killedAtMs: null,
    oomAtMs: null,
    health: container.health === null ? null : 'starting',
    restartCount: isByPolicy ? container.restartCount : 0,
  };
  const before = previousOf(memory, key, event);
  const change = { container: started, key: { current: dockerId, previous: before } };
  if (isRestart) {
    const { verdict, exitCode } = last;
    const reason = verdict === 'PLANNED' ? 'somebody restarted it' : 'started again after its end';
    const count = event.assumed?.count ?? 1;
    const more = { verdict, reason, exitCode, count };
    return judge(scene, {
      ...change,
      verdict,
      reason,
      findings: [finding(scene, 'restarted', more)],
    });
  }
  // Only a container's first start can be a deployment.
  const isFirst = container.startedAtMs === null;
  if (before === null || !isFirst || atMs - before.endedAtMs > togetherMs) {
    return judge(scene, { ...change, findings: [finding(scene, 'started')] });
  }
  const configChanged =
    before.configHash !== null &&
    container.configHash !== null &&
    before.configHash !== container.configHash;
  const areKnown = before.imageId !== '' && container.imageId !== '';
  const imageChanged = areKnown
    ? before.imageId !== container.imageId
    : before.image !== container.image;
  if (!configChanged && !imageChanged) {
    const reason = 'made anew from the same image and configuration';
    const more = { verdict: 'PLANNED', reason } as const;
    return judge(scene, { ...change, ...more, findings: [finding(scene, 'started', more)] });
  }
  const reason = imageChanged ? 'has another image' : 'has another configuration';
  const more = { verdict: 'DEPLOY', reason } as const;
  const deployed = finding(scene, 'deployed', {
    ...more,
    imageBefore: before.image,
    imageIdBefore: before.imageId,
    configChanged,
  });
  return judge(scene, { ...change, ...more, findings: [deployed] });
}

/** The container that had the name until now. */
function previousOf(
  memory: Memory,
  key: KeyMemory,
  { dockerId, atMs }: Occurrence,
): KeyMemory['previous'] {
  const current = key.current === null ? undefined : memory.containers.get(key.current);
  if (current === undefined || current.dockerId === dockerId) return key.previous;
  const { image, imageId, configHash, diedAtMs, running } = current;
  const endedAtMs = running || diedAtMs === null ? atMs : diedAtMs;
  return { dockerId: current.dockerId, image, imageId, configHash, endedAtMs };
}

function onHealth(scene: Scene): Judgement {
  const { event, container } = scene;
  const health = event.detail;
  if (health === null || health === '' || health === container.health) {
    return judge(scene, { reason: health });
  }
  const changed = finding(scene, 'health', { reason: health, before: container.health });
  return judge(scene, { reason: health, container: { health }, findings: [changed] });
}

function onRename(scene: Scene): Judgement {
  const { event, container } = scene;
  const renamed = { ...container, name: event.name, key: event.key };
  if (container.key === event.key) return judge(scene, { container: renamed });
  // A name is an identity: the old one is free for another container, which may be a new version.
  const left = leave(scene.memory, container, event);
  const moved = judge({ ...scene, memory: left.memory }, { container: renamed });
  const reason = `renamed to ${event.name}`;
  const gone = { ...finding(scene, 'removed', { reason }), key: container.key };
  return left.isEmpty ? { ...moved, findings: [gone] } : moved;
}

function onDestroy(scene: Scene): Judgement {
  const { memory, event, container, key } = scene;
  const left = leave(memory, container, event);
  const cleaned = withoutContainer(left.memory, event.dockerId);
  const reason = event.assumed?.reason ?? null;
  if (!left.isEmpty || !memory.keys.has(event.key)) {
    return { memory: cleaned, verdict: null, reason, findings: [] };
  }
  const findings = [finding(scene, 'removed', { reason })];
  if (key.loopSinceMs !== null) {
    const more = { reason: 'it was removed', sinceMs: key.loopSinceMs };
    findings.unshift(finding(scene, 'loopEnded', more));
  }
  return { memory: cleaned, verdict: null, reason, findings };
}

/** A container no longer has its name; `isEmpty`: nor has any other. */
function leave(
  memory: Memory,
  container: ContainerMemory,
  { atMs, heardAtMs }: Occurrence,
): { memory: Memory; isEmpty: boolean } {
  const { dockerId, key: name, image, imageId, configHash } = container;
  const key = memory.keys.get(name);
  if (key === undefined || key.current !== dockerId) return { memory, isEmpty: false };
  const next = successorOf(memory, container);
  const previous = { dockerId, image, imageId, configHash, endedAtMs: atMs };
  const left: KeyMemory = {
    ...key,
    current: next?.dockerId ?? null,
    previous,
    ...(next === undefined ? { loopSinceMs: null, deaths: [] } : {}),
    heardAtMs: Math.max(key.heardAtMs, heardAtMs),
  };
  return { memory: withKey(memory, name, left), isEmpty: next === undefined };
}

function successorOf(memory: Memory, container: ContainerMemory): ContainerMemory | undefined {
  for (const other of memory.containers.values()) {
    if (other.key === container.key && other.dockerId !== container.dockerId) return other;
  }
  return undefined;
}

const judges: Readonly<Record<string, (scene: Scene) => Judgement>> = {
  create: onCreate,
  start: onStart,
  kill: onKill,
  oom: onOom,
  die: onDie,
  health_status: onHealth,
  pause: (scene) => judge(scene, { findings: [finding(scene, 'paused')] }),
  unpause: (scene) => judge(scene, { findings: [finding(scene, 'resumed')] }),
  rename: onRename,
  destroy: onDestroy,
};
