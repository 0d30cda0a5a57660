// Default rules of databases: whether they answer, their certificates, and what is measured in them.
import type { WrittenRule } from '../rules/define-rule.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const state = { labels: { database: 'database' } };
const subject = '{{ subject | remove_first: "database:" }}';

export const databaseRules = [
  {
    name: 'database-down',
    type: 'DATABASE_DOWN',
    severity: 'CRITICAL',
    description: 'A database does not answer.',
    event: {
      ...state,
      on: [['database.state_changed', 'state=DOWN']],
      until: [['database.state_changed', 'state!=DOWN'], 'database.unregistered'],
    },
    title: 'Database {{ event.payload.database }} is down',
    message: '{{ event.payload.reason | default: "It does not answer." }}',
  },
  {
    name: 'database-degraded',
    type: 'DATABASE_DEGRADED',
    severity: 'WARNING',
    forMs: minuteMs,
    description: 'A database answers, but not as it should.',
    event: {
      ...state,
      on: [['database.state_changed', 'state=DEGRADED']],
      until: [['database.state_changed', 'state!=DEGRADED'], 'database.unregistered'],
    },
    title: 'Database {{ event.payload.database }} is degraded',
    message: '{{ event.payload.reason | default: "It answers, but not as it should." }}',
  },
  {
    name: 'database-certificate',
    type: 'CERTIFICATE_EXPIRING',
    severity: 'ERROR',
    description: 'The certificate of a database ends within 14 days, or has ended (CRITICAL).',
    overrides: [{ match: ['expired=true'], severity: 'CRITICAL' }],
    event: {
      ...state,
      on: ['database.certificate_expiring'],
      until: ['database.certificate_renewed', 'database.unregistered'],
    },
    title:
      'The certificate of database {{ event.payload.database }} {% if event.payload.expired %}has ended{% else %}ends soon{% endif %}',
    message: '{{ event.payload.subject }} is valid until {{ event.payload.validTo }}.',
  },
  {
    name: 'database-replication-lag',
    type: 'REPLICATION_LAG',
    severity: 'WARNING',
    forMs: 2 * minuteMs,
    description: 'A replica is more than 30 seconds behind, as its primary sees it.',
    metric: {
      metric: 'database.replication_lag_seconds|database.replay_lag_seconds',
      aggregate: 'MIN',
      windowMs: minuteMs,
      above: 30,
      clear: 10,
    },
    title: `A replica of ${subject} is {{ value | duration }} behind`,
    message:
      '{{ metric }} is {{ value | duration }}{% if labels.replica %} for {{ labels.replica }}{% endif %}, the limit is {{ threshold | duration }}.',
  },
  {
    name: 'database-connections',
    type: 'CONNECTIONS_USED',
    severity: 'WARNING',
    forMs: 2 * minuteMs,
    description: 'More than 85 % of the sessions there may be are in use.',
    metric: {
      metric: 'database.connections_used_percent',
      windowMs: 2 * minuteMs,
      above: 85,
      clear: 80,
    },
    title: `${subject} has used {{ value }} % of its connections`,
    message: 'When none is left, nobody can connect. The limit is {{ threshold }} %.',
  },
  {
    name: 'database-wraparound',
    type: 'WRAPAROUND',
    severity: 'CRITICAL',
    description: 'More than half of the transaction ids are used up; vacuum does not keep up.',
    metric: {
      metric: 'database.wraparound_percent',
      aggregate: 'LAST',
      windowMs: 15 * minuteMs,
      noDataAfterMs: 60 * minuteMs,
      above: 50,
      clear: 45,
      onNoData: 'KEEP',
    },
    title: `${subject} has used {{ value }} % of its transaction ids`,
    message: 'Vacuum does not freeze old rows. At 100 % the server stops taking writes.',
  },
  {
    name: 'database-deadlocks',
    type: 'DEADLOCKS',
    severity: 'WARNING',
    keepFiringForMs: 5 * minuteMs,
    description: 'Deadlocks were resolved within the last five minutes.',
    metric: { metric: 'database.deadlocks', aggregate: 'MAX', above: 0 },
    title: `Deadlocks in ${subject}`,
    message: '{{ value }} deadlocks since the reading before.',
  },
  {
    name: 'database-checksum-failures',
    type: 'CHECKSUM_FAILURES',
    severity: 'CRITICAL',
    keepFiringForMs: dayMs,
    description: 'A block of a database is damaged.',
    metric: { metric: 'database.checksum_failures', aggregate: 'MAX', above: 0 },
    title: `Damaged blocks in ${subject}`,
    message: '{{ value }} blocks had a wrong checksum since the reading before.',
  },
] as const satisfies readonly WrittenRule[];
