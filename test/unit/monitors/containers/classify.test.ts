// What is made of a container's events, without a daemon: recorded ones, and those that seldom come.
import { describe, expect, it } from 'vitest';

import { classify } from '../../../../src/monitors/containers/classify.ts';
import type { Finding } from '../../../../src/monitors/containers/finding.ts';
import {
  emptyMemory,
  learn,
  signalNumber,
  type Memory,
} from '../../../../src/monitors/containers/memory.ts';
import {
  nanosOfMs,
  parseEventLine,
  type Occurrence,
} from '../../../../src/monitors/containers/occurrence.ts';
import { passTime } from '../../../../src/monitors/containers/passing.ts';
import { afterStreamEnd } from '../../../../src/monitors/containers/together.ts';
import { factsOf } from './facts-of.ts';
import { readScenarios } from './scenarios.ts';

interface Past {
  memory: Memory;
  readonly findings: Finding[];
}

const past = (): Past => ({ memory: emptyMemory, findings: [] });

function happen(before: Past, occurrences: readonly Occurrence[]): string[] {
  const told: string[] = [];
  for (const event of occurrences) {
    const judged = classify(before.memory, event);
    before.memory = judged.memory;
    before.findings.push(...judged.findings);
    for (const { kind, verdict, exitCode } of judged.findings) {
      told.push([kind, verdict, exitCode].filter((word) => word !== null).join(' '));
    }
  }
  return told;
}

const second = 1000;

function at(seconds: number, action: string, more: Partial<Occurrence> = {}): Occurrence {
  const atMs = 1_795_000_000_000 + seconds * second;
  return {
    dockerId: 'a'.repeat(64),
    action,
    detail: null,
    atMs,
    heardAtMs: atMs,
    timeNano: nanosOfMs(atMs),
    key: 'web',
    name: 'web',
    image: 'web:1',
    imageId: '',
    configHash: null,
    exitCode: null,
    signal: null,
    assumed: null,
    ...more,
  };
}

const die = (seconds: number, exitCode: number, more: Partial<Occurrence> = {}): Occurrence =>
  at(seconds, 'die', { exitCode, ...more });
const kill = (seconds: number, signal: number): Occurrence => at(seconds, 'kill', { signal });

const begun = ['discovered', 'started'];

/** What each recorded scenario comes to; the fixture's own word for it comes first. */
const stories: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'stop-graceful': ['planned', [...begun, 'stopped PLANNED 0']],
  'stop-forced': ['planned', [...begun, 'stopped PLANNED 137']],
  'restart-command': ['planned', [...begun, 'stopped PLANNED 0', 'restarted PLANNED 0']],
  'crash-loop-exit1': [
    'unplanned',
    [
      ...begun,
      'stopped UNPLANNED 1',
      'restarted UNPLANNED 1',
      'stopped UNPLANNED 1',
      'restarted UNPLANNED 1',
      'stopped UNPLANNED 1',
      'loopBegan UNPLANNED 1',
      'restarted UNPLANNED 1',
    ],
  ],
  'self-exit0-no-policy': ['completed', [...begun, 'stopped COMPLETED 0']],
  'oom-pid1': ['unplanned', [...begun, 'oom', 'stopped OOM 137']],
  'unhealthy-then-healthy': ['health', [...begun, 'health', 'health', 'health']],
  'compose-style-recreate': ['deploy', [...begun, 'stopped PLANNED 0', 'deployed DEPLOY']],
};

describe('recorded events', () => {
  it.each(readScenarios())('of $name are judged as $expect', (scenario) => {
    const occurrences = scenario.lines.flatMap((line) => parseEventLine(line, 0) ?? []);
    expect([scenario.expect, happen(past(), occurrences)]).toEqual(stories[scenario.name]);
  });

  it('are all of the fixture', () => {
    expect(readScenarios().map(({ name }) => name)).toEqual(Object.keys(stories));
  });
});

describe('the end of a container', () => {
  it('is planned for a fatal signal only, and only for a while', () => {
    const ends = (...events: Occurrence[]) => happen(past(), [at(0, 'start'), ...events]).slice(2);
    expect(ends(kill(1, 15), die(2, 143))).toEqual(['stopped PLANNED 143']);
    expect(ends(kill(1, 15), die(16, 0))).toEqual(['stopped PLANNED 0']);
    expect(ends(kill(1, 15), die(17, 0))).toEqual(['stopped COMPLETED 0']);
    expect(ends(kill(1, 1), die(2, 1))).toEqual(['stopped UNPLANNED 1']);
    expect(ends(kill(1, 28), die(2, 1))).toEqual(['stopped UNPLANNED 1']);
    // A stop that comes after a crash does not make it one that was meant.
    expect(ends(die(1, 1), at(2, 'stop'))).toEqual(['stopped UNPLANNED 1']);
  });

  it('is planned for the container’s own signal and time', () => {
    const state = past();
    happen(state, [at(0, 'start')]);
    const facts = factsOf({ dockerId: 'a'.repeat(64), key: 'web' });
    state.memory = learn(state.memory, { ...facts, stopSignal: 'SIGWINCH', stopTimeoutS: 60 });
    expect(happen(state, [kill(1, 28), die(65, 0)])).toEqual(['stopped PLANNED 0']);
  });

  it('is not planned by a signal from before the last start', () => {
    const told = happen(past(), [at(0, 'start'), kill(1, 15), at(2, 'start'), die(3, 1)]);
    expect(told.at(-1)).toBe('stopped UNPLANNED 1');
  });

  it('is for memory only when it ended by it', () => {
    const ends = (...events: Occurrence[]) => happen(past(), [at(0, 'start'), ...events]).slice(2);
    expect(ends(at(1, 'oom'), die(2, 137))).toEqual(['oom', 'stopped OOM 137']);
    expect(ends(at(1, 'oom'), die(32, 137))).toEqual(['oom', 'stopped UNPLANNED 137']);
    expect(ends(at(1, 'oom'), die(2, 0))).toEqual(['oom', 'stopped COMPLETED 0']);
    expect(ends(at(1, 'oom'), at(2, 'oom'), at(80, 'oom'))).toEqual(['oom', 'oom']);
  });

  it('is not told again by an event that comes after it was concluded', () => {
    const assumed = { verdict: 'UNPLANNED', reason: 'gone', count: 1, recent: 1 } as const;
    const told = happen(past(), [at(0, 'start'), die(5, 1, { assumed }), die(6, 1)]);
    expect(told).toEqual(['discovered', 'started', 'stopped UNPLANNED 1']);
  });
});

describe('a crash loop', () => {
  it('is told at the third end within ten minutes, and no more', () => {
    const told = happen(past(), [
      at(0, 'start'),
      die(10, 1),
      at(20, 'start'),
      die(30, 1),
      at(599, 'start'),
      die(601, 1),
      at(602, 'start'),
      die(603, 1),
    ]);
    expect(told.filter((one) => one.startsWith('loopBegan'))).toEqual(['loopBegan UNPLANNED 1']);
    expect(told.slice(-2)).toEqual(['restarted UNPLANNED 1', 'stopped CRASH_LOOP 1']);
  });

  it('is none when the ends are far apart', () => {
    const told = happen(past(), [at(0, 'start'), die(0, 1), die(601, 1), die(1202, 1)]);
    expect(told.filter((one) => one.startsWith('loop'))).toEqual([]);
  });

  it('ends when somebody stops it, and after ten quiet minutes', () => {
    const loop = [at(0, 'start'), die(1, 1), die(2, 1), die(3, 1), at(4, 'start')];
    const stopped = past();
    happen(stopped, loop);
    const told = happen(stopped, [kill(5, 15), die(6, 0)]);
    expect(told).toEqual(['stopped PLANNED 0', 'loopEnded']);
    const quiet = past();
    happen(quiet, loop);
    const base = 1_795_000_000_000;
    expect(passTime(quiet.memory, base + 602 * second).findings).toEqual([]);
    const passed = passTime(quiet.memory, base + 604 * second);
    expect(passed.findings.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['loopEnded', 'it has been running for 10 minutes'],
    ]);
    expect(passTime(passed.memory, base + 900 * second).findings).toEqual([]);
  });

  it('counts ends with exit code 0 of what should run on', () => {
    const state = past();
    happen(state, [at(0, 'start')]);
    const facts = factsOf({ dockerId: 'a'.repeat(64), key: 'web' });
    state.memory = learn(state.memory, { ...facts, restartPolicy: 'always' });
    const told = happen(state, [die(1, 0), die(2, 0), die(3, 0)]);
    expect(told).toEqual([
      'stopped COMPLETED 0',
      'stopped COMPLETED 0',
      'stopped COMPLETED 0',
      'loopBegan COMPLETED 0',
    ]);
  });
});

describe('containers that end together', () => {
  const many = (count: number): Occurrence[] =>
    Array.from({ length: count }, (_, index) => {
      const named = { dockerId: `${index}`.repeat(64), key: `c${index}`, name: `c${index}` };
      return [
        at(0, 'start', named),
        at(1, 'kill', { ...named, signal: 15 }),
        at(2, 'die', { ...named, exitCode: 0 }),
      ];
    }).flat();
  const now = 1_795_000_000_000 + 3 * second;

  it('are one matter when the stream ends just then, once', () => {
    const state = past();
    happen(state, many(4));
    const ended = afterStreamEnd(state.memory, now);
    expect(ended.together?.keys).toEqual(['c0', 'c1', 'c2', 'c3']);
    expect(afterStreamEnd(ended.memory, now).together).toBeNull();
    state.memory = ended.memory;
    const again = at(30, 'start', { dockerId: '1'.repeat(64), key: 'c1', name: 'c1' });
    expect(happen(state, [again])).toEqual(['restarted HOST_MAINTENANCE 0']);
  });

  it('are not when another runs on, when they were removed, or when it was long ago', () => {
    const state = past();
    happen(state, many(4));
    expect(afterStreamEnd(state.memory, now + 40 * second).together).toBeNull();
    const other = past();
    happen(other, [...many(4), at(0, 'start', { dockerId: 'f'.repeat(64), key: 'runs' })]);
    expect(afterStreamEnd(other.memory, now).together).toBeNull();
    const down = past();
    const removed = [0, 1, 2, 3].map((n) =>
      at(2, 'destroy', { dockerId: `${n}`.repeat(64), key: `c${n}` }),
    );
    happen(down, [...many(4), ...removed]);
    expect(afterStreamEnd(down.memory, now).together).toBeNull();
  });
});

describe('names', () => {
  it('stay the same container through compose’s replacement, and free a renamed one’s', () => {
    const told = happen(past(), [
      at(0, 'start'),
      at(1, 'rename', { key: 'old', name: 'old' }),
      at(2, 'create', { dockerId: 'b'.repeat(64), image: 'web:2' }),
      at(3, 'start', { dockerId: 'b'.repeat(64), image: 'web:2' }),
    ]);
    expect(told).toEqual(['discovered', 'started', 'discovered', 'removed', 'deployed DEPLOY']);
  });

  it('of signals are numbers', () => {
    const names = ['SIGTERM', 'quit', '3', 'SIGRTMIN+3', 'RTMIN', 'SIGNONSENSE', null];
    expect(names.map(signalNumber)).toEqual([15, 3, 3, 37, 34, null, null]);
  });
});
