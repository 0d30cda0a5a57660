// What stands around the screens: what search finds, and what is said of a connection that is away.
import { describe, expect, it } from 'vitest';

import { describeLoss } from '../../../src/dashboard/shell/describe-loss.ts';
import { findResults, type Named } from '../../../src/dashboard/shell/find-results.ts';

const named = (count: number, name: string): Named[] =>
  Array.from({ length: count }, (_, n) => ({ id: `${name}:${n}`, name: `${name} ${n}` }));

describe('search', () => {
  const searched = {
    screens: [{ kind: 'Screen', name: 'Databases', href: '/databases' }],
    databases: [...named(140, 'base'), { id: 'd', name: 'Shop' }],
    endpoints: [{ id: 'e/1', name: 'shop front' }],
    containers: [{ id: 'c', name: 'web-1' }],
    alerts: [{ id: 'a', name: 'The shop is slow' }],
  };

  it('finds by a part of the name, also the last of many, and what the service found', () => {
    expect(findResults('shop', searched)).toEqual([
      { kind: 'Database', name: 'Shop', href: '/databases/d' },
      { kind: 'Endpoint', name: 'shop front', href: '/endpoints/e%2F1' },
      { kind: 'Container', name: 'web-1', href: '/containers/c' },
      { kind: 'Alert', name: 'The shop is slow', href: '/alerts/a' },
    ]);
  });

  it('leaves room for alerts and containers among many names', () => {
    const many = { ...searched, alerts: named(8, 'base is away') };
    const kinds = findResults('base', many).map(({ kind }) => kind);
    expect(kinds).toHaveLength(12);
    expect(kinds.filter((kind) => kind === 'Alert')).toHaveLength(5);
    expect(kinds.filter((kind) => kind === 'Container')).toHaveLength(1);
  });
});

describe('what is said of a connection that is away', () => {
  const lost = { close: { code: 1006, reason: '' }, hasConnected: true, isAnswering: true };
  it.each([
    ['it was there before', lost, 'The connection to hawkwatch was lost'],
    [
      'it never was, and nothing answers',
      { ...lost, hasConnected: false, isAnswering: false },
      'hawkwatch cannot be reached',
    ],
    [
      'it never was, but the service answers',
      { ...lost, hasConnected: false },
      'The stream of hawkwatch cannot be opened',
    ],
    [
      'the service says why',
      { ...lost, close: { code: 4429, reason: 'Too many.' } },
      'hawkwatch refused the connection',
    ],
    [
      'we gave it up ourselves',
      { ...lost, close: { code: 4499, reason: 'Terminated' } },
      'The connection to hawkwatch was lost',
    ],
  ])('when %s', (_, state, what) => {
    expect(describeLoss(state).what).toBe(what);
  });

  it('repeats the reason, and promises only what is so', () => {
    const refused = describeLoss({ ...lost, close: { code: 4429, reason: 'Too many.' } });
    expect(refused.advice).toContain('Too many.');
    expect(describeLoss({ ...lost, hasConnected: false }).advice).not.toContain(
      'nothing is missed',
    );
  });
});
