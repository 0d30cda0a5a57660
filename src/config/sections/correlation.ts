// The sections `topology`, `correlation` and `remediation`: how things hang together, what is looked for
// before an alert, and what may be done about one.
import { z } from 'zod';

import {
  longestSlowWindowMs,
  remediationActions,
  type CorrelationSettings,
  type RemediationSettings,
  type TopologyService,
} from '../../core/correlation.ts';
import { dayMs, duration, filled, matcher, named, onOrOff, section, whole } from '../forms.ts';

const yesOrNo = 'must be on or off, true or false';
const patterns = z.array(filled.max(200, 'must have 200 characters at most')).max(500).default([]);

const service = section({
  name: named,
  endpoints: patterns,
  databases: patterns,
  containers: patterns,
});

/** Services with what belongs to them. */
export const topology = section({
  services: z
    .array(service)
    .max(500, 'has too many entries')
    .superRefine((services, context) => refuseRepeated(services, 'service', context))
    .default([]),
}).transform(({ services }): readonly TopologyService[] => services);

const share = z
  .number('must be a number from 0 to 1')
  .min(0, 'must be a number from 0 to 1')
  .max(1, 'must be a number from 0 to 1');

export const correlation = section({
  enabled: onOrOff(yesOrNo).default(true),
  window: duration(1_800_000, dayMs),
  slowWindow: duration(21_600_000, longestSlowWindowMs),
  threshold: share.default(0.3),
  maxSuspects: whole(1, 5).refine((value) => value <= 20, 'must be 20 at most'),
  incidentWindow: duration(600_000, dayMs),
}).transform(({ window, slowWindow, incidentWindow, ...rest }, context): CorrelationSettings => {
  if (slowWindow < window) {
    context.addIssue({
      code: 'custom',
      path: ['slowWindow'],
      message: 'must not be shorter than window',
    });
  }
  return {
    ...rest,
    windowMs: window,
    slowWindowMs: slowWindow,
    incidentWindowMs: incidentWindow,
  };
});

const remedy = section({
  name: named,
  match: z.array(matcher).min(1, 'must have a matcher').max(20, 'has too many entries'),
  action: z.enum(remediationActions, `must be ${remediationActions.join(' or ')}`),
  automatic: onOrOff(yesOrNo).default(false),
  container: filled.optional(),
  database: filled.optional(),
  source: filled.optional(),
  maxPerHour: whole(1, 2).refine((value) => value <= 60, 'must be 60 at most'),
}).transform(({ container, database, source, ...rest }, context): RemediationSettings => {
  const wrong = (path: string, action: string): void =>
    context.addIssue({ code: 'custom', path: [path], message: `is of the action ${action} only` });
  if (rest.action === 'RESTART_CONTAINER') {
    if (database !== undefined) wrong('database', 'EMERGENCY_ROLLBACK');
    if (source !== undefined) wrong('source', 'EMERGENCY_ROLLBACK');
  } else if (container !== undefined) {
    wrong('container', 'RESTART_CONTAINER');
  }
  return {
    ...rest,
    container: container ?? null,
    database: database ?? null,
    source: source ?? null,
  };
});

export const remediation = z
  .array(remedy)
  .max(200, 'has too many entries')
  .superRefine((remedies, context) => refuseRepeated(remedies, 'remedy', context))
  .default([]);

function refuseRepeated(
  list: readonly { readonly name: string }[],
  what: string,
  context: z.core.$RefinementCtx,
): void {
  const seen = new Set<string>();
  for (const [index, { name }] of list.entries()) {
    if (seen.has(name)) {
      const message = `must be unique: another ${what} has the same name`;
      context.addIssue({ code: 'custom', path: [index, 'name'], message });
    }
    seen.add(name);
  }
}
