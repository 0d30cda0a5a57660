// Heartbeats (a dead man's switch): what reports regularly that it lives, and is told of when it does not.
// The first report arms it; nothing is known of one that never came. Each change of a row and the event that
// tells it stand in one transaction, so that of any number of replicas one tells it, once.
//
//   WAITING ── report ──> OK ── `every` + `grace` without one ──> MISSING ── report ──> OK
//
// While no replica ran, no report could come: for a while after its start a replica calls none missing.
// One that left the configuration is forgotten once all replicas have the same file.
import type { Clock } from '../../core/clock.ts';
import type { HeartbeatSettings, HeartbeatState } from '../../core/heartbeats.ts';
import type { Logger } from '../../core/logger.ts';
import type { Random } from '../../core/random.ts';
import {
  claimMissingHeartbeats,
  deleteHeartbeats,
  listAwaitedHeartbeats,
  listHeartbeats,
  listOtherHeartbeats,
  recordHeartbeat,
  updateHeartbeatTimes,
} from '../../store/heartbeats.ts';
import {
  heartbeatMissed,
  heartbeatRemoved,
  heartbeatReturned,
  heartbeatSubject,
} from '../../store/heartbeat-events.ts';
import type { Store } from '../../store/store.ts';
import { alone, type Agreement } from '../agreement.ts';
import { startDueTicker, type DueTicker } from '../due-ticker.ts';
import type { IntakeAnswer } from '../intake/intakes.ts';
import { hasToken, type Report } from '../intake/proof.ts';

/** One as it stands. */
export interface HeartbeatView {
  readonly name: string;
  readonly everyMs: number;
  readonly graceMs: number;
  readonly state: HeartbeatState;
  readonly lastAt: Date | null;
  readonly dueAt: Date | null;
  readonly missingSince: Date | null;
  readonly count: number;
}

/** What can be asked and reported. */
export interface Heartbeats {
  /**
   * An answer that refuses a request, or undefined for one that may report. A heartbeat that is not there
   * answers as one whose token is wrong.
   */
  refuse(name: string, headers: Report['headers']): IntakeAnswer | undefined;
  /** Takes a report of one that may report; answers when it is committed. */
  receive(name: string): Promise<IntakeAnswer>;
  /** All of the configuration, in its order. */
  list(): Promise<readonly HeartbeatView[]>;
}

export interface HeartbeatsPart {
  readonly service: Heartbeats;
  /** Forgets what is not configured any more, and begins to look for those that are missing. */
  start(): Promise<void>;
  configure(settings: readonly HeartbeatSettings[]): Promise<void>;
  stop(): Promise<void>;
}

export interface HeartbeatsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly settings: readonly HeartbeatSettings[];
  /** Not given: there is no other replica. */
  readonly agreed?: Agreement | undefined;
  /** How often it is looked for what other replicas have written. */
  readonly pollMs?: number;
  /** For how long after the start none is missing; less for one with a shorter `grace`. */
  readonly settleMs?: number;
}

const unproven: IntakeAnswer = {
  status: 401,
  body: { error: 'There is no such heartbeat, or the token is not the one of its configuration.' },
  headers: { 'www-authenticate': 'Bearer realm="hawkwatch"' },
};

export function createHeartbeats(options: HeartbeatsOptions): HeartbeatsPart {
  const { store, clock, agreed = alone, settleMs = 60_000 } = options;
  let { settings } = options;
  let ticker: DueTicker | undefined;
  let startedMs = clock.now().getTime();
  const find = (name: string): HeartbeatSettings | undefined =>
    settings.find((one) => one.name === name);
  const names = (): readonly string[] => settings.map(({ name }) => name);
  /** Before that time it is not missing, because nobody may have listened. */
  const readyMs = ({ graceMs }: HeartbeatSettings): number =>
    startedMs + Math.min(settleMs, graceMs);

  const tellMissing = (limit: number): Promise<number> =>
    store.transaction(async (tx) => {
      const now = clock.now();
      const ready = settings.filter((one) => readyMs(one) <= now.getTime());
      const rows = await claimMissingHeartbeats(tx.q, {
        names: ready.map(({ name }) => name),
        now,
        limit,
      });
      for (const { name, lastAt, dueAt } of rows) {
        const known = find(name);
        if (lastAt === null || dueAt === null || known === undefined) continue;
        tx.append(
          heartbeatMissed.create({
            subject: heartbeatSubject(name),
            occurredAt: now,
            payload: {
              name,
              lastAt: lastAt.toISOString(),
              dueAt: dueAt.toISOString(),
              since: dueAt.toISOString(),
              missedMs: now.getTime() - dueAt.getTime(),
              everyMs: known.everyMs,
              graceMs: known.graceMs,
            },
          }),
        );
      }
      return rows.length;
    });

  const findNext = async (): Promise<Date | undefined> => {
    const rows = await listAwaitedHeartbeats(store.q, names());
    const times = rows.flatMap(({ name, dueAt }) => {
      const known = find(name);
      if (known === undefined || dueAt === null) return [];
      return [Math.max(dueAt.getTime(), readyMs(known))];
    });
    return times.length === 0 ? undefined : new Date(Math.min(...times));
  };

  const forgetOthers = async (): Promise<void> => {
    const gone = await listOtherHeartbeats(store.q, names());
    if (gone.length === 0 || !(await agreed(store.q))) return;
    await store.transaction(async (tx) => {
      for (const { name, lastAt } of await deleteHeartbeats(tx.q, gone)) {
        tx.append(
          heartbeatRemoved.create({
            subject: heartbeatSubject(name),
            occurredAt: clock.now(),
            payload: { name, lastAt: lastAt?.toISOString() ?? null },
          }),
        );
      }
    });
  };

  const takeTimes = async (): Promise<void> => {
    await updateHeartbeatTimes(
      store.q,
      settings.map(({ name, everyMs, graceMs }) => ({ name, waitMs: everyMs + graceMs })),
    );
    ticker?.wake(clock.now());
  };

  return {
    service: {
      refuse: (name, headers) => {
        const known = find(name);
        return known !== undefined && hasToken(known, headers) ? undefined : unproven;
      },
      receive: async (name) => {
        const known = find(name);
        if (known === undefined) return unproven;
        const at = clock.now();
        const dueAt = new Date(at.getTime() + known.everyMs + known.graceMs);
        await store.transaction(async (tx) => {
          const missingSince = await recordHeartbeat(tx.q, { name, at, dueAt });
          tx.onCommit(() => ticker?.wake(dueAt));
          if (missingSince === null) return;
          tx.append(
            heartbeatReturned.create({
              subject: heartbeatSubject(name),
              occurredAt: at,
              payload: {
                name,
                lastAt: at.toISOString(),
                missedMs: Math.max(0, at.getTime() - missingSince.getTime()),
              },
            }),
          );
        });
        return { status: 200, body: { name, dueAt: dueAt.toISOString() } };
      },
      list: async () => {
        const rows = new Map(
          (await listHeartbeats(store.q, names())).map((row) => [row.name, row]),
        );
        return settings.map(({ name, everyMs, graceMs }) => {
          const {
            lastAt = null,
            dueAt = null,
            missingSince = null,
            count = 0,
          } = rows.get(name) ?? {};
          const state = lastAt === null ? 'WAITING' : missingSince === null ? 'OK' : 'MISSING';
          return { name, everyMs, graceMs, state, lastAt, dueAt, missingSince, count };
        });
      },
    },
    start: async () => {
      startedMs = clock.now().getTime();
      await forgetOthers();
      await takeTimes();
      ticker = startDueTicker({
        ...options,
        what: 'heartbeats',
        tell: async (limit) => {
          await forgetOthers();
          return tellMissing(limit);
        },
        findNext,
      });
    },
    configure: async (next) => {
      settings = next;
      if (ticker === undefined) return;
      await forgetOthers();
      await takeTimes();
    },
    stop: async () => ticker?.stop(),
  };
}
