// The migrations of a Django project, read from its Python files without executing them: apps, their
// labels, dependencies and squashes.
import { orderGraph } from '../adapter-kit/graph.ts';
import type { SourceMigration, SourceReading } from '../adapter-kit/facts.ts';
import { duplicateFaults } from '../adapter-kit/numbered.ts';
import { FileFault, readEach, type ReadFile } from '../adapter-kit/read-files.ts';
import { baseName } from '../adapter-kit/script-names.ts';
import type { SourceFiles } from '../files/source-files.ts';
import { listSome } from '../summarise.ts';
import { pythonText, readAssignments, type PythonValue } from './python-source.ts';

/** `app.name`, as hawkwatch names a migration of Django. */
export const djangoVersion = (app: string, name: string): string => `${app}.${name}`;
export const djangoApp = (version: string): string => version.slice(0, version.indexOf('.'));

interface ParsedMigration {
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  readonly dependencies: readonly Pair[];
  readonly runBefore: readonly Pair[];
  readonly replaces: readonly Pair[];
}

type Pair = readonly [app: string, name: string];

const fileForm = /^(.*\/)?migrations\/([^/]+)\.py$/;
/** Folders of installed packages and virtual environments are not the project's. */
const foreign = /(?:^|\/)(?:site-packages|dist-packages|\.?venv|\.tox|\.nox)\//;

/** True for the path of a migration. */
export function isDjangoMigration(path: string): boolean {
  const name = fileForm.exec(path)?.[2];
  return name !== undefined && !/^[_~]/.test(name) && !foreign.test(path);
}

/** The migrations, each after those that it depends on. */
export async function readDjangoProject(files: SourceFiles): Promise<SourceReading> {
  const paths = await files.list();
  const mine = paths.filter(isDjangoMigration);
  const { found, faults } = await readEach(files, mine, parseMigration);
  const folders = new Set(found.map(({ folder }) => folder));
  const configurations = paths.filter(
    (path) => baseName(path) === 'apps.py' && folders.has(path.slice(0, -'apps.py'.length)),
  );
  const labels = await readEach(files, configurations, (file) => ({
    folder: file.path.slice(0, -'apps.py'.length),
    label: readLabel(pythonText(file)),
  }));
  const labelOf = new Map(labels.found.map(({ folder, label }) => [folder, label]));
  const appOf = (folder: string): string =>
    labelOf.get(folder) ?? baseName(folder.replace(/\/$/, ''));
  const nameless = folders.has('')
    ? ['the source is the folder of a single app, whose name is not known: name the one above it']
    : [];
  const named = found.map((one) => ({ ...one, app: appOf(one.folder) }));
  const migrations = inOrder(named);
  return {
    migrations: migrations.ordered,
    faults: [
      ...faults,
      ...labels.faults,
      ...nameless,
      ...duplicateFaults(
        named.map((one) => ({ name: one.name, path: one.path, version: key(one), checksum: null })),
      ),
      ...migrations.faults,
    ],
    notes: [],
  };
}

function parseMigration(file: ReadFile): ParsedMigration {
  const { path } = file;
  const [, folder = '', name = ''] = fileForm.exec(path) ?? [];
  const text = pythonText(file);
  if (!/^class[ \t]+Migration\b/m.test(text)) {
    throw new FileFault(`${path} has no class Migration: Django refuses such a file`);
  }
  const values = readAssignments(text, 'Migration');
  const pairs = (attribute: string): readonly Pair[] => pairsOf(values.get(attribute));
  return {
    path,
    folder,
    name,
    dependencies: pairs('dependencies'),
    runBefore: pairs('run_before'),
    replaces: pairs('replaces'),
  };
}

/** Pairs of literals; what only running would tell, as a swappable dependency, is left out. */
function pairsOf(value: PythonValue | undefined): readonly Pair[] {
  if (value?.kind !== 'sequence') return [];
  return value.items.flatMap((item): Pair[] => {
    if (item.kind !== 'sequence') return [];
    const [app, name] = item.items;
    return app?.kind === 'string' && name?.kind === 'string' ? [[app.text, name.text]] : [];
  });
}

/** The label that an app's configuration gives it; undefined when it is the folder's name. */
function readLabel(text: string): string | undefined {
  for (const [, name = ''] of text.matchAll(/^class[ \t]+(\w+)[ \t]*\([^)]*Config[^)]*\)/gm)) {
    const values = readAssignments(text, name);
    const [label, module] = [values.get('label'), values.get('name')];
    if (label?.kind === 'string') return label.text;
    if (module?.kind === 'string') return module.text.slice(module.text.lastIndexOf('.') + 1);
  }
  return undefined;
}

type Named = ParsedMigration & { readonly app: string };

function inOrder(named: readonly Named[]): {
  ordered: readonly SourceMigration[];
  faults: readonly string[];
} {
  const sorted = named.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const byVersion = new Map(sorted.map((one) => [key(one), one]));
  const apps = Map.groupBy(sorted, ({ app }) => app);
  const after = new Map<string, string[]>(sorted.map((one) => [key(one), []]));
  const faults: string[] = [];
  for (const one of sorted) {
    for (const pair of one.dependencies) {
      const targets = resolve(pair, apps);
      after.get(key(one))?.push(...targets.filter((target) => target !== key(one)));
      // Of apps that are not in the source nothing is known.
      const isLost = apps.has(pair[0]) && !targets.every((target) => byVersion.has(target));
      if (isLost && !isReplaced(pair, sorted)) {
        faults.push(`${one.path} depends on ${djangoVersion(...pair)}, which is not in the source`);
      }
    }
    for (const [app, name] of one.runBefore) {
      after.get(djangoVersion(app, name))?.push(key(one));
    }
  }
  const { order, cycle } = orderGraph(after);
  const ordered = new Set(order);
  const left = sorted.map(key).filter((version) => !ordered.has(version));
  if (cycle !== undefined) {
    const text = listSome([...cycle, ...cycle.slice(0, 1)], ' after ');
    faults.push(`the dependencies form a cycle: ${text}`);
  }
  return {
    ordered: [...order, ...left].flatMap((version): SourceMigration[] => {
      const one = byVersion.get(version);
      if (one === undefined) return [];
      const replaces = one.replaces.map((pair) => djangoVersion(...pair));
      const { name, path } = one;
      return [{ version, name, checksum: null, path, after: after.get(version) ?? [], replaces }];
    }),
    faults,
  };
}

const key = ({ app, name }: Named): string => djangoVersion(app, name);

/** Django finds a migration that was squashed by what stands for it. */
const isReplaced = ([app, name]: Pair, all: readonly Named[]): boolean =>
  all.some(({ replaces }) => replaces.some((pair) => pair[0] === app && pair[1] === name));

/** `__first__` and `__latest__` mean the ends of an app's line. */
function resolve([app, name]: Pair, apps: ReadonlyMap<string, readonly Named[]>): string[] {
  if (name !== '__first__' && name !== '__latest__') return [djangoVersion(app, name)];
  const all = apps.get(app) ?? [];
  const ownParents = (one: Named): string[] =>
    one.dependencies.filter((pair) => pair[0] === app).map((pair) => djangoVersion(...pair));
  if (name === '__first__') return all.filter((one) => ownParents(one).length === 0).map(key);
  const parents = new Set(all.flatMap(ownParents));
  return all.filter((one) => !parents.has(key(one))).map(key);
}
