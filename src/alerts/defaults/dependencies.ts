// What default rules' alerts depend on: while an alert of the parent is open, those of its children are
// not told. In the form of the configuration's dependencies; which of them are in force is decided there.

export interface DefaultDependency {
  readonly name: string;
  /** Matchers, as the configuration writes them. */
  readonly parent: readonly string[];
  readonly child: readonly string[];
  /** Labels that both have the same value of. */
  readonly equal: readonly string[];
}

export const defaultDependencies: readonly DefaultDependency[] = [
  {
    // Those that failed before the finding have no label in common with it; while several are down
    // together, each one's own alert says nothing more.
    name: 'endpoints-failing-together',
    parent: ['rule=endpoints-failing-together'],
    child: ['rule~endpoint-down|endpoint-degraded'],
    equal: [],
  },
  {
    name: 'containers-stopped-together',
    parent: ['rule=containers-stopped-together'],
    child: ['rule~container-stopped|container-restarted|container-unhealthy'],
    equal: ['daemon'],
  },
  {
    name: 'container-crash-loop',
    parent: ['rule=container-crash-loop'],
    child: ['rule~container-stopped|container-restarted'],
    equal: ['container', 'daemon'],
  },
  {
    name: 'database-down',
    parent: ['rule=database-down'],
    child: [
      'rule~database-degraded|schema-unreadable|query-slow|task-long|database-replication-lag|database-connections',
    ],
    equal: ['database'],
  },
];
