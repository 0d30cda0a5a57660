// What depends on what without being said. Rules of the file are added to these. They go by the types and
// labels of the default rules' alerts; a rule of one's own that has such a type and such labels takes part.
import { parseMatcher, type Matcher } from '../../core/matchers.ts';
import { outageMemberType, outageType } from '../../core/suppression.ts';
import type { InhibitionRule } from './reasons.ts';

/** Label of such an alert: which finding it is. */
export const outageLabel = 'outage';

const read = (...texts: readonly string[]): readonly Matcher[] => texts.map(parseMatcher);

const dependency = { kind: 'DEPENDENCY' } as const;

export const builtinDependencies: readonly InhibitionRule[] = [
  {
    // What is reached by a database, or read of it, says nothing more.
    ...dependency,
    name: 'database-down',
    source: read('type=DATABASE_DOWN', 'database!='),
    target: read(
      'type~ENDPOINT_DOWN|ENDPOINT_DEGRADED|DATABASE_DEGRADED|REPLICATION_LAG|CONNECTIONS_USED|SCHEMA_UNREADABLE|SLOW_QUERY|LONG_TASK',
    ),
    equal: ['database'],
  },
  {
    // A daemon's name is its host's own: the usual one is called the same everywhere.
    ...dependency,
    name: 'host-down',
    source: read('type=HOST_DOWN', 'daemon!='),
    target: read('type~CONTAINER_STOPPED|CONTAINER_RESTARTED|CONTAINER_UNHEALTHY'),
    equal: ['host', 'daemon'],
  },
  {
    ...dependency,
    name: 'crash-loop',
    source: read('type=CRASH_LOOP', 'container!='),
    target: read('type~CONTAINER_STOPPED|CONTAINER_RESTARTED|CONTAINER_UNHEALTHY'),
    equal: ['host', 'daemon', 'container'],
  },
  {
    // Members that failed before the finding have nothing of it among their labels.
    ...dependency,
    name: 'endpoints-failing-together',
    source: read(`type=${outageType}`, `${outageLabel}!=`),
    target: read(`type=${outageMemberType}`, 'endpoint!='),
    equal: [],
    covers: (source, target, members) => {
      const outage = source.labels[outageLabel] ?? '';
      const { endpoint = '' } = target.labels;
      const { endpoints } = source.metadata;
      return (
        members.get(outage)?.has(endpoint) === true ||
        target.metadata['outageId'] === outage ||
        (Array.isArray(endpoints) && endpoints.includes(endpoint))
      );
    },
  },
  {
    ...dependency,
    name: 'host-monitor-silent',
    source: read('type=MONITOR_SILENT', 'kind=host-resources', 'host!='),
    target: read('subject~host:*', 'type!=MONITOR_SILENT'),
    equal: [],
    covers: (source, target) => target.subject === `host:${source.labels['host'] ?? ''}`,
  },
];
