// The words of alerts.
import type { AlertState, Resolution, Severity, SuppressionKind } from '../../core/alerts.ts';
import type { AlertOrder } from '../../store/alert-pages.ts';
import { builder } from '../builder.ts';

export const SeverityType = builder.enumType('Severity', {
  description: 'How bad something is.',
  values: {
    CRITICAL: { description: 'Somebody must act now.' },
    ERROR: { description: 'Something does not work.' },
    WARNING: { description: 'Something will not work, or not well.' },
    INFO: { description: 'Worth knowing.' },
  } satisfies Record<Severity, { description: string }>,
});

export const AlertStateType = builder.enumType('AlertState', {
  description: 'How an alert stands.',
  values: {
    PENDING: { description: 'Its condition holds, but not for long enough yet; nobody was told.' },
    FIRING: { description: 'Its condition holds.' },
    ACKNOWLEDGED: { description: 'It fires, and somebody has taken it on.' },
    RECOVERING: { description: 'Its condition does not hold any more, but not for long enough.' },
    RESOLVED: { description: 'It is over.' },
  } satisfies Record<AlertState, { description: string }>,
});

export const AlertResolutionType = builder.enumType('AlertResolution', {
  description: 'How an alert came to be over.',
  values: {
    RECOVERED: { description: 'Its condition ended.' },
    MANUAL: { description: 'Somebody said that it is over.' },
    EXPIRED: { description: 'Nothing was heard of it for as long as it lasts.' },
    RULE_REMOVED: { description: 'There is no such rule any more.' },
    INTAKE_REMOVED: { description: 'The intake that reported it is not configured any more.' },
  } satisfies Record<Resolution, { description: string }>,
});

export const SuppressionKindType = builder.enumType('AlertSuppressionKind', {
  description: 'What keeps an alert from being told.',
  values: {
    SILENCE: { description: 'A silence.' },
    MAINTENANCE: { description: 'A maintenance window.' },
    INHIBITION: { description: 'Another alert that says it all.' },
    DEPENDENCY: { description: 'What it depends on has an alert of its own.' },
  } satisfies Record<SuppressionKind, { description: string }>,
});

export const AlertOrderType = builder.enumType('AlertOrder', {
  description: 'Orders of alerts.',
  values: {
    NEWEST_FIRST: { description: 'By when they started.' },
    WORST_FIRST: { description: 'By severity, and the newest first within one.' },
  } satisfies Record<AlertOrder, { description: string }>,
});
