import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLNamedType,
} from 'graphql';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

import { roles } from '../../../src/core/role.ts';
import { schema } from '../../../src/graphql/schema.ts';

const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

/** Everything of a type that needs a description, by its name. */
function* described(type: GraphQLNamedType): Generator<[string, string | null | undefined]> {
  yield [type.name, type.description];
  if (isEnumType(type)) {
    for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
  }
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field.description];
    }
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return;
  for (const field of Object.values(type.getFields())) {
    yield [`${type.name}.${field.name}`, field.description];
    for (const arg of field.args) {
      yield [`${type.name}.${field.name}(${arg.name})`, arg.description];
    }
  }
}

/** The role that a root field asks for, as its rule says. */
function roleOf(extensions: unknown): unknown {
  const options = read(extensions, 'pothosOptions');
  return read(read(options, 'authScopes'), 'role');
}

function read(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

const rootFields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  .filter((type) => type !== null && type !== undefined)
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type: type.name, field })));

describe('the schema', () => {
  it('describes every type, field, argument, input field and enum value', () => {
    const missing = types.flatMap((type) =>
      [...described(type)].filter(([, text]) => (text ?? '').trim() === '').map(([name]) => name),
    );
    expect(missing).toEqual([]);
    expect(types.length).toBeGreaterThan(50);
  });

  it('has a rule of its own for every field of Query, Mutation and Subscription', () => {
    const without = rootFields.filter(
      ({ field }) => !roles.some((role) => role === roleOf(field.extensions)),
    );
    expect(without.map(({ type, field }) => `${type}.${field.name}`)).toEqual([]);
  });

  it('asks for at least a viewer where a root type has no field rule', () => {
    for (const type of [schema.getQueryType(), schema.getMutationType()]) {
      expect(roleOf(type?.extensions)).toBe('viewer');
    }
  });

  it('lets operators change migrations, and only admins tokens, the audit log and repairs', () => {
    const needed = Object.fromEntries(
      rootFields
        .filter(({ field }) => roleOf(field.extensions) !== 'viewer')
        .map(({ type, field }) => [`${type}.${field.name}`, roleOf(field.extensions)]),
    );
    expect(needed).toEqual({
      ...Object.fromEntries(
        ['acknowledgeAlert', 'unacknowledgeAlert', 'resolveAlert', 'assignAlert', 'commentOnAlert']
          .flatMap((name) => [name, name.replace('Alert', 'Alerts')])
          .map((name) => [`Mutation.${name}`, 'operator']),
      ),
      ...Object.fromEntries(
        [
          'createSilence',
          'updateSilence',
          'expireSilence',
          'expireSilences',
          'silenceAlert',
          'silenceAlerts',
          ...['create', 'update', 'end'].map((verb) => `${verb}MaintenanceWindow`),
        ].map((name) => [`Mutation.${name}`, 'operator']),
      ),
      'Query.auditLog': 'admin',
      'Query.complianceRecord': 'operator',
      'Query.heartbeats': 'operator',
      'Query.intakes': 'admin',
      'Query.previewRule': 'operator',
      'Query.previewTemplate': 'operator',
      'Mutation.createAlertRule': 'admin',
      'Mutation.updateAlertRule': 'admin',
      'Mutation.deleteAlertRule': 'admin',
      'Mutation.setAlertRuleEnabled': 'admin',
      'Mutation.escalateAlert': 'operator',
      'Mutation.overrideOnCall': 'operator',
      'Mutation.recordDeployment': 'operator',
      'Mutation.runRemediation': 'admin',
      'Mutation.redeliver': 'operator',
      'Mutation.redeliverMany': 'operator',
      'Mutation.testChannel': 'operator',
      'Mutation.enableChannel': 'operator',
      'Mutation.acceptDrift': 'admin',
      'Mutation.acknowledgeDrift': 'operator',
      'Mutation.ignoreDrift': 'admin',
      'Mutation.unignoreDrift': 'admin',
      'Query.tokens': 'admin',
      'Query.schemaTrigger': 'admin',
      'Query.registeredDatabases': 'admin',
      'Mutation.triggerMigration': 'operator',
      'Mutation.cancelMigration': 'operator',
      'Mutation.retryMigration': 'operator',
      'Mutation.rollbackMigration': 'operator',
      'Mutation.approveMigration': 'operator',
      'Mutation.rejectMigration': 'operator',
      'Mutation.startMigrationWave': 'operator',
      'Mutation.cancelMigrationWave': 'operator',
      'Mutation.emergencyRollback': 'operator',
      'Mutation.compareWithMigrations': 'operator',
      'Mutation.pauseMonitor': 'operator',
      'Mutation.restartContainer': 'admin',
      'Mutation.resumeMonitor': 'operator',
      'Mutation.runMonitorNow': 'operator',
      'Mutation.registerEndpoint': 'admin',
      'Mutation.removeEndpoint': 'admin',
      'Mutation.checkEndpointNow': 'operator',
      'Mutation.setAutomaticRuns': 'admin',
      'Mutation.terminateSession': 'admin',
      'Mutation.installSchemaTrigger': 'admin',
      'Mutation.removeSchemaTrigger': 'admin',
      'Mutation.registerDatabase': 'admin',
      'Mutation.updateDatabase': 'admin',
      'Mutation.unregisterDatabase': 'admin',
      'Mutation.resolveInDoubt': 'operator',
      'Mutation.markMigrationApplied': 'admin',
      'Mutation.refreshMigrationStatus': 'operator',
      'Mutation.uploadMigrationManifest': 'operator',
      'Mutation.confirmDiscoveredDatabase': 'admin',
      'Mutation.createToken': 'admin',
      'Mutation.revokeToken': 'admin',
    });
  });

  it('names what the audit log says of every mutation', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const silent = mutations.filter(
      (field) => typeof read(read(field.extensions, 'pothosOptions'), 'audit') !== 'function',
    );
    expect(silent.map((field) => field.name)).toEqual([]);
  });

  it('is what schema.graphql holds', async () => {
    const file = await readFile(new URL('../../../schema.graphql', import.meta.url), 'utf8');
    expect(file.trim()).toBe(printSchema(lexicographicSortSchema(schema)).trim());
  });
});
