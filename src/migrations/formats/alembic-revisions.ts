// The revisions of an Alembic environment, read from their Python files without executing them.
import { orderGraph, withAncestors } from '../adapter-kit/graph.ts';
import type { SourceMigration, SourceReading } from '../adapter-kit/facts.ts';
import { duplicateFaults, inRoot } from '../adapter-kit/numbered.ts';
import { FileFault, readEach, type ReadFile } from '../adapter-kit/read-files.ts';
import { baseName } from '../adapter-kit/script-names.ts';
import type { SourceFiles } from '../files/source-files.ts';
import { listSome } from '../summarise.ts';
import { pythonText, readAssignments, stringsOf } from './python-source.ts';

interface Revision {
  readonly id: string;
  readonly path: string;
  readonly down: readonly string[];
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const isVersions = (folder: string): boolean => baseName(folder) === 'versions';
const recursive = /^\s*recursive_version_locations\s*=\s*(?:true|1|yes|on)\s*$/im;

/** True for a Python file that may be a revision. */
function isRevisionName(path: string): boolean {
  const name = baseName(path);
  return name.endsWith('.py') && !/^(?:\.#|__init__\.py$|env\.py$)/.test(name);
}

/** The files that Alembic loads: those in a folder `versions`, or all when the source is that folder. */
async function listRevisionFiles(files: SourceFiles): Promise<readonly string[]> {
  const paths = await files.list();
  const python = paths.filter(isRevisionName);
  const settings = paths.find((path) => baseName(path) === 'alembic.ini');
  const deep =
    settings !== undefined && recursive.test((await files.read(settings)).toString('utf8'));
  const found = python.filter((path) =>
    deep ? folderOf(path).split('/').includes('versions') : isVersions(folderOf(path)),
  );
  return found.length > 0 ? found : python.filter(inRoot);
}

/** The revisions, oldest first. */
export async function readRevisions(files: SourceFiles): Promise<SourceReading> {
  const paths = await listRevisionFiles(files);
  const { found, faults } = await readEach(files, paths, parseRevision);
  const byId = new Map(found.map((revision) => [revision.id, revision]));
  const resolve = resolver(found);
  const missing = found.flatMap(({ id, path, down }) =>
    down
      .filter((one) => !byId.has(one))
      .map((one) => `${path} (${id}) comes after ${one}, which is not in the source`),
  );
  const graph = new Map(
    found.map(({ id, down, dependsOn }) => [id, [...down, ...dependsOn.map(resolve)]]),
  );
  const { order, cycle } = orderGraph(graph);
  const ordered = new Set(order);
  const left = found.filter(({ id }) => !ordered.has(id)).map(({ id }) => id);
  const migrations = [...order, ...left].flatMap((id): SourceMigration[] => {
    const revision = byId.get(id);
    if (revision === undefined) return [];
    const { path } = revision;
    const stem = baseName(path).slice(0, -'.py'.length);
    const name = stem.startsWith(`${id}_`) ? stem.slice(id.length + 1) : stem;
    return [{ version: id, name, checksum: null, path, after: graph.get(id) ?? [] }];
  });
  const twins = duplicateFaults(found.map(({ id, path }) => ({ ...nothing, version: id, path })));
  return {
    migrations,
    faults: [
      ...faults,
      ...twins,
      ...missing,
      ...(cycle === undefined ? [] : [`the revisions form a cycle: ${cycleText(cycle)}`]),
    ],
    notes: headNotes(found),
  };
}

const nothing = { name: '', checksum: null };

const cycleText = (cycle: readonly string[]): string =>
  listSome([...cycle, ...cycle.slice(0, 1)], ' after ');

function parseRevision(file: ReadFile): Revision {
  const { path } = file;
  const values = readAssignments(pythonText(file));
  const revision = values.get('revision');
  if (revision?.kind !== 'string') {
    throw new FileFault(
      `${path} has no \`revision\` that can be read: Alembic refuses such a file`,
    );
  }
  const read = (name: string): readonly string[] => {
    const strings = stringsOf(values.get(name));
    if (strings !== undefined) return strings;
    throw new FileFault(`${path}: its \`${name}\` cannot be told without running it`);
  };
  if (!values.has('down_revision')) throw new FileFault(`${path} has no \`down_revision\``);
  return {
    id: revision.text,
    path,
    down: read('down_revision'),
    dependsOn: read('depends_on'),
    labels: read('branch_labels'),
  };
}

const leastPrefix = 4;

/** What `depends_on` means: a revision, a branch label, or the beginning of a revision. */
function resolver(revisions: readonly Revision[]): (name: string) => string {
  const ids = new Set(revisions.map(({ id }) => id));
  const labels = new Map(revisions.flatMap(({ id, labels: all }) => all.map((one) => [one, id])));
  return (name) => {
    if (ids.has(name)) return name;
    const label = labels.get(name);
    if (label !== undefined || name.length < leastPrefix) return label ?? name;
    const begun = revisions.filter(({ id }) => id.startsWith(name));
    return (begun.length === 1 ? begun[0]?.id : undefined) ?? name;
  };
}

/** Several heads are branches on purpose when each has a label; otherwise a merge was forgotten. */
function headNotes(revisions: readonly Revision[]): readonly string[] {
  const parents = new Set(revisions.flatMap(({ down }) => down));
  const heads = revisions.filter(({ id }) => !parents.has(id)).map(({ id }) => id);
  if (heads.length < 2) return [];
  const labelled = new Set(revisions.filter(({ labels }) => labels.length > 0).map(({ id }) => id));
  const lineage = new Map(revisions.map(({ id, down }) => [id, down]));
  const onPurpose = heads
    .slice(0, maxHeads)
    .every((head) => [...withAncestors(lineage, [head])].some((id) => labelled.has(id)));
  if (onPurpose) return [];
  return [
    `there are several heads (${listSome(heads)}): \`alembic upgrade head\` refuses, \`heads\` ` +
      'runs all of them',
  ];
}

/** So many heads are looked at. */
const maxHeads = 50;
