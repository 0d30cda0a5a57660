// Watching the statuses of all databases.
import type { StatusChanges } from '../../store/migration-status-events.ts';
import { builder } from '../builder.ts';
import { getDatabaseOf } from '../database-reference.ts';
import { statusKey } from '../loaders.ts';
import { openStatusChanges, type StatusChange } from '../status-changes.ts';
import { Database } from './database.ts';
import { StatusFilter, StoredStatus } from './migration-overview.ts';
import { Counts, MigrationStatusStateType } from './migration-status.ts';

const Changes = builder.objectRef<StatusChanges>('MigrationStatusChanges').implement({
  description: 'Versions by what became of them, at most 50 each.',
  fields: (t) => ({
    pending: t.exposeStringList('pending', { description: 'To be run now.' }),
    applied: t.exposeStringList('applied', { description: 'In the database now.' }),
    failed: t.exposeStringList('failed', { description: 'Failed or partial now.' }),
    skipped: t.exposeStringList('skipped', { description: 'Passed over by their tool.' }),
    edited: t.exposeStringList('edited', { description: 'Changed after they were applied.' }),
    missing: t.exposeStringList('missing', { description: 'Applied, but not in the source.' }),
    gone: t.exposeStringList('gone', {
      description: 'Neither in the source nor applied any more.',
    }),
    more: t.exposeInt('more', { description: 'Versions that did not fit in these lists.' }),
  }),
});

const Change = builder.objectRef<StatusChange>('MigrationStatusChange').implement({
  description: 'How a source stands in a database became different.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Position of the change: pass it as `after` to see what came later.',
      resolve: (change) => change.cursor,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When the database was asked.',
      resolve: (change) => change.at,
    }),
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: ({ fact }, _args, context) => getDatabaseOf(context, fact.databaseId),
    }),
    source: t.string({ description: 'Name of the source.', resolve: ({ fact }) => fact.source }),
    tool: t.string({ description: 'The migration tool.', resolve: ({ fact }) => fact.tool }),
    before: t.field({
      type: MigrationStatusStateType,
      nullable: true,
      description: 'The state before; null when the source was not known.',
      resolve: ({ fact }) => fact.state.before,
    }),
    after: t.field({
      type: MigrationStatusStateType,
      nullable: true,
      description: 'The state now; null when the source left the configuration.',
      resolve: ({ fact }) => fact.state.after,
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it stands so.',
      resolve: ({ fact }) => fact.reason,
    }),
    counts: t.field({
      type: Counts,
      description: 'Its migrations, counted.',
      resolve: ({ fact }) => fact.counts,
    }),
    currentVersion: t.string({
      nullable: true,
      description: 'The newest applied version.',
      resolve: ({ fact }) => fact.currentVersion,
    }),
    revision: t.string({
      nullable: true,
      description: 'Commit or manifest that the database was compared with.',
      resolve: ({ fact }) => fact.revision,
    }),
    changes: t.field({
      type: Changes,
      description: 'What became of its migrations; empty when they were not known before.',
      resolve: ({ fact }) => fact.changes,
    }),
    status: t.field({
      type: StoredStatus,
      nullable: true,
      description: 'The status as it is stored now, which may be newer than this change.',
      reads: ['store'],
      resolve: ({ fact }, _args, { loaders }) => loaders.storedStatuses.load(statusKey(fact)),
    }),
  }),
});

builder.subscriptionField('migrationStatusChanged', (t) =>
  t.field({
    type: Change,
    description:
      'Migration statuses as they change, however that came about. With `after`: first the ' +
      'changes since then; none is lost, none comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      filter: t.arg({
        type: StatusFilter,
        description: 'Which statuses; `states` means the state before the change or after it.',
      }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { filter, after }, context) => openStatusChanges(context, filter, after),
    resolve: (change) => change,
  }),
);
