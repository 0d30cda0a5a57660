// A subscription that shows the newest value: executed once for all, and whoever is slow misses values
// and gets the newest one afterwards.
import { describe, expect, it } from 'vitest';
import { parse } from 'graphql';

import { LatestStream } from '../../../src/graphql/latest-stream.ts';
import { createStreamCounts } from '../../../src/graphql/stream-counts.ts';
import { LatestGroup } from '../../../src/http/fan-out/latest-group.ts';
import type { SharedResult } from '../../../src/http/fan-out/shared-result.ts';
import { until } from '../../support/until.ts';

function createSource(first?: number) {
  const listeners = new Set<(value: number) => void>();
  let current = first;
  return {
    current: () => current,
    watch: (listener: (value: number) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    show: (value: number): void => {
      current = value;
      for (const listener of listeners) listener(value);
    },
    watchers: () => listeners.size,
  };
}

function createRig(first?: number) {
  const source = createSource(first);
  const counts = createStreamCounts();
  const executed: unknown[] = [];
  let ended = 0;
  const group = new LatestGroup({
    source: { ...source, watch: (listener) => source.watch(listener) },
    operation: { document: parse('subscription { x }'), name: '' },
    execute: async (view) => {
      executed.push(view);
      await new Promise((resolve) => setImmediate(resolve));
      return { data: { x: view } };
    },
    shared: { counts, failed: () => ({ errors: [] }) },
    onEnd: () => {
      ended += 1;
    },
  });
  const join = () => {
    const taken: unknown[] = [];
    let blocked: (() => void) | undefined;
    let block = false;
    const member = group.join({
      sink: {
        push: (result: SharedResult) => {
          if (block) return false;
          taken.push(result.view);
          return true;
        },
        room: () =>
          new Promise((resolve) => {
            blocked = resolve;
          }),
      },
      onEnd: () => undefined,
    });
    return {
      taken,
      leave: () => member.leave(),
      block: () => {
        block = true;
      },
      unblock: () => {
        block = false;
        blocked?.();
      },
    };
  };
  return { source, counts, executed, join, ended: () => ended };
}

describe('a group that shows the newest value', () => {
  it('executes each value once, and hands a later member what the others see', async () => {
    const { source, executed, join, counts } = createRig(1);
    const first = join();
    await until('the present came', () => first.taken.length === 1);
    const second = join();
    expect(second.taken).toEqual([1]);
    source.show(2);
    await until('both have two', () => first.taken.length === 2 && second.taken.length === 2);
    expect(executed).toEqual([1, 2]);
    expect(counts).toMatchObject({ members: 2, executions: 2, deliveries: 4 });
  });

  it('skips values that come while one is executed', async () => {
    const { source, executed, join } = createRig();
    const { taken } = join();
    for (const value of [1, 2, 3, 4, 5]) source.show(value);
    await until('the newest came', () => taken.includes(5));
    expect(executed).toEqual([1, 5]);
  });

  it('keeps nothing for who is slow, who then gets the newest only', async () => {
    const { source, join } = createRig(0);
    const [slow, quick] = [join(), join()];
    await until('the present came', () => slow.taken.length === 1);
    slow.block();
    for (let value = 1; value <= 5; value += 1) {
      source.show(value);
      await until('the quick one has it', () => quick.taken.at(-1) === value);
    }
    expect(slow.taken).toEqual([0]);
    slow.unblock();
    await until('the newest came', () => slow.taken.length === 2);
    expect(slow.taken).toEqual([0, 5]);
  });

  it('ends, and stops watching, when nobody is left', () => {
    const { source, join, counts, ended } = createRig(0);
    const members = [join(), join()];
    expect(source.watchers()).toBe(1);
    for (const member of members) member.leave();
    members[0]?.leave();
    expect([source.watchers(), ended(), counts.members]).toEqual([0, 1, 0]);
  });
});

describe('the stream of one subscriber', () => {
  it('shows the present, then waits for what is newer, and ends while it waits', async () => {
    const source = createSource(1);
    const stream = new LatestStream(source);
    expect(source.watchers()).toBe(0);
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    for (const value of [2, 3]) source.show(value);
    expect(await stream.next()).toEqual({ done: false, value: 3 });
    const waiting = stream.next();
    await stream.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(source.watchers()).toBe(0);
  });
});
