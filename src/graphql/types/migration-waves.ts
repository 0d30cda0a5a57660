// Waves: one source migrated in many databases, canaries first.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import type { WaveMember, WaveMemberState, WaveStage, WaveState } from '../../core/waves.ts';
import { waveSubject, type WaveEventKind } from '../../migrations/waves/events.ts';
import { builder } from '../builder.ts';
import { bareId } from '../global-ids.ts';
import type { WaveView } from '../loaders.ts';
import {
  cancelWave,
  getMemberDatabase,
  openWaveChanges,
  pageOfWaves,
  startWave,
  type WaveChange,
} from '../waves.ts';
import { Database } from './database.ts';
import { LabelInput } from './migration-overview.ts';
import { MigrationRun } from './migration-run.ts';

const WaveStateType = builder.enumType('MigrationWaveState', {
  description: 'How far a wave is.',
  values: {
    RUNNING: { description: 'It goes on, or comes to its end after it was stopped.' },
    SUCCEEDED: { description: 'Every database was migrated.' },
    FAILED: { description: 'A database failed; `reason` tells more.' },
    CANCELLED: { description: 'Somebody cancelled it.' },
  } satisfies Record<WaveState, { description: string }>,
});

const StageType = builder.enumType('MigrationWaveStage', {
  description: 'When a database has its turn.',
  values: {
    CANARY: { description: 'First; all of them must succeed.' },
    REST: { description: 'After the canaries.' },
  } satisfies Record<WaveStage, { description: string }>,
});

const MemberStateType = builder.enumType('MigrationWaveDatabaseState', {
  description: 'How far a database of a wave is.',
  values: {
    WAITING: { description: 'Its turn has not come.' },
    RUNNING: { description: 'Its run is queued, waits for a review, or executes.' },
    SUCCEEDED: { description: 'It was migrated, or there was nothing to do.' },
    FAILED: { description: 'Its run did not end well, or could not be made.' },
    SKIPPED: { description: 'The wave was stopped before its turn.' },
  } satisfies Record<WaveMemberState, { description: string }>,
});

const Member = builder.objectRef<WaveMember>('MigrationWaveDatabase').implement({
  description: 'A database of a wave and what became of it.',
  fields: (t) => ({
    database: t.field({
      type: Database,
      description: 'The database.',
      reads: ['store'],
      resolve: (member, _args, context) => getMemberDatabase(context, member),
    }),
    stage: t.field({
      type: StageType,
      description: 'When it has its turn.',
      resolve: (member) => member.stage,
    }),
    state: t.field({
      type: MemberStateType,
      description: 'How far it is.',
      resolve: (member) => member.state,
    }),
    run: t.field({
      type: MigrationRun,
      nullable: true,
      description: 'Its run; null before its turn, and when there was nothing to do.',
      reads: ['store'],
      resolve: ({ runId }, _args, { loaders }) =>
        runId === null ? null : loaders.runs.load(runId),
    }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why it is as it is.' }),
  }),
});

const MigrationWave = builder.objectRef<WaveView>('MigrationWave');

builder.node(MigrationWave, {
  description: 'One source migrated in many databases, canaries first, all with the same files.',
  id: { resolve: ({ wave }) => wave.id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'wave' in value,
  loadOne: (id, { loaders }) => loaders.waves.load(id),
  fields: (t) => ({
    asOf: t.field({
      type: 'Cursor',
      description: 'Read before the wave was: a subscription after it misses no change.',
      resolve: (view) => view.asOf,
    }),
    source: t.string({
      description: 'Name of the migration source.',
      resolve: ({ wave }) => wave.source,
    }),
    state: t.field({
      type: WaveStateType,
      description: 'How far it is.',
      resolve: ({ wave }) => wave.state,
    }),
    reason: t.string({
      nullable: true,
      description: 'Why it was stopped or failed.',
      resolve: ({ wave }) => wave.reason,
    }),
    toVersion: t.string({
      description: 'The version every database goes to.',
      resolve: ({ wave }) => wave.plan.toVersion,
    }),
    stopOnFailure: t.boolean({
      description: 'Whether a failure stops it; a failed canary always does.',
      resolve: ({ wave }) => wave.plan.stopOnFailure,
    }),
    maxParallel: t.int({
      description: 'How many databases are migrated at once.',
      resolve: ({ wave }) => wave.plan.maxParallel,
    }),
    confidenceThreshold: t.int({
      nullable: true,
      description: 'With `autoApply`: the least confidence; below it a run waits for a review.',
      resolve: ({ wave }) => wave.plan.confidenceThreshold,
    }),
    startedBy: t.string({
      description: 'Name of the token that started it.',
      resolve: ({ wave }) => wave.startedBy,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was started.',
      resolve: ({ wave }) => wave.createdAt,
    }),
    finishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
      resolve: ({ wave }) => wave.finishedAt,
    }),
    databases: t.field({
      type: [Member],
      description: 'Its databases, in the order of their turns.',
      resolve: ({ wave }) => wave.plan.members,
    }),
  }),
});

builder.objectField(MigrationRun, 'wave', (t) =>
  t.field({
    type: MigrationWave,
    nullable: true,
    description: 'The wave it belongs to.',
    reads: ['store'],
    resolve: ({ run }, _args, { loaders }) =>
      run.waveId === null ? null : loaders.waves.load(run.waveId),
  }),
);

const WaveFilter = builder.inputType('MigrationWaveFilter', {
  description: 'Which waves; what is left out does not restrict.',
  fields: (t) => ({
    ids: t.idList({ description: 'Only these waves (global ids).' }),
    source: t.string({ description: 'Only waves of this source.' }),
    states: t.field({ type: [WaveStateType], description: 'Only waves in one of these states.' }),
  }),
});

builder.queryField('migrationWave', (t) =>
  t.field({
    type: MigrationWave,
    nullable: true,
    description: 'One wave; null when there is none with this id.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Global id of the wave.' }) },
    resolve: (_root, { id }, { loaders }) => loaders.waves.load(bareId('MigrationWave', id)),
  }),
);

builder.queryField('migrationWaves', (t) =>
  t.connection(
    {
      type: MigrationWave,
      description: 'Waves, newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: WaveFilter, description: 'Which waves.' }) },
      resolve: (_root, { filter, ...args }, context) => pageOfWaves(context, args, filter),
    },
    { name: 'MigrationWaveConnection', description: 'A page of waves.' },
    { name: 'MigrationWaveEdge', description: 'A wave in its list.' },
  ),
);

const WaveResult = builder.errorUnion('MigrationWaveResult', {
  description: 'The wave, or why there is none.',
  types: [MigrationWave, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => MigrationWave,
});

const StartWaveInput = builder.inputType('StartMigrationWaveInput', {
  description: 'Which source to migrate where, and how.',
  fields: (t) => ({
    source: t.string({ required: true, description: 'Name of the migration source.' }),
    databases: t.idList({
      description:
        'Global ids or names; without them, every database that has the source and fits.',
    }),
    environment: t.string({ description: 'Only databases of this environment.' }),
    labels: t.field({ type: [LabelInput], description: 'Only databases with all these labels.' }),
    canaries: t.idList({
      defaultValue: [],
      description: 'Those that come first, in this order; all of them must succeed.',
    }),
    toVersion: t.string({ description: 'The last version to apply; without it, the newest now.' }),
    stopOnFailure: t.boolean({
      defaultValue: true,
      description: 'After a failure nothing more begins; a failed canary always stops it.',
    }),
    maxParallel: t.int({ defaultValue: 1, description: 'How many databases at once, 1 to 50.' }),
    autoApply: t.boolean({
      defaultValue: false,
      description: 'Assess each run first; below the threshold it waits as AWAITING_REVIEW.',
    }),
    confidenceThreshold: t.int({
      defaultValue: 90,
      description: 'The least confidence, 0 to 100, for `autoApply`.',
    }),
    clientMutationId: t.string({
      description: 'The same key gives the same wave again instead of a second one.',
    }),
  }),
});

builder.mutationField('startMigrationWave', (t) =>
  t.field({
    type: WaveResult,
    description: 'Migrates one source in many databases, canaries first.',
    authScopes: { role: 'operator' },
    args: {
      input: t.arg({ type: StartWaveInput, required: true, description: 'What, where and how.' }),
    },
    audit: ({ input }) => ({ subject: waveSubject('new'), detail: { ...input } }),
    resolve: (_root, { input }, context) => startWave(context, input),
  }),
);

builder.mutationField('cancelMigrationWave', (t) =>
  t.field({
    type: WaveResult,
    description: 'Stops a wave: what has not begun is skipped.',
    authScopes: { role: 'operator' },
    args: {
      id: t.arg.id({ required: true, description: 'Global id of the wave.' }),
      reason: t.arg.string({ description: 'Why; it is kept with the wave.' }),
      cancelRunning: t.arg.boolean({
        defaultValue: false,
        description: 'Cancel what executes too, instead of letting it come to its end.',
      }),
    },
    audit: ({ id, ...detail }) => ({ subject: waveSubject(bareId('MigrationWave', id)), detail }),
    resolve: (_root, args, context) => cancelWave(context, args),
  }),
);

const WaveChangeKind = builder.enumType('MigrationWaveChangeKind', {
  description: 'What happened to a wave.',
  values: {
    SNAPSHOT: { description: 'The state when the subscription began.' },
    STARTED: { description: 'It was started.' },
    ADVANCED: { description: 'Databases began or ended, or it was stopped.' },
    COMPLETED: { description: 'It ended; nothing comes after it.' },
  } satisfies Record<WaveEventKind | 'SNAPSHOT', { description: string }>,
});

const WaveChangeType = builder.objectRef<WaveChange>('MigrationWaveChange').implement({
  description: 'A step of a wave.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Its position: pass it as `after` to go on from here.',
      resolve: (change) => change.cursor,
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When it happened.',
      resolve: (change) => change.at,
    }),
    kind: t.field({
      type: WaveChangeKind,
      description: 'What happened.',
      resolve: (change) => change.kind,
    }),
    wave: t.field({
      type: MigrationWave,
      description: 'The wave; in a SNAPSHOT as it was then, else as it is now.',
      reads: ['store'],
      resolve: (change, _args, context) => change.load(context),
    }),
    databases: t.field({
      type: [Member],
      description: 'The databases that changed with it, as they were then.',
      resolve: (change) => change.changed,
    }),
  }),
});

builder.subscriptionField('migrationWaveChanged', (t) =>
  t.field({
    type: WaveChangeType,
    description:
      'Without `after`: one SNAPSHOT, then what is newer. With `after`: every later step, no ' +
      'SNAPSHOT. Completes when the wave has ended.',
    authScopes: { role: 'viewer' },
    args: {
      id: t.arg.id({ required: true, description: 'Global id of the wave.' }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { id, after }, context) =>
      openWaveChanges(context, bareId('MigrationWave', id), after),
    resolve: (change) => change,
  }),
);
