// What operators may do with monitors. Whoever serves the request only writes it down; whoever runs the
// monitor is woken by the event and obeys. From the moment it is paused nothing more is written by it:
// its claim is taken from it.
import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { ConflictError, NotFoundError } from '../core/errors.ts';
import type { Random } from '../core/random.ts';
import { requireRole } from '../core/require-role.ts';
import { insertAuditEntry } from '../store/audit.ts';
import {
  monitorRunRequested,
  monitorSubject,
  updateMonitor,
  type MonitorChange,
  type MonitorRow,
} from '../store/monitors.ts';
import type { Store, StoreTransaction } from '../store/store.ts';

export interface MonitorCommandsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

export interface MonitorCommands {
  /** Without effect when it is paused already. @throws ForbiddenError, NotFoundError, ConflictError */
  pause(actor: Actor, id: string): Promise<MonitorRow>;
  /** Without effect when it is not paused. @throws ForbiddenError, NotFoundError */
  resume(actor: Actor, id: string): Promise<MonitorRow>;
  /** @throws ForbiddenError, NotFoundError; ConflictError for one that is paused or retired. */
  runNow(actor: Actor, id: string): Promise<MonitorRow>;
}

const notConfigured = (): ConflictError =>
  new ConflictError('It is not configured any more, so it does not run anywhere.');

export function createMonitorCommands(options: MonitorCommandsOptions): MonitorCommands {
  const { store, clock, random } = options;

  const change = (
    actor: Actor,
    action: string,
    id: string,
    decide: (row: MonitorRow, now: Date) => MonitorChange,
    also?: (tx: StoreTransaction, row: MonitorRow, now: Date) => void,
  ): Promise<MonitorRow> => {
    requireRole(actor, 'operator');
    return store.transaction(async (tx) => {
      const now = clock.now();
      const row = await updateMonitor(tx, id, now, (before) => decide(before, now));
      if (row === undefined) throw new NotFoundError('There is no such monitor.');
      also?.(tx, row, now);
      const subject = monitorSubject(row);
      await insertAuditEntry(tx, random, { actor, action, subject, result: 'ok', at: now });
      return row;
    });
  };

  return {
    pause: async (actor, id) =>
      change(actor, 'pauseMonitor', id, ({ retiredAt, pausedAt, claim }, now) => {
        if (retiredAt !== null) throw notConfigured();
        if (pausedAt !== null) return {};
        return {
          state: 'PAUSED',
          reason: null,
          pausedAt: now,
          pausedBy: actor.name,
          claim: claim + 1,
          replica: null,
          nextRunAt: null,
          runRequestedAt: null,
        };
      }),
    resume: async (actor, id) =>
      change(actor, 'resumeMonitor', id, ({ pausedAt, retiredAt }) => {
        if (pausedAt === null) return {};
        const state = retiredAt === null ? 'WAITING' : 'RETIRED';
        return { state, reason: null, pausedAt: null, pausedBy: null };
      }),
    runNow: async (actor, id) =>
      change(
        actor,
        'runMonitorNow',
        id,
        ({ retiredAt, pausedAt, runRequestedAt }, now) => {
          if (retiredAt !== null) throw notConfigured();
          if (pausedAt !== null) {
            throw new ConflictError('It is paused: resume it with `resumeMonitor` first.');
          }
          // Later than the request before, by which it is told apart.
          const atMs = Math.max(now.getTime(), (runRequestedAt?.getTime() ?? 0) + 1);
          return { runRequestedAt: new Date(atMs) };
        },
        (tx, row, now) => {
          const { kind, name } = row;
          const payload = { monitorId: row.id, kind, name, by: actor.name };
          const subject = monitorSubject(row);
          tx.append(monitorRunRequested.create({ subject, occurredAt: now, payload }));
        },
      ),
  };
}
