// Scheduled checks, and what operators do with monitors.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Actor } from '../../../src/core/actor.ts';
import { defineMonitor, type MonitorContext } from '../../../src/monitors/monitor.ts';
import { until } from '../../support/until.ts';
import { clock, createSupervisorRig, type SupervisorRig } from './rig.ts';

let rig: SupervisorRig;
beforeEach(async () => {
  rig = await createSupervisorRig();
});
afterEach(() => rig.close());

interface Check {
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  run(context: MonitorContext): Promise<number | void>;
}

const hourMs = 3_600_000;
const checkOf = ({ intervalMs = hourMs, timeoutMs = 60_000, run }: Check) => ({
  check: defineMonitor({
    kind: 'check',
    scope: 'cluster',
    description: 'A check of a test.',
    parseConfig: () => [{ name: 'main', config: {} }],
    intervalMs: () => intervalMs,
    timeoutMs: () => timeoutMs,
    check: (_config: object, context: MonitorContext) => run(context),
  }),
});

const operator: Actor = { id: 'o', name: 'olga', role: 'operator', origin: 'test' };
const getRow = async () => {
  const row = await rig.row('check');
  if (row === undefined) throw new Error('there is no row');
  return row;
};
const states = async (): Promise<string[]> =>
  (await rig.changes('check')).map(({ state }) => state);

describe('a check', () => {
  it('runs again and again, never twice at once, and hands on its position', async () => {
    let running = 0;
    let most = 0;
    const seen: unknown[] = [];
    const run: Check['run'] = async ({ position, transaction }) => {
      running += 1;
      most = Math.max(most, running);
      seen.push(position);
      await transaction((tx) => tx.savePosition({ n: seen.length }));
      await clock.sleep(15);
      running -= 1;
    };
    rig.start(checkOf({ intervalMs: 5, run }), {});
    await until('ten runs', () => seen.length >= 10);
    expect(most).toBe(1);
    expect(seen.slice(0, 4)).toEqual([null, { n: 1 }, { n: 2 }, { n: 3 }]);
    expect(await rig.reached('check', 'OK')).toMatchObject({ claim: 1, reason: null });
  });

  it('that takes too long is aborted and FAILING; the next one that works is OK', async () => {
    const reasons: string[] = [];
    const run: Check['run'] = async ({ signal }) => {
      if (reasons.length > 0) return;
      await clock.sleep(hourMs, signal).catch((error: unknown) => reasons.push(String(error)));
    };
    rig.start(checkOf({ intervalMs: 20, timeoutMs: 100, run }), {});
    await rig.reached('check', 'OK');
    expect(reasons).toEqual(['Error: it did not end within 0.1 s']);
    expect(await states()).toEqual(['STARTING', 'FAILING', 'OK']);
    expect(await rig.row('check')).toMatchObject({ lastError: 'it did not end within 0.1 s' });
  });

  it('that does not end at all is given up, and the next one runs', async () => {
    let runs = 0;
    const run: Check['run'] = async () => {
      runs += 1;
      if (runs === 1) await new Promise(() => undefined);
    };
    rig.start(checkOf({ intervalMs: 20, timeoutMs: 50, run }), {});
    await rig.reached('check', 'OK');
    expect(await states()).toEqual(['STARTING', 'HUNG', 'OK']);
  });

  it('is DEGRADED by what it says in its last run', async () => {
    let runs = 0;
    const run: Check['run'] = ({ degraded }) => {
      runs += 1;
      if (runs < 3) degraded('one of two');
      return Promise.resolve(20);
    };
    rig.start(checkOf({ run }), {});
    await rig.reached('check', 'OK');
    expect(await states()).toEqual(['STARTING', 'DEGRADED', 'OK']);
    expect(runs).toBeGreaterThanOrEqual(3);
  });

  it('keeps its next run over a restart and a take-over', async () => {
    let runs = 0;
    const kinds = checkOf({
      run: () => {
        runs += 1;
        return Promise.resolve();
      },
    });
    const first = rig.start(kinds, {});
    await rig.reached('check', 'OK');
    await first.stop();
    const { nextRunAt } = await getRow();
    expect(nextRunAt?.getTime()).toBeGreaterThan(clock.now().getTime() + hourMs / 2);
    rig.start(kinds, {});
    await until('the take-over', async () => (await getRow()).claim === 2);
    await clock.sleep(300);
    expect(runs).toBe(1);
    const later = await getRow();
    const drift = (later.nextRunAt?.getTime() ?? 0) - (nextRunAt?.getTime() ?? 0);
    expect(Math.abs(drift)).toBeLessThan(1_000);
  });
});

describe('an operator', () => {
  it('pauses, on whatever replica; nothing more is written; it stays so over a restart', async () => {
    let runs = 0;
    let last: MonitorContext | undefined;
    const kinds = checkOf({
      intervalMs: 10,
      run: (context) => {
        runs += 1;
        last = context;
        return Promise.resolve();
      },
    });
    const first = rig.start(kinds, {});
    const { id } = await rig.reached('check', 'OK');
    const paused = await rig.commands.pause(operator, id);
    expect(paused).toMatchObject({ state: 'PAUSED', pausedBy: 'olga', replica: null });
    await expect(last?.transaction((tx) => tx.savePosition(1))).rejects.toThrow(/not run here/);
    expect(await rig.commands.pause(operator, id)).toMatchObject({ pausedAt: paused.pausedAt });
    await expect(rig.commands.runNow(operator, id)).rejects.toThrow(/resumeMonitor/);
    await first.stop();
    const before = runs;
    rig.start(kinds, {});
    await clock.sleep(500);
    expect(runs).toBe(before);
    await rig.commands.resume(operator, id);
    await until('another run', () => runs > before);
    await rig.reached('check', 'OK');
    expect(await states()).toEqual(['STARTING', 'OK', 'PAUSED', 'WAITING', 'STARTING', 'OK']);
  });

  it('has a check run now, and once more when it is under way', async () => {
    let runs = 0;
    let release = (): void => undefined;
    const run: Check['run'] = async () => {
      runs += 1;
      if (runs === 2) await new Promise<void>((resolve) => (release = resolve));
    };
    rig.start(checkOf({ run }), {});
    const { id } = await rig.reached('check', 'OK');
    await rig.commands.runNow(operator, id);
    await until('a second run', () => runs === 2);
    await until('that it is forgotten', async () => (await getRow()).runRequestedAt === null);
    await rig.commands.runNow(operator, id);
    await clock.sleep(200);
    expect(runs).toBe(2);
    release();
    await until('a third run', () => runs === 3);
    await until('that it is forgotten', async () => (await getRow()).runRequestedAt === null);
    await clock.sleep(300);
    expect(runs).toBe(3);
  });

  it('has a stream begin anew, which is no failure', async () => {
    let starts = 0;
    const stream = defineMonitor({
      kind: 'stream',
      scope: 'cluster',
      description: 'A stream of a test.',
      silentAfterMs: 60_000,
      parseConfig: () => [{ name: 'main', config: {} }],
      start: async (_config: object, { beat, signal }: MonitorContext) => {
        starts += 1;
        beat();
        await clock.sleep(hourMs, signal).catch(() => undefined);
      },
    });
    rig.start({ stream }, {});
    const { id } = await rig.reached('stream', 'OK');
    await rig.commands.runNow(operator, id);
    await until('a second start', () => starts === 2);
    await until('that it is forgotten', async () => {
      const row = await rig.row('stream');
      return row?.runRequestedAt === null && row.claim === 2;
    });
    await clock.sleep(300);
    expect(starts).toBe(2);
    expect((await rig.changes('stream')).map(({ state }) => state)).toEqual(['STARTING', 'OK']);
  });

  it('is told what there is to do about one that is unknown or gone, and a viewer is refused', async () => {
    const supervisor = rig.start(checkOf({ run: () => Promise.resolve() }), {});
    const { id } = await rig.reached('check', 'OK');
    const viewer: Actor = { ...operator, role: 'viewer' };
    await expect(rig.commands.pause(viewer, id)).rejects.toThrow(/needs the role operator/);
    const unknown = '00000000-0000-4000-8000-000000000000';
    await expect(rig.commands.resume(operator, unknown)).rejects.toThrow(/no such monitor/);
    await supervisor.stop();
    rig.start({}, {});
    await rig.reached('check', 'RETIRED');
    await expect(rig.commands.pause(operator, id)).rejects.toThrow(/not configured any more/);
    await expect(rig.commands.runNow(operator, id)).rejects.toThrow(/not configured any more/);
  });
});
