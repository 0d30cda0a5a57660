import { describe, expect, it } from 'vitest';

import {
  environmentsOf,
  filterRows,
  joinRows,
  sortRows,
  type DatabaseRow,
  type ListedDatabase,
  type ListedStatus,
} from '../../../src/dashboard/screens/databases/database-rows.ts';
import { listSources } from '../../../src/dashboard/screens/databases/matrix/sources.ts';

type Health = ListedDatabase['health'];

function database(
  name: string,
  { environment = null, drift = null, ...health }: Partial<ListedDatabase & Health> = {},
): ListedDatabase {
  return {
    id: `id of ${name}`,
    name,
    engine: 'POSTGRESQL',
    environment,
    drift,
    health: { state: 'UP', reason: null, latencyMs: 1, sizeBytes: 1, checkedAt: null, ...health },
  };
}

function status(name: string, state: ListedStatus['state'], more: Partial<ListedStatus> = {}) {
  return {
    database: { id: `id of ${name}` },
    source: 'main',
    tool: 'sql',
    state,
    reason: null,
    counts: { pending: 0, failed: 0 },
    ...more,
  } satisfies ListedStatus;
}

const drift = { state: 'OPEN', risk: 'HIGH', changeCount: 2 } as const;
const rows = joinRows(
  [
    database('orders-10', { environment: 'production' }),
    database('orders-2', { environment: 'staging', drift, sizeBytes: 900 }),
    database('ledger', { environment: 'production', state: 'DOWN', latencyMs: null }),
    database('scratch', { latencyMs: 40 }),
  ],
  [
    status('orders-10', 'BEHIND', { counts: { pending: 3, failed: 0 } }),
    status('orders-10', 'DIRTY', {
      source: 'reports',
      tool: 'flyway',
      counts: { pending: 1, failed: 1 },
    }),
    status('orders-2', 'UP_TO_DATE'),
  ],
);
const all = { states: [], environments: [], drift: false } as const;
const names = (list: readonly DatabaseRow[]): string[] =>
  list.map(({ database: { name } }) => name);

describe('the list of databases', () => {
  it('puts the worst source first and adds up what is pending', () => {
    const [orders] = rows;
    expect(orders?.statuses.map(({ state }) => state)).toEqual(['DIRTY', 'BEHIND']);
    expect(orders).toMatchObject({ pending: 4, failed: 1 });
  });

  it('finds by name, environment, tool and source', () => {
    expect(names(filterRows(rows, { ...all, text: ' FLYway ' }))).toEqual(['orders-10']);
    expect(names(filterRows(rows, { ...all, text: 'staging' }))).toEqual(['orders-2']);
    expect(names(filterRows(rows, { ...all, text: 'nothing' }))).toEqual([]);
  });

  it('takes states of databases and of migrations as two questions', () => {
    const of = (...states: string[]): string[] => names(filterRows(rows, { ...all, states }));
    expect(of('DOWN')).toEqual(['ledger']);
    expect(of('BEHIND')).toEqual(['orders-10']);
    expect(of('BEHIND', 'UP_TO_DATE')).toEqual(['orders-10', 'orders-2']);
    expect(of('DOWN', 'BEHIND')).toEqual([]);
  });

  it('narrows to environments, also to none, and to drift', () => {
    const of = (environments: string[]): string[] =>
      names(filterRows(rows, { ...all, environments }));
    expect(of(['production'])).toEqual(['orders-10', 'ledger']);
    expect(of(['none'])).toEqual(['scratch']);
    expect(names(filterRows(rows, { ...all, drift: true }))).toEqual(['orders-2']);
    expect(environmentsOf(rows)).toEqual(['production', 'staging', 'none']);
  });

  it('has what needs somebody first: down, then half migrated, then drifted', () => {
    expect(names(sortRows(rows, 'attention'))).toEqual([
      'ledger',
      'orders-10',
      'orders-2',
      'scratch',
    ]);
  });

  it('sorts by name as people count, by what is pending, by size and by latency', () => {
    expect(names(sortRows(rows, 'name'))).toEqual(['ledger', 'orders-2', 'orders-10', 'scratch']);
    expect(names(sortRows(rows, 'pending'))[0]).toBe('orders-10');
    expect(names(sortRows(rows, 'size'))[0]).toBe('orders-2');
    expect(names(sortRows(rows, 'latency'))).toEqual([
      'scratch',
      'orders-2',
      'orders-10',
      'ledger',
    ]);
  });

  it('lists the sources for the matrix, those of most databases first', () => {
    expect(listSources(rows.flatMap(({ statuses }) => statuses))).toEqual([
      { name: 'main', databases: 2 },
      { name: 'reports', databases: 1 },
    ]);
  });
});
