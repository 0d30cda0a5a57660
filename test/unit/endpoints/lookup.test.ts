import { beforeEach, describe, expect, it } from 'vitest';

import { createLookup, type Lookup } from '../../../src/monitors/endpoints/network/lookup.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { until } from '../../support/until.ts';

const never = new AbortController().signal;
const silence = Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' });
const noName = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });

interface Asked {
  readonly host: string;
  answer(addresses: readonly string[]): void;
  fail(error: Error): void;
}

describe('the lookup of names', () => {
  let clock: FakeClock;
  let open: Asked[];
  let hosts: string[];
  let lookup: Lookup;
  /** What answers at once; other names wait for the test. */
  let quick: Map<string, readonly string[]>;

  beforeEach(() => {
    clock = createFakeClock();
    open = [];
    hosts = [];
    quick = new Map();
    lookup = createLookup((host) => {
      hosts.push(host);
      const known = quick.get(host);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve, reject) => {
        open.push({ host, answer: resolve, fail: reject });
      });
    });
  });

  const ask = (host: string, signal = never) => lookup(host, signal, clock);
  const question = (host: string): Asked => {
    const index = open.findIndex((one) => one.host === host);
    const [one] = open.splice(index, 1);
    if (index === -1 || one === undefined) throw new Error(`${host} is not asked for`);
    return one;
  };
  /** A check that ends by its time-out. */
  const giveUp = async (host: string): Promise<void> => {
    const deadline = new AbortController();
    const asking = ask(host, deadline.signal);
    deadline.abort(new Error('the time is up'));
    await expect(asking).rejects.toThrow('the time is up');
  };

  it('asks once for all who wait for a name', async () => {
    const both = [ask('a.test'), ask('a.test')];
    question('a.test').answer(['192.0.2.1']);
    expect(await Promise.all(both)).toEqual([['192.0.2.1'], ['192.0.2.1']]);
    expect(hosts).toEqual(['a.test']);
    expect(clock.timers()).toBe(0);
  });

  it('does not ask what nobody waits for any more', async () => {
    for (const host of ['a.test', 'b.test', 'c.test']) void giveUp(host);
    await giveUp('d.test');
    quick.set('e.test', ['192.0.2.5']);
    const waiting = ask('e.test');
    question('a.test').fail(silence);
    expect(await waiting).toEqual(['192.0.2.5']);
    expect(hosts).toEqual(['a.test', 'b.test', 'c.test', 'e.test']);
  });

  it('keeps places for others while a few names have a silent server', async () => {
    const mute = ['a.test', 'b.test', 'c.test', 'd.test', 'e.test'];
    for (const host of mute) ask(host).catch(() => undefined);
    clock.advance(2_000);
    // The first three took all places, and are known as slow from then on.
    for (const host of ['a.test', 'b.test', 'c.test']) question(host).fail(silence);
    await until('the others are asked', () => hosts.includes('e.test'));
    clock.advance(2_000);
    for (const host of ['d.test', 'e.test']) question(host).fail(silence);
    await until('they have failed', () => clock.timers() === 0);
    hosts = [];
    for (const host of mute) ask(host).catch(() => undefined);
    expect(hosts).toEqual(['a.test']);
    quick.set('good.test', ['192.0.2.9']);
    expect(await ask('good.test')).toEqual(['192.0.2.9']);
    // Whoever is slow no more has all places again.
    question('a.test').answer(['192.0.2.1']);
    await until('the next slow one has its turn', () => hosts.includes('b.test'));
    const [again, more] = [ask('a.test'), ask('more.test')];
    question('a.test').answer(['192.0.2.2']);
    question('more.test').answer(['192.0.2.3']);
    expect(await Promise.all([again, more])).toEqual([['192.0.2.2'], ['192.0.2.3']]);
  });

  it('answers with addresses of a moment ago while the resolver is silent', async () => {
    quick.set('a.test', ['192.0.2.1']);
    await ask('a.test');
    quick.delete('a.test');
    clock.advance(60_000);
    const waiting = ask('a.test');
    clock.advance(500);
    expect(await waiting).toEqual(['192.0.2.1']);
    const failing = ask('a.test');
    question('a.test').fail(silence);
    expect(await failing).toEqual(['192.0.2.1']);
    clock.advance(60_000);
    const late = ask('a.test');
    clock.advance(500);
    question('a.test').fail(silence);
    await expect(late).rejects.toThrow(
      'the name a.test cannot be resolved: no DNS server answered',
    );
  });

  it('believes at once that a name is gone', async () => {
    quick.set('a.test', ['192.0.2.1']);
    await ask('a.test');
    quick.delete('a.test');
    const gone = ask('a.test');
    question('a.test').fail(noName);
    await expect(gone).rejects.toThrow('DNS knows no such name');
  });
});
