// What kind of trouble an alert is, and which changes make such trouble. Rules have names of their own, so
// the kind is read from the words of the type, the rule and the metric. Pure.
import type { Labels } from '../../core/alerts.ts';
import type { ChangeClass } from './finding.ts';

export const symptoms = [
  'CERTIFICATE',
  'OWN',
  'MIGRATION_LATE',
  'MIGRATION',
  'DRIFT',
  'LOCKS',
  'REPLICATION',
  'CONNECTIONS',
  'MEMORY',
  'DISK',
  'DAMAGE',
  'CPU',
  'CRASH',
  'UNHEALTHY',
  'SLOW',
  'ERRORS',
  'DOWN',
  'FILE',
  'OTHER',
] as const;
export type Symptom = (typeof symptoms)[number];

// The first that fits decides: what is more telling stands before what is less. Short words are whole
// ones, or a clock would be a lock and a payload a load.
const signs: readonly (readonly [Symptom, RegExp])[] = [
  ['CERTIFICATE', /certificate|tls expir/],
  // Each of these would be taken for something else by one of its words.
  ['DOWN', /unreadable|failing together|heartbeat/],
  ['DAMAGE', /checksum|corrupt|damaged/],
  [
    'OWN',
    /deliver|notification|outbox|monitor|watch lost|consumer(?! lag)|channel|hawkwatch|configuration diverged/,
  ],
  // What keeps old transaction ids is what keeps locks.
  ['LOCKS', /(?<!c)lock|wraparound/],
  [
    'MIGRATION_LATE',
    /(migration|\brun\b).*(pending|behind|waiting|overdue|late\b)|behind.*migration/,
  ],
  ['DRIFT', /drift|schema|\bneeds\b/],
  ['MIGRATION', /migration|rollback|roll back/],
  ['REPLICATION', /replica|replay|\blag|wal receiver|\bslot/],
  ['CONNECTIONS', /connection|\bpool|session/],
  ['MEMORY', /memory|\boom\b|\bheap\b|\bswap/],
  ['DISK', /\bdisk|space\b|storage|\bsize\b|inode|filesystem|\bwal\b/],
  ['CPU', /\bcpu|\bload\d*\b|throttl|processor|event loop/],
  ['CRASH', /crash|restart|container (stopped|exit|unplanned|died|ended)|unplanned/],
  ['UNHEALTHY', /unhealthy|health/],
  [
    'SLOW',
    /slow|latency|duration|quer(y|ies)|response time|long (task|running)|timeout|\bscan|cache|degraded/,
  ],
  ['ERRORS', /error|5xx|exception|fail/],
  ['DOWN', /\bdown\b|unreachable|outage|unavailable|absent|not answer|missing|\bup\b/],
  ['FILE', /\bfiles?\b/],
];

/** What kind of trouble it is. */
export function symptomOf(alert: {
  readonly type: string;
  readonly rule: string;
  readonly title: string;
  readonly labels: Labels;
}): Symptom {
  const metric = alert.labels['metric'] ?? '';
  // The title is prose: it is asked only when the names say nothing.
  for (const text of [alert.type, `${alert.rule} ${metric}`, alert.title]) {
    const words = wordsIn(text);
    const found = signs.find(([, sign]) => sign.test(words));
    if (found !== undefined) return found[0];
  }
  return 'OTHER';
}

/** `InstanceDown` of a Prometheus has as many words as `instance-down`. */
function wordsIn(text: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ');
}

/** How well a kind of change explains a kind of trouble, 0 to 1; `slow`: it may take hours to show. */
export interface Affinity {
  readonly weight: number;
  readonly slow: boolean;
}

type Row = Partial<Record<ChangeClass, number | { readonly slow: number }>>;

const slow = (weight: number): { readonly slow: number } => ({ slow: weight });

// What is not in a row explains nothing.
const affinities: Readonly<Record<Symptom, Row>> = {
  CERTIFICATE: {},
  OWN: { CONFIGURATION: 0.8, CONTAINER_ENDED: 0.5 },
  MIGRATION_LATE: {
    SWITCHED_OFF: slow(1),
    CONFIGURATION: slow(0.7),
    MIGRATION_FAILED: slow(0.9),
    LOCK_LEFT: slow(0.9),
    MIGRATION: 0.3,
  },
  MIGRATION: {
    LOCK_LEFT: slow(1),
    DRIFT: slow(1),
    SCHEMA: slow(0.7),
    SCHEMA_BREAKING: slow(0.8),
    INDEX_REMOVED: slow(0.5),
    MIGRATION: 0.6,
    MIGRATION_FAILED: 0.75,
    MIGRATION_RUNNING: 0.8,
    CONTAINER_ENDED: 0.8,
    CONTAINER_REPLACED: 0.7,
    REGISTRATION: 0.7,
    SETTING: 0.5,
    DEPLOYMENT: 0.4,
  },
  DRIFT: {
    MIGRATION_FAILED: 0.9,
    MIGRATION: 0.7,
    SCHEMA: 0.7,
    SCHEMA_BREAKING: 0.7,
    INDEX_REMOVED: 0.7,
    DEPLOYMENT: 0.55,
  },
  LOCKS: {
    MIGRATION_RUNNING: 1,
    LOCK_LEFT: slow(0.95),
    MIGRATION: 0.75,
    MIGRATION_FAILED: 0.7,
    SCHEMA: 0.55,
    SCHEMA_BREAKING: 0.6,
    DRIFT: 0.55,
    INDEX_REMOVED: slow(0.6),
    DEPLOYMENT: 0.6,
    DEPLOYMENT_FAILED: 0.5,
  },
  REPLICATION: {
    MIGRATION_RUNNING: slow(1),
    MIGRATION: 0.8,
    SCHEMA: 0.4,
    CONTAINER_ENDED: 0.6,
    CONTAINER_REPLACED: 0.6,
    SETTING: 0.8,
    FILE: 0.4,
    DEPLOYMENT: 0.4,
  },
  CONNECTIONS: {
    DEPLOYMENT: slow(1),
    DEPLOYMENT_FAILED: slow(0.8),
    IMAGE: slow(0.9),
    MIGRATION_RUNNING: 0.75,
    LOCK_LEFT: 0.6,
    CONTAINER_STARTED: 0.45,
    CONTAINER_REPLACED: 0.6,
    SETTING: 0.7,
    FILE: 0.4,
    INDEX_REMOVED: 0.6,
    MIGRATION: 0.35,
  },
  MEMORY: {
    DEPLOYMENT: slow(0.9),
    DEPLOYMENT_FAILED: slow(0.7),
    IMAGE: slow(1),
    SETTING_SIZE: slow(1),
    SETTING: slow(0.5),
    CONTAINER_REPLACED: slow(0.7),
    FILE: 0.4,
    MIGRATION_RUNNING: 0.5,
    MIGRATION: 0.3,
    INDEX_REMOVED: 0.4,
  },
  DISK: {
    MIGRATION_RUNNING: slow(0.9),
    MIGRATION: slow(0.9),
    SCHEMA_BREAKING: slow(0.5),
    SETTING_SIZE: slow(0.8),
    SETTING: slow(0.5),
    DEPLOYMENT: slow(0.6),
    IMAGE: slow(0.6),
    FILE: slow(0.4),
  },
  DAMAGE: { HOST_ENDED: slow(0.8), CONTAINER_ENDED: slow(0.5), SETTING: slow(0.6) },
  CPU: {
    DEPLOYMENT: slow(0.9),
    DEPLOYMENT_FAILED: 0.6,
    IMAGE: slow(0.95),
    SETTING_SIZE: slow(0.9),
    SETTING: 0.5,
    INDEX_REMOVED: slow(0.9),
    MIGRATION_RUNNING: 0.8,
    MIGRATION: 0.4,
    CONTAINER_STARTED: 0.4,
    CONTAINER_REPLACED: 0.6,
    FILE: 0.35,
  },
  CRASH: {
    DEPLOYMENT: 1,
    DEPLOYMENT_FAILED: 1,
    IMAGE: 1,
    SETTING_SIZE: slow(1),
    SETTING: 0.9,
    CONTAINER_REPLACED: 0.9,
    FILE: 0.6,
    SCHEMA_BREAKING: 0.9,
    MIGRATION: 0.6,
    MIGRATION_FAILED: 0.7,
    DRIFT: 0.5,
    HOST_ENDED: 1,
    CONTAINER_ENDED: 0.8,
    CONTAINER_REQUESTED: 0.6,
  },
  UNHEALTHY: {
    DEPLOYMENT: 1,
    DEPLOYMENT_FAILED: 1,
    IMAGE: 1,
    SETTING: 0.8,
    SETTING_SIZE: 0.8,
    CONTAINER_REPLACED: 0.9,
    CONTAINER_REQUESTED: 0.9,
    CONTAINER_ENDED: 0.85,
    CONTAINER_STARTED: 0.6,
    HOST_ENDED: 1,
    FILE: 0.5,
    SCHEMA_BREAKING: 0.8,
    MIGRATION: 0.5,
    MIGRATION_FAILED: 0.6,
  },
  SLOW: {
    INDEX_REMOVED: slow(1),
    DEPLOYMENT: 0.9,
    DEPLOYMENT_FAILED: 0.7,
    IMAGE: 0.85,
    MIGRATION_RUNNING: 0.95,
    MIGRATION: 0.7,
    SCHEMA: 0.5,
    SCHEMA_BREAKING: 0.6,
    DRIFT: slow(0.6),
    LOCK_LEFT: 0.6,
    SETTING_SIZE: slow(0.85),
    SETTING: 0.6,
    CONTAINER_ENDED: 0.6,
    CONTAINER_REPLACED: slow(0.7),
    CONTAINER_STARTED: 0.35,
    FILE: 0.45,
  },
  ERRORS: {
    DEPLOYMENT: 1,
    DEPLOYMENT_FAILED: 1,
    IMAGE: 1,
    SCHEMA_BREAKING: 0.95,
    MIGRATION_FAILED: 0.85,
    MIGRATION_RUNNING: 0.8,
    MIGRATION: 0.65,
    DRIFT: 0.7,
    SETTING: 0.9,
    SETTING_SIZE: 0.7,
    CONTAINER_ENDED: 0.95,
    CONTAINER_REPLACED: 0.8,
    CONTAINER_REQUESTED: 0.7,
    HOST_ENDED: 1,
    FILE: 0.6,
    INDEX_REMOVED: 0.4,
    SCHEMA: 0.3,
  },
  DOWN: {
    CONTAINER_ENDED: 1,
    HOST_ENDED: 1,
    DEPLOYMENT: 0.95,
    DEPLOYMENT_FAILED: 1,
    IMAGE: 1,
    CONTAINER_REPLACED: 0.9,
    CONTAINER_REQUESTED: 0.8,
    SETTING: 0.9,
    SETTING_SIZE: 0.7,
    REGISTRATION: 1,
    SCHEMA_BREAKING: 0.9,
    MIGRATION_FAILED: 0.8,
    MIGRATION_RUNNING: 0.75,
    MIGRATION: 0.55,
    DRIFT: 0.6,
    FILE: 0.55,
    LOCK_LEFT: 0.5,
    SCHEMA: 0.25,
  },
  FILE: { DEPLOYMENT: 0.8, IMAGE: 0.6 },
  OTHER: {
    DEPLOYMENT: 0.8,
    DEPLOYMENT_FAILED: 0.8,
    IMAGE: 0.8,
    CONTAINER_ENDED: 0.7,
    HOST_ENDED: 0.8,
    CONTAINER_REPLACED: 0.6,
    MIGRATION_RUNNING: 0.7,
    MIGRATION_FAILED: 0.7,
    MIGRATION: 0.55,
    SCHEMA_BREAKING: 0.7,
    INDEX_REMOVED: 0.6,
    DRIFT: 0.5,
    SETTING: 0.7,
    SETTING_SIZE: 0.7,
    FILE: 0.45,
    REGISTRATION: 0.6,
  },
};

/** How well a change of this class explains such trouble; undefined: not at all. */
export function affinityOf(symptom: Symptom, changeClass: ChangeClass): Affinity | undefined {
  const found = affinities[symptom][changeClass];
  if (found === undefined) return undefined;
  return typeof found === 'number'
    ? { weight: found, slow: false }
    : { weight: found.slow, slow: true };
}
