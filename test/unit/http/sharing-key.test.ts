import SchemaBuilder from '@pothos/core';
import { parse, validate, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

import type { Role } from '../../../src/core/role.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { createSharingKeys } from '../../../src/http/fan-out/sharing-key.ts';

const keys = createSharingKeys(schema);

interface Subscription {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly role?: Role;
}

const keyOf = ({ query, variables, operationName, role }: Subscription): string | undefined => {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return keys.find({ document, operationName, variableValues: variables }, role ?? 'viewer');
};

const plain = { query: 'subscription { events { cursor payload } }' };
const filtered = 'subscription ($f: EventFilter) { events(filter: $f) { cursor } }';
const defaulted = `subscription ($f: EventFilter = { types: ["a"] }) {
  events(filter: $f) { cursor } }`;
const since = 'subscription ($s: DateTime) { events(filter: { since: $s }) { cursor } }';
const conditional = `subscription ($x: Boolean!, $y: Boolean!) {
  events { cursor type @skip(if: $x) payload @include(if: $y) } }`;
const two = `subscription A { events { ...E } }
  subscription B { events { cursor ...F } }
  fragment E on Event { cursor } fragment F on Event { type }`;

describe('subscriptions that are the same', () => {
  it.each<[string, Subscription, Subscription]>([
    ['white space', plain, { query: 'subscription\n{events\t{cursor,,payload}}' }],
    ['comments', plain, { query: '# mine\nsubscription { events { cursor # where\n payload } }' }],
    [
      'a literal `after`',
      plain,
      { query: 'subscription { events(after: "x") { cursor payload } }' },
    ],
    [
      'an `after` that is a variable',
      plain,
      {
        query: 'subscription ($after: Cursor) { events(after: $after) { cursor payload } }',
        variables: { after: 'x' },
      },
    ],
    [
      'an `after` that is null, and has a default',
      plain,
      {
        query: 'subscription ($a: Cursor = "x") { events(after: $a) { cursor payload } }',
        variables: { a: null },
      },
    ],
    ['a variable that is not declared', plain, { ...plain, variables: { other: 1 } }],
    [
      'the order of keys in a variable',
      { query: filtered, variables: { f: { types: ['a'], subjects: ['b'] } } },
      { query: filtered, variables: { f: { subjects: ['b'], types: ['a'] } } },
    ],
    [
      'the order in which variables are given',
      { query: conditional, variables: { x: true, y: false } },
      { query: conditional, variables: { y: false, x: true } },
    ],
    [
      'other operations and their fragments',
      { query: two, operationName: 'A' },
      { query: 'subscription A { events { ...E } } fragment E on Event { cursor }' },
    ],
    [
      'the operation that is named',
      { query: two, operationName: 'A' },
      { query: two, operationName: 'A' },
    ],
  ])('have one key whatever is made of %s', (_what, one, other) => {
    expect(keyOf(one)).toMatch(/^.{20,}$/);
    expect(keyOf(other)).toBe(keyOf(one));
  });
});

describe('subscriptions that differ', () => {
  it.each<[string, Subscription, Subscription]>([
    ['role', plain, { ...plain, role: 'operator' }],
    ['role, above operators', { ...plain, role: 'operator' }, { ...plain, role: 'admin' }],
    ['operation', { query: two, operationName: 'A' }, { query: two, operationName: 'B' }],
    ['field', plain, { query: 'subscription { events { cursor } }' }],
    ['the order of fields', plain, { query: 'subscription { events { payload cursor } }' }],
    ['alias', plain, { query: 'subscription { events { cursor: payload payload: cursor } }' }],
    ['alias of the root', plain, { query: 'subscription { e: events { cursor payload } }' }],
    [
      'an argument in the document',
      { query: 'subscription { events(filter: { types: ["a"] }) { cursor } }' },
      { query: 'subscription { events(filter: { types: ["b"] }) { cursor } }' },
    ],
    [
      'the run that is watched',
      { query: 'subscription { migrationProgress(runId: "a", after: "x") { kind } }' },
      { query: 'subscription { migrationProgress(runId: "b", after: "x") { kind } }' },
    ],
    [
      'a variable',
      { query: filtered, variables: { f: { types: ['a'] } } },
      { query: filtered, variables: { f: { types: ['b'] } } },
    ],
    [
      'the order of a list',
      { query: filtered, variables: { f: { types: ['a', 'b'] } } },
      { query: filtered, variables: { f: { types: ['b', 'a'] } } },
    ],
    [
      'where lists end',
      { query: filtered, variables: { f: { types: ['a'], subjects: ['b', 'c'] } } },
      { query: filtered, variables: { f: { types: ['a', 'b'], subjects: ['c'] } } },
    ],
    [
      'a variable within an argument',
      { query: since, variables: { s: '2026-01-01T00:00:00Z' } },
      { query: since, variables: { s: '2026-01-02T00:00:00Z' } },
    ],
    [
      'the variable of @skip',
      { query: conditional, variables: { x: true, y: true } },
      { query: conditional, variables: { x: false, y: true } },
    ],
    [
      'the variable of @include',
      { query: conditional, variables: { x: true, y: true } },
      { query: conditional, variables: { x: true, y: false } },
    ],
    [
      'the default of a variable',
      { query: 'subscription ($x: Boolean = true) { events { cursor type @skip(if: $x) } }' },
      { query: 'subscription ($x: Boolean = false) { events { cursor type @skip(if: $x) } }' },
    ],
    [
      // The default holds where the variable is left out, and not where it is null.
      'null and nothing',
      { query: defaulted },
      { query: defaulted, variables: { f: null } },
    ],
    [
      'null and nothing within a variable',
      { query: filtered, variables: { f: { types: ['a'] } } },
      { query: filtered, variables: { f: { types: ['a'], subjects: null } } },
    ],
  ])('by %s have keys of their own', (_what, one, other) => {
    expect(keyOf(one)).toMatch(/^.{20,}$/);
    expect(keyOf(other)).toMatch(/^.{20,}$/);
    expect(keyOf(other)).not.toBe(keyOf(one));
  });

  it('by the value of $after only where it is used elsewhere as well', () => {
    // In hawkwatch's schema nothing else takes a cursor, so this one has a field that does.
    const ownKeys = createSharingKeys(createCursorSchema());
    const own = (query: string, after: string): string | undefined => {
      const document = parse(`subscription ($after: String) ${query}`);
      return ownKeys.find({ document, variableValues: { after } }, 'viewer');
    };
    const start = '{ events(after: $after) { name } }';
    const twice = '{ events(after: $after, subject: $after) { name } }';
    const within = '{ events(after: $after) { name(after: $after) } }';
    expect(own(start, 'x')).toBeDefined();
    expect(own(start, 'x')).toBe(own(start, 'y'));
    for (const query of [twice, within]) {
      expect(own(query, 'x')).toBeDefined();
      expect(own(query, 'x')).not.toBe(own(query, 'y'));
    }
  });
});

function createCursorSchema(): GraphQLSchema {
  const builder = new SchemaBuilder<object>({
    plugins: ['sharing'],
    scopeAuth: { authScopes: () => ({}) },
  });
  const Thing = builder.objectRef<object>('Thing').implement({
    fields: (t) => ({ name: t.string({ args: { after: t.arg.string() }, resolve: () => 'n' }) }),
  });
  const subscribe = async function* (): AsyncGenerator<object> {
    yield await Promise.resolve({});
  };
  builder.queryType({ fields: (t) => ({ ok: t.boolean({ resolve: () => true }) }) });
  builder.subscriptionType({
    fields: (t) => ({
      events: t.field({
        type: Thing,
        args: { after: t.arg.string(), subject: t.arg.string() },
        subscribe,
        resolve: (thing) => thing,
      }),
    }),
  });
  return builder.toSchema();
}

describe('what has no key', () => {
  it.each([
    ['reads the clock', 'subscription { migrationProgress(runId: "x") { run { durationMs } } }'],
    ['is a query whose fields say nothing', '{ viewer { name } }'],
  ])('%s', (_what, query) => {
    expect(keyOf({ query })).toBeUndefined();
  });

  it('is a document of several operations none of which is named', () => {
    expect(keyOf({ query: two })).toBeUndefined();
  });
});
