import { describe, expect, it } from 'vitest';

import {
  countWords,
  filterOf,
  toRow,
  type ListedDatabase,
} from '../../../src/dashboard/screens/databases/database-rows.ts';
import {
  matrixFilterOf,
  pageOfRows,
} from '../../../src/dashboard/screens/databases/matrix/compared.ts';

type Status = ListedDatabase['storedMigrationStatuses'][number];

const status = (source: string, pending: number, failed: number): Status => ({
  source,
  tool: 'sql',
  state: failed > 0 ? 'DIRTY' : 'BEHIND',
  reason: null,
  counts: { pending, failed },
});
const all = { states: [], environments: [], drift: false } as const;

describe('the list of databases', () => {
  it('adds up what is pending and what failed in all sources', () => {
    const row = toRow({
      id: 'id of orders',
      name: 'orders',
      engine: 'POSTGRESQL',
      environment: null,
      drift: null,
      health: { state: 'UP', reason: null, latencyMs: 1, sizeBytes: 1, checkedAt: null },
      storedMigrationStatuses: [status('reports', 1, 1), status('main', 3, 0)],
    });
    expect(row).toMatchObject({ pending: 4, failed: 1 });
    expect(row.statuses.map(({ source }) => source)).toEqual(['reports', 'main']);
  });

  it.each([
    [{}, {}],
    [{ text: ' FLYway ' }, { text: 'FLYway' }],
    [{ states: ['DOWN'] }, { states: ['DOWN'] }],
    [
      { states: ['BEHIND', 'UP', 'UP_TO_DATE'] },
      { states: ['UP'], migrationStates: ['BEHIND', 'UP_TO_DATE'] },
    ],
    [{ states: ['nonsense'] }, {}],
    [{ environments: ['production', 'none'] }, { environments: ['production', null] }],
    [{ drift: true }, { drift: true }],
  ])('asks for %j as %j', (narrowed, filter) => {
    expect(filterOf({ ...all, ...narrowed })).toEqual(filter);
  });

  it('says of how many there are how many match, and nothing before that is known', () => {
    expect(countWords(undefined, 1_000)).toBe('');
    expect(countWords(3, undefined)).toBe('');
    expect(countWords(3, 1_000)).toBe('3 of 1000 databases');
    expect(countWords(1, 1)).toBe('1 database');
  });
});

describe('the matrix of environments', () => {
  const column = (id: string) => ({ status: { database: { id } } });

  it('knows the states of a row by their databases, in whatever order columns come', () => {
    const page = pageOfRows({
      columns: [column('dev'), column('production')],
      rows: {
        pageInfo: { hasNextPage: false, endCursor: null },
        edges: [{ node: { version: '0001', states: ['APPLIED', null] } }],
      },
    });
    const states = page.edges[0]?.node.states;
    expect(states?.get('dev')).toBe('APPLIED');
    expect(states?.get('production')).toBeNull();
    // One that another answer has, and this one had not yet.
    expect(states?.get('staging')).toBeUndefined();
  });

  it.each([
    [{}, null],
    [{ text: ' ' }, null],
    [{ environment: 'none' }, { environments: [null] }],
    [
      { environment: 'production', text: 'shop ' },
      { environments: ['production'], text: 'shop' },
    ],
    [{ label: 'team = shop=a' }, { labels: [{ name: 'team', value: 'shop=a' }] }],
    [{ label: 'team' }, null],
  ])('is narrowed by %j with %j', (narrowing, filter) => {
    expect(matrixFilterOf(narrowing)).toEqual(filter);
  });
});
