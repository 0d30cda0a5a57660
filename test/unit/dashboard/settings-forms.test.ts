// What is typed into the forms of the settings, read and written: durations, lists, rules.
import { describe, expect, it } from 'vitest';

import {
  durationPattern,
  readDuration,
  writeDuration,
} from '../../../src/dashboard/screens/settings/forms/duration-text.ts';
import {
  readLines,
  readPairs,
  writePairs,
} from '../../../src/dashboard/screens/settings/forms/lines.ts';
import { mergeDrafts } from '../../../src/dashboard/screens/settings/rules/merge-drafts.ts';
import type { WholeRule } from '../../../src/dashboard/screens/settings/rules/operations.ts';
import {
  draftOf,
  emptyDraft,
  inputOf,
} from '../../../src/dashboard/screens/settings/rules/rule-draft.ts';
import type { ShownSilence } from '../../../src/dashboard/screens/settings/silences/operations.ts';
import {
  changedInput,
  draftOf as draftOfSilence,
  emptyDraft as emptySilence,
  newInput,
} from '../../../src/dashboard/screens/settings/silences/silence-draft.ts';

describe('durations', () => {
  it.each([
    ['90s', 90_000],
    ['5 min', 300_000],
    ['1h 30min', 5_400_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    ['2d', 172_800_000],
  ])('reads %s', (text, ms) => {
    expect(readDuration(text)).toBe(ms);
    expect(new RegExp(`^(?:${durationPattern})$`, 'v').test(text)).toBe(true);
  });

  it.each(['', '5', 'soon', '5 weeks', '-5s', '5min later'])('refuses “%s”', (text) => {
    expect(readDuration(text)).toBeUndefined();
  });

  it('writes what it reads, with nothing lost', () => {
    for (const ms of [0, 1, 250, 60_000, 90_500, 3_600_000, 90_000_000, 93_784_005]) {
      expect(readDuration(writeDuration(ms))).toBe(ms);
    }
  });
});

describe('lists', () => {
  it('are one entry a line, without empty ones', () => {
    expect(readLines(' rule=a \n\n  severity=CRITICAL')).toEqual(['rule=a', 'severity=CRITICAL']);
  });

  it('of labels have a name and a value, which may hold a sign of equality', () => {
    expect(readPairs('team = orders\nquery=a=b\nlonely')).toEqual([
      { name: 'team', value: 'orders' },
      { name: 'query', value: 'a=b' },
      { name: 'lonely', value: '' },
    ]);
    expect(writePairs({ team: 'orders', query: 'a=b' })).toBe('team=orders\nquery=a=b');
  });
});

describe('a silence', () => {
  const silence = {
    matchers: [{ text: 'rule=disk' }, { text: 'host~db-*' }],
    comment: 'known',
    endsAt: '2030-01-01T10:20:30.000Z',
  } as ShownSilence;
  const before = draftOfSilence(silence);

  it('that is changed says only what was changed: its end is not shortened to the minute', () => {
    expect(changedInput(before, before)).toEqual({});
    expect(changedInput({ ...before, comment: ' still known ' }, before)).toEqual({
      comment: 'still known',
    });
    expect(changedInput({ ...before, matchers: 'rule=disk' }, before)).toEqual({
      matchers: ['rule=disk'],
    });
    expect(changedInput({ ...before, span: '60' }, before)).toEqual({ durationMinutes: 60 });
    const later = { ...before, until: '2030-01-02T08:00' };
    expect(changedInput(later, before)).toEqual({
      endsAt: new Date('2030-01-02T08:00').toISOString(),
    });
  });

  it('that is new says all of it', () => {
    const draft = { ...emptySilence(0), matchers: 'rule=disk\n', comment: 'known ' };
    expect(newInput(draft)).toEqual({
      matchers: ['rule=disk'],
      comment: 'known',
      durationMinutes: 120,
    });
  });
});

const rule: WholeRule = {
  id: '1',
  name: 'slow-checkout',
  type: 'SLOW_CHECKOUT',
  description: 'the checkout is slow',
  enabled: true,
  severity: 'ERROR',
  origin: 'API',
  openAlerts: 2,
  forMs: 90_000,
  keepFiringForMs: 0,
  escalation: null,
  runbook: null,
  title: '{{ subject }} is slow',
  message: '',
  labels: { team: 'orders' },
  lastMatchedAt: null,
  lastEvaluatedAt: null,
  lastError: null,
  warning: null,
  overrides: [
    {
      match: ['database=shop'],
      enabled: null,
      severity: 'CRITICAL',
      forMs: null,
      above: 900,
      below: null,
      clear: null,
    },
  ],
  condition: {
    __typename: 'AlertMetricCondition',
    metric: 'endpoint.response_ms',
    match: ['subject=endpoint:checkout'],
    aggregate: 'MAX',
    windowMs: 300_000,
    above: 500,
    below: null,
    clear: 0,
    noDataAfterMs: 600_000,
    onNoData: 'ALERT',
    onError: 'KEEP',
  },
};

describe('a rule', () => {
  it('sends its settings for some alerts without what only answers hold', () => {
    // Every object of an answer has the name of its type.
    const answered = {
      ...rule,
      overrides: rule.overrides.map((one) => ({ ...one, __typename: 'AlertRuleOverride' })),
    };
    expect(inputOf(draftOf(answered), answered).overrides).toEqual(rule.overrides);
  });

  it('is the same after it was opened and kept without a change', () => {
    expect(inputOf(draftOf(rule), rule)).toEqual({
      name: 'slow-checkout',
      type: 'SLOW_CHECKOUT',
      description: 'the checkout is slow',
      enabled: true,
      severity: 'ERROR',
      forMs: 90_000,
      keepFiringForMs: 0,
      title: '{{ subject }} is slow',
      labels: [{ name: 'team', value: 'orders' }],
      overrides: rule.overrides,
      metric: {
        name: 'endpoint.response_ms',
        match: ['subject=endpoint:checkout'],
        aggregate: 'MAX',
        windowMs: 300_000,
        above: 500,
        clear: 0,
        noDataAfterMs: 600_000,
        onNoData: 'ALERT',
        onError: 'KEEP',
      },
    });
  });

  it('of events keeps its patterns, what ends it, and what tells alerts apart', () => {
    const ofEvents: WholeRule = {
      ...rule,
      overrides: [],
      condition: {
        __typename: 'AlertEventCondition',
        on: [{ event: 'migration.completed', where: ['runState = FAILED', 'reason exists'] }],
        until: [{ event: 'migration.completed', where: ['runState = SUCCEEDED'] }],
        labels: { database: 'database' },
        lastsMs: 3_600_000,
      },
    };
    const input = inputOf(draftOf(ofEvents), ofEvents);
    expect(input.event).toEqual({
      on: [{ event: 'migration.completed', where: ['runState = FAILED', 'reason exists'] }],
      until: [{ event: 'migration.completed', where: ['runState = SUCCEEDED'] }],
      labels: [{ name: 'database', value: 'database' }],
      lastsMs: 3_600_000,
    });
    expect(input).not.toHaveProperty('metric');
    expect(input).not.toHaveProperty('overrides');
  });

  it('that is new says nothing of what was left empty', () => {
    const input = inputOf({ ...emptyDraft, name: ' new ', metric: 'a.b', above: '1e3' });
    expect(input).toEqual({
      name: 'new',
      severity: 'WARNING',
      enabled: true,
      labels: [],
      forMs: 0,
      keepFiringForMs: 0,
      metric: {
        name: 'a.b',
        match: [],
        aggregate: 'AVERAGE',
        windowMs: 300_000,
        noDataAfterMs: 600_000,
        above: 1000,
        onNoData: 'OK',
        onError: 'KEEP',
      },
    });
  });
});

describe('a rule that somebody else changes meanwhile', () => {
  const opened = draftOf(rule);

  it('keeps what they changed where nothing was typed', () => {
    const theirs = draftOf({ ...rule, enabled: false, severity: 'WARNING' });
    const { draft, contested } = mergeDrafts(opened, { ...opened, description: 'mine' }, theirs);
    expect(draft).toEqual({ ...theirs, description: 'mine' });
    expect(contested).toEqual([]);
  });

  it('says what both changed, and keeps what is typed', () => {
    const theirs = draftOf({ ...rule, severity: 'WARNING', description: 'the same' });
    const typed = { ...opened, severity: 'CRITICAL', description: 'the same' } as const;
    const { draft, contested } = mergeDrafts(opened, typed, theirs);
    expect(draft.severity).toBe('CRITICAL');
    expect(contested).toEqual(['the severity']);
  });
});
