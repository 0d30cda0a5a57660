// What the variables of the dashboard's queries are set to, so that each can be asked of the world. A variable
// is known by the argument that it is given to; one that may be left out is left out when it is not known.
import {
  isNonNullType,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
  type GraphQLSchema,
} from 'graphql';

import { pick, type WorldObjects } from '../world/objects.ts';
import type { Operation } from './collect.ts';

const hourMs = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * hourMs).toISOString();

/** By field and argument, by operation and variable, or by argument alone. */
function knownValues(objects: WorldObjects): Readonly<Record<string, unknown>> {
  const database = pick(objects.databases, 'shop-production');
  return {
    first: 100,
    text: 'shop',
    from: ago(24),
    since: ago(24),
    to: ago(0),
    until: ago(0),
    database,
    databaseId: database,
    'database.id': database,
    'deliveries.alert': pick(objects.alerts, 'checkout-errors'),
    'alert.id': pick(objects.alerts, 'checkout-errors'),
    'container.id': pick(objects.containers, 'importer'),
    'endpoint.id': pick(objects.endpoints, 'flapping'),
    'watchedFile.id': pick(objects.files, 'postgresql.conf'),
    file: pick(objects.files, 'pgbouncer.ini'),
    'node.id': pick(objects.files, 'pgbouncer.ini'),
    'migrationRun.id': pick(objects.runs, 'FAILED'),
    'migrationProgress.runId': pick(objects.runs, 'SUCCEEDED'),
    'incident.id': objects.incident,
    'delivery.id': pick(objects.deliveries, 'DELIVERED'),
    'alertRule.name': 'endpoint-down',
    'previewRule.name': 'database-down',
    'migrationStatus.source': 'shop',
    'previewRollback.database': pick(objects.databases, 'shop-staging'),
    'previewRollback.source': 'shop',
    'previewRollback.toVersion': '0007',
    'previewSilence.matchers': ['rule=endpoint-down'],
    'previewRoute.labels': [{ name: 'severity', value: 'CRITICAL' }],
    'migrationMatrix.source': 'shop',
    'migrationOverview.sources': 'shop',
    'metricSeries.query': { metrics: ['host.cpu_percent'], from: ago(1) },
    'compareSchemas.a': { current: pick(objects.databases, 'billing-production') },
    'compareSchemas.b': { current: pick(objects.databases, 'billing-staging') },
    'assessImpact.input': { database, pending: true },
    'rows.differing': true,
    'schemaChanges.databases': database,
    'schemaSnapshot.id': objects.snapshot,
    'events.subjects': 'endpoint:flapping',
    'fileChanges.file': pick(objects.files, 'postgresql.conf'),
    'FileChangeDetail.id': objects.fileChange,
    'PerformanceDocument.format': 'MARKDOWN',
    metrics: ['host.cpu_percent', 'database.size_bytes'],
    subjects: [],
  };
}

interface Use {
  readonly argument: string;
  readonly field: string;
}

function usesOf(schema: GraphQLSchema, { document }: Operation): Map<string, Use> {
  const uses = new Map<string, Use>();
  const info = new TypeInfo(schema);
  const inputs: string[] = [];
  visit(
    document,
    visitWithTypeInfo(info, {
      ObjectField: {
        enter: (node) => void inputs.push(node.name.value),
        leave: () => void inputs.pop(),
      },
      // Where variables are declared nothing is given to an argument.
      VariableDefinition: () => false,
      Variable: (node) => {
        if (uses.has(node.name.value)) return;
        const argument = inputs.at(-1) ?? info.getArgument()?.name ?? '';
        uses.set(node.name.value, { argument, field: info.getFieldDef()?.name ?? '' });
      },
    }),
  );
  return uses;
}

/** Values of all variables that must be set, and of those that are known. */
export function valuesFor(
  schema: GraphQLSchema,
  operation: Operation,
  objects: WorldObjects,
): Record<string, unknown> {
  const known = knownValues(objects);
  const uses = usesOf(schema, operation);
  const values: Record<string, unknown> = {};
  for (const definition of operation.definition.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const { field = '', argument = '' } = uses.get(name) ?? {};
    const type = typeFromAST(schema, definition.type as Parameters<typeof typeFromAST>[1]);
    const value =
      known[`${operation.name}.${name}`] ??
      known[`${field}.${argument}`] ??
      (isNonNullType(type) ? known[argument] : undefined);
    if (value !== undefined) values[name] = value;
    else if (isNonNullType(type) && definition.defaultValue === undefined) {
      throw new Error(
        `${operation.file}, ${operation.name}: tell in values.ts what $${name} is (${field}.${argument})`,
      );
    }
  }
  return values;
}
