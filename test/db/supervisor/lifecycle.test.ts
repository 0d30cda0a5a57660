// What the supervisor does with streams that work, throw, hang or say nothing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { defineMonitor, type MonitorContext } from '../../../src/monitors/monitor.ts';
import { describeMonitors } from '../../../src/monitors/supervisor/health.ts';
import { until } from '../../support/until.ts';
import { clock, createSupervisorRig, type SupervisorRig } from './rig.ts';

let rig: SupervisorRig;
beforeEach(async () => {
  rig = await createSupervisorRig();
});
afterEach(() => rig.close());

type Start = (config: { n: number }, context: MonitorContext) => Promise<void>;
interface Settings {
  readonly names: readonly string[];
  readonly n?: number;
  readonly fault?: string;
}

const streamOf = (kind: string, start: Start, silentAfterMs = 60_000) =>
  defineMonitor<Settings, { n: number }>({
    kind,
    scope: 'cluster',
    description: 'A stream of a test.',
    silentAfterMs,
    parseConfig: ({ names, n = 0, fault }) => {
      if (fault !== undefined) throw new Error(fault);
      return names.map((name) => ({ name, config: { n } }));
    },
    start,
  });

const beatOn: Start = async (_config, { beat, signal }) => {
  while (!signal.aborted) {
    beat({ lagMs: 7 });
    await clock.sleep(20, signal).catch(() => undefined);
  }
};
const main: Settings = { names: ['main'] };
const states = async (kind: string): Promise<string[]> =>
  (await rig.changes(kind)).map(({ state }) => state);

describe('a stream', () => {
  it('is OK once it beats, and its progress is stored', async () => {
    rig.start({ steady: streamOf('steady', beatOn) }, main);
    await rig.reached('steady', 'OK');
    expect(await states('steady')).toEqual(['STARTING', 'OK']);
    const row = await until('progress', async () => {
      const found = await rig.row('steady');
      return found?.lagMs === 7 && found;
    });
    expect(row.claim).toBe(1);
    const later = await until('more of it', async () => {
      const found = await rig.row('steady');
      return (found?.beatAt?.getTime() ?? 0) > (row.beatAt?.getTime() ?? 0) && found;
    });
    expect(later).toMatchObject({ claim: 1, state: 'OK', reason: null });
    expect(await describeMonitors(rig.store, [])).toEqual({ state: 'OK', reason: null });
  });

  it('is DEGRADED while it says so', async () => {
    let say: MonitorContext['degraded'] = () => undefined;
    const partly: Start = (config, context) => {
      say = context.degraded;
      say('no daemon');
      return beatOn(config, context);
    };
    rig.start({ partly: streamOf('partly', partly) }, main);
    expect((await rig.reached('partly', 'DEGRADED')).reason).toBe('no daemon');
    say(null);
    await rig.reached('partly', 'OK');
    expect(await states('partly')).toEqual(['STARTING', 'DEGRADED', 'OK']);
  });

  it('is FAILING from when it throws until it works, and started again meanwhile', async () => {
    let starts = 0;
    const flaky: Start = async (config, context) => {
      starts += 1;
      if (starts < 5) throw new Error(`no luck ${starts}`);
      if (starts === 5) return;
      await beatOn(config, context);
    };
    rig.start({ flaky: streamOf('flaky', flaky) }, main);
    await rig.reached('flaky', 'OK');
    expect(starts).toBe(6);
    const changes = await rig.changes('flaky');
    expect(changes.map(({ state, reason }) => [state, reason])).toEqual([
      ['STARTING', null],
      ['FAILING', 'no luck 1'],
      ['OK', null],
    ]);
    // What only moves is written by and by: writing of what was known before can end after the state's.
    await until('its last error', async () => {
      const row = await rig.row('flaky');
      return row?.claim === 6 && row.lastError === 'it ended by itself';
    });
  });

  it('is SILENT when it says nothing for too long, and begins anew', async () => {
    let starts = 0;
    const quiet: Start = async (config, context) => {
      starts += 1;
      if (starts > 1) return beatOn(config, context);
      context.beat();
      await clock.sleep(60_000, context.signal).catch(() => undefined);
    };
    rig.start({ quiet: streamOf('quiet', quiet, 300) }, main);
    await until('its second start', () => starts === 2);
    await rig.reached('quiet', 'OK');
    const changes = await rig.changes('quiet');
    expect(changes.map(({ state, reason }) => [state, reason])).toEqual([
      ['STARTING', null],
      ['OK', null],
      ['SILENT', 'it said nothing for 0.3 s'],
      ['OK', null],
    ]);
  });

  it('is HUNG when it does not end; it is given up, refused what it still writes, and replaced', async () => {
    const contexts: MonitorContext[] = [];
    const stuck: Start = async (config, context) => {
      contexts.push(context);
      if (contexts.length > 1) return beatOn(config, context);
      await new Promise(() => undefined);
    };
    rig.start({ stuck: streamOf('stuck', stuck, 200) }, main);
    await rig.reached('stuck', 'OK');
    expect(await states('stuck')).toEqual(['STARTING', 'HUNG', 'OK']);
    const [old, present] = contexts;
    await expect(old?.transaction((tx) => tx.savePosition(1))).rejects.toThrow(/not run here/);
    old?.beat();
    old?.degraded('a ghost');
    await present?.transaction((tx) => tx.savePosition({ at: 2 }));
    expect(await rig.row('stuck')).toMatchObject({ position: { at: 2 }, reason: null });
  });

  it('is not started ever again while many of its lives hang', async () => {
    let starts = 0;
    let release = (): void => undefined;
    const hanging = new Promise<void>((resolve) => (release = resolve));
    const stuck: Start = () => {
      starts += 1;
      return hanging;
    };
    const supervisor = rig.start({ stuck: streamOf('stuck', stuck, 100) }, main);
    await until('three of them', () => starts === 3);
    await clock.sleep(1_500);
    expect(starts).toBe(3);
    expect(await rig.row('stuck')).toMatchObject({ state: 'HUNG' });
    expect(await describeMonitors(rig.store, supervisor.unled())).toEqual({
      state: 'DEGRADED',
      reason: 'stuck/main is hung',
    });
    release();
    await until('the next one', () => starts > 3);
  });
});

describe('one that fails', () => {
  it('is nobody else’s matter: thirty others work beside it', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `n${i}`);
    rig.start(
      {
        good: streamOf('good', beatOn),
        bad: streamOf('bad', () => Promise.reject(new Error('bad'))),
        stuck: streamOf('stuck', () => new Promise(() => undefined), 100),
        odd: streamOf('odd', () => {
          throw new Error('at once');
        }),
      },
      { names },
    );
    for (const name of names) {
      await rig.reached('good', 'OK', name);
      await rig.reached('bad', 'FAILING', name);
      await rig.reached('stuck', 'HUNG', name);
      await rig.reached('odd', 'FAILING', name);
    }
    expect(await describeMonitors(rig.store, [])).toEqual({
      state: 'DEGRADED',
      reason: 'bad/n0 is failing, bad/n1 is failing, bad/n10 is failing and more',
    });
  });
});

describe('another configuration', () => {
  it('begins anew what has another config, leaves the rest alone, and retires what is gone', async () => {
    const starts: string[] = [];
    const noted: Start = (config, context) => {
      starts.push(`${context.name} ${config.n}`);
      return beatOn(config, context);
    };
    const kinds = { left: streamOf('left', beatOn), noted: streamOf('noted', noted) };
    const same = defineMonitor<Settings, object>({
      ...kinds.noted,
      kind: 'same',
      parseConfig: ({ names }) => names.map((name) => ({ name, config: {} })),
      start: (_config, context) => noted({ n: -1 }, context),
    });
    const supervisor = rig.start({ ...kinds, same }, { names: ['a', 'b'], n: 1 });
    for (const kind of ['left', 'noted', 'same']) await rig.reached(kind, 'OK', 'b');
    for (const kind of ['left', 'noted', 'same']) await rig.reached(kind, 'OK', 'a');
    supervisor.configure({ names: ['a', 'c'], n: 2 });
    await rig.reached('noted', 'OK', 'c');
    await rig.reached('noted', 'RETIRED', 'b');
    await rig.reached('same', 'OK', 'c');
    await until('the new config', () => starts.includes('a 2'));
    expect(starts.toSorted()).toEqual(
      ['a -1', 'a 1', 'a 2', 'b -1', 'b 1', 'c -1', 'c 2'].toSorted(),
    );
    supervisor.configure({ names: ['b', 'c'], n: 2 });
    await rig.reached('noted', 'OK', 'b');
    const changes = await rig.changes('noted', 'b');
    expect(changes.map(({ state }) => state)).toEqual([
      'STARTING',
      'OK',
      'RETIRED',
      'WAITING',
      'STARTING',
      'OK',
    ]);
  });

  it('that one kind cannot read is a state of that kind, and what it ran goes on', async () => {
    const kinds = { first: streamOf('first', beatOn), second: streamOf('second', beatOn) };
    const second = { ...kinds.second, parseConfig: () => [{ name: 'main', config: { n: 0 } }] };
    const supervisor = rig.start({ ...kinds, second }, main);
    await rig.reached('first', 'OK');
    supervisor.configure({ names: [], fault: 'names: must be a list' });
    const row = await rig.reached('first', 'FAILING', '*');
    expect(row.reason).toBe('its settings cannot be read: names: must be a list');
    expect(await rig.row('first')).toMatchObject({ state: 'OK', claim: 1 });
    supervisor.configure(main);
    await rig.reached('first', 'RETIRED', '*');
    expect(await rig.row('first')).toMatchObject({ state: 'OK', claim: 1 });
    expect(await rig.row('second')).toMatchObject({ state: 'OK', claim: 1 });
  });
});

describe('the other replica', () => {
  it('takes over at once when the leader stops, without a change of any state', async () => {
    const ran: string[] = [];
    const kindOn = (replica: string) => ({
      steady: streamOf('steady', async (config, context) => {
        ran.push(`${replica} from ${JSON.stringify(context.position)}`);
        await context.transaction((tx) => tx.savePosition({ seenBy: replica }));
        await beatOn(config, context);
      }),
    });
    const first = rig.start(kindOn('one'), main, { replica: 'one' });
    await rig.reached('steady', 'OK');
    rig.start(kindOn('two'), main, { replica: 'two' });
    await first.stop();
    await until('the other one', () => ran.length === 2);
    expect(ran).toEqual(['one from null', 'two from {"seenBy":"one"}']);
    await until('its claim', async () => (await rig.row('steady'))?.replica === 'two');
    expect(await states('steady')).toEqual(['STARTING', 'OK']);
  });

  it('of another host runs what is of its host, which waits when it is gone', async () => {
    const local = { ...streamOf('local', beatOn), scope: 'host' as const };
    const here = rig.start({ local }, main, { host: 'here' });
    const there = rig.start({ local }, main, { host: 'there' });
    await until('both', async () => {
      const changes = await rig.changes('local');
      return changes.filter(({ state }) => state === 'OK').length === 2;
    });
    const gone = here.leads().includes('cluster') ? there : here;
    const host = gone === here ? 'here' : 'there';
    await gone.stop();
    const changes = await until('that it waits', async () => {
      const all = await rig.changes('local');
      return all.some(({ state }) => state === 'WAITING') && all;
    });
    const waiting = changes.filter(({ state }) => state === 'WAITING');
    expect(waiting.map((one) => [one.host, one.reason])).toEqual([
      [host, `no replica runs on the host ${host}`],
    ]);
    rig.start({ local }, main, { host });
    await until('that it runs again', async () => {
      const all = (await rig.changes('local')).filter((one) => one.host === host);
      return all.at(-1)?.state === 'OK';
    });
  });
});
