// What kind of trouble each default rule tells of, and what names of others' rules are taken for: tables.
import { describe, expect, it } from 'vitest';

import { symptomOf, type Symptom } from '../../../../src/alerts/correlation/symptom.ts';
import { defaultRules } from '../../../../src/alerts/defaults/registry.ts';

const expected: Readonly<Record<string, Symptom>> = {
  'migration-failed': 'MIGRATION',
  'migration-interrupted': 'MIGRATION',
  'migration-blocked': 'LOCKS',
  'migration-running-long': 'SLOW',
  'migration-awaiting-review': 'MIGRATION_LATE',
  'migration-rollback-unverified': 'MIGRATION',
  'migration-wave-failed': 'MIGRATION',
  'migration-pending-long': 'MIGRATION_LATE',
  'migration-skipped': 'MIGRATION',
  'migration-edited': 'MIGRATION',
  'migration-diverged': 'MIGRATION',
  'migration-dirty': 'MIGRATION',
  'migration-stale-lock': 'LOCKS',
  'schema-drift': 'DRIFT',
  'schema-risky-change': 'DRIFT',
  'application-needs-broken': 'DRIFT',
  'schema-unreadable': 'DOWN',
  'database-down': 'DOWN',
  'database-degraded': 'SLOW',
  'database-certificate': 'CERTIFICATE',
  'database-replication-lag': 'REPLICATION',
  'database-connections': 'CONNECTIONS',
  'database-wraparound': 'LOCKS',
  'database-deadlocks': 'LOCKS',
  'database-checksum-failures': 'DAMAGE',
  'api-slow': 'SLOW',
  'query-slow': 'SLOW',
  'memory-high': 'MEMORY',
  'error-rate-high': 'ERRORS',
  'rollback-rate-high': 'ERRORS',
  'task-long': 'SLOW',
  'disk-full': 'DISK',
  // By their metric, below.
  'metric-anomaly': 'OTHER',
  'metric-forecast': 'OTHER',
  'container-restarted': 'CRASH',
  'container-stopped': 'CRASH',
  'container-crash-loop': 'CRASH',
  'container-out-of-memory': 'MEMORY',
  'container-unhealthy': 'UNHEALTHY',
  'containers-stopped-together': 'DOWN',
  'endpoint-down': 'DOWN',
  'endpoint-degraded': 'SLOW',
  'endpoints-failing-together': 'DOWN',
  'endpoint-certificate': 'CERTIFICATE',
  'file-changed': 'FILE',
  'file-risky-setting': 'FILE',
  'files-changed': 'FILE',
  'file-watch-lost': 'OWN',
  'monitor-silent': 'OWN',
  'monitor-failing': 'OWN',
  'monitor-hung': 'OWN',
  'consumer-failed': 'OWN',
  'consumer-skipped': 'OWN',
  'configuration-diverged': 'OWN',
  'delivery-dead': 'OWN',
  'channel-failing': 'OWN',
  'channel-disabled': 'OWN',
  'outbox-old': 'OWN',
  'heartbeat-missing': 'DOWN',
};

describe('the kind of trouble', () => {
  it('is as expected for each default rule, of whichever of its metrics', () => {
    // The title says nothing here: names are enough.
    const found = defaultRules.flatMap(({ name: rule, type, condition }) => {
      const metrics = condition.kind === 'metric' ? condition.metric.split('|') : [];
      const labelled = metrics.length > 1 ? metrics.map((metric) => ({ metric })) : [{}];
      return labelled.map((labels) => [rule, symptomOf({ rule, type, title: '', labels })]);
    });
    for (const [rule = '', symptom] of found) expect(symptom, rule).toBe(expected[rule]);
    expect(Object.keys(expected).toSorted()).toEqual(
      defaultRules.map(({ name }) => name).toSorted(),
    );
  });

  it.each<[string, Symptom]>([
    ['database.connections_used_percent', 'CONNECTIONS'],
    ['database.replay_lag_seconds', 'REPLICATION'],
    ['database.size_bytes', 'DISK'],
    ['database.deadlocks', 'LOCKS'],
    ['database.statement_mean_ms', 'OTHER'],
    ['host.disk_used_percent', 'DISK'],
    ['host.memory_used_percent', 'MEMORY'],
    ['host.load_1', 'CPU'],
    ['container.cpu_percent', 'CPU'],
    ['endpoint.duration_ms', 'SLOW'],
    ['endpoint.up', 'DOWN'],
  ])('is that of the metric where %s is unusual', (metric, symptom) => {
    const about = { rule: 'metric-anomaly', type: 'METRIC_ANOMALY', title: '', labels: { metric } };
    expect(symptomOf(about)).toBe(symptom);
  });

  it.each<[string, Symptom]>([
    ['InstanceDown', 'DOWN'],
    ['HighCPULoad', 'CPU'],
    ['KafkaConsumerLag', 'REPLICATION'],
    ['NodeClockSkew', 'OTHER'],
    ['UploadQueue', 'OTHER'],
    ['KubePodCrashLooping', 'CRASH'],
    ['HostOOMKill', 'MEMORY'],
    ['RoomTooHot', 'OTHER'],
    ['PostgresTooManyConnections', 'CONNECTIONS'],
  ])('is read from the words of other products: %s', (name, symptom) => {
    expect(symptomOf({ rule: 'intake', type: name, title: '', labels: {} })).toBe(symptom);
  });
});
