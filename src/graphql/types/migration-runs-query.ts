// Asking for runs, and watching them change.
import { builder } from '../builder.ts';
import { bareId } from '../global-ids.ts';
import { openRunChanges, type RunChange } from '../run-changes.ts';
import { newestRuns, pageOfRuns } from '../run-views.ts';
import { MigrationRun, RunKindType, RunOriginType, RunStateType } from './migration-run.ts';
import { ProgressKindType } from './migration-progress.ts';

const RunFilter = builder.inputType('MigrationRunFilter', {
  description: 'Which runs; what is left out does not restrict.',
  fields: (t) => ({
    database: t.id({ description: 'Only runs of this database (global id or name).' }),
    states: t.field({ type: [RunStateType], description: 'Only runs in one of these states.' }),
    kinds: t.field({ type: [RunKindType], description: 'Only runs that do one of these.' }),
    dryRun: t.boolean({ description: 'Only dry runs, or only those that are none.' }),
    origins: t.field({ type: [RunOriginType], description: 'Only runs that one of these began.' }),
    triggeredBy: t.string({ description: 'Only runs that the token with this name asked for.' }),
    since: t.field({ type: 'DateTime', description: 'Only runs asked for then or later.' }),
    activeSince: t.field({
      type: 'DateTime',
      description: 'Only runs that were executed then or later, whenever they were asked for.',
    }),
  }),
});

builder.queryField('migrationRun', (t) =>
  t.field({
    type: MigrationRun,
    nullable: true,
    description: 'One run; null when there is none with this id.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Global id of the run.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.runs.load(bareId('MigrationRun', id)),
  }),
);

builder.queryField('migrationHistory', (t) =>
  t.field({
    type: [MigrationRun],
    description: 'The newest runs. `migrationRuns` pages through all of them.',
    authScopes: { role: 'viewer' },
    args: {
      limit: t.arg.int({ defaultValue: 10, description: 'How many, 1 to 100.' }),
      database: t.arg.id({ description: 'Only runs of this database (global id or name).' }),
    },
    resolve: (_root, { limit, database }, context) =>
      newestRuns(context, limit ?? 10, { database }),
  }),
);

builder.queryField('migrationRuns', (t) =>
  t.connection(
    {
      type: MigrationRun,
      description: 'Runs, newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: RunFilter, description: 'Which runs.' }) },
      resolve: (_root, { filter, ...args }, context) => pageOfRuns(context, args, filter),
    },
    { name: 'MigrationRunConnection', description: 'A page of runs.' },
    { name: 'MigrationRunEdge', description: 'A run in its list.' },
  ),
);

const MigrationRunChange = builder.objectRef<RunChange>('MigrationRunChange').implement({
  description: 'A run that was queued, started, finished a migration, or ended.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Position of the change: pass it as `after` to see what came later.',
      resolve: (change) => change.cursor,
    }),
    kind: t.field({
      type: ProgressKindType,
      description: 'What happened to it.',
      resolve: (change) => change.kind,
    }),
    run: t.field({
      type: MigrationRun,
      description: 'The run as it is now.',
      reads: ['store'],
      resolve: (change, _args, context) => change.load(context),
    }),
  }),
});

builder.subscriptionField('migrationRunsChanged', (t) =>
  t.field({
    type: MigrationRunChange,
    description:
      'Runs as they are queued, start, finish a migration and end. With `after`: first the ' +
      'changes since then; none is lost, none comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      filter: t.arg({
        type: RunFilter,
        description: 'Which runs; `states` means the state after the change.',
      }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { filter, after }, context) => openRunChanges(context, filter, after),
    resolve: (change) => change,
  }),
);
