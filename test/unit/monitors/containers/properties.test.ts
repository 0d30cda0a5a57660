// What holds whatever comes: for events in any order, and for bytes in any pieces.
import { describe, expect, it } from 'vitest';

import { classify } from '../../../../src/monitors/containers/classify.ts';
import type { Finding } from '../../../../src/monitors/containers/finding.ts';
import { readLines } from '../../../../src/monitors/containers/lines.ts';
import { emptyMemory, type Memory } from '../../../../src/monitors/containers/memory.ts';
import {
  nanosOfMs,
  parseEventLine,
  sinceOf,
  type Occurrence,
} from '../../../../src/monitors/containers/occurrence.ts';
import { reconcile } from '../../../../src/monitors/containers/reconcile.ts';
import { chooseSeed, createSeeded, type Seeded } from '../../../support/seeded.ts';
import { factsOf } from './facts-of.ts';

const actions = [
  'create',
  'start',
  'die',
  'die',
  'kill',
  'oom',
  'stop',
  'restart',
  'rename',
  'destroy',
  'pause',
  'unpause',
  'health_status',
  'something_new',
];

const pick = <T>(random: Seeded, from: readonly T[]): T => {
  const value = from[random.integer(from.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
};

function anyEvents(random: Seeded, count: number): Occurrence[] {
  let atMs = 1_795_000_000_000;
  return Array.from({ length: count }, () => {
    atMs += random.integer(40_000);
    const action = pick(random, actions);
    const key = pick(random, ['a', 'b', 'shop/db/1']);
    return {
      dockerId: `${key}${random.integer(3)}`,
      action,
      detail: action === 'health_status' ? pick(random, ['healthy', 'unhealthy']) : null,
      atMs,
      heardAtMs: atMs,
      timeNano: nanosOfMs(atMs),
      key,
      name: key,
      image: pick(random, ['one', 'two']),
      imageId: '',
      configHash: pick(random, [null, 'x', 'y']),
      exitCode: action === 'die' ? pick(random, [0, 1, 137]) : null,
      signal: action === 'kill' ? pick(random, [1, 9, 15]) : null,
      assumed: null,
    };
  });
}

describe('whatever events come', () => {
  const seed = chooseSeed();
  it(`each end is told once, loops begin and end in turns, memory stays small (seed ${seed})`, () => {
    for (let round = 0; round < 200; round += 1) {
      const random = createSeeded(seed + round);
      let memory: Memory = emptyMemory;
      const findings: Finding[] = [];
      const events = anyEvents(random, 150);
      for (const event of events) {
        const before = JSON.stringify([...memory.containers, ...memory.keys]);
        const judged = classify(memory, event);
        // Pure: the same again, and what was known is untouched.
        expect(classify(memory, event)).toEqual(judged);
        expect(JSON.stringify([...memory.containers, ...memory.keys])).toBe(before);
        const stopped = judged.findings.filter(({ kind }) => kind === 'stopped').length;
        expect(stopped).toBe(event.action === 'die' ? 1 : 0);
        ({ memory } = judged);
        findings.push(...judged.findings);
      }
      expect(memory.containers.size).toBeLessThanOrEqual(9);
      for (const { deaths } of memory.keys.values()) expect(deaths.length).toBeLessThanOrEqual(50);
      for (const key of ['a', 'b', 'shop/db/1']) {
        const loops = findings
          .filter((one) => one.key === key && one.kind.startsWith('loop'))
          .map(({ kind }) => kind);
        // A loop whose name went away without another container ends in silence.
        const doubled = loops.filter((kind, at) => kind === 'loopEnded' && loops[at - 1] === kind);
        expect(doubled).toEqual([]);
      }
    }
  });

  it(`a list that was taken between any two events concludes nothing (seed ${seed})`, () => {
    for (let round = 0; round < 200; round += 1) {
      const random = createSeeded(seed + round);
      // One container that lives as a daemon lets it, and what a daemon would say of it.
      let memory: Memory = emptyMemory;
      let atMs = 1_795_000_000_000;
      let facts = factsOf({ dockerId: 'a', key: 'a', state: 'created', restartPolicy: 'always' });
      const tell = (action: string, more: Partial<Occurrence> = {}): void => {
        const [event] = anyEvents(random, 1);
        if (event === undefined) return;
        const named = { dockerId: 'a', key: 'a', name: 'a', image: 'web:1', configHash: null };
        const times = { atMs, heardAtMs: atMs, timeNano: nanosOfMs(atMs) };
        const plain = { exitCode: null, signal: null, detail: null };
        memory = classify(memory, {
          ...event,
          ...named,
          ...times,
          ...plain,
          action,
          ...more,
        }).memory;
      };
      tell('create');
      for (let turn = 0; turn < 20; turn += 1) {
        const isUp = facts.state === 'running';
        atMs += 1 + random.integer(30_000);
        if (!isUp) {
          facts = { ...facts, state: 'running', startedAt: new Date(atMs - 1) };
          tell('start');
        } else {
          // Written down a little after it was told.
          facts = { ...facts, state: 'exited', finishedAt: new Date(atMs + random.integer(20)) };
          tell('die', { exitCode: 1 });
        }
        const comparison = {
          facts: [facts],
          listed: new Set(['a']),
          listedAtMs: atMs + 1,
          isFirst: false,
          gap: null,
        };
        expect(reconcile(memory, comparison).occurrences).toEqual([]);
      }
    }
  });
});

describe('whatever pieces bytes come in', () => {
  const seed = chooseSeed();
  it(`they give the same lines, and the long ones are passed over (seed ${seed})`, async () => {
    for (let round = 0; round < 100; round += 1) {
      const random = createSeeded(seed + round);
      const lines = Array.from({ length: 30 }, () => 'ä€x'.repeat(random.integer(30)));
      const bytes = Buffer.from(`${lines.join('\n')}\n`);
      const pieces = async function* (): AsyncGenerator<Buffer> {
        for (let from = 0; from < bytes.length;) {
          const length = 1 + random.integer(50);
          yield bytes.subarray(from, from + length);
          from += length;
        }
      };
      const found: (string | null)[] = [];
      for await (const line of readLines(pieces(), 90)) found.push(line);
      const expected = lines
        .filter((line) => line !== '')
        .map((line) => (Buffer.byteLength(line) > 90 ? null : line));
      expect(found).toEqual(expected);
    }
  });
});

describe('the time of an event', () => {
  const line = (time: string, label = ''): string =>
    `{"Type":"container","Action":"die","Actor":{"ID":"a","Attributes":{"name":"a","l":${JSON.stringify(label)}}},"time":1795318906,"timeNano":${time}}`;

  it('is taken from the raw line, whatever labels say', () => {
    const exact = '1795318906875380294';
    expect(parseEventLine(line(exact), 0)?.timeNano).toBe(exact);
    expect(parseEventLine(line(exact, '"timeNano":5'), 0)?.timeNano).toBe(exact);
    expect(parseEventLine(line('9223372036854775807'), 0)?.timeNano).toBe('9223372036854775807');
    expect(sinceOf(exact)).toBe('1795318906.875380294');
    expect(sinceOf('5')).toBe('0.000000005');
  });

  it('is the second where a daemon tells no more', () => {
    const old = '{"status":"die","id":"a","from":"web:1","time":1795318906}';
    expect(parseEventLine(old, 0)).toMatchObject({
      action: 'die',
      timeNano: '1795318906000000000',
      image: 'web:1',
    });
  });
});
