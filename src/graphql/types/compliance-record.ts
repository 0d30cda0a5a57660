// The record of a database for those who have to prove what was done to it, and by whom.
import { complianceCsvHeader, formatComplianceCsv } from '../../reports/compliance-csv.ts';
import type {
  ComplianceEntry,
  ComplianceKind,
  RecordedVersion,
} from '../../reports/compliance-record.ts';
import { builder } from '../builder.ts';
import { pageOfRecord } from '../compliance-pages.ts';
import { RiskLevelType } from './impact.ts';
import {
  AttributeChangeType,
  SchemaChangeKindType,
  SchemaObjectKindType,
  SchemaStatementType,
} from './schema-words.ts';

const kinds: Record<ComplianceKind, { description: string }> = {
  MIGRATION_RUN: { description: 'A run of migrations, at the time at which it was asked for.' },
  SCHEMA_CHANGE: { description: 'A change of one object of the schema, when it was found.' },
  DRIFT: { description: 'Drift was found, or ended.' },
  DECISION: { description: 'Somebody decided something about drift or how the schema is watched.' },
};

const Version = builder.objectRef<RecordedVersion>('ComplianceVersion').implement({
  description: 'A migration in the record.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'Its version.' }),
    name: t.exposeString('name', { nullable: true, description: 'Its name.' }),
    checksum: t.exposeString('checksum', {
      nullable: true,
      description: 'SHA-256 of the file that ran; null where hawkwatch did not see it.',
    }),
    state: t.exposeString('state', { nullable: true, description: 'How it ended in this run.' }),
  }),
});

const Approval = builder
  .objectRef<NonNullable<ComplianceEntry['approval']>>('ComplianceApproval')
  .implement({
    description: 'What a review said.',
    fields: (t) => ({
      decision: t.exposeString('decision', { description: '`approved` or `rejected`.' }),
      by: t.exposeString('by', { description: 'Name of the token.' }),
      at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => new Date(at) }),
      comment: t.exposeString('comment', { nullable: true, description: 'What was said.' }),
    }),
  });

const Entry = builder.objectRef<ComplianceEntry>('ComplianceEntry').implement({
  description: 'One line of the record.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
    what: t.field({
      type: builder.enumType('ComplianceKind', {
        description: 'What a line of the record tells.',
        values: kinds,
      }),
      description: 'What it tells.',
      resolve: ({ what }) => what,
    }),
    who: t.exposeString('who', {
      nullable: true,
      description: 'Token or database role; null where nobody knows.',
    }),
    origin: t.exposeString('origin', {
      nullable: true,
      description: 'Of a run what started it; of a change what made it.',
    }),
    outcome: t.exposeString('outcome', {
      description: 'What became of it: the state of a run or drift, the name of a decision.',
    }),
    message: t.exposeString('message', { description: 'The line in one sentence.' }),
    runId: t.exposeString('runId', { nullable: true, description: 'The run, as `migrationRun`.' }),
    driftId: t.exposeString('driftId', { nullable: true, description: 'The drift.' }),
    source: t.exposeString('source', {
      nullable: true,
      description: 'Name of the migration source.',
    }),
    tool: t.exposeString('tool', { nullable: true, description: 'The migration tool.' }),
    versions: t.field({
      type: [Version],
      description: 'The migrations of a run; of a change those that nobody saw run.',
      resolve: ({ versions }) => versions,
    }),
    startedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When a run started.',
      resolve: ({ startedAt }) => startedAt,
    }),
    finishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When a run ended.',
      resolve: ({ finishedAt }) => finishedAt,
    }),
    change: t.field({
      type: SchemaChangeKindType,
      nullable: true,
      description: 'What became of an object.',
      resolve: ({ change }) => change,
    }),
    objectKind: t.field({
      type: SchemaObjectKindType,
      nullable: true,
      description: 'What the object is.',
      resolve: ({ objectKind }) => objectKind,
    }),
    object: t.exposeString('object', {
      nullable: true,
      description: 'Its name; of a decision the pattern that it is about.',
    }),
    attributes: t.field({
      type: [AttributeChangeType],
      description: 'What is different, from and to.',
      resolve: ({ attributes }) => attributes,
    }),
    risk: t.field({
      type: RiskLevelType,
      nullable: true,
      description: 'What it was assessed as.',
      resolve: ({ risk }) => risk,
    }),
    approval: t.field({
      type: Approval,
      nullable: true,
      description: 'What a review of the run said.',
      resolve: ({ approval }) => approval,
    }),
    comment: t.exposeString('comment', {
      nullable: true,
      description: 'What whoever decided said.',
    }),
    statements: t.field({
      type: [SchemaStatementType],
      description: "What was done, where the database's own log tells it: the last 5.",
      resolve: ({ statements }) => statements,
    }),
  }),
});

builder.queryField('complianceRecord', (t) =>
  t.connection(
    {
      type: Entry,
      description:
        'Every run of migrations, every change of the schema, drift and what was decided about it, ' +
        'of one database, the oldest first. `GET /exports/compliance` gives the whole as one file. ' +
        'For operators.',
      authScopes: { role: 'operator' },
      args: {
        database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
        since: t.arg({ type: 'DateTime', description: 'Only what happened then or later.' }),
        until: t.arg({ type: 'DateTime', description: 'Only what happened before then.' }),
      },
      resolve: (_root, args, context) => pageOfRecord(context, args),
    },
    {
      name: 'ComplianceRecordConnection',
      description: 'A page of the record.',
      fields: (c) => ({
        csv: c.string({
          description: 'The page as CSV (RFC 4180).',
          args: {
            header: c.arg.boolean({
              defaultValue: true,
              description: 'With the names of the columns as its first line.',
            }),
          },
          resolve: ({ edges }, { header }) =>
            (header === false ? '' : complianceCsvHeader) +
            formatComplianceCsv(edges.flatMap((edge) => edge?.node ?? [])),
        }),
      }),
    },
    { name: 'ComplianceRecordEdge', description: 'An entry in the record.' },
  ),
);
