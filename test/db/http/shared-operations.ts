// Subscriptions whose results are compared with and without sharing. For each field of the
// schema's Subscription it is told here how the field is called, and which events it answers.
import { getNamedType, isNonNullType, type GraphQLField } from 'graphql';

import type { StoredEvent } from '../../../src/core/events.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { readsOf } from '../../../src/graphql/sharing.ts';
import { progressKindOf, runSubject } from '../../../src/migrations/events.ts';
import { statusChanged } from '../../../src/store/migration-status-events.ts';
import { waveSubject } from '../../../src/migrations/waves/events.ts';
import { schemaAttributed, schemaChanged } from '../../../src/store/schema-changes.ts';
import { monitorStateChanged } from '../../../src/store/monitors.ts';
import { databaseStateChanged } from '../../../src/store/database-states.ts';
import type { StartedRun } from './runs.ts';
import { selectAll } from './selections.ts';

export interface Watched {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** True for events that give a result; failing operations have none. */
  sees(event: StoredEvent): boolean;
  /** Results that come before the first event, or instead of all. */
  readonly first: number;
  /** True when nothing comes after `first`. */
  readonly refused?: boolean;
}

/** What the operations are about. */
export interface Subjects {
  /** A run that is queued. */
  readonly run: StartedRun;
  /** A wave that goes on. */
  readonly wave: { readonly id: string };
  /** A position, and how many events that viewers see lie behind it. */
  readonly earlier: { readonly cursor: string; readonly events: number };
}

interface Call {
  readonly variables: string;
  readonly arguments: string;
  readonly values: (subjects: Subjects) => Readonly<Record<string, unknown>>;
  sees(event: StoredEvent, subjects: Subjects): boolean;
  readonly first: number;
}

const changeKinds: readonly unknown[] = ['QUEUED', 'STARTED', 'MIGRATION_FINISHED', 'FINISHED'];

/** How each subscription field is called. */
const calls: Readonly<Record<string, Call>> = {
  events: { variables: '', arguments: '', values: () => ({}), sees: () => true, first: 0 },
  databaseStatusChanged: {
    variables: '',
    arguments: '',
    values: () => ({}),
    sees: (event) => event.type === databaseStateChanged.type,
    first: 0,
  },
  migrationProgress: {
    variables: '($run: ID!)',
    arguments: '(runId: $run)',
    values: ({ run }) => ({ run: run.globalId }),
    sees: (event, { run }) =>
      event.subject === runSubject(run.run.id) && progressKindOf(event.type) !== undefined,
    first: 1,
  },
  migrationRunsChanged: {
    variables: '',
    arguments: '',
    values: () => ({}),
    sees: (event) => changeKinds.includes(progressKindOf(event.type)),
    first: 0,
  },
  migrationStatusChanged: {
    variables: '',
    arguments: '',
    values: () => ({}),
    sees: (event) => event.type === statusChanged.type,
    first: 0,
  },
  schemaChanged: {
    variables: '',
    arguments: '(database: "shop")',
    values: () => ({}),
    sees: (event) =>
      [schemaChanged.type, schemaAttributed.type].some((type) => type === event.type),
    first: 0,
  },
  driftChanged: {
    variables: '',
    arguments: '',
    values: () => ({}),
    sees: (event) => /^drift\.(?:detected|changed|acknowledged|resolved)$/.test(event.type),
    first: 0,
  },
  containerEvents: {
    variables: '',
    arguments: '',
    values: () => ({}),
    sees: (event) => event.type.startsWith('container.'),
    first: 0,
  },
  endpointsChanged: {
    variables: '',
    arguments: '',
    values: () => ({}),
    sees: (event) => event.type === 'endpoint.state_changed',
    first: 0,
  },
  alertsChanged: {
    variables: '',
    arguments: '',
    values: () => ({}),
    sees: (event) => event.type.startsWith('alert.'),
    first: 0,
  },
  fileChanges: {
    variables: '',
    arguments: '',
    values: () => ({}),
    sees: (event) => /^files?\./.test(event.type),
    first: 0,
  },
  monitorsChanged: {
    variables: '',
    arguments: '',
    values: () => ({}),
    sees: (event) => event.type === monitorStateChanged.type,
    first: 0,
  },
  migrationWaveChanged: {
    variables: '($wave: ID!)',
    arguments: '(id: $wave)',
    values: ({ wave }) => ({ wave: wave.id }),
    sees: (event, { wave }) => event.subject === waveSubject(wave.id),
    first: 1,
  },
};

type Field = GraphQLField<unknown, unknown>;

/** They send what is measured now, each time something else, and have a fan-out of their own. */
const latestValueFields = ['containerStats', 'performanceUpdates'];

export const subscriptionFields: readonly Field[] = Object.values(
  schema.getSubscriptionType()?.getFields() ?? {},
).filter(({ name }) => !latestValueFields.includes(name));

/** Subscription fields, and arguments that one must be given, that nothing here knows of. */
export function unknownFields(): string[] {
  return subscriptionFields.flatMap((field) => {
    const call = calls[field.name];
    if (call === undefined) return [field.name];
    const needed = field.args.filter((arg) => isNonNullType(arg.type));
    const missing = needed.filter((arg) => !call.arguments.includes(`${arg.name}:`));
    return missing.map((arg) => `${field.name}(${arg.name}:)`);
  });
}

const isShared = (field: Field): boolean =>
  readsOf(field)?.every((input) => input === 'store' || input === 'role') === true;

/** Every field of every subscription; once all that there is, once all that can be shared. */
export function generatedOperations(subjects: Subjects): Record<string, Watched> {
  const operations: Record<string, Watched> = {};
  for (const field of subscriptionFields) {
    const call = calls[field.name];
    if (call === undefined) continue;
    const { first, variables: declared } = call;
    const variables = call.values(subjects);
    const sees = (event: StoredEvent): boolean => call.sees(event, subjects);
    const add = (name: string, selection: string | undefined): void => {
      const query = `subscription ${declared} { ${field.name}${call.arguments} ${selection} }`;
      operations[`${field.name}: ${name}`] = { query, variables, sees, first };
    };
    const type = getNamedType(field.type);
    add('every field', selectAll(schema, type, { depth: 4 }));
    add('every field that is shared', selectAll(schema, type, { depth: 4, includes: isShared }));
    add('its own fields', selectAll(schema, type, { depth: 1, includes: isShared }));
  }
  return operations;
}

const never = (): boolean => false;

/** Operations that say things in another way, or fail. */
export function writtenOperations(subjects: Subjects): Record<string, Watched> {
  const { run, earlier } = subjects;
  const seesAll = (): boolean => true;
  const seesRun = (event: StoredEvent): boolean =>
    calls['migrationProgress']?.sees(event, subjects) === true;
  const seesChange = (event: StoredEvent): boolean =>
    calls['migrationRunsChanged']?.sees(event, subjects) === true;
  const conditional = `subscription Places($long: Boolean!, $short: Boolean = true) {
    e: events { ...Place first: type again: type
      ... @include(if: $long) { payload }
      ... on Node { id }
      ... on Event @skip(if: $short) { subject }
      payload @skip(if: $long) } }
    fragment Place on Event { at: occurredAt cursor __typename }`;
  const nested = `subscription ($run: ID!) { p: migrationProgress(runId: $run) {
    kind statement { ...S } blockedBy { pid who: user }
    run { ...R ... on MigrationRun { retryOf { ...R } } } } }
    fragment S on StatementProgress { index total text rows }
    fragment R on Node { id ... on MigrationRun { state database { name labels } } }`;
  const refused = (query: string, variables: Readonly<Record<string, unknown>>): Watched => ({
    query,
    variables,
    sees: never,
    first: 1,
    refused: true,
  });
  const events =
    'subscription ($f: EventFilter, $a: Cursor) { events(filter: $f, after: $a) { id } }';
  const changes = `subscription ($f: MigrationRunFilter) {
    migrationRunsChanged(filter: $f) { kind } }`;
  return {
    'with conditions that hold': {
      query: conditional,
      variables: { long: true },
      sees: seesAll,
      first: 0,
    },
    'with conditions that do not': {
      query: conditional,
      variables: { long: false, short: false },
      sees: seesAll,
      first: 0,
    },
    'with fragments in fragments': {
      query: nested,
      variables: { run: run.globalId },
      sees: seesRun,
      first: 1,
    },
    'with a run from its beginning': {
      query: `subscription ($run: ID!, $a: Cursor) { migrationProgress(runId: $run, after: $a) {
        kind message cursor run { state percent } } }`,
      variables: { run: run.globalId, a: run.cursor },
      sees: seesRun,
      first: 1,
    },
    'with what was before': {
      query: `subscription { events(after: "${earlier.cursor}") { cursor payload } }`,
      sees: seesAll,
      first: earlier.events,
    },
    'with a filter': {
      query: events,
      variables: { f: { subjects: [runSubject(run.run.id)] } },
      sees: (event) => event.subject === runSubject(run.run.id),
      first: 0,
    },
    'with a filter of runs': {
      query: changes,
      variables: { f: { database: 'shop', states: ['RUNNING'], triggeredBy: 'a operator' } },
      sees: (event) => ['STARTED', 'MIGRATION_FINISHED'].includes(progressKindOf(event.type) ?? ''),
      first: 0,
    },
    'with a field that may fail': {
      query: `subscription { migrationRunsChanged { kind run { database {
        name stateReason again: stateReason serverVersion } } } }`,
      sees: seesChange,
      first: 0,
    },
    'with a field that must not fail': {
      query: 'subscription { migrationRunsChanged { kind run { database { name state } } } }',
      sees: seesChange,
      first: 0,
    },
    'with a run that may be gone': {
      query: 'subscription { c: migrationRunsChanged { kind r: run { id } } }',
      sees: seesChange,
      first: 0,
    },
    'with a filter that is too long': refused(events, {
      f: { types: Array.from({ length: 101 }, (_, n) => `t${n}`) },
    }),
    'with a cursor that is none': refused(events, { a: 'nonsense' }),
    'with a cursor beyond the end': refused(events, {
      a: Buffer.from('abcdefabcdef.1').toString('base64url'),
    }),
    'with a run that is not there': refused(nested, { run: 'nonsense' }),
    'with a database that is not there': refused(changes, { f: { database: 'none' } }),
    'with a variable of the wrong type': refused(changes, { f: { states: ['NONE'] } }),
    'with a field that is not there': refused('subscription { events { nothing } }', {}),
  };
}
