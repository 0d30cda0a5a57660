// What is told of one running instance: another state at once, together with its event; what only moves
// (the last success, the lag, the next run) when the scope writes such things of all its instances.
// While the store is away the newest is kept and written later.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { MonitorProgress } from '../../store/monitor-claims.ts';
import { updateMonitor, type MonitorRow } from '../../store/monitors.ts';
import type { Store } from '../../store/store.ts';
import { standingAfter, standingAtStart, type Found, type Standing } from './standing.ts';

export interface ReportOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly id: string;
}

export type MovingFacts = Pick<
  MonitorProgress,
  'lastSuccessAt' | 'lastErrorAt' | 'lastError' | 'lagMs' | 'nextRunAt' | 'beatAt'
>;

export interface Report {
  /** It is held with this row's claim from now on. */
  begin(row: MonitorRow): void;
  /** Without effect before `begin`. */
  found(found: Found, facts?: Partial<MovingFacts>): void;
  note(facts: Partial<MovingFacts>): void;
  readonly facts: MovingFacts | undefined;
  /** The state as it is known here. */
  readonly standing: Standing | undefined;
  /** What has moved since it was written. */
  progress(): MonitorProgress | undefined;
  /** The progress that `progress` gave last is stored. */
  written(): void;
  /** Writes the state, if that could not be done before. */
  catchUp(): void;
}

export function createReport({ store, clock, logger, id }: ReportOptions): Report {
  let claim = 0;
  let standing: Standing | undefined;
  let facts: MovingFacts | undefined;
  let moved = 0;
  let writtenMoved = 0;
  let givenMoved = 0;
  let isUnwritten = false;
  let isWriting = false;

  const write = async (): Promise<void> => {
    if (isWriting) return;
    isWriting = true;
    try {
      while (isUnwritten && standing !== undefined) {
        isUnwritten = false;
        const held = claim;
        const { state, reason } = standing;
        const change = { state, reason, ...facts };
        // That somebody else holds it is noticed by whoever works with it.
        await store.transaction((tx) =>
          updateMonitor(tx, id, clock.now(), (row) => (row.claim === held ? change : undefined)),
        );
      }
    } catch (error) {
      isUnwritten = true;
      logger.warn({ err: coerceError(error) }, "a monitor's state could not be stored yet");
    } finally {
      isWriting = false;
    }
  };

  return {
    begin: (row) => {
      ({ claim } = row);
      const { lastSuccessAt, lastErrorAt, lastError, lagMs, nextRunAt, beatAt } = row;
      facts = { lastSuccessAt, lastErrorAt, lastError, lagMs, nextRunAt, beatAt, ...facts };
      standing ??= standingAtStart(row);
    },
    found: (found, more = {}) => {
      if (standing === undefined || facts === undefined) return;
      const before = standing;
      standing = standingAfter(before, found, clock.monotonicMs());
      facts = { ...facts, ...more };
      moved += 1;
      if (standing.state === before.state) return;
      const { state, reason } = standing;
      const level = state === 'OK' ? 'info' : 'warn';
      logger[level]({ state, before: before.state, reason }, 'the state of a monitor has changed');
      isUnwritten = true;
      void write();
    },
    note: (more) => {
      if (facts === undefined) return;
      facts = { ...facts, ...more };
      moved += 1;
    },
    get facts() {
      return facts;
    },
    get standing() {
      return standing;
    },
    progress: () => {
      if (facts === undefined || standing === undefined || moved === writtenMoved) return undefined;
      givenMoved = moved;
      return { id, claim, reason: standing.reason, ...facts };
    },
    written: () => {
      writtenMoved = givenMoved;
    },
    catchUp: () => {
      if (isUnwritten) void write();
    },
  };
}
