// What depends on what without being said: what is reached by a database on the database, what runs at a
// daemon on its host, what is measured of a host on its monitor, and the members of a finding on the
// finding. Rules of the file are added to these. By the types of the default rules; a rule of one's own
// that has such a type takes part.
import { findMatcher, type Matcher } from '../../core/matchers.ts';
import type { InhibitionRule } from './reasons.ts';

export const outageType = 'ENDPOINTS_FAILING_TOGETHER';
/** Label of such an alert: which finding it is. */
export const outageLabel = 'outage';

function read(...texts: readonly string[]): readonly Matcher[] {
  return texts.map((text) => {
    const matcher = findMatcher(text);
    if (matcher === undefined) throw new Error(`"${text}" is no matcher`);
    return matcher;
  });
}

const dependency = { kind: 'DEPENDENCY' } as const;

export const builtinDependencies: readonly InhibitionRule[] = [
  {
    ...dependency,
    name: 'database-down',
    source: read('type=DATABASE_DOWN', 'database!='),
    target: read('type~ENDPOINT_DOWN|ENDPOINT_DEGRADED|DATABASE_DEGRADED|REPLICATION_LAG'),
    equal: ['database'],
  },
  {
    ...dependency,
    name: 'host-down',
    source: read('type=HOST_DOWN', 'daemon!='),
    target: read('type~CONTAINER_STOPPED|CONTAINER_RESTARTED|CONTAINER_UNHEALTHY'),
    equal: ['daemon'],
  },
  {
    ...dependency,
    name: 'endpoints-failing-together',
    source: read(`type=${outageType}`, `${outageLabel}!=`),
    target: read('type=ENDPOINT_DOWN'),
    equal: [],
    covers: (source, target, members) => {
      const outage = source.labels[outageLabel] ?? '';
      const { endpoint = '' } = target.labels;
      return members.get(outage)?.has(endpoint) === true || target.metadata['outageId'] === outage;
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
