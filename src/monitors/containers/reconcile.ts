// Compares what is remembered with what the daemon lists, and concludes what happened in between: events
// go missing when more than 256 came while nobody listened, and a daemon that was away tells of nothing.
// Pure. An inspection is a moment ago by the time it is compared, so only times decide, never the
// present state: a start or an end is missed when it is younger than every one that is known.
import type { ContainerVerdict } from '../../store/container-facts.ts';
import { loopMs } from './deaths.ts';
import type { ContainerFacts } from './facts.ts';
import type { ContainerMemory, Memory } from './memory.ts';
import { nanosOfMs, type Assumption, type Occurrence } from './occurrence.ts';
import { areTogether } from './together.ts';

export interface Comparison {
  /** Every container of the list that could be inspected. */
  readonly facts: readonly ContainerFacts[];
  /** Docker's ids of all that are in the list. */
  readonly listed: ReadonlySet<string>;
  /** When the list was asked for, by our own clock. */
  readonly listedAtMs: number;
  /** Nothing is known yet: what is there is discovered, and nothing is concluded. */
  readonly isFirst: boolean;
  /** When nobody listened; null for the regular comparison. */
  readonly gap: Gap | null;
}

export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
  /** DAEMON: it could not be reached. STREAM: the connection ended. SELF: hawkwatch did not run. */
  readonly because: 'DAEMON' | 'STREAM' | 'SELF';
}

export interface Conclusion {
  /** In the order in which they happened, as far as that is known. */
  readonly occurrences: readonly Occurrence[];
  /** Docker's ids of those that went down together in the gap. */
  readonly together: readonly string[];
}

export function reconcile(memory: Memory, comparison: Comparison): Conclusion {
  const removed = new Set(memory.removed);
  const concluded = comparison.facts.flatMap((facts) => {
    if (removed.has(facts.dockerId)) return [];
    const known = memory.containers.get(facts.dockerId);
    return known === undefined
      ? concludeNew(facts, comparison)
      : concludeKnown(known, facts, comparison);
  });
  const gone = [...memory.containers.values()]
    .filter(
      ({ dockerId, heardAtMs }) =>
        !comparison.listed.has(dockerId) && heardAtMs < comparison.listedAtMs,
    )
    .map((container) =>
      occur(container, 'destroy', comparison.listedAtMs, {
        assumed: planned('it was gone when the daemon was asked'),
      }),
    );
  const all = [...concluded, ...gone]
    .map((one) => ({ ...one, heardAtMs: comparison.listedAtMs }))
    .toSorted((a, b) => a.atMs - b.atMs);
  return withTogether(memory, all, comparison);
}

type Named = Pick<Occurrence, 'dockerId' | 'key' | 'name' | 'image' | 'imageId' | 'configHash'>;

const namedBy = (facts: ContainerFacts): Named => ({
  dockerId: facts.dockerId,
  key: facts.key,
  name: facts.name,
  image: facts.image,
  imageId: facts.imageId,
  configHash: facts.compose?.configHash ?? null,
});

function occur(
  { dockerId, key, name, image, imageId, configHash }: Named,
  action: string,
  atMs: number,
  more: Partial<Occurrence> & { readonly assumed: Assumption },
): Occurrence {
  return {
    dockerId,
    key,
    name,
    image,
    imageId,
    configHash,
    action,
    detail: null,
    atMs,
    heardAtMs: 0,
    timeNano: nanosOfMs(atMs),
    exitCode: null,
    signal: null,
    ...more,
  };
}

const assume = (verdict: ContainerVerdict, reason: string, count = 1): Assumption => ({
  verdict,
  reason,
  count,
  recent: count,
});
const planned = (reason: string): Assumption => assume('PLANNED', reason);
const seen = planned('was found so when the daemon was asked');

// A container that is new in a regular comparison, whose events were lost.
const recentMs = 600_000;

const isUp = ({ state }: ContainerFacts): boolean => state === 'running' || state === 'paused';

function concludeNew(facts: ContainerFacts, comparison: Comparison): Occurrence[] {
  const { gap, isFirst, listedAtMs } = comparison;
  const named = namedBy(facts);
  const createdMs = facts.createdAt?.getTime() ?? listedAtMs;
  // What was made before anybody looked is discovered now, and nothing more is concluded.
  const isOld = isFirst || createdMs < (gap?.fromMs ?? listedAtMs - recentMs);
  const created = occur(named, 'create', isOld ? listedAtMs : createdMs, { assumed: seen });
  if (isOld) return [created];
  const blank = { startedAtMs: null, diedAtMs: null, restartCount: 0 };
  return [created, ...concludeLife({ ...blank, health: null }, facts, comparison)];
}

function concludeKnown(
  known: ContainerMemory,
  facts: ContainerFacts,
  comparison: Comparison,
): Occurrence[] {
  const named = namedBy(facts);
  const { listedAtMs } = comparison;
  const lived = concludeLife(known, facts, comparison);
  const renamed = known.key !== facts.key && known.heardAtMs < listedAtMs;
  const rename = renamed ? [occur(named, 'rename', listedAtMs, { assumed: seen })] : [];
  const { health } = facts;
  const isStale = known.heardAtMs >= listedAtMs;
  if (health === null || health === known.health || health === 'starting' || isStale) {
    return [...rename, ...lived];
  }
  const changed = occur(named, 'health_status', listedAtMs, { detail: health, assumed: seen });
  return [...rename, ...lived, changed];
}

type Life = Pick<ContainerMemory, 'startedAtMs' | 'diedAtMs' | 'restartCount' | 'health'>;

const writtenLateMs = 2_000;

/** The ends and starts that were missed. */
function concludeLife(known: Life, facts: ContainerFacts, { gap }: Comparison): Occurrence[] {
  const named = namedBy(facts);
  const startedMs = facts.startedAt?.getTime() ?? null;
  const finishedMs = facts.finishedAt?.getTime() ?? null;
  const missesStart = startedMs !== null && startedMs > (known.startedAtMs ?? 0);
  // It only grows by the policy's restarts; less than before means that somebody started it.
  const grown = Math.max(0, facts.restartCount - known.restartCount);
  const youngerByMs = finishedMs === null ? 0 : finishedMs - (known.diedAtMs ?? 0);
  // The daemon writes down when it ended after it has told of it; what is counted is sure.
  const missesDeath = finishedMs !== null && youngerByMs > (grown > 0 ? 0 : writtenLateMs);
  const restarts = missesDeath ? grown : 0;
  const found: Occurrence[] = [];
  // A first start that nobody saw comes before the end that nobody saw either.
  const isFirstStart = missesStart && known.startedAtMs === null && missesDeath && restarts === 0;
  if (isFirstStart && startedMs <= finishedMs) {
    found.push(occur(named, 'start', startedMs, { assumed: seen }));
  }
  if (missesDeath) {
    const ended = startedMs === null || startedMs <= finishedMs;
    const exitCode = ended ? facts.exitCode : null;
    const judged = judgeMissed(facts, { restarts, ended, finishedMs, gap });
    // Over a long time, several ends are no crash loop.
    const isLong = gap !== null && gap.toMs - gap.fromMs > loopMs;
    const assumed = isLong ? { ...judged, recent: 1 } : judged;
    found.push(occur(named, 'die', finishedMs, { exitCode, assumed }));
  }
  if (missesStart && isUp(facts) && (finishedMs === null || startedMs >= finishedMs)) {
    const assumed = { ...seen, count: Math.max(1, restarts) };
    found.push(occur(named, 'start', startedMs, { assumed }));
  }
  return found;
}

interface Missed {
  readonly restarts: number;
  /** It has not been started again. */
  readonly ended: boolean;
  readonly finishedMs: number;
  readonly gap: Gap | null;
}

// Of the daemon's clock and ours, and of what it takes to come up again.
const slackMs = 30_000;

function judgeMissed(facts: ContainerFacts, missed: Missed): Assumption {
  const { restarts, ended, finishedMs, gap } = missed;
  const { exitCode, oomKilled, restartPolicy } = facts;
  const killedForMemory = ended && oomKilled && exitCode === 137;
  const code = `exit code ${exitCode ?? 'not known'}`;
  if (restarts > 0) {
    const text = 'ended by itself and was started again by its policy while nobody listened';
    return killedForMemory
      ? assume('OOM', 'the kernel ended it, because its memory was used up', restarts)
      : assume('UNPLANNED', restarts === 1 ? text : `${text}, ${restarts} times`, restarts);
  }
  if (killedForMemory) return assume('OOM', 'the kernel ended it, because its memory was used up');
  // That holds for the daemon's own start too.
  if (ended && (restartPolicy === 'always' || restartPolicy === 'unless-stopped')) {
    return planned('somebody stopped it: its policy would have started it again');
  }
  const wasAway =
    gap?.because === 'DAEMON' &&
    finishedMs >= gap.fromMs - slackMs &&
    finishedMs <= gap.toMs + slackMs;
  if (wasAway) {
    return ended && exitCode === 0 && restartPolicy === 'no'
      ? assume('COMPLETED', 'ended with exit code 0 while the daemon was away')
      : assume('UNPLANNED', `ended while the daemon was away${ended ? `, ${code}` : ''}`);
  }
  if (!ended) return planned('somebody restarted it while nobody listened');
  if (exitCode === 0) return assume('COMPLETED', 'ended with exit code 0 while nobody listened');
  if (restartPolicy === 'on-failure') {
    return planned('somebody stopped it: its policy would have tried again');
  }
  return assume('UNPLANNED', `ended while nobody listened, ${code}; it may have been stopped`);
}

// Without a sign that the daemon was away it takes more of them.
const leastAlone = 3;

/** In a gap, the ends of all that ran are one matter. */
function withTogether(memory: Memory, all: readonly Occurrence[], { gap }: Comparison): Conclusion {
  if (gap === null || gap.because === 'STREAM') return { occurrences: all, together: [] };
  const ran = [...memory.containers.values()].filter(({ running }) => running);
  const ranIds = new Set(ran.map(({ dockerId }) => dockerId));
  const ends = all.filter(({ action, dockerId }) => action === 'die' && ranIds.has(dockerId));
  const ended = new Set(ends.map(({ dockerId }) => dockerId)).size;
  const enough = gap.because === 'DAEMON' || ended >= leastAlone;
  if (!enough || !areTogether(ended, ran.length)) return { occurrences: all, together: [] };
  // What is known for sure of one of them counts more.
  const near = ends.filter(({ assumed }) => assumed?.verdict !== 'OOM' && assumed?.count === 1);
  const ids = new Set(near.map(({ dockerId }) => dockerId));
  const reason = 'went down together with all others, while nobody listened';
  return {
    occurrences: all.map((one) =>
      one.action === 'die' && ids.has(one.dockerId)
        ? { ...one, assumed: assume('HOST_MAINTENANCE', reason) }
        : one,
    ),
    together: [...ids],
  };
}
