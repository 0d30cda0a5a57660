// Why nobody is told of an alert: silences, windows, and inhibition as Alertmanager decides it.
import { describe, expect, it } from 'vitest';

import {
  createSources,
  reasonsFor,
  type Ground,
  type InhibitionRule,
} from '../../../src/alerts/suppression/reasons.ts';
import { parseMatcher, type Matcher } from '../../../src/core/matchers.ts';
import type { Role } from '../../../src/core/role.ts';
import type { SuppressibleAlert } from '../../../src/store/suppressed-alerts.ts';

const matchers = (...texts: readonly string[]): readonly Matcher[] => texts.map(parseMatcher);

let count = 0;
function alert(more: Partial<SuppressibleAlert> = {}): SuppressibleAlert {
  count += 1;
  return {
    id: `alert-${count}`,
    rule: 'some-rule',
    type: 'SOMETHING',
    severity: 'ERROR',
    state: 'FIRING',
    title: `Alert ${count}`,
    labels: {},
    database: null,
    subject: 'host:one',
    metadata: {},
    suppressed: [],
    audience: 'viewer',
    ...more,
  };
}

function ground(rules: readonly InhibitionRule[], firing: readonly SuppressibleAlert[]): Ground {
  return { silences: [], windows: [], rules, sources: createSources(rules, firing) };
}

const inhibition = (more: Partial<InhibitionRule> = {}): InhibitionRule => ({
  name: 'worse-first',
  kind: 'INHIBITION',
  source: matchers('severity=CRITICAL'),
  target: matchers('severity=WARNING'),
  equal: ['cluster'],
  ...more,
});

describe('a reason that is another alert', () => {
  const target = { severity: 'WARNING', labels: { cluster: 'a' } } as const;
  const source = { severity: 'CRITICAL', labels: { cluster: 'a' }, title: 'A secret' } as const;

  it.each(['INHIBITION', 'DEPENDENCY'] as const)('names it to those who may see it: %s', (kind) => {
    const rules = [inhibition({ kind })];
    const said = (audience: Role) => {
      const found = ground(rules, [alert({ ...source, rule: 'secrets', audience })]);
      return reasonsFor(alert(target), found).map(({ reason }) => reason);
    };
    expect(said('viewer')).toEqual([expect.stringContaining('"A secret" (worse-first)')]);
    expect(said('admin')).toEqual([
      expect.stringContaining('an alert of the rule secrets (worse-first)'),
    ]);
  });
});

describe('silences and windows', () => {
  const standing: Ground = {
    ...ground([], []),
    silences: [
      {
        id: 'silence-1',
        matchers: matchers('subject=host:one', 'severity!=CRITICAL'),
        createdBy: 'anna',
        comment: 'deploying',
        endsAt: new Date('2026-12-01T10:00:00Z'),
      },
    ],
    windows: [
      {
        name: 'nightly',
        match: matchers('subject~host:*'),
        comment: '',
        until: new Date('2026-12-01T11:00:00Z'),
      },
    ],
  };

  it('gives every reason with its end', () => {
    expect(reasonsFor(alert(), standing)).toEqual([
      {
        kind: 'SILENCE',
        id: 'silence-1',
        reason: 'silenced by anna: deploying',
        until: '2026-12-01T10:00:00.000Z',
      },
      {
        kind: 'MAINTENANCE',
        id: 'nightly',
        reason: 'in the maintenance window nightly',
        until: '2026-12-01T11:00:00.000Z',
      },
    ]);
    expect(reasonsFor(alert({ severity: 'CRITICAL' }), standing)).toHaveLength(1);
  });

  it.each(['PENDING', 'RESOLVED'] as const)('gives an alert that is %s no new one', (state) => {
    expect(reasonsFor(alert({ state }), standing)).toEqual([]);
    const had = { kind: 'MAINTENANCE', id: 'nightly', reason: 'old', until: null } as const;
    const reasons = reasonsFor(alert({ state, suppressed: [had] }), standing);
    expect(reasons.map(({ id }) => id)).toEqual(['nightly']);
  });
});

describe('inhibition', () => {
  it('needs the same values of the equal labels; a missing one is an empty one', () => {
    const source = alert({ severity: 'CRITICAL', labels: { cluster: 'a' } });
    const bare = alert({ severity: 'CRITICAL' });
    const inA = alert({ severity: 'WARNING', labels: { cluster: 'a' } });
    const inB = alert({ severity: 'WARNING', labels: { cluster: 'b' } });
    const inNone = alert({ severity: 'WARNING' });
    const inEmpty = alert({ severity: 'WARNING', labels: { cluster: '' } });
    const rules = [inhibition()];
    const ofSource = ground(rules, [source]);
    expect(reasonsFor(inA, ofSource).map(({ id }) => id)).toEqual(['worse-first']);
    expect(reasonsFor(inB, ofSource)).toEqual([]);
    expect(reasonsFor(inNone, ofSource)).toEqual([]);
    const ofBare = ground(rules, [bare]);
    expect(reasonsFor(inNone, ofBare)).toHaveLength(1);
    expect(reasonsFor(inEmpty, ofBare)).toHaveLength(1);
    expect(reasonsFor(inA, ofBare)).toEqual([]);
  });

  it('never lets an alert that fits both sides inhibit itself, nor one of its kind', () => {
    const rules = [
      inhibition({ source: matchers('type=X'), target: matchers('type~X|Y'), equal: [] }),
    ];
    const first = alert({ type: 'X' });
    const second = alert({ type: 'X' });
    const other = alert({ type: 'Y' });
    const both = ground(rules, [first, second]);
    expect(reasonsFor(first, both)).toEqual([]);
    expect(reasonsFor(second, both)).toEqual([]);
    expect(reasonsFor(other, both)).toHaveLength(1);
  });

  it('lets a source on one side only inhibit one that fits both', () => {
    const rules = [
      inhibition({
        source: matchers('type~X|Z'),
        target: matchers('type~X|Y'),
        equal: [],
      }),
    ];
    expect(reasonsFor(alert({ type: 'X' }), ground(rules, [alert({ type: 'Z' })]))).toHaveLength(1);
  });

  it('works for a source that is suppressed itself, and not for one that does not fire', () => {
    const silenced = { kind: 'SILENCE', id: 's', reason: 'r', until: null } as const;
    const source = alert({ severity: 'CRITICAL', suppressed: [silenced] });
    const target = alert({ severity: 'WARNING' });
    expect(reasonsFor(target, ground([inhibition()], [source]))).toHaveLength(1);
    for (const state of ['PENDING', 'RESOLVED'] as const) {
      const asleep = { ...source, state };
      expect(reasonsFor(target, ground([inhibition()], [asleep]))).toEqual([]);
    }
  });
});
