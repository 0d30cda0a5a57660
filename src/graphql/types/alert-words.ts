// The words of alerts.
import type { AlertState, Severity } from '../../core/alerts.ts';
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
