// Default rules of hawkwatch itself: its monitors, its readers of the log, its deliveries and heartbeats.
import type { WrittenRule } from '../rules/define-rule.ts';

const hourMs = 3_600_000;
const monitor = { kind: 'kind', monitor: 'name', host: 'host' };

function monitorRule(state: string, words: string, rest: Pick<WrittenRule, 'severity' | 'forMs'>) {
  return {
    ...rest,
    name: `monitor-${state.toLowerCase()}`,
    type: `MONITOR_${state}`,
    description: `A monitor ${words}, so what it watches is not known.`,
    event: {
      on: [['monitor.state_changed', `state=${state}`]],
      until: [['monitor.state_changed', `state!=${state}`]],
      labels: monitor,
    },
    title: `Monitor {{ event.payload.kind }}/{{ event.payload.name }} ${words}`,
    message: '{{ event.payload.reason | default: "See `monitors`." }}',
  } as const satisfies WrittenRule;
}

export const hawkwatchRules = [
  monitorRule('SILENT', 'is silent', { severity: 'ERROR' }),
  monitorRule('FAILING', 'fails', { severity: 'ERROR', forMs: 60_000 }),
  monitorRule('HUNG', 'hangs', { severity: 'ERROR' }),
  {
    name: 'consumer-failed',
    type: 'CONSUMER_FAILED',
    severity: 'ERROR',
    description: 'A reader of the event log gave up on an event; told for a day.',
    event: {
      on: ['consumer.failed'],
      labels: { consumer: 'consumer', event: 'firstEventId' },
      lastsMs: 24 * hourMs,
    },
    title: '{{ event.payload.consumer }} gave up on an event',
    message: 'Event {{ event.payload.firstEventId }} had no effect: {{ event.payload.reason }}.',
  },
  {
    name: 'consumer-skipped',
    type: 'CONSUMER_SKIPPED',
    severity: 'CRITICAL',
    description: 'Events were removed before a reader of the log had seen them; told for a day.',
    event: {
      on: ['consumer.skipped'],
      labels: { consumer: 'consumer' },
      lastsMs: 24 * hourMs,
    },
    title: '{{ event.payload.consumer }} has lost events',
    message:
      'Events {{ event.payload.firstEventId }} to {{ event.payload.lastEventId }}: {{ event.payload.reason }}.',
  },
  {
    name: 'configuration-diverged',
    type: 'CONFIGURATION_DIVERGED',
    severity: 'WARNING',
    description: 'Replicas have different configurations; told for an hour.',
    event: {
      on: ['configuration.diverged'],
      labels: { host: 'host' },
      lastsMs: hourMs,
    },
    title: 'The configuration of {{ event.payload.host }} is another one',
    message: 'Others: {{ event.payload.others | join: ", " }}.',
  },
  {
    name: 'delivery-dead',
    type: 'DELIVERY_DEAD',
    severity: 'ERROR',
    description: 'A notification could not be delivered and is not tried again; told for a day.',
    event: {
      on: ['delivery.dead'],
      until: ['channel.enabled'],
      labels: { channel: 'channel' },
      lastsMs: 24 * hourMs,
    },
    title: 'Notifications by {{ event.payload.channel }} are not delivered',
    message: '{{ event.payload.failure | default: event.payload.failureReason }}',
  },
  {
    name: 'channel-failing',
    type: 'CHANNEL_FAILING',
    severity: 'ERROR',
    forMs: 3 * 60_000,
    description:
      'A channel has failed five times in a row and does not work again within three minutes.',
    event: {
      on: ['channel.failing'],
      // Once it is disabled, that is the trouble.
      until: ['channel.recovered', 'channel.enabled', 'channel.disabled'],
      labels: { channel: 'channel' },
      // Longer than the longest wait before a delivery is tried again; nobody says that a channel was removed.
      lastsMs: 3 * hourMs,
    },
    title: 'Channel {{ event.payload.channel }} fails',
    message:
      '{{ event.payload.failures }} failures in a row, the last one: {{ event.payload.failure | default: "no reason is known" }}',
  },
  {
    name: 'channel-disabled',
    type: 'CHANNEL_DISABLED',
    severity: 'ERROR',
    description: 'A channel was switched off because its receiver does not want it any more.',
    event: {
      on: ['channel.disabled'],
      until: ['channel.enabled'],
      labels: { channel: 'channel' },
    },
    title: 'Channel {{ event.payload.channel }} is disabled',
    message: '{{ event.payload.reason }}',
  },
  {
    name: 'outbox-old',
    type: 'OUTBOX_AGE',
    severity: 'ERROR',
    forMs: 60_000,
    description: 'The oldest delivery that is due has waited for more than two minutes.',
    metric: {
      metric: 'hawkwatch.outbox_age_seconds',
      aggregate: 'LAST',
      windowMs: 2 * 60_000,
      above: 120,
      clear: 30,
    },
    title: 'Notifications wait for {{ value | duration }}',
    message:
      'The oldest delivery that is due waits for {{ value | duration }}, the limit is {{ threshold | duration }}.',
  },
  {
    name: 'heartbeat-missing',
    type: 'HEARTBEAT_MISSING',
    severity: 'CRITICAL',
    description: 'Something that reports to hawkwatch has not been heard of in time.',
    event: {
      on: ['heartbeat.missed'],
      until: ['heartbeat.returned', 'heartbeat.removed'],
      labels: { heartbeat: 'name' },
    },
    title: 'Nothing was heard of {{ event.payload.name }}',
    message:
      'It reported last at {{ event.payload.lastAt }} and was to report again by {{ event.payload.dueAt }}.',
  },
] as const satisfies readonly WrittenRule[];
