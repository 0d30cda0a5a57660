// The stored statuses of all databases: counted, the failing ones first, and all of them.
import type { MigrationEntry } from '../../migrations/status-words.ts';
import type { StatusSummary } from '../../store/migration-statuses.ts';
import type { StoredEntry } from '../../store/status-details.ts';
import type { ListedStatus } from '../../store/status-overview.ts';
import { builder } from '../builder.ts';
import { getDatabaseOf } from '../database-reference.ts';
import { statusKey } from '../loaders.ts';
import {
  countStates,
  groupCounts,
  openOverview,
  totalOf,
  type CountGroup,
  type StatusOverview,
} from '../status-overview.ts';
import { Database } from './database.ts';
import { Counts, Migration, MigrationStatusStateType } from './migration-status.ts';

export const LabelInput = builder.inputType('LabelInput', {
  description: 'A label and its value.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name of the label.' }),
    value: t.string({ required: true, description: 'What it must be.' }),
  }),
});

export const StatusFilter = builder.inputType('MigrationStatusFilter', {
  description: 'Which statuses; what is left out does not restrict.',
  fields: (t) => ({
    environments: t.field({
      type: ['String'],
      required: { list: false, items: false },
      description: 'Only databases of these environments; null stands for those without one.',
    }),
    sources: t.stringList({ description: 'Only sources of these names.' }),
    tools: t.stringList({ description: 'Only sources of these migration tools.' }),
    states: t.field({
      type: [MigrationStatusStateType],
      description: 'Only those in one of these states.',
    }),
    labels: t.field({ type: [LabelInput], description: 'Only databases with all these labels.' }),
    text: t.string({
      description: 'Only those with this text in the name, the source, the version or the reason.',
    }),
  }),
});

/** A stored entry in the form of one that was just read. */
function toEntry(entry: StoredEntry): MigrationEntry {
  const appliedAt = entry.appliedAt === null ? null : new Date(entry.appliedAt);
  return { ...entry, appliedAt, inDoubt: null };
}

/** A summary, with its database where that was read together with it. */
export const StoredStatus = builder.objectRef<StatusSummary | ListedStatus>(
  'StoredMigrationStatus',
);

StoredStatus.implement({
  description:
    'How the migrations of one source stood in one database when hawkwatch last looked. ' +
    '`Database.migrationStatuses` asks the database itself.',
  fields: (t) => ({
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: (status, _args, context) =>
        'database' in status ? status.database : getDatabaseOf(context, status.databaseId),
    }),
    source: t.exposeString('source', { description: 'Name of the source (folder or tool).' }),
    tool: t.exposeString('tool', { description: 'The migration tool, as `sql`.' }),
    state: t.field({
      type: MigrationStatusStateType,
      description: 'How it stands as a whole.',
      resolve: (status) => status.state,
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it stands so.' }),
    currentVersion: t.exposeString('currentVersion', {
      nullable: true,
      description: 'The newest applied version.',
    }),
    counts: t.field({
      type: Counts,
      description:
        'Its migrations, counted; of an unreachable database as they were when it last answered.',
      resolve: (status) => status.counts,
    }),
    revision: t.exposeString('revision', {
      nullable: true,
      description: 'Commit or manifest that the database was compared with; null for a folder.',
    }),
    checkedAt: t.field({
      type: 'DateTime',
      description: 'When the database was last asked.',
      resolve: (status) => status.checkedAt,
    }),
    changedAt: t.field({
      type: 'DateTime',
      description: 'Since when it is as it is.',
      resolve: (status) => status.changedAt,
    }),
    migrations: t.field({
      type: [Migration],
      description: 'Migrations that are not simply applied, in their order, at most 200.',
      reads: ['store'],
      resolve: async (status, _args, { loaders }) =>
        (await loaders.storedStatuses.load(statusKey(status)))?.details.attention.map(toEntry) ??
        [],
    }),
    lastApplied: t.field({
      type: [Migration],
      description: 'The migrations applied last, newest first, at most 10.',
      reads: ['store'],
      resolve: async (status, _args, { loaders }) =>
        (await loaders.storedStatuses.load(statusKey(status)))?.details.latest.map(toEntry) ?? [],
    }),
    lastReadAt: t.field({
      type: 'DateTime',
      description: 'When the database last answered: what is known of migrations is of then.',
      reads: ['store'],
      resolve: async (status, _args, { loaders }) => {
        const stored = await loaders.storedStatuses.load(statusKey(status));
        const readAt = stored?.details.readAt ?? null;
        return readAt === null ? status.checkedAt : new Date(readAt);
      },
    }),
  }),
});

builder.objectField(Database, 'storedMigrationStatuses', (t) =>
  t.field({
    type: [StoredStatus],
    description:
      'How its migration sources stood when hawkwatch last looked, the worst first; nothing is asked ' +
      'for it.',
    reads: ['store'],
    resolve: ({ id }, _args, { loaders }) => loaders.statusSummaries.load(id),
  }),
);

const StateCount = builder
  .objectRef<CountGroup['byState'][number]>('MigrationStateCount')
  .implement({
    description: 'How many statuses are in a state.',
    fields: (t) => ({
      state: t.field({
        type: MigrationStatusStateType,
        description: 'The state.',
        resolve: (one) => one.state,
      }),
      count: t.exposeInt('count', { description: 'How many.' }),
    }),
  });

const Group = builder.objectRef<CountGroup>('MigrationStatusGroup').implement({
  description: 'Statuses that belong together, counted.',
  fields: (t) => ({
    name: t.exposeString('key', {
      nullable: true,
      description: 'The environment, tool or source; null for databases without an environment.',
    }),
    total: t.exposeInt('total', { description: 'All of them.' }),
    failing: t.exposeInt('failing', { description: 'Those that need somebody.' }),
    byState: t.field({
      type: [StateCount],
      description: 'By state, the worst first.',
      resolve: (group) => group.byState,
    }),
  }),
});

const ConnectionType = builder.connectionObject(
  {
    type: StoredStatus,
    name: 'StoredMigrationStatusConnection',
    description: 'A page of stored statuses.',
  },
  { name: 'StoredMigrationStatusEdge', description: 'A stored status in its list.' },
);

const Overview = builder.objectRef<StatusOverview>('MigrationOverview').implement({
  description: 'The migration statuses of many databases, of one moment.',
  fields: (t) => ({
    total: t.int({
      description: 'How many statuses there are: one for each source of each database.',
      resolve: async (overview) => totalOf(await overview.counts()),
    }),
    databases: t.int({
      description: 'How many databases they belong to.',
      resolve: async (overview) => (await overview.counts()).databases,
    }),
    byState: t.field({
      type: [StateCount],
      description: 'By state, the worst first.',
      resolve: async (overview) => countStates((await overview.counts()).counts),
    }),
    byEnvironment: t.field({
      type: [Group],
      description: 'By environment, from development to production.',
      resolve: async (overview) => groupCounts((await overview.counts()).counts, 'environment'),
    }),
    byTool: t.field({
      type: [Group],
      description: 'By migration tool.',
      resolve: async (overview) => groupCounts((await overview.counts()).counts, 'tool'),
    }),
    bySource: t.field({
      type: [Group],
      description: 'By the name of the source, that of most databases first.',
      resolve: async (overview) => groupCounts((await overview.counts()).counts, 'source'),
    }),
    oldestCheckedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the one looked at longest ago was looked at; null when there is none.',
      resolve: async (overview) => (await overview.counts()).oldestCheckedAt,
    }),
    failing: t.connection(
      {
        type: StoredStatus,
        description: 'Those that need somebody (UNREACHABLE, DIRTY, DIVERGED, AHEAD), worst first.',
        resolve: (overview, args) => overview.list('failing', args),
      },
      ConnectionType,
    ),
    statuses: t.connection(
      {
        type: StoredStatus,
        description: 'All of them, by the name of the database and the source.',
        resolve: (overview, args) => overview.list('all', args),
      },
      ConnectionType,
    ),
  }),
});

builder.queryField('migrationOverview', (t) =>
  t.field({
    type: Overview,
    description:
      'The migration statuses of all databases as hawkwatch last saw them. No database is asked.',
    authScopes: { role: 'viewer' },
    args: { filter: t.arg({ type: StatusFilter, description: 'Which statuses.' }) },
    resolve: (_root, { filter }, context) => openOverview(context, filter),
  }),
);
