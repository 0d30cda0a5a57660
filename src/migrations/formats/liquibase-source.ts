// The changesets of a Liquibase source in the order in which they run: from the changelogs that no other
// one includes, down to the SQL files that they name.
import type { SourceMigration, SourceReading } from '../adapter-kit/facts.ts';
import { duplicateFaults } from '../adapter-kit/numbered.ts';
import { readEach, textOf } from '../adapter-kit/read-files.ts';
import { compareNames } from '../adapter-kit/script-names.ts';
import type { SourceFiles } from '../files/source-files.ts';
import { parseChangelog, type Changelog, type ChangelogItem } from './liquibase-changelog.ts';
import {
  isFormattedSql,
  parseFormattedSql,
  runsOnPostgres,
  sqlChecksum,
  type Changeset,
} from './liquibase-sql.ts';

/** `file::id::author`, as Liquibase writes a changeset itself. */
export const liquibaseVersion = (filePath: string, id: string, author: string): string =>
  `${normalisePath(filePath)}::${id}::${author}`;

export const normalisePath = (filePath: string): string =>
  filePath
    .replace(/^classpath:/, '')
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '');

type Content =
  | { readonly kind: 'changelog'; readonly changelog: Changelog }
  | {
      readonly kind: 'sql';
      readonly changesets: readonly Changeset[];
      readonly faults: readonly string[];
      readonly withParameters: number;
    }
  /** SQL without a header: one changeset where something includes it. */
  | { readonly kind: 'raw'; readonly checksum: string | null };

type Contents = ReadonlyMap<string, Content>;

/** The changesets of the source. */
export async function readLiquibaseSource(files: SourceFiles): Promise<SourceReading> {
  const paths = (await files.list()).filter((path) => /\.(?:sql|xml|ya?ml|json)$/.test(path));
  const { found, faults } = await readEach(files, paths, (file) => {
    const text = textOf(file);
    return { path: file.path, content: contentOf(text, file.path) };
  });
  const contents = new Map(
    found.flatMap(({ path, content }) => (content === undefined ? [] : [[path, content] as const])),
  );
  const walk = walkFrom(rootsOf(contents), contents);
  const rest = [...contents].flatMap(([path, content]) =>
    content.kind === 'sql' && !walk.reached.has(path)
      ? content.changesets.map((changeset) => ({ path, changeset, reached: false }))
      : [],
  );
  const reached = walk.changesets.map(toMigration);
  const taken = new Set(reached.map(({ version }) => version));
  const migrations = [
    ...reached,
    ...rest.map(toMigration).filter(({ version }) => !taken.has(version)),
  ];
  const other = walk.changesets.filter(({ path }) => !path.endsWith('.sql')).length;
  return {
    migrations,
    faults: [...faults, ...walk.faults, ...duplicateFaults(reached)],
    notes: [
      ...(other === 0
        ? []
        : [`${other} changesets are not SQL: whether they were changed is not known here`]),
      ...(walk.withParameters === 0
        ? []
        : [`${walk.withParameters} changesets have parameters: nor is it of them`]),
    ],
  };
}

function contentOf(text: string, path: string): Content | undefined {
  if (!path.endsWith('.sql')) {
    const changelog = parseChangelog(text, path);
    return changelog === undefined ? undefined : { kind: 'changelog', changelog };
  }
  if (isFormattedSql(text)) return { kind: 'sql', ...parseFormattedSql(text, path) };
  return { kind: 'raw', checksum: text.includes('${') ? null : sqlChecksum(text) };
}

/** Changelogs that nothing includes; without any changelog each formatted file is one. */
function rootsOf(contents: Contents): readonly string[] {
  const changelogs = [...contents].flatMap(([path, content]) =>
    content.kind === 'changelog' ? [{ path, changelog: content.changelog }] : [],
  );
  if (changelogs.length === 0) {
    return [...contents].filter(([, { kind }]) => kind === 'sql').map(([path]) => path);
  }
  const included = new Set(
    changelogs.flatMap(({ path, changelog }) =>
      changelog.items.flatMap((item) =>
        targetsOf(item, path, contents).filter((target) => target !== path),
      ),
    ),
  );
  const roots = changelogs.map(({ path }) => path).filter((path) => !included.has(path));
  return roots.length > 0 ? roots : changelogs.map(({ path }) => path);
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The path that a relative one leads to. */
function join(folder: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${folder}${relative.replaceAll('\\', '/')}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** What an item includes, in order. The source may be a folder below the one that paths begin at. */
function targetsOf(item: ChangelogItem, from: string, contents: Contents): readonly string[] {
  if (item.kind === 'changeset') return [];
  if (item.kind === 'include') {
    const wanted = item.relative
      ? join(folderOf(from), item.file)
      : join('', normalisePath(item.file));
    if (contents.has(wanted)) return [wanted];
    const near = [...contents.keys()].filter(
      (path) => wanted.endsWith(`/${path}`) || path.endsWith(`/${wanted}`),
    );
    const [longest] = near.toSorted((a, b) => b.length - a.length);
    return longest === undefined ? [] : [longest];
  }
  const folder = item.relative
    ? join(folderOf(from), item.path)
    : join('', normalisePath(item.path));
  const inside = (prefix: string): string[] =>
    [...contents.keys()].filter((path) => path.startsWith(prefix) && path !== from);
  const direct = inside(folder === '' ? '' : `${folder}/`);
  if (direct.length > 0 || item.relative) return direct.toSorted(compareNames);
  const parts = folder.split('/');
  for (let begin = 1; begin <= parts.length; begin += 1) {
    const found = inside(begin === parts.length ? '' : `${parts.slice(begin).join('/')}/`);
    if (found.length > 0) return found.toSorted(compareNames);
  }
  return [];
}

interface Found {
  readonly path: string;
  readonly changeset: Changeset;
  readonly reached: boolean;
}

interface Walk {
  readonly changesets: readonly Found[];
  readonly reached: ReadonlySet<string>;
  readonly faults: readonly string[];
  readonly withParameters: number;
}

const maxDepth = 100;

function walkFrom(roots: readonly string[], contents: Contents): Walk {
  const changesets: Found[] = [];
  const reached = new Set<string>();
  const faults: string[] = [];
  let withParameters = 0;
  const add = (path: string, changeset: Changeset): void => {
    changesets.push({ path, changeset, reached: true });
  };
  const visit = (path: string, above: readonly string[]): void => {
    if (above.includes(path) || above.length > maxDepth) {
      faults.push(
        `${path} includes itself: ${[...above.slice(above.indexOf(path)), path].join(' → ')}`,
      );
      return;
    }
    const content = contents.get(path);
    if (content === undefined || reached.has(path)) return;
    reached.add(path);
    if (content.kind === 'raw') add(path, rawChangeset(content.checksum));
    if (content.kind === 'sql') {
      faults.push(...content.faults);
      withParameters += content.withParameters;
      for (const changeset of content.changesets) add(path, changeset);
    }
    if (content.kind !== 'changelog') return;
    faults.push(...content.changelog.faults);
    for (const item of content.changelog.items) {
      if (item.kind === 'changeset') {
        add(path, item.changeset);
        continue;
      }
      const targets = targetsOf(item, path, contents);
      if (targets.length === 0 && item.kind === 'include') {
        faults.push(`${path} includes ${item.file}, which is not in the source`);
      }
      for (const target of targets) visit(target, [...above, path]);
    }
  };
  for (const root of roots) visit(root, []);
  return { changesets, reached, faults, withParameters };
}

/** What Liquibase makes of an SQL file without a header. */
const rawChangeset = (checksum: string | null): Changeset => ({
  id: 'raw',
  author: 'includeAll',
  logicalFilePath: null,
  runOnChange: false,
  runAlways: false,
  ignore: false,
  dbms: null,
  context: null,
  labels: null,
  validChecksums: [],
  checksum,
});

const anyChecksum = /^(?:1:)?(?:any|all|\*)$/i;

function toMigration({ path, changeset, reached }: Found): SourceMigration {
  const { id, author, logicalFilePath, validChecksums, dbms, context, labels } = changeset;
  const left = !reached
    ? 'no changelog includes it'
    : changeset.ignore
      ? 'the changelog says to ignore it'
      : runsOnPostgres(dbms)
        ? undefined
        : `only for ${dbms}`;
  const only = [
    ...(context === null || context === '' ? [] : [`the context ${context}`]),
    ...(labels === null || labels === '' ? [] : [`the labels ${labels}`]),
  ];
  const remark = left ?? (only.length === 0 ? undefined : `runs only with ${only.join(' and ')}`);
  return {
    version: liquibaseVersion(logicalFilePath ?? path, id, author),
    name: id,
    checksum: validChecksums.some((one) => anyChecksum.test(one)) ? null : changeset.checksum,
    accepted: validChecksums,
    path,
    ...(changeset.runOnChange || changeset.runAlways ? { repeatable: true } : {}),
    ...(left === undefined ? {} : { ignored: true }),
    ...(remark === undefined ? {} : { remark }),
  };
}
