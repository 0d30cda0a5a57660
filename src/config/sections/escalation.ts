// The section `escalation`: who is told next of an alert that nobody takes on, and who is on call. Names of
// channels, rotations, policies and people that are not there are faults with their line.
import { z } from 'zod';

import { severities, type Severity } from '../../core/alerts.ts';
import { weekDays } from '../../core/hours.ts';
import type { EscalationSettings, OnCallRotation } from '../../core/escalation.ts';
import { findDayNumber, minuteOfTime, momentOf } from '../../core/zone-time.ts';
import type { ConfigurationFault } from '../configuration-error.ts';
import { hintOf } from '../did-you-mean.ts';
import type { ConfigurationDocument } from '../document.ts';
import { durationForm, findDurationMs } from '../duration.ts';
import { dayMs, duration, matcher, named, section, whole } from '../forms.ts';
import { hours, timeZone } from './hours.ts';

const longestWaitMs = 7 * dayMs;
const shortestRepeatMs = 60_000;

// The first level may be told at once, so nothing is a time here.
const wait = z
  .string(`must be ${durationForm}`)
  .transform((text, context): number => {
    const ms = findDurationMs(text);
    if (ms !== undefined && ms <= longestWaitMs) return ms;
    context.addIssue(ms === undefined ? `must be ${durationForm}` : 'must be 7d at most');
    return z.NEVER;
  })
  .default(0);

const channelNames = z
  .array(named, 'must be a list of names of channels')
  .max(20, 'has too many entries');

const bySeverity = section({
  CRITICAL: channelNames.default([]),
  ERROR: channelNames.default([]),
  WARNING: channelNames.default([]),
  INFO: channelNames.default([]),
});

const channels = z
  .union([channelNames, bySeverity], {
    error: `must be a list of names of channels, or such lists for ${severities.join(', ')}`,
  })
  .default([])
  .transform((given): Readonly<Record<Severity, readonly string[]>> =>
    Array.isArray(given) ? { CRITICAL: given, ERROR: given, WARNING: given, INFO: given } : given,
  );

const level = section({
  after: wait,
  channels,
  rotation: named.optional(),
  when: hours.optional(),
}).transform((given, context) => {
  const { after, rotation = null, when = null, ...rest } = given;
  if (rotation === null && Object.values(rest.channels).every((names) => names.length === 0)) {
    context.addIssue('needs channels or a rotation: nobody would be told');
  }
  return { ...rest, afterMs: after, rotation, hours: when };
});

const policy = section({
  name: named,
  match: z.array(matcher).min(1, 'must have a matcher').max(50, 'has too many entries').optional(),
  levels: z.array(level).min(1, 'must have a level').max(20, 'has too many entries'),
  repeat: whole(0, 0).refine((times) => times <= 100, 'must be 100 at most'),
  repeatAfter: duration(1_800_000, longestWaitMs).refine(
    (ms) => ms >= shortestRepeatMs,
    'must be 1min at least',
  ),
}).transform(({ match = null, repeatAfter, ...rest }) => ({
  ...rest,
  match,
  repeatAfterMs: repeatAfter,
}));

const handoverForm = /^([a-z]{3}) ((?:[01][0-9]|2[0-3]):[0-5][0-9])$/;
const handoverMessage = 'must be a day and a time, as "mon 09:00"';

const handover = z
  .string(handoverMessage)
  .transform((text, context) => {
    const [, day, time] = handoverForm.exec(text) ?? [];
    const number = weekDays.findIndex((name) => name === day);
    if (time !== undefined && number >= 0) return { day: number, minute: minuteOfTime(time) };
    context.addIssue(handoverMessage);
    return z.NEVER;
  })
  .default({ day: 0, minute: 9 * 60 });

const dateMessage = 'must be a day as "2026-12-24"';
const date = z.string(dateMessage).transform((text, context) => {
  const day = findDayNumber(text);
  if (day !== undefined) return day;
  context.addIssue(dateMessage);
  return z.NEVER;
});

const localMessage = 'must be a day and a time as "2026-12-24 18:00"';
const localTime = z.string(localMessage).transform((text, context) => {
  const [, day = '', time] = /^(\S{10})[ T]((?:[01][0-9]|2[0-3]):[0-5][0-9])$/.exec(text) ?? [];
  const dayNumber = findDayNumber(day);
  if (dayNumber !== undefined && time !== undefined) {
    return { dayNumber, minute: minuteOfTime(time) };
  }
  context.addIssue(localMessage);
  return z.NEVER;
});

const person = section({
  name: named,
  channels: channelNames.min(1, 'must name a channel'),
});

// 1970-01-05, a Monday: turns are the same wherever and whenever they are counted.
const firstMonday = 4;

const rotation = section({
  name: named,
  timeZone,
  handover,
  start: date.default(firstMonday),
  people: z.array(person).min(1, 'must have somebody').max(50, 'has too many entries'),
  overrides: z
    .array(section({ from: localTime, until: localTime, person: named }))
    .max(200, 'has too many entries')
    .default([]),
}).transform(({ start, ...given }, context): OnCallRotation => {
  const overrides = given.overrides.map((one, index) => {
    const from = momentOf(one.from, given.timeZone);
    const until = momentOf(one.until, given.timeZone);
    if (until <= from) {
      const path = ['overrides', index, 'until'];
      context.addIssue({ code: 'custom', path, message: 'must be later than from' });
    }
    return { person: one.person, from, until };
  });
  return { ...given, firstDay: start, overrides };
});

/** The section as a whole. */
export const escalation = section({
  default: named.optional(),
  policies: z.array(policy).max(100, 'has too many entries').default([]),
  rotations: z.array(rotation).max(50, 'has too many entries').default([]),
}).transform(({ default: defaultPolicy = null, ...rest }): EscalationSettings => ({
  ...rest,
  defaultPolicy,
}));

/**
 * Faults of names: those that are not there, and those that are there twice. Without `channelsThere` any
 * channel is taken.
 */
export function escalationFaults(
  { policies, rotations, defaultPolicy }: EscalationSettings,
  channelsThere: readonly string[] | undefined,
  document: ConfigurationDocument,
): ConfigurationFault[] {
  const faults: ConfigurationFault[] = [];
  const tell = (path: readonly PropertyKey[], message: string): void => {
    const { where, line } = document.locate(['escalation', ...path]);
    faults.push({ where, line, message });
  };
  const check = (
    path: readonly PropertyKey[],
    name: string | null,
    { what, there }: { readonly what: string; readonly there: readonly string[] | undefined },
  ): void => {
    if (name === null || there === undefined || there.includes(name)) return;
    tell(path, `is no ${what} that is configured; ${hintOf(name, there)}`);
  };
  const checkUnique = (
    path: readonly PropertyKey[],
    names: readonly { readonly name: string }[],
    what: string,
  ): void => {
    for (const [index, { name }] of names.entries()) {
      if (names.findIndex((one) => one.name === name) === index) continue;
      tell([...path, index, 'name'], `must be unique: another ${what} has the same name`);
    }
  };
  const channel = { what: 'channel', there: channelsThere };
  const rotationsThere = { what: 'rotation', there: rotations.map(({ name }) => name) };
  check(['default'], defaultPolicy, {
    what: 'escalation policy',
    there: policies.map(({ name }) => name),
  });
  checkUnique(['policies'], policies, 'policy');
  checkUnique(['rotations'], rotations, 'rotation');
  for (const [index, { levels }] of policies.entries()) {
    for (const [number, one] of levels.entries()) {
      const path = ['policies', index, 'levels', number];
      check([...path, 'rotation'], one.rotation, rotationsThere);
      for (const { at, name } of placesOf(one.channels))
        check([...path, 'channels', ...at], name, channel);
    }
  }
  for (const [index, { people, overrides }] of rotations.entries()) {
    const path = ['rotations', index];
    checkUnique([...path, 'people'], people, 'person of this rotation');
    for (const [number, one] of people.entries()) {
      for (const [place, name] of one.channels.entries()) {
        check([...path, 'people', number, 'channels', place], name, channel);
      }
    }
    const peopleThere = { what: 'person of this rotation', there: people.map(({ name }) => name) };
    for (const [number, one] of overrides.entries()) {
      check([...path, 'overrides', number, 'person'], one.person, peopleThere);
    }
  }
  return faults;
}

/** Where each name stands: in one list for all severities, or in the list of one. */
function placesOf(
  given: Readonly<Record<Severity, readonly string[]>>,
): { readonly at: readonly PropertyKey[]; readonly name: string }[] {
  const isOneList = severities.every((severity) => given[severity] === given.CRITICAL);
  if (isOneList) return given.CRITICAL.map((name, place) => ({ at: [place], name }));
  return severities.flatMap((severity) =>
    given[severity].map((name, place) => ({ at: [severity, place], name })),
  );
}
