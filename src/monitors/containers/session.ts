// One connection to a daemon, until it ends: events are stored as they come, and what is known is compared
// with the daemon's list at the beginning and again and again.
//
//   open the stream since the last stored event  ->  list and inspect everything
//   -> let what was under way arrive and be stored  ->  conclude what is still missing
//
// The list is asked for after the stream is open, and compared last, so that nothing falls between and what
// an event tells is not concluded as well.
import { createBell, type Bell } from '../../core/bell.ts';
import { coerceError } from '../../core/errors.ts';
import { isStoreAway } from '../../store/connection.ts';
import type { MonitorContext } from '../monitor.ts';
import { DaemonError } from './daemon-error.ts';
import type { Daemon } from './docker.ts';
import type { ContainerFacts } from './facts.ts';
import { inspectAll } from './inspect-all.ts';
import type { Known } from './known.ts';
import { readIntoQueue, type Line, type LineQueue } from './line-queue.ts';
import { parseEventLine, sinceOf, type Occurrence } from './occurrence.ts';
import { createRefresher, type Refresher } from './refresher.ts';
import { passTime } from './passing.ts';
import { daemonNow, laterNano, positionAt } from './position.ts';
import { record, type Batch, type Place } from './record.ts';
import { reconcile, type Gap } from './reconcile.ts';
import { afterStreamEnd } from './together.ts';

/** Milliseconds. */
export interface SessionTimes {
  /** From list to comparison: events that were under way arrive meanwhile. */
  readonly settleMs: number;
  readonly reconcileMs: number;
  /** How long an event waits for what the daemon says of its container. */
  readonly inspectMs: number;
  /** How long a daemon that answers no more is listened to. */
  readonly lastWordsMs: number;
}

/** What goes on from connection to connection. */
export interface Watch {
  known: Known;
  /** Of the last stored event; null before the first connection. */
  timeNano: string | null;
  isFirst: boolean;
  gap: Gap | null;
}

export interface SessionOptions {
  readonly daemon: Daemon;
  readonly watch: Watch;
  readonly place: Place;
  readonly times: SessionTimes;
  readonly context: MonitorContext;
  /** Told when everything was compared. */
  onHealthy(): void;
}

const batchSize = 200;
const beatMs = 15_000;
const passEveryMs = 30_000;
const soonMs = 5_000;
const listIdsMost = 20_000;

interface Snapshot {
  readonly facts: ReadonlyMap<string, ContainerFacts>;
  readonly listed: ReadonlySet<string>;
  readonly listedAtMs: number;
  readonly dueAtMs: number;
}

/** Ends only by throwing: DaemonError, the signal's reason, or what the store throws. */
export async function runSession(options: SessionOptions): Promise<never> {
  const { daemon, watch, context, times } = options;
  const { clock, signal } = context;
  const ending = new AbortController();
  const end = (): void => ending.abort(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  const bell = createBell(ending.signal);
  const looks = createLooks(options, bell, ending.signal);
  try {
    watch.timeNano ??= await daemonNow(daemon, clock, signal);
    const lines = await daemon.events(sinceOf(watch.timeNano), ending.signal);
    const queue = readIntoQueue(lines, {
      bell,
      now: () => clock.now().getTime(),
      stop: () => ending.abort(new Error('too much waits')),
    });
    const onFailure = (): void => void looks.hasten();
    const { logger } = context;
    const refresher = createRefresher({ daemon, signal: ending.signal, logger, bell, onFailure });
    let passAtMs = clock.monotonicMs() + passEveryMs;
    for (;;) {
      context.signal.throwIfAborted();
      context.beat();
      const fresh = queue.isEmpty ? refresher.take() : undefined;
      if (!queue.isEmpty) await storeEvents(options, queue, looks, refresher);
      else if (fresh !== undefined) await storeFresh(options, fresh);
      else if (queue.ended !== undefined) {
        await storeStreamEnd(options);
        throw queue.ended;
      } else if (looks.failure !== undefined) await goOnWithout(looks, options);
      else if (looks.isDue()) await storeSnapshot(options, looks.take());
      else if (clock.monotonicMs() >= passAtMs) {
        passAtMs = clock.monotonicMs() + passEveryMs;
        await storePassing(options);
      } else await bell.wait(clock, Math.min(beatMs, looks.waitMs(), times.reconcileMs));
    }
  } finally {
    ending.abort(new Error('the connection is given up'));
    signal.removeEventListener('abort', end);
  }
}

interface Looks {
  /** Why the daemon could not be asked. */
  readonly failure: Error | undefined;
  /** For how long it has been so. */
  readonly failingMs: number;
  /** Takes no more notice of the failure: the daemon is asked again soon. */
  tryAgain(): void;
  isDue(): boolean;
  /** Only when it is due. */
  take(): Snapshot;
  /** Milliseconds until there may be something to do. */
  waitMs(): number;
  /** Something is not as it should be: asks soon. False when that was known already. */
  hasten(): boolean;
}

/** Asks the daemon for everything from time to time. */
function createLooks(
  { daemon, context, times }: SessionOptions,
  bell: Bell,
  signal: AbortSignal,
): Looks {
  const { clock, logger } = context;
  let snapshot: Snapshot | undefined;
  let failure: Error | undefined;
  let failingSinceMs: number | undefined;
  let nextAtMs = Number.NEGATIVE_INFINITY;
  let isAsking = false;
  let isHastened = false;

  const look = async (): Promise<void> => {
    const listedAtMs = clock.now().getTime();
    const listed = new Set(idsOf(await daemon.list(signal)));
    const facts = await inspectAll([...listed], { daemon, signal, logger });
    failingSinceMs = undefined;
    snapshot = { facts, listed, listedAtMs, dueAtMs: clock.monotonicMs() + times.settleMs };
  };
  const begin = (): void => {
    if (isAsking || snapshot !== undefined || clock.monotonicMs() < nextAtMs) return;
    isAsking = true;
    isHastened = false;
    nextAtMs = clock.monotonicMs() + times.reconcileMs;
    look()
      .catch((error: unknown) => {
        failure = coerceError(error);
        failingSinceMs ??= clock.monotonicMs();
      })
      .finally(() => {
        isAsking = false;
        bell.ring();
      });
  };
  return {
    get failure() {
      return failure;
    },
    get failingMs() {
      return clock.monotonicMs() - (failingSinceMs ?? clock.monotonicMs());
    },
    tryAgain: () => {
      failure = undefined;
      nextAtMs = Math.min(nextAtMs, clock.monotonicMs() + soonMs);
    },
    isDue: () => {
      begin();
      return snapshot !== undefined && clock.monotonicMs() >= snapshot.dueAtMs;
    },
    take: () => {
      const taken = snapshot;
      if (taken === undefined) throw new Error('nothing was looked at');
      snapshot = undefined;
      return taken;
    },
    waitMs: () => {
      if (isAsking) return beatMs;
      const untilMs = (snapshot?.dueAtMs ?? nextAtMs) - clock.monotonicMs();
      return Math.max(1, Math.min(untilMs, beatMs));
    },
    hasten: () => {
      if (isHastened) return false;
      isHastened = true;
      nextAtMs = Math.min(nextAtMs, clock.monotonicMs() + soonMs);
      return true;
    },
  };
}

function idsOf(listed: readonly unknown[]): string[] {
  return listed.slice(0, listIdsMost).flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || !('Id' in entry)) return [];
    return typeof entry.Id === 'string' && entry.Id !== '' ? [entry.Id] : [];
  });
}

async function storeEvents(
  options: SessionOptions,
  queue: LineQueue,
  looks: Looks,
  refresher: Refresher,
): Promise<void> {
  const { watch } = options;
  const lines = queue.take(batchSize);
  const told = lines.map((line) => readLine(line, options, looks));
  const occurrences: Occurrence[] = [];
  const ids = new Set<string>();
  for (const event of told) {
    if (event === undefined || watch.known.seen.has(event)) continue;
    const id = `${event.timeNano} ${event.dockerId} ${event.action}`;
    if (ids.has(id)) continue;
    ids.add(id);
    occurrences.push(event);
  }
  if (occurrences.length === 0) return;
  const destroyed = new Set(
    occurrences.filter(({ action }) => action === 'destroy').map(({ dockerId }) => dockerId),
  );
  const touched = [...new Set(occurrences.map(({ dockerId }) => dockerId))].filter(
    (dockerId) => !destroyed.has(dockerId),
  );
  // How a container is made has to be known to judge it; how it is can be asked afterwards.
  const unknown = touched.filter((dockerId) => {
    const known = watch.known.memory.containers.get(dockerId);
    return known === undefined || known.imageId === '';
  });
  const facts = await inspectSoon(unknown, options, looks);
  const timeNano = occurrences.reduce(
    (latest, event) => laterNano(latest, event.timeNano),
    watch.timeNano ?? '0',
  );
  await store(options, { occurrences, facts, position: positionAt(timeNano) });
  watch.timeNano = timeNano;
  refresher.touch(touched);
}

function readLine(
  { text, heardAtMs }: Line,
  { context, place }: SessionOptions,
  looks: Looks,
): Occurrence | undefined {
  try {
    if (text === null) throw new Error('it is too long');
    return parseEventLine(text, heardAtMs);
  } catch {
    // Its text may hold secrets; what it told is found by looking. Many are told of once.
    const about = { daemon: place.daemon, length: text?.length ?? null };
    if (looks.hasten()) context.logger.warn(about, 'an event of a daemon makes no sense');
    return undefined;
  }
}

/** Asks for a moment only: an event is told in time, even when the daemon is busy. */
async function inspectSoon(
  ids: readonly string[],
  { daemon, context, times }: SessionOptions,
  looks: Looks,
): Promise<Map<string, ContainerFacts>> {
  const late = new AbortController();
  const cancel = context.clock.setTimer(times.inspectMs, () => late.abort(new Error('too late')));
  const signal = AbortSignal.any([late.signal, context.signal]);
  const onFailure = (): void => {
    looks.hasten();
  };
  try {
    return await inspectAll(ids, { daemon, signal, logger: context.logger, onFailure });
  } finally {
    cancel();
  }
}

async function storeSnapshot(options: SessionOptions, snapshot: Snapshot): Promise<void> {
  const { watch } = options;
  const { facts, listed, listedAtMs } = snapshot;
  const { isFirst, gap } = watch;
  const all = [...facts.values()];
  const { memory } = watch.known;
  const concluded = reconcile(memory, { facts: all, listed, listedAtMs, isFirst, gap });
  const occurrences = concluded.occurrences.filter((one) => !watch.known.seen.has(one));
  const ended = occurrences.filter(
    ({ action, dockerId }) => action === 'die' && concluded.together.includes(dockerId),
  );
  const together =
    ended.length === 0
      ? undefined
      : {
          dockerIds: ended.map(({ dockerId }) => dockerId),
          keys: ended.map(({ key }) => key),
          sinceMs: Math.min(...ended.map(({ atMs }) => atMs)),
        };
  const position = positionAt(watch.timeNano ?? '0');
  await store(options, { occurrences, facts, listedAtMs, together, position });
  watch.isFirst = false;
  watch.gap = null;
  options.onHealthy();
}

async function storeFresh(
  options: SessionOptions,
  facts: ReadonlyMap<string, ContainerFacts>,
): Promise<void> {
  const position = positionAt(options.watch.timeNano ?? '0');
  await store(options, { occurrences: [], facts, position });
}

async function storePassing(options: SessionOptions): Promise<void> {
  const { watch, context } = options;
  const { memory, findings } = passTime(watch.known.memory, context.clock.now().getTime());
  if (memory === watch.known.memory) return;
  const position = positionAt(watch.timeNano ?? '0');
  await store(options, { occurrences: [], facts: new Map(), findings, memory, position });
}

async function storeStreamEnd(options: SessionOptions): Promise<void> {
  const { watch, context } = options;
  const { memory, together } = afterStreamEnd(watch.known.memory, context.clock.now().getTime());
  if (together === null) return;
  const position = positionAt(watch.timeNano ?? '0');
  await store(options, { occurrences: [], facts: new Map(), together, memory, position });
}

/** Again and again while the store is away: meanwhile events wait in the queue. */
async function store(options: SessionOptions, batch: Batch): Promise<void> {
  const { watch, place, context } = options;
  for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, 5_000)) {
    try {
      watch.known = await record(watch.known, batch, place, context);
      return;
    } catch (error) {
      if (context.signal.aborted || !isStoreAway(error)) throw error;
      context.logger.warn(
        { err: coerceError(error), daemon: place.daemon },
        'what happened to containers could not be stored; it is tried again',
      );
      context.beat();
      await context.clock.sleep(waitMs, context.signal);
    }
  }
}

const lasting: ReadonlySet<string> = new Set(['REFUSED', 'MALFORMED', 'NOT_FOUND']);

/**
 * Events come even where lists are refused, and are better than nothing. A daemon that stops takes no
 * more questions, but still tells how its containers end: it is listened to for a while.
 */
async function goOnWithout(looks: Looks, options: SessionOptions): Promise<void> {
  const { failure, failingMs } = looks;
  if (!(failure instanceof DaemonError)) throw failure;
  if (!lasting.has(failure.kind) && failingMs > options.times.lastWordsMs) {
    await storeStreamEnd(options);
    throw failure;
  }
  options.context.degraded(describe(options.place.daemon, failure));
  looks.tryAgain();
}

/** A failure as it is shown. */
export function describe(daemon: string, { message }: DaemonError): string {
  return `The Docker daemon ${daemon}: ${message}.`;
}
