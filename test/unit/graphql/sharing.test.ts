import SchemaBuilder from '@pothos/core';
import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { roles } from '../../../src/core/role.ts';
import { schema as realSchema } from '../../../src/graphql/schema.ts';
import type { Services } from '../../../src/graphql/services.ts';
import {
  isShareable,
  readsOf,
  sharedServices,
  sharedViewer,
} from '../../../src/graphql/sharing.ts';

/** Fields that a subscription can reach and that do not say what they read. */
function silentFields(schema: GraphQLSchema): string[] {
  const seen = new Set<GraphQLNamedType>();
  const silent: string[] = [];
  const visit = (type: GraphQLNamedType): void => {
    if (seen.has(type)) return;
    seen.add(type);
    if (isAbstractType(type)) for (const possible of schema.getPossibleTypes(type)) visit(possible);
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    for (const field of Object.values(type.getFields())) {
      // An interface's own fields are never executed.
      if (isObjectType(type) && readsOf(field) === undefined) {
        silent.push(`${type.name}.${field.name}`);
      }
      visit(getNamedType(field.type));
    }
  };
  const root = schema.getSubscriptionType();
  if (root) visit(root);
  return silent;
}

interface TestContext {
  readonly viewer: string;
}

/** A schema whose fields read everything there is, and say so or not. */
function createTestSchema(): GraphQLSchema {
  // The real schema has registered the plugin. Auth is only asked for by the type of the options.
  const builder = new SchemaBuilder<{ Context: TestContext }>({
    plugins: ['sharing'],
    scopeAuth: { authScopes: () => ({}) },
  });
  const Named = builder.interfaceRef<object>('Named').implement({
    fields: (t) => ({ name: t.string({ resolve: () => 'n' }) }),
  });
  const Thing = builder.objectRef<object>('Thing').implement({
    interfaces: [Named],
    isTypeOf: () => true,
    fields: (t) => ({
      plain: t.string({ resolve: () => 'p' }),
      fromStore: t.string({ reads: ['store'], resolve: (_o, _a, c) => c.viewer }),
      byRole: t.string({ reads: ['store', 'role'], resolve: (_o, _a, c) => c.viewer }),
      byViewer: t.string({ reads: ['viewer'], resolve: (_o, _a, c) => c.viewer }),
      byClock: t.string({ reads: ['store', 'clock'], resolve: (_o, _a, c) => c.viewer }),
      careless: t.string({ resolve: (_o, _a, c) => c.viewer }),
    }),
  });
  builder.objectRef<object>('Person').implement({
    interfaces: [Named],
    isTypeOf: () => false,
    // The interface's field, but one that looks at who asks.
    fields: (t) => ({ name: t.string({ resolve: (_o, _a, c) => c.viewer }) }),
  });
  builder.queryType({ fields: (t) => ({ ok: t.boolean({ resolve: () => true }) }) });
  const subscribe = async function* (): AsyncGenerator<object> {
    yield await Promise.resolve({});
  };
  builder.subscriptionType({
    fields: (t) => ({
      thing: t.field({ type: Thing, subscribe, resolve: (thing) => thing }),
      named: t.field({ type: Named, subscribe, resolve: (named) => named }),
      things: t.field({ type: [Thing], subscribe, resolve: (thing) => [thing] }),
    }),
  });
  return builder.toSchema();
}

describe('what the fields of a subscription read', () => {
  it('is said by every field of the schema that a subscription can reach', () => {
    expect(silentFields(realSchema)).toEqual([]);
  });

  it('is not known of a resolver that takes the context and says nothing', () => {
    expect(silentFields(createTestSchema()).toSorted()).toEqual(['Person.name', 'Thing.careless']);
  });
});

describe('an operation', () => {
  const schema = createTestSchema();
  const shareableIn = (target: GraphQLSchema, text: string): boolean => {
    const document = parse(text);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('no operation');
    return isShareable(target, document, operation);
  };

  it.each([
    'subscription { thing { plain } }',
    'subscription { thing { __typename a: plain fromStore byRole } }',
    'subscription { thing { ...A } } fragment A on Thing { ...B } fragment B on Thing { byRole }',
    'subscription { things { plain } }',
    // What is under a condition that never holds is not executed.
    'subscription { thing { plain ... on Named { ... on Person { name } } } }',
    'subscription { thing { ...N } } fragment N on Named { ... on Person { name } }',
    'subscription { named { ... on Thing { name plain } } }',
  ])('can be shared: %s', (text) => {
    expect(validate(schema, parse(text))).toEqual([]);
    expect(shareableIn(schema, text)).toBe(true);
  });

  it.each([
    'subscription { thing { careless } }',
    'subscription { thing { plain byViewer } }',
    'subscription { thing { byClock } }',
    'subscription { things { byViewer } }',
    'subscription ($x: Boolean!) { thing { plain byClock @include(if: $x) } }',
    'subscription { thing { ... { byViewer } } }',
    'subscription { thing { ... on Thing { byClock } } }',
    'subscription { thing { ... on Named { ... on Thing { careless } } } }',
    'subscription { thing { ...A } } fragment A on Thing { ...B } fragment B on Thing { byViewer }',
    'subscription { ...S } fragment S on Subscription { thing { byClock } }',
    // One of the types behind the interface reads the viewer.
    'subscription { named { name } }',
    'subscription { named { ...N } } fragment N on Named { __typename name }',
    'subscription { named { ... on Thing { byViewer } } }',
    // The fragment is harmless on Thing, and not on Person.
    'subscription { named { ... on Thing { ...N } ... on Person { ...N } } } fragment N on Named { name }',
    'subscription { thing { plain } __schema { queryType { name } } }',
  ])('is executed for each subscriber: %s', (text) => {
    expect(shareableIn(schema, text)).toBe(false);
  });

  it('of the real schema is shared unless it asks for the time that a run has taken', () => {
    const progress = (fields: string): string =>
      `subscription { migrationProgress(runId: "x") { kind run { ${fields} } } }`;
    expect(shareableIn(realSchema, progress('state database { state }'))).toBe(true);
    expect(shareableIn(realSchema, progress('state durationMs'))).toBe(false);
    expect(shareableIn(realSchema, progress('retryOf { durationMs }'))).toBe(false);
    const changes = `subscription { migrationRunsChanged { run { ...R } } }
      fragment R on Node { id ... on MigrationRun { durationMs } }`;
    expect(shareableIn(realSchema, changes)).toBe(false);
  });
});

describe('the context of a shared execution', () => {
  it('has a viewer of whom nothing but the role can be read', () => {
    for (const role of roles) {
      const viewer = sharedViewer(role);
      expect(viewer.role).toBe(role);
      for (const key of ['id', 'name', 'origin'] as const) {
        expect(() => viewer[key]).toThrow(/shared execution read .+`reads`/);
      }
    }
  });

  it('has no clock, and everything else as it is', () => {
    const clock = createSystemClock();
    const services = { clock, logger: silentLogger } as Services;
    const shared = sharedServices(services);
    expect(() => shared.clock).toThrow(/shared execution read the clock/);
    expect(shared.logger).toBe(silentLogger);
    expect(services.clock).toBe(clock);
  });
});
