// Default rules of schemas: drift, risky changes, and what cannot be read.
import type { WrittenRule } from '../rules/define-rule.ts';

const hourMs = 3_600_000;
const drift = { database: 'database', drift: 'driftId' };
const first = '{{ event.payload.changes[0].message }}';
const byWhom =
  '{% if event.payload.by[0] %} By {{ event.payload.by[0].user | default: "somebody" }}{% if event.payload.by[0].application %} with {{ event.payload.by[0].application }}{% endif %}.{% endif %}';

export const schemaRules = [
  {
    name: 'schema-drift',
    type: 'DRIFT',
    severity: 'WARNING',
    description: 'The schema of a database was changed by something that is no migration.',
    overrides: [{ match: ['risk~HIGH|CRITICAL|UNKNOWN'], severity: 'ERROR' }],
    event: {
      on: ['drift.detected', 'drift.changed'],
      until: ['drift.resolved'],
      labels: drift,
    },
    title: 'The schema of {{ event.payload.database }} drifts',
    message: `{{ event.payload.changeCount }} changes that no migration made, risk {{ event.payload.risk }}. ${first}${byWhom}`,
  },
  {
    name: 'schema-risky-change',
    type: 'RISKY_SCHEMA_CHANGE',
    severity: 'WARNING',
    description: 'A schema was changed in a way of high risk; it is told for an hour.',
    overrides: [{ match: ['risk=CRITICAL'], severity: 'ERROR' }],
    event: {
      on: [['schema.changed', 'risk in HIGH, CRITICAL', 'origin!=IGNORED']],
      labels: { database: 'database', change: 'changeSetId' },
      lastsMs: hourMs,
    },
    title: 'Risky change of the schema of {{ event.payload.database }}',
    message: `${first} ({{ event.payload.changeCount }} changes, {{ event.payload.origin }}).${byWhom}`,
  },
  {
    name: 'application-needs-broken',
    type: 'NEEDS_BROKEN',
    severity: 'ERROR',
    description: 'A change of the schema took away what applications or other objects need.',
    event: {
      on: [['schema.changed', 'changes.*.breaks.length > 0']],
      labels: { database: 'database', change: 'changeSetId' },
      lastsMs: 24 * hourMs,
    },
    title: 'A schema change in {{ event.payload.database }} breaks what uses it',
    message:
      '{% for change in event.payload.changes limit: 10 %}{% for one in change.breaks limit: 3 %}{{ one.object }}: {{ one.reason }}. {% endfor %}{% endfor %}',
  },
  {
    name: 'schema-unreadable',
    type: 'SCHEMA_UNREADABLE',
    severity: 'WARNING',
    forMs: 5 * 60_000,
    description: 'The schema of a database cannot be read, so drift is not found.',
    event: {
      on: [['schema_watch.changed', 'state=FAILING']],
      until: [['schema_watch.changed', 'state!=FAILING']],
      labels: { database: 'database' },
    },
    title: 'The schema of {{ event.payload.database }} cannot be read',
    message: '{{ event.payload.reason }}',
  },
] as const satisfies readonly WrittenRule[];
