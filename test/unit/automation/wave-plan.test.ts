import { describe, expect, it } from 'vitest';

import type { WaveMember, WavePlan } from '../../../src/core/waves.ts';
import {
  endOf,
  nextMembers,
  withMember,
  withSkipped,
  withStopAfterFailure,
} from '../../../src/migrations/waves/wave-plan.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';

const member = (name: string, stage: WaveMember['stage']): WaveMember => ({
  databaseId: name,
  database: name,
  stage,
  state: 'WAITING',
  runId: null,
  reason: null,
});

const planOf = (canaries: number, rest: number, more: Partial<WavePlan> = {}): WavePlan => ({
  toVersion: '1',
  files: {},
  stopOnFailure: true,
  maxParallel: 1,
  confidenceThreshold: null,
  members: [
    ...Array.from({ length: canaries }, (_, i) => member(`c${i}`, 'CANARY')),
    ...Array.from({ length: rest }, (_, i) => member(`r${i}`, 'REST')),
  ],
  stopping: null,
  ...more,
});

const turn = (plan: WavePlan): string[] => nextMembers(plan).map((one) => one.database);

describe('whose turn it is', () => {
  it('is the canaries, and only when all have succeeded the others', () => {
    let plan = planOf(2, 3, { maxParallel: 2 });
    expect(turn(plan)).toEqual(['c0', 'c1']);
    plan = withMember(plan, 'c0', { state: 'SUCCEEDED' });
    plan = withMember(plan, 'c1', { state: 'RUNNING' });
    expect(turn(plan)).toEqual([]);
    plan = withMember(plan, 'c1', { state: 'SUCCEEDED' });
    expect(turn(plan)).toEqual(['r0', 'r1']);
    plan = withMember(plan, 'r0', { state: 'RUNNING' });
    expect(turn(plan)).toEqual(['r1']);
  });

  it('is nobody after a failed canary, even where failures of others do not stop it', () => {
    let plan = planOf(1, 2, { stopOnFailure: false });
    plan = withSkipped(withStopAfterFailure(withMember(plan, 'c0', { state: 'FAILED' })));
    expect(turn(plan)).toEqual([]);
    expect(plan.members.map((one) => one.state)).toEqual(['FAILED', 'SKIPPED', 'SKIPPED']);
    expect(endOf(plan)).toEqual({
      state: 'FAILED',
      reason: '1 of 3 databases failed; it was stopped: the canary c0 failed',
    });
  });

  it('goes on after a failure of another where that does not stop it', () => {
    let plan = planOf(0, 3, { stopOnFailure: false });
    plan = withStopAfterFailure(withMember(plan, 'r0', { state: 'FAILED' }));
    expect(turn(plan)).toEqual(['r1']);
  });
});

describe('a wave, whatever becomes of its databases', () => {
  const seed = chooseSeed();
  it(`keeps its order, its limit and its stop, and comes to an end (seed ${seed})`, () => {
    const random = createSeeded(seed);
    for (let round = 0; round < 500; round += 1) {
      let plan = planOf(random.integer(4), 1 + random.integer(8), {
        maxParallel: 1 + random.integer(4),
        stopOnFailure: random.integer(2) === 0,
      });
      let stopped = false;
      for (let step = 0; endOf(plan) === undefined; step += 1) {
        expect(step).toBeLessThan(200);
        const running = plan.members.filter((one) => one.state === 'RUNNING');
        expect(running.length).toBeLessThanOrEqual(plan.maxParallel);
        const next = nextMembers(plan);
        expect(stopped && next.length > 0).toBe(false);
        const canariesDone = plan.members.every(
          (one) => one.stage === 'REST' || one.state === 'SUCCEEDED',
        );
        const tooEarly = next.filter((one) => one.stage === 'REST' && !canariesDone);
        expect(tooEarly).toEqual([]);
        expect(next.every((one) => one.state === 'WAITING')).toBe(true);
        const begins = next[random.integer(Math.max(1, next.length))];
        const ends = running[random.integer(Math.max(1, running.length))];
        if (begins !== undefined && (ends === undefined || random.integer(2) === 0)) {
          plan = withMember(plan, begins.databaseId, { state: 'RUNNING' });
        } else if (ends !== undefined) {
          const state = random.integer(5) === 0 ? 'FAILED' : 'SUCCEEDED';
          plan = withMember(plan, ends.databaseId, { state });
        }
        plan = withSkipped(withStopAfterFailure(plan));
        stopped ||= plan.stopping !== null;
      }
      const states = plan.members.map((one) => one.state);
      expect(states.includes('WAITING') || states.includes('RUNNING')).toBe(false);
      expect(endOf(plan)?.state).toBe(states.includes('FAILED') ? 'FAILED' : 'SUCCEEDED');
    }
  });
});
