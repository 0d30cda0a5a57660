// What changed about watched files, and the live list of it.
import type { FileChangeKind, SettingChange } from '../../core/files.ts';
import type { StoredFileChange } from '../../store/file-change-pages.ts';
import type { FileBurst, FileStand } from '../../store/watched-files.ts';
import { builder } from '../builder.ts';
import {
  openFileEvents,
  pageOfFileChanges,
  type FileEvent,
  type FileEventKind,
} from '../file-lists.ts';
import { Database } from './database.ts';
import { RiskLevelType } from './impact.ts';
import { FileKindType, SettingAspectType, WatchedFile } from './watched-file.ts';

const changeKinds: Record<FileChangeKind, { description: string }> = {
  ADDED: { description: 'It is new.' },
  CHANGED: { description: 'Its content is another one.' },
  REPLACED: { description: 'Another file took its place, as editors and Kubernetes write files.' },
  REMOVED: { description: 'It is gone.' },
  PERMISSIONS: { description: 'Who may use it, or whose it is, is different.' },
};

const FileChangeKindType = builder.enumType('FileChangeKind', {
  description: 'What became of a file.',
  values: changeKinds,
});

const FileStandType = builder.objectRef<FileStand>('FileStand').implement({
  description: 'A file at one moment.',
  fields: (t) => ({
    sizeBytes: t.exposeFloat('sizeBytes', { description: 'Its size.' }),
    modifiedAt: t.field({
      type: 'DateTime',
      description: 'When it was written last, by the file system.',
      resolve: ({ modifiedAt }) => new Date(modifiedAt),
    }),
    sha256: t.exposeString('hash', { nullable: true, description: 'Its SHA-256, where known.' }),
    mode: t.string({
      description: 'Its permissions, as `0640`.',
      resolve: ({ mode }) => mode.toString(8).padStart(4, '0'),
    }),
    uid: t.exposeFloat('uid', { description: 'Number of its owner.' }),
    gid: t.exposeFloat('gid', { description: 'Number of its group.' }),
  }),
});

const SettingChangeType = builder.objectRef<SettingChange>('FileSettingChange').implement({
  description: 'A setting of a database that a file declares differently now.',
  fields: (t) => ({
    resource: t.exposeString('resource', { description: 'As `aws_db_instance.main`.' }),
    attribute: t.exposeString('attribute', {
      description: 'As `engine_version`; empty for the resource itself.',
    }),
    aspect: t.field({
      type: SettingAspectType,
      description: 'What it is about.',
      resolve: ({ aspect }) => aspect,
    }),
    before: t.exposeString('before', { nullable: true, description: 'Null: it was not there.' }),
    after: t.exposeString('after', { nullable: true, description: 'Null: it is gone.' }),
    risk: t.field({ type: RiskLevelType, description: 'How risky.', resolve: ({ risk }) => risk }),
    message: t.exposeString('message', { description: 'What it means, in one sentence.' }),
  }),
});

export const FileChange = builder.objectRef<StoredFileChange>('FileChange');

builder.node(FileChange, {
  description: 'A change of a watched file.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'foundLater' in value,
  loadOne: (id, { loaders }) => loaders.files.changes.load(id),
  fields: (t) => ({
    host: t.exposeString('host', { description: 'The host on which it is.' }),
    watch: t.exposeString('watch', { description: 'Name of the watch.' }),
    path: t.exposeString('path', { description: 'The path.' }),
    change: t.field({
      type: FileChangeKindType,
      description: 'What became of it.',
      resolve: ({ change }) => change,
    }),
    kind: t.field({ type: FileKindType, description: 'What it is.', resolve: ({ kind }) => kind }),
    file: t.field({
      type: WatchedFile,
      nullable: true,
      description: 'The file as it is known now.',
      reads: ['store'],
      resolve: ({ fileId }, _args, { loaders }) => loaders.files.files.load(fileId),
    }),
    databaseName: t.exposeString('database', {
      nullable: true,
      description: 'Name of the database that the watch belongs to.',
    }),
    database: t.field({
      type: Database,
      nullable: true,
      description: 'That database, when hawkwatch knows it.',
      reads: ['store'],
      resolve: ({ database }, _args, { loaders }) =>
        database === null ? null : loaders.databasesByName.load(database),
    }),
    before: t.field({
      type: FileStandType,
      nullable: true,
      description: 'The file before.',
      resolve: ({ facts }) => facts.before,
    }),
    after: t.field({
      type: FileStandType,
      nullable: true,
      description: 'The file after.',
      resolve: ({ facts }) => facts.after,
    }),
    diff: t.exposeString('diff', {
      nullable: true,
      description: 'What of its text is different, with all secrets masked.',
    }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'Why there is no difference to show, or not all; what is wrong with the file.',
    }),
    settings: t.field({
      type: [SettingChangeType],
      description: 'Settings of databases that it declares differently now.',
      resolve: ({ settings }) => settings,
    }),
    risk: t.field({
      type: RiskLevelType,
      description: 'The risk of the worst setting; of a database file, that of its loss.',
      resolve: ({ risk }) => risk,
    }),
    foundLater: t.exposeBoolean('foundLater', {
      description: 'It happened while hawkwatch did not look.',
    }),
    settled: t.exposeBoolean('settled', {
      description: 'False: it was still being written when it was told.',
    }),
    burst: t.exposeString('burstId', {
      nullable: true,
      description: 'Shared by changes that were told by one event.',
    }),
    detectedAt: t.field({
      type: 'DateTime',
      description: 'When it was found.',
      resolve: ({ detectedAt }) => detectedAt,
    }),
  }),
});

const FileChangeFilter = builder.inputType('FileChangeFilter', {
  description: 'Which changes; what is left out does not restrict.',
  fields: (t) => ({
    file: t.id({ description: 'Only of this file (global id).' }),
    hosts: t.stringList({ description: 'Only on these hosts.' }),
    watches: t.stringList({ description: 'Only of these watches.' }),
    databases: t.idList({ description: 'Only of these databases (global ids or names).' }),
    kinds: t.field({ type: [FileKindType], description: 'Only of files of these kinds.' }),
    changes: t.field({ type: [FileChangeKindType], description: 'Only what became this.' }),
    risks: t.field({ type: [RiskLevelType], description: 'Only of these risks.' }),
    hasSettings: t.boolean({ description: 'True: only where settings of a database changed.' }),
    burst: t.id({ description: 'Only of this burst.' }),
    path: t.string({ description: 'Only where the path has this in it.' }),
    since: t.field({ type: 'DateTime', description: 'Only what was found then or later.' }),
    until: t.field({ type: 'DateTime', description: 'Only what was found before then.' }),
  }),
});

builder.queryField('fileChanges', (t) =>
  t.connection(
    {
      type: FileChange,
      description: 'What changed about watched files, newest first.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: FileChangeFilter, description: 'Which changes.' }) },
      resolve: (_root, { filter, ...args }, context) => pageOfFileChanges(context, args, filter),
    },
    { name: 'FileChangeConnection', description: 'A page of changes of files.' },
    { name: 'FileChangeEdge', description: 'A change of a file in its list.' },
  ),
);

const eventKinds: Record<FileEventKind, { description: string }> = {
  CHANGED: { description: 'A file changed.' },
  BURST: {
    description: 'Many files changed at once: `fileChanges(filter: { burst })` lists them.',
  },
  WATCH_LOST: { description: 'Changes of a path are not noticed now, or only late.' },
  WATCH_RESTORED: { description: 'They are noticed again; what changed meanwhile is told.' },
};

const FileBurstType = builder.objectRef<FileBurst>('FileBurst').implement({
  description: 'Many files that changed at once.',
  fields: (t) => ({
    id: t.exposeID('burstId', { description: 'For `fileChanges(filter: { burst })`.' }),
    count: t.exposeInt('count', { description: 'How many changes there are.' }),
    paths: t.exposeStringList('paths', { description: 'Some of the paths.' }),
    risk: t.field({
      type: RiskLevelType,
      description: 'The risk of the worst change.',
      resolve: ({ risk }) => risk,
    }),
    foundLater: t.exposeBoolean('foundLater', {
      description: 'All of it happened while hawkwatch did not look.',
    }),
  }),
});

const FileEventType = builder.objectRef<FileEvent>('FileEvent').implement({
  description: 'Something happened to watched files.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Position of the event: pass it as `after` to see what came later.',
      resolve: ({ cursor }) => cursor,
    }),
    kind: t.field({
      type: builder.enumType('FileEventKind', {
        description: 'What happened.',
        values: eventKinds,
      }),
      description: 'What happened.',
      resolve: ({ kind }) => kind,
    }),
    at: t.field({ type: 'DateTime', description: 'When it was found.', resolve: ({ at }) => at }),
    host: t.exposeString('host', { description: 'The host.' }),
    watch: t.exposeString('watch', { description: 'Name of the watch.' }),
    path: t.exposeString('path', {
      nullable: true,
      description: 'The path; null where it is about many, or all of the watch.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why a watch was lost, and what to do.',
    }),
    change: t.field({
      type: FileChange,
      nullable: true,
      description: 'The change; null for other kinds, and once it is not kept any more.',
      reads: ['store'],
      resolve: ({ changeId }, _args, { loaders }) =>
        changeId === null ? null : loaders.files.changes.load(changeId),
    }),
    burst: t.field({
      type: FileBurstType,
      nullable: true,
      description: 'The burst, where it is one.',
      resolve: ({ burst }) => burst,
    }),
  }),
});

const FileEventFilter = builder.inputType('FileEventFilter', {
  description: 'Which events; what is left out does not restrict.',
  fields: (t) => ({
    hosts: t.stringList({ description: 'Only on these hosts.' }),
    watches: t.stringList({ description: 'Only of these watches.' }),
    databases: t.idList({ description: 'Only of these databases (global ids or names).' }),
  }),
});

builder.subscriptionField('fileChanges', (t) =>
  t.field({
    type: FileEventType,
    description:
      'Watched files as they change. With `after`: first what came since then; nothing is lost, ' +
      'nothing comes twice.',
    authScopes: { role: 'viewer' },
    args: {
      filter: t.arg({ type: FileEventFilter, description: 'Which events.' }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { filter, after }, context) => openFileEvents(context, filter, after),
    resolve: (event) => event,
  }),
);
