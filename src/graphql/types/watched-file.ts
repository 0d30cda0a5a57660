// Files that are watched on each host, as they were seen last.
import { settingAspects, type FileKind, type SettingAspect } from '../../core/files.ts';
import type { WatchedFileRow } from '../../store/file-change-pages.ts';
import { builder } from '../builder.ts';
import { getWatchedFile, pageOfFiles } from '../file-lists.ts';
import { Database } from './database.ts';

const kinds: Record<FileKind, { description: string }> = {
  DATABASE: { description: 'A database: SQLite, DuckDB, or what is declared to be one.' },
  CONFIGURATION: { description: 'Any other file.' },
  TERRAFORM: { description: 'Terraform: a declaration, or values of variables.' },
  KUBERNETES: { description: 'Manifests of Kubernetes.' },
};

export const FileKindType = builder.enumType('FileKind', {
  description: 'What a watched file is.',
  values: kinds,
});

const aspects = Object.fromEntries(settingAspects.map((aspect) => [aspect, {}])) as Record<
  SettingAspect,
  { description?: string }
>;
const aboutAspects: Record<SettingAspect, string> = {
  RESOURCE: 'That it is declared at all.',
  VERSION: 'The version of the server.',
  IMAGE: 'The image that a container runs.',
  SIZE: 'The machine: its class, memory, processors.',
  REPLICAS: 'How many instances there are, standbys too.',
  STORAGE: 'Size and kind of the storage.',
  BACKUP: 'Backups: whether, when, how long they are kept.',
  NETWORK: 'Who can reach it, and how connections are protected.',
  ENCRYPTION: 'Encryption of the data at rest.',
  SECRET: 'Where credentials come from.',
  PROTECTION: 'What keeps it from being deleted.',
  MAINTENANCE: 'When and how it is maintained.',
  PARAMETER: 'A parameter of the server.',
};
for (const aspect of settingAspects) aspects[aspect].description = aboutAspects[aspect];

export const SettingAspectType = builder.enumType('SettingAspect', {
  description: 'What a declared setting of a database is about.',
  values: aspects,
});

type Declared = NonNullable<WatchedFileRow['settings']>[number];

const DeclaredSettingType = builder.objectRef<Declared>('DeclaredSetting').implement({
  description: 'A setting of a database that a file declares.',
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
    value: t.exposeString('value', { description: 'Its value, or the expression; masked.' }),
  }),
});

export const WatchedFile = builder.objectRef<WatchedFileRow>('WatchedFile');

builder.node(WatchedFile, {
  description: 'A file that is watched, as it was seen last.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) =>
    typeof value === 'object' && value !== null && 'removedAt' in value && 'watch' in value,
  loadOne: (id, { loaders }) => loaders.files.files.load(id),
  fields: (t) => ({
    host: t.exposeString('host', { description: 'The host on which it is.' }),
    watch: t.exposeString('watch', { description: 'Name of the watch in the configuration.' }),
    path: t.exposeString('path', { description: 'Its absolute path.' }),
    kind: t.field({ type: FileKindType, description: 'What it is.', resolve: ({ kind }) => kind }),
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
    sizeBytes: t.exposeFloat('sizeBytes', { description: 'Its size.' }),
    modifiedAt: t.field({
      type: 'DateTime',
      description: 'When it was written last, by the file system.',
      resolve: ({ modifiedAt }) => modifiedAt,
    }),
    mode: t.string({
      description: 'Its permissions, as `0640`.',
      resolve: ({ mode }) => mode.toString(8).padStart(4, '0'),
    }),
    uid: t.exposeFloat('uid', { description: 'Number of its owner.' }),
    gid: t.exposeFloat('gid', { description: 'Number of its group.' }),
    target: t.exposeString('target', {
      nullable: true,
      description: 'Where it leads, when it is a link.',
    }),
    sha256: t.exposeString('hash', {
      nullable: true,
      description: 'Its SHA-256 in hex; null when it is too large or cannot be read.',
    }),
    content: t.exposeString('content', {
      nullable: true,
      description:
        'Its text with all secrets masked; null when it is no text, too large, or of a kind that is ' +
        'a secret as a whole.',
    }),
    settings: t.field({
      type: [DeclaredSettingType],
      description: 'What it declares of databases.',
      resolve: ({ settings }) => settings ?? [],
    }),
    fault: t.exposeString('fault', {
      nullable: true,
      description: 'Why it cannot be read or understood.',
    }),
    changedAt: t.field({
      type: 'DateTime',
      description: 'When a change of it was found last; at first, when it was seen first.',
      resolve: ({ changedAt }) => changedAt,
    }),
    removedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was found to be gone.',
      resolve: ({ removedAt }) => removedAt,
    }),
  }),
});

const WatchedFileFilter = builder.inputType('WatchedFileFilter', {
  description: 'Which files; what is left out does not restrict.',
  fields: (t) => ({
    hosts: t.stringList({ description: 'Only on these hosts.' }),
    watches: t.stringList({ description: 'Only of these watches.' }),
    databases: t.idList({ description: 'Only of these databases (global ids or names).' }),
    kinds: t.field({ type: [FileKindType], description: 'Only of these kinds.' }),
    path: t.string({ description: 'Only where the path has this in it.' }),
    removed: t.boolean({ description: 'True: also those that are gone.' }),
  }),
});

builder.queryField('watchedFiles', (t) =>
  t.connection(
    {
      type: WatchedFile,
      description: 'Files that are watched, in the order of their paths.',
      authScopes: { role: 'viewer' },
      args: { filter: t.arg({ type: WatchedFileFilter, description: 'Which files.' }) },
      resolve: (_root, { filter, ...args }, context) => pageOfFiles(context, args, filter),
    },
    { name: 'WatchedFileConnection', description: 'A page of watched files.' },
    { name: 'WatchedFileEdge', description: 'A watched file in its list.' },
  ),
);

builder.queryField('watchedFile', (t) =>
  t.field({
    type: WatchedFile,
    description: 'One watched file.',
    authScopes: { role: 'viewer' },
    args: { id: t.arg.id({ required: true, description: 'Its global id.' }) },
    resolve: (_root, { id }, context) => getWatchedFile(context, id),
  }),
);
