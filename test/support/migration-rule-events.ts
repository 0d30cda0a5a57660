// Real events of migrations for the default rules about them, and what all such events have in common.
import type { NewEvent } from '../../src/core/events.ts';
import { migrationVerified } from '../../src/migrations/emergency/verify.ts';
import { progressEvents, runSubject, type Progress } from '../../src/migrations/events.ts';
import { staleLockSeen } from '../../src/migrations/foreign/events.ts';
import { waveEvents, waveSubject, type WaveFact } from '../../src/migrations/waves/events.ts';
import { statusChanged, type StatusFact } from '../../src/store/migration-status-events.ts';

/** The begin of all; ends come a minute later. */
export const begunAt = new Date('2030-01-01T00:00:00Z');
export const endedAt = new Date('2030-01-01T00:01:00Z');
export const iso = begunAt.toISOString();

export interface RuleCase {
  readonly fires: NewEvent;
  /** Null: it ends by time. */
  readonly ends: NewEvent | null;
}

export const about = { database: 'shop', databaseId: 'd1' };

const run = (
  kind: keyof typeof progressEvents,
  runState: Progress['runState'],
  occurredAt: Date,
  more: Partial<Progress> = {},
): NewEvent =>
  progressEvents[kind].create({
    subject: runSubject('r1'),
    occurredAt,
    payload: {
      ...about,
      runId: 'r1',
      seq: 1,
      source: 'main',
      runKind: 'MIGRATE',
      dryRun: false,
      runState,
      percent: 50,
      etaMs: null,
      migration: null,
      statement: null,
      blockedBy: [],
      message: null,
      error: null,
      ...more,
    },
  });

const error = {
  message: 'no such table',
  sqlState: '42P01',
  statement: null,
  position: null,
  hint: null,
};

const status = (
  occurredAt: Date,
  after: StatusFact['state']['after'],
  more: Partial<StatusFact> = {},
) =>
  statusChanged.create({
    subject: 'database:shop',
    occurredAt,
    payload: {
      ...about,
      environment: null,
      labels: {},
      source: 'main',
      tool: 'sql',
      state: { before: 'UP_TO_DATE', after },
      reason: null,
      counts: { total: 3, applied: 3, pending: 0, failed: 0, other: 0 },
      currentVersion: '3',
      revision: null,
      changes: {
        pending: [],
        applied: [],
        failed: [],
        skipped: [],
        edited: [],
        missing: [],
        gone: [],
        more: 0,
      },
      ...more,
    },
  });
const isWell = status(endedAt, 'UP_TO_DATE');

const wave = (occurredAt: Date, state: WaveFact['state']): NewEvent =>
  waveEvents.COMPLETED.create({
    subject: waveSubject('w1'),
    occurredAt,
    payload: {
      waveId: 'w1',
      source: 'main',
      toVersion: '7',
      state,
      reason: null,
      counts: { total: 9, waiting: 0, running: 0, succeeded: 8, failed: 1, skipped: 0 },
      changed: [],
    },
  });

const verified = (occurredAt: Date, ok: boolean): NewEvent =>
  migrationVerified.create({
    subject: runSubject('r1'),
    occurredAt,
    payload: {
      ...about,
      runId: 'r1',
      source: 'main',
      toVersion: '2',
      ok,
      checks: [{ name: 'version', ok, message: 'it stands at 3' }],
    },
  });

/** By the name of the rule. */
export const migrationCases: Readonly<Record<string, RuleCase>> = {
  'migration-failed': {
    fires: run('FINISHED', 'FAILED', begunAt, { error }),
    ends: run('FINISHED', 'SUCCEEDED', endedAt),
  },
  'migration-interrupted': {
    fires: run('FINISHED', 'INTERRUPTED', begunAt, { message: 'its process was gone' }),
    ends: run('FINISHED', 'SUCCEEDED', endedAt),
  },
  'migration-blocked': {
    fires: run('BLOCKED', 'RUNNING', begunAt, {
      blockedBy: [{ pid: 12, application: 'psql', user: 'anna', query: null, sinceMs: 900 }],
    }),
    ends: run('UNBLOCKED', 'RUNNING', endedAt),
  },
  'migration-running-long': {
    fires: run('STARTED', 'RUNNING', begunAt),
    ends: run('FINISHED', 'SUCCEEDED', endedAt),
  },
  'migration-awaiting-review': {
    fires: run('QUEUED', 'AWAITING_REVIEW', begunAt, { message: 'its risk is HIGH' }),
    ends: run('QUEUED', 'QUEUED', endedAt),
  },
  'migration-rollback-unverified': {
    fires: verified(begunAt, false),
    ends: verified(endedAt, true),
  },
  'migration-wave-failed': { fires: wave(begunAt, 'FAILED'), ends: wave(endedAt, 'SUCCEEDED') },
  'migration-pending-long': {
    fires: status(begunAt, 'BEHIND', {
      counts: { total: 3, applied: 1, pending: 2, failed: 0, other: 0 },
    }),
    ends: isWell,
  },
  'migration-skipped': {
    fires: status(begunAt, 'DIVERGED', { reason: '0004 is skipped: it is older than 0005' }),
    ends: isWell,
  },
  'migration-edited': {
    fires: status(begunAt, 'DIVERGED', { reason: '0004 was changed after it was applied' }),
    ends: isWell,
  },
  'migration-diverged': {
    fires: status(begunAt, 'DIVERGED', { reason: 'applied, but not in the folder: 0004' }),
    ends: isWell,
  },
  'migration-dirty': {
    fires: status(begunAt, 'DIRTY', { reason: '0004 is half done' }),
    ends: isWell,
  },
  'migration-stale-lock': {
    fires: staleLockSeen.create({
      subject: runSubject('r1'),
      occurredAt: begunAt,
      payload: {
        ...about,
        runId: 'r1',
        tool: 'flyway',
        pid: 9,
        application: null,
        user: null,
        sign: 'its lock',
        since: iso,
      },
    }),
    ends: run('FINISHED', 'SUCCEEDED', endedAt),
  },
};
