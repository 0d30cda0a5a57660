import { describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { endOfCertificate, toFacts } from '../../../src/monitors/database-state/found.ts';
import { createGate } from '../../../src/monitors/gate.ts';
import { noFailures, reachVerdict } from '../../../src/monitors/database-state/verdict.ts';
import { downBecause } from '../../../src/databases/target.ts';
import { healthy } from '../../support/health.ts';

const start = new Date('2026-03-01T00:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);
const random = { uuid: () => '', bytes: () => Buffer.alloc(0), fraction: () => 0.5 };
const down = downBecause('the server refuses connections');
const common = { failures: noFailures, known: null, now: start, intervalMs: 10_000, random };

describe('the verdict', () => {
  it('is the answer at once', () => {
    for (const state of ['UP', 'DEGRADED'] as const) {
      const verdict = reachVerdict({ ...common, health: { ...healthy, state } });
      expect(verdict).toEqual({
        found: { state, since: start },
        failures: noFailures,
        waitMs: 10_000,
      });
    }
  });

  it('is none after one failure, and DOWN after two, since the first', () => {
    const known = { state: 'UP', since: start } as const;
    const first = reachVerdict({ ...common, known, now: after(5000), health: down });
    expect(first).toMatchObject({ found: null, waitMs: 1000 });
    const { failures } = first;
    const second = reachVerdict({ ...common, known, failures, now: after(6000), health: down });
    expect(second.found).toEqual({ state: 'DOWN', since: after(5000) });
    const blip = reachVerdict({ ...common, known, failures, now: after(6000), health: healthy });
    expect(blip).toMatchObject({ found: { state: 'UP' }, failures: noFailures });
  });

  it('waits for the second failure also where nothing is known, and not where it was DOWN', () => {
    expect(reachVerdict({ ...common, health: down }).found).toBeNull();
    const known = { state: 'DOWN', since: after(-1000) } as const;
    expect(reachVerdict({ ...common, known, health: down }).found?.state).toBe('DOWN');
  });

  it('asks within ten seconds while an outage is young, and within a minute later', () => {
    const waits = (agoMs: number): number[] => {
      const known = { state: 'DOWN', since: after(-agoMs) } as const;
      let failures = noFailures;
      return Array.from({ length: 12 }, () => {
        const verdict = reachVerdict({ ...common, known, failures, health: down });
        ({ failures } = verdict);
        return verdict.waitMs;
      });
    };
    expect(waits(60_000).slice(0, 4)).toEqual([1500, 3000, 6000, 7500]);
    expect(Math.max(...waits(60_000))).toBe(7500);
    expect(Math.max(...waits(3_600_000))).toBe(45_000);
  });
});

describe('the end of a certificate', () => {
  const endOf = (validTo: Date) => {
    const certificate = {
      subject: 'CN=db',
      issuer: 'CN=ca',
      validFrom: after(-1e9),
      validTo,
      fingerprint: 'AA',
      verified: true,
      fault: null,
    };
    const tls = { encrypted: true, protocol: 'TLSv1.3', cipher: 'x', certificate };
    return endOfCertificate(toFacts({ ...healthy, tls }), start);
  };
  const day = 24 * 3_600_000;

  it('is told of from fourteen days before on', () => {
    expect(endOf(after(14 * day + 1))).toBeNull();
    expect(endOf(after(14 * day))).toMatchObject({ expired: false, fingerprint: 'AA' });
    expect(endOf(start)).toMatchObject({ expired: true });
    expect(endOfCertificate(toFacts(healthy), start)).toBeNull();
  });
});

describe('the gate', () => {
  it('lets so many in at once, and gives the place of a slow one to the next', async () => {
    const clock = createSystemClock();
    const gate = createGate({ clock, places: 2, holdMs: 30 });
    const { signal } = new AbortController();
    const slow = Promise.withResolvers<void>();
    let entered = 0;
    const enter = (): Promise<void> => {
      entered += 1;
      return slow.promise;
    };
    const all = [1, 2, 3].map(() => gate.pass(signal, enter));
    await Promise.resolve();
    expect(entered).toBe(2);
    await gate.pass(signal, () => Promise.resolve());
    expect(entered).toBe(3);
    slow.resolve();
    await Promise.all(all);
  });

  it('forgets those who do not want to wait any more', async () => {
    const gate = createGate({ clock: createSystemClock(), places: 1, holdMs: 60_000 });
    const stop = new AbortController();
    const first = Promise.withResolvers<string>();
    const one = gate.pass(stop.signal, () => first.promise);
    const two = gate.pass(stop.signal, () => Promise.resolve('two'));
    stop.abort(new Error('enough'));
    await expect(two).rejects.toThrow('enough');
    first.resolve('one');
    expect(await one).toBe('one');
    expect(await gate.pass(new AbortController().signal, () => Promise.resolve(3))).toBe(3);
  });
});
