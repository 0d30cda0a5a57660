// How databases are: found every few seconds by one replica, and stored.
import { builder } from '../builder.ts';
import { getDatabase, getDatabaseOf } from '../database-reference.ts';
import {
  openDatabaseStatusChanges,
  readStoredHealth,
  type HealthView,
  type StatusChangeView,
} from '../database-states.ts';
import { Database, DatabaseStateType } from './database.ts';

type Tls = NonNullable<HealthView['tls']>;
type Certificate = NonNullable<Tls['certificate']>;

const DatabaseRole = builder.enumType('DatabaseRole', {
  description: 'What a server is in replication.',
  values: {
    PRIMARY: { description: 'It takes writes.' },
    REPLICA: { description: 'It follows another server, or recovers: read-only.' },
  },
});

const CertificateType = builder.objectRef<Certificate>('DatabaseCertificate').implement({
  description: 'The certificate that a server showed.',
  fields: (t) => ({
    subject: t.exposeString('subject', { description: 'Whose it is.' }),
    issuer: t.exposeString('issuer', { description: 'Who signed it.' }),
    validFrom: t.field({
      type: 'DateTime',
      description: 'When it begins to be valid.',
      resolve: ({ validFrom }) => new Date(validFrom),
    }),
    validTo: t.field({
      type: 'DateTime',
      description: 'When it ends.',
      resolve: ({ validTo }) => new Date(validTo),
    }),
    fingerprint: t.exposeString('fingerprint', { description: 'Its SHA-256, in hex.' }),
    verified: t.exposeBoolean('verified', {
      description:
        'It is of a trusted authority, valid now, and for the host of the URL; also where sslmode ' +
        'does not insist on that.',
    }),
    fault: t.exposeString('fault', { nullable: true, description: 'Why it is not verified.' }),
  }),
});

const TlsType = builder.objectRef<Tls>('DatabaseTls').implement({
  description: 'How the connection to a server is protected.',
  fields: (t) => ({
    encrypted: t.exposeBoolean('encrypted', { description: 'It is encrypted.' }),
    protocol: t.exposeString('protocol', { nullable: true, description: 'As `TLSv1.3`.' }),
    cipher: t.exposeString('cipher', { nullable: true, description: 'Its cipher suite.' }),
    certificate: t.field({
      type: CertificateType,
      nullable: true,
      description: "The server's certificate.",
      resolve: ({ certificate }) => certificate,
    }),
  }),
});

const Health = builder.objectRef<HealthView>('DatabaseHealth').implement({
  description: 'How a database was found to be.',
  fields: (t) => ({
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ databaseId }, _args, context) => getDatabaseOf(context, databaseId),
    }),
    state: t.field({
      type: DatabaseStateType,
      description:
        'Whether it can be used. It is DOWN after two attempts in a row, a second apart, without ' +
        'an answer.',
      resolve: ({ state }) => state,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it is not UP, and what to do.',
    }),
    since: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is in that state.',
      resolve: ({ since }) => since,
    }),
    latencyMs: t.exposeFloat('latencyMs', {
      nullable: true,
      description: 'How long it took to answer, in milliseconds.',
    }),
    serverVersion: t.exposeString('serverVersion', {
      nullable: true,
      description: 'Version of the server, or of the library for a file.',
    }),
    sizeBytes: t.exposeFloat('sizeBytes', {
      nullable: true,
      description: 'Bytes on disk; of a server measured every five minutes, null when denied.',
    }),
    role: t.field({
      type: DatabaseRole,
      nullable: true,
      description: 'What the server is in replication; null for a file.',
      resolve: ({ role }) => role,
    }),
    tls: t.field({
      type: TlsType,
      nullable: true,
      description: 'How the connection is protected; null for a file.',
      resolve: ({ tls }) => tls,
    }),
    checkedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'When this was found. While the state stays, what is found is stored once a minute.',
      resolve: ({ checkedAt }) => checkedAt,
    }),
  }),
});

builder.objectField(Database, 'health', (t) =>
  t.field({
    type: Health,
    description: 'How it was found to be last; nothing is asked for it.',
    reads: ['store'],
    resolve: (database, _args, context) => readStoredHealth(context, database),
  }),
);

builder.queryField('databaseHealth', (t) =>
  t.field({
    type: Health,
    description: 'How a database was found to be last: state, since when, why, and its TLS.',
    authScopes: { role: 'viewer' },
    args: {
      database: t.arg.id({ required: true, description: 'Global id or name of the database.' }),
    },
    resolve: async (_root, { database }, context) =>
      readStoredHealth(context, await getDatabase(context, database)),
  }),
);

const StatusChange = builder.objectRef<StatusChangeView>('DatabaseStatusChange').implement({
  description: 'The state of a database became different.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Position of the change: pass it as `after` to see what came later.',
      resolve: (change) => change.cursor,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When it was seen; of a present state, since when it is.',
      resolve: (change) => change.at,
    }),
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ health }, _args, context) => getDatabaseOf(context, health.databaseId),
    }),
    before: t.field({
      type: DatabaseStateType,
      nullable: true,
      description: 'The state before; null when it was not known, and for a present state.',
      resolve: (change) => change.before,
    }),
    state: t.field({
      type: DatabaseStateType,
      description: 'The state now.',
      resolve: ({ health }) => health.state,
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it is not UP.',
      resolve: ({ health }) => health.reason,
    }),
    health: t.field({
      type: Health,
      description: 'The health as it was with this change.',
      resolve: ({ health }) => health,
    }),
  }),
});

builder.subscriptionField('databaseStatusChanged', (t) =>
  t.field({
    type: StatusChange,
    description:
      'States of databases as they change. With `after`: first the changes since then. Without: ' +
      'first the present state of each. None is lost, none comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      database: t.arg.id({ description: 'Only this one: its global id or name.' }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { database, after }, context) =>
      openDatabaseStatusChanges(context, database, after),
    resolve: (change) => change,
  }),
);
