import { getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { schema } from '../../../src/graphql/schema.ts';
import { measureOperation } from '../../../src/http/limits.ts';

const measure = (query: string, variables: Record<string, unknown> = {}) => {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return measureOperation({ schema, document, operation, variables });
};

describe('measuring an operation', () => {
  it.each([
    ['{ head }', 1, 0, 0],
    ['{ a: head b: head }', 1, 2, 0],
    ['{ viewer { name } }', 2, 0, 1],
    ['{ migrationHistory { id } }', 2, 0, 20],
    ['{ migrationHistory(limit: 5) { id } }', 2, 0, 5],
    ['{ migrationHistory(limit: 100) { migrations { name } } }', 3, 0, 100 * (1 + 10)],
    ['{ migrationRuns(first: 3) { edges { node { id } } } }', 4, 0, 1 + 3 * 2],
    ['{ migrationRuns(first: 3) { edges { node { migrations { name } } } } }', 5, 0, 1 + 3 * 12],
    ['{ migrationRuns(last: 1000) { edges { cursor } } }', 3, 0, 101],
    ['{ migrationRuns { edges { cursor } } }', 3, 0, 21],
    ['{ databases(first: 2) { edges { node { state } } } }', 4, 0, 1 + 2 * (2 + 5)],
    ['query ($n: Int) { migrationHistory(limit: $n) { id } }', 2, 0, 100],
    ['{ node(id: "x") { ... on Database { migrationStatus { source } } } }', 3, 0, 1 + 5 + 1],
    [
      '{ ...F } fragment F on Query { x: viewer { ...G } } fragment G on Viewer { y: name }',
      2,
      2,
      1,
    ],
  ])('%s', (query, depth, aliases, cost) => {
    expect(measure(query)).toEqual({ depth, aliases, cost });
  });

  it('lets an operation read at most four windows of series', () => {
    const window = (name: string): string =>
      `${name}: metricSeries(query: { metrics: ["a"], from: "2026-01-01T00:00:00Z" }) {
        series { metric points { at max } } }`;
    const cost = (count: number): number =>
      measure(`{ ${Array.from({ length: count }, (_, n) => window(`w${n}`)).join(' ')} }`).cost;
    expect(cost(4)).toBeLessThanOrEqual(5_000);
    expect(cost(5)).toBeGreaterThan(5_000);
  });

  it('takes the size of a page from a variable', () => {
    const query = 'query ($n: Int) { migrationHistory(limit: $n) { id } }';
    expect(measure(query, { n: 7 }).cost).toBe(7);
    expect(measure(query, { n: -7 }).cost).toBe(1);
  });

  it('counts the introspection of tools as little', () => {
    const measured = measure(getIntrospectionQuery({ inputValueDeprecation: true }));
    expect(measured).toEqual({ depth: 1, aliases: 0, cost: 1 });
    expect(measure('{ __schema { a: types { b: name } } }').aliases).toBe(2);
  });
});
