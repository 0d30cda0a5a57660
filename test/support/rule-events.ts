// Real events, one firing and (where there is one) one ending, for each default rule of events: made by
// the kinds that the service appends them with.
import type { NewEvent } from '../../src/core/events.ts';
import { consumerFailed, consumerSkipped } from '../../src/store/consumers.ts';
import {
  containerCrashLoopEnded,
  containerCrashLooping,
  containerHealthChanged,
  containerRanOutOfMemory,
  containerRemoved,
  containerRestarted,
  containersStoppedTogether,
  containerStarted,
  containerStopped,
  type ContainerFact,
} from '../../src/store/container-facts.ts';
import {
  certificateExpiring,
  certificateRenewed,
  databaseStateChanged,
  type DatabaseStateFact,
} from '../../src/store/database-states.ts';
import {
  channelDisabled,
  channelEnabled,
  channelFailing,
  channelRecovered,
  deliveryDead,
} from '../../src/store/delivery-events.ts';
import {
  endpointCertificateExpiring,
  endpointCertificateRenewed,
  endpointsFailingTogether,
  endpointsRecoveredTogether,
  endpointStateChanged,
} from '../../src/store/endpoint-events.ts';
import { heartbeatMissed, heartbeatReturned } from '../../src/store/heartbeat-events.ts';
import {
  anomalyDetected,
  anomalyEnded,
  forecastCrossed,
} from '../../src/store/metric-anomalies.ts';
import { monitorStateChanged, type MonitorState } from '../../src/store/monitors.ts';
import { configurationDiverged } from '../../src/store/replicas.ts';
import { schemaChanged, type SchemaSetFact } from '../../src/store/schema-changes.ts';
import { driftDetected, driftResolved } from '../../src/store/schema-drifts.ts';
import { schemaWatchChanged } from '../../src/store/schema-watch-states.ts';
import {
  fileChanged,
  filesChanged,
  fileWatchLost,
  fileWatchRestored,
} from '../../src/store/watched-files.ts';
import {
  about,
  begunAt,
  endedAt,
  iso,
  migrationCases,
  type RuleCase,
} from './migration-rule-events.ts';

export { begunAt, endedAt } from './migration-rule-events.ts';

const drift = {
  driftId: 'f1',
  ...about,
  risk: 'HIGH' as const,
  changeCount: 1,
  changes: [],
  by: [],
  actor: null,
  comment: null,
};
const subject = 'database:shop';

const changeSet = (more: Partial<SchemaSetFact>): NewEvent =>
  schemaChanged.create({
    subject,
    occurredAt: begunAt,
    payload: {
      changeSetId: 'c1',
      ...about,
      origin: 'DRIFT',
      runId: null,
      driftId: null,
      risk: 'LOW',
      changeCount: 1,
      changes: [],
      by: [],
      sinceAt: iso,
      ...more,
    },
  });
const removed = {
  change: 'REMOVED',
  kind: 'COLUMN',
  name: 'public.orders.total',
  risk: 'HIGH',
  message: 'The column total of orders is gone.',
} as const;

const databaseState = (occurredAt: Date, state: DatabaseStateFact['state']): NewEvent =>
  databaseStateChanged.create({
    subject,
    occurredAt,
    payload: {
      ...about,
      latencyMs: null,
      serverVersion: null,
      sizeBytes: null,
      role: null,
      tls: null,
      state,
      before: null,
      reason: state === 'UP' ? null : 'connection refused',
      since: occurredAt.toISOString(),
    },
  });

const container: ContainerFact = {
  containerId: 'k1',
  dockerId: 'abc',
  host: 'h1',
  daemon: 'local',
  key: 'web/db/1',
  name: 'web-db-1',
  image: 'postgres:18',
  imageId: 'sha256:1',
  compose: null,
  state: 'exited',
  health: null,
  databaseId: 'd1',
  database: 'shop',
  verdict: 'UNPLANNED',
  reason: 'it ended by itself',
  exitCode: 1,
  inferred: false,
  at: iso,
};
const ofContainer = { subject: 'container:web/db/1', occurredAt: begunAt };
const endOfContainer = { ...ofContainer, occurredAt: endedAt };
const startedAgain = containerStarted.create({ ...endOfContainer, payload: container });

const endpoint = {
  endpointId: 'e1',
  endpoint: 'checkout',
  kind: 'http',
  environment: null,
  database: 'shop',
};
const endpointState = (
  occurredAt: Date,
  state: 'UP' | 'DEGRADED' | 'DOWN',
  before: 'UP' | 'DEGRADED' | 'DOWN',
): NewEvent =>
  endpointStateChanged.create({
    subject: 'endpoint:checkout',
    occurredAt,
    payload: {
      ...endpoint,
      state,
      before,
      reason: state === 'UP' ? null : 'status 500',
      since: occurredAt.toISOString(),
      status: 500,
      durationMs: 12,
      outageId: null,
    },
  });

const certificate = {
  subject: 'CN=shop',
  issuer: 'CN=ca',
  validTo: '2030-01-06T00:00:00Z',
  fingerprint: 'aa',
};
const renewed = { subject: 'CN=shop', validTo: '2031-01-06T00:00:00Z', fingerprint: 'bb' };

const file = { host: 'h1', watch: 'configuration', path: '/etc/postgresql.conf', database: 'shop' };
const fileChange = (risk: 'LOW' | 'CRITICAL'): NewEvent =>
  fileChanged.create({
    subject: 'file:/etc/postgresql.conf',
    occurredAt: begunAt,
    payload: {
      ...file,
      changeId: 'x1',
      fileId: 'y1',
      change: 'CHANGED',
      kind: 'CONFIGURATION',
      before: null,
      after: null,
      settings: [
        {
          resource: 'postgresql.conf',
          attribute: 'fsync',
          aspect: 'PARAMETER',
          before: 'on',
          after: 'off',
          risk,
          message: 'A crash loses data.',
        },
      ],
      risk,
      foundLater: false,
      settled: true,
    },
  });
const watch = {
  host: 'h1',
  watch: 'configuration',
  path: '/etc/a',
  database: null,
  reason: 'ENOSPC',
};

const monitor = (occurredAt: Date, state: MonitorState, before: MonitorState): NewEvent =>
  monitorStateChanged.create({
    subject: 'monitor:endpoints/checkout',
    occurredAt,
    payload: {
      monitorId: 'm1',
      kind: 'endpoints',
      name: 'checkout',
      scope: 'cluster',
      host: 'h1',
      state,
      before,
      reason: 'nothing was heard of it',
      since: occurredAt.toISOString(),
      replica: null,
      pausedBy: null,
    },
  });
const monitorCase = (state: MonitorState): RuleCase => ({
  fires: monitor(begunAt, state, 'OK'),
  ends: monitor(endedAt, 'OK', state),
});

const range = { consumer: 'alert-rules', firstEventId: 7, lastEventId: 7, reason: 'no' };
const anomaly = {
  anomalyId: 'a1',
  metric: 'database.connections',
  subject,
  labels: {},
  unit: 'count',
  direction: 'ABOVE',
  since: iso,
  score: 9,
  confidence: 0.9,
  peakAt: iso,
  actual: 90,
  expected: 10,
  expectedLow: 5,
  expectedHigh: 15,
  buckets: 5,
  sampleSize: 900,
  season: 'day',
  word: 'HIGH',
} as const;

const channelEnabledAgain = channelEnabled.create({
  subject: 'channel:team',
  occurredAt: endedAt,
  payload: { channel: 'team', by: 'an operator' },
});

/** By the name of the rule. */
export const ruleCases: Readonly<Record<string, RuleCase>> = {
  ...migrationCases,
  'schema-drift': {
    fires: driftDetected.create({
      subject,
      occurredAt: begunAt,
      payload: { ...drift, state: 'OPEN', resolution: null, changes: [removed] },
    }),
    ends: driftResolved.create({
      subject,
      occurredAt: endedAt,
      payload: { ...drift, state: 'RESOLVED', resolution: 'GONE' },
    }),
  },
  'schema-risky-change': { fires: changeSet({ risk: 'CRITICAL', changes: [removed] }), ends: null },
  'application-needs-broken': {
    fires: changeSet({
      risk: 'HIGH',
      changes: [{ ...removed, breaks: [{ object: 'shop-web', reason: 'it reads total' }] }],
    }),
    ends: null,
  },
  'schema-unreadable': {
    fires: schemaWatchChanged.create({
      subject,
      occurredAt: begunAt,
      payload: { ...about, state: 'FAILING', before: 'READ', reason: 'permission denied' },
    }),
    ends: schemaWatchChanged.create({
      subject,
      occurredAt: endedAt,
      payload: { ...about, state: 'READ', before: 'FAILING', reason: null },
    }),
  },
  'database-down': { fires: databaseState(begunAt, 'DOWN'), ends: databaseState(endedAt, 'UP') },
  'database-degraded': {
    fires: databaseState(begunAt, 'DEGRADED'),
    ends: databaseState(endedAt, 'UP'),
  },
  'database-certificate': {
    fires: certificateExpiring.create({
      subject,
      occurredAt: begunAt,
      payload: { ...about, ...certificate, expired: false },
    }),
    ends: certificateRenewed.create({
      subject,
      occurredAt: endedAt,
      payload: { ...about, ...renewed },
    }),
  },
  'metric-anomaly': {
    fires: anomalyDetected.create({ subject, occurredAt: begunAt, payload: anomaly }),
    ends: anomalyEnded.create({
      subject,
      occurredAt: endedAt,
      payload: { ...anomaly, until: endedAt.toISOString(), reason: 'USUAL_AGAIN' },
    }),
  },
  'metric-forecast': {
    fires: forecastCrossed.create({
      subject,
      occurredAt: begunAt,
      payload: {
        metric: 'host.disk_used_percent',
        subject: 'host:h1',
        labels: {},
        unit: 'percent',
        limit: 95,
        side: 'ABOVE',
        crossesAt: iso,
        earliest: iso,
        latest: null,
        level: 80,
        slopePerDay: 2,
        confidence: 0.9,
        word: 'HIGH',
      },
    }),
    ends: null,
  },
  'container-restarted': {
    fires: containerRestarted.create({ ...ofContainer, payload: { ...container, count: 1 } }),
    ends: containerRemoved.create({ ...endOfContainer, payload: container }),
  },
  'container-stopped': {
    fires: containerStopped.create({
      ...ofContainer,
      payload: { ...container, oomKilled: false, shouldRun: true },
    }),
    ends: startedAgain,
  },
  'container-crash-loop': {
    fires: containerCrashLooping.create({
      ...ofContainer,
      payload: { ...container, deaths: 3, since: iso },
    }),
    ends: containerCrashLoopEnded.create({
      ...endOfContainer,
      payload: { ...container, since: iso },
    }),
  },
  'container-out-of-memory': {
    fires: containerRanOutOfMemory.create({ ...ofContainer, payload: container }),
    ends: containerRemoved.create({ ...endOfContainer, payload: container }),
  },
  'container-unhealthy': {
    fires: containerHealthChanged.create({
      ...ofContainer,
      payload: { ...container, health: 'unhealthy', before: 'healthy' },
    }),
    ends: containerHealthChanged.create({
      ...endOfContainer,
      payload: { ...container, health: 'healthy', before: 'unhealthy' },
    }),
  },
  'containers-stopped-together': {
    fires: containersStoppedTogether.create({
      subject: 'container-daemon:local',
      occurredAt: begunAt,
      payload: {
        host: 'h1',
        daemon: 'local',
        verdict: 'HOST_MAINTENANCE',
        reason: '5 containers went down together',
        inferred: false,
        at: iso,
        count: 5,
        containers: [{ containerId: 'k1', key: 'web/db/1', databaseId: 'd1' }],
      },
    }),
    ends: startedAgain,
  },
  'endpoint-down': {
    fires: endpointState(begunAt, 'DOWN', 'UP'),
    ends: endpointState(endedAt, 'UP', 'DOWN'),
  },
  'endpoint-degraded': {
    fires: endpointState(begunAt, 'DEGRADED', 'UP'),
    ends: endpointState(endedAt, 'UP', 'DEGRADED'),
  },
  'endpoints-failing-together': {
    fires: endpointsFailingTogether.create({
      subject: 'endpoints:outage',
      occurredAt: begunAt,
      payload: {
        outageId: 'o1',
        beganAt: iso,
        endpoints: [{ ...endpoint, reason: 'status 500', since: iso }],
        total: 8,
      },
    }),
    ends: endpointsRecoveredTogether.create({
      subject: 'endpoints:outage',
      occurredAt: endedAt,
      payload: { outageId: 'o1', beganAt: iso, endedAt: endedAt.toISOString(), endpoints: [] },
    }),
  },
  'endpoint-certificate': {
    fires: endpointCertificateExpiring.create({
      subject: 'endpoint:checkout',
      occurredAt: begunAt,
      payload: { ...endpoint, ...certificate, withinDays: 7, expired: false, depth: 0 },
    }),
    ends: endpointCertificateRenewed.create({
      subject: 'endpoint:checkout',
      occurredAt: endedAt,
      payload: { ...endpoint, ...renewed },
    }),
  },
  'file-changed': { fires: fileChange('LOW'), ends: null },
  'file-risky-setting': { fires: fileChange('CRITICAL'), ends: null },
  'files-changed': {
    fires: filesChanged.create({
      subject: 'file-watch:configuration',
      occurredAt: begunAt,
      payload: {
        host: 'h1',
        watch: 'configuration',
        burstId: 'b1',
        database: null,
        count: 90,
        counts: { ADDED: 90, CHANGED: 0, REPLACED: 0, REMOVED: 0, PERMISSIONS: 0 },
        paths: ['/etc/a', '/etc/b'],
        risk: 'LOW',
        foundLater: false,
      },
    }),
    ends: null,
  },
  'file-watch-lost': {
    fires: fileWatchLost.create({
      subject: 'file-watch:configuration',
      occurredAt: begunAt,
      payload: watch,
    }),
    ends: fileWatchRestored.create({
      subject: 'file-watch:configuration',
      occurredAt: endedAt,
      payload: watch,
    }),
  },
  'monitor-silent': monitorCase('SILENT'),
  'monitor-failing': monitorCase('FAILING'),
  'monitor-hung': monitorCase('HUNG'),
  'consumer-failed': {
    fires: consumerFailed.create({
      subject: 'consumer:alert-rules',
      occurredAt: begunAt,
      payload: range,
    }),
    ends: null,
  },
  'consumer-skipped': {
    fires: consumerSkipped.create({
      subject: 'consumer:alert-rules',
      occurredAt: begunAt,
      payload: range,
    }),
    ends: null,
  },
  'configuration-diverged': {
    fires: configurationDiverged.create({
      subject: 'replica:1',
      occurredAt: begunAt,
      payload: { replica: '1', host: 'h1', others: ['h2'] },
    }),
    ends: null,
  },
  'delivery-dead': {
    fires: deliveryDead.create({
      subject: 'delivery:n1',
      occurredAt: begunAt,
      payload: {
        deliveryId: 'n1',
        channel: 'team',
        route: 'default',
        reason: 'NEW_ALERTS',
        attempt: 8,
        alertIds: ['a1'],
        status: 410,
        failureReason: 'GONE',
        failure: 'hooks.example.com answered 410: gone',
        createdAt: iso,
      },
    }),
    ends: channelEnabledAgain,
  },
  'channel-failing': {
    fires: channelFailing.create({
      subject: 'channel:team',
      occurredAt: begunAt,
      payload: {
        channel: 'team',
        kind: 'webhook',
        failures: 5,
        failure: 'hooks.example.com answered 503',
        nextAt: iso,
      },
    }),
    ends: channelRecovered.create({
      subject: 'channel:team',
      occurredAt: endedAt,
      payload: { channel: 'team', kind: 'webhook' },
    }),
  },
  'channel-disabled': {
    fires: channelDisabled.create({
      subject: 'channel:team',
      occurredAt: begunAt,
      payload: { channel: 'team', kind: 'webhook', reason: 'it answered 410' },
    }),
    ends: channelEnabledAgain,
  },
  'heartbeat-missing': {
    fires: heartbeatMissed.create({
      subject: 'heartbeat:nightly-backup',
      occurredAt: begunAt,
      payload: {
        name: 'nightly-backup',
        lastAt: iso,
        dueAt: iso,
        since: iso,
        missedMs: 0,
        everyMs: 60_000,
        graceMs: 60_000,
      },
    }),
    ends: heartbeatReturned.create({
      subject: 'heartbeat:nightly-backup',
      occurredAt: endedAt,
      payload: { name: 'nightly-backup', lastAt: endedAt.toISOString(), missedMs: 60_000 },
    }),
  },
};
