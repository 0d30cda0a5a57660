// TypeORM: `migrations` names classes, not files, so the class (or its property `name`) is read from the
// source without executing it. The number at the name's end gives the order.
import type { ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import { nameOf, type HistoryTable } from '../adapter-kit/catalogue.ts';
import type { HistoryReading, SourceReading } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { findWriter } from '../adapter-kit/lock-holder.ts';
import { readEach } from '../adapter-kit/read-files.ts';
import { readRows } from '../adapter-kit/read-rows.ts';
import { baseName, compareNames, isScript, stemOf } from '../adapter-kit/script-names.ts';
import { findClasses } from '../adapter-kit/script-source.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import type { SourceFiles } from '../files/source-files.ts';

const title = 'TypeORM';
const form = { names: ['migrations'], columns: ['id', 'timestamp', 'name'], shared: true };
const nameForm = /^(.*?)(\d{13})$/;
const fileForm = /^\d{13}-.+$/;

const timeOf = (name: string): number => Number(nameForm.exec(name)?.[2] ?? 0);
const compare = (a: string, b: string): number => timeOf(a) - timeOf(b) || compareNames(a, b);
const readableName = (name: string): string => nameForm.exec(name)?.[1] || name;

interface FoundMigration {
  readonly version: string;
  readonly name: string;
  readonly checksum: null;
  readonly path: string;
}

async function readSource(files: SourceFiles): Promise<SourceReading> {
  const paths = (await files.list()).filter(isScript);
  const { found, faults } = await readEach(files, paths, ({ path, bytes }) => {
    const classes = findClasses(bytes.toString('utf8'));
    const names = classes
      .map(({ name, nameProperty }) => nameProperty ?? name)
      .filter((name) => nameForm.test(name));
    // A file that is named as a migration must hold one; others are helpers.
    const expected = fileForm.test(stemOf(baseName(path)));
    const fault = `${path} declares no class whose name ends in 13 digits: ${title} does not take it`;
    return {
      migrations: names.map((version): FoundMigration => ({
        version,
        name: readableName(version),
        checksum: null,
        path,
      })),
      faults: names.length === 0 && expected ? [fault] : [],
    };
  });
  const migrations = found.flatMap((one) => one.migrations);
  const byVersion = Map.groupBy(migrations, ({ version }) => version);
  const twice = [...byVersion].flatMap(([version, all]) => {
    // A file and its compiled form are the same migration.
    const stems = new Set(all.map(({ path }) => stemOf(baseName(path))));
    const places = all.map(({ path }) => path).join(' and ');
    return stems.size === 1 && new Set(all.map(({ path }) => path)).size === all.length
      ? []
      : [`${places} both declare ${version}: ${title} refuses to run`];
  });
  return {
    migrations: [...byVersion.values()]
      .flatMap(([first]) => (first === undefined ? [] : [first]))
      .toSorted((a, b) => compare(a.version, b.version)),
    faults: [...faults, ...found.flatMap((one) => one.faults), ...twice],
    notes: [],
  };
}

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, lockedBy] = await Promise.all([
    readRows(reader, table, { title, columns: ['id', 'timestamp', 'name'], orderBy: ['id'] }),
    findWriter(reader, table),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const nameless = read.rows.filter(({ name }) => name === null).length;
  return {
    applied: read.rows.flatMap(({ name }) =>
      // Its column `timestamp` is the number of the name: nobody knows when it was applied.
      name === null ? [] : [appliedMigration(name, { name: readableName(name) })],
    ),
    faults: nameless === 0 ? [] : [`${nameOf(table)} has ${nameless} rows without a name`],
    lockedBy,
  };
}

const adapter: ToolAdapter<'typeorm'> = {
  tool: 'typeorm',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: (paths) =>
    paths.some((path) => isScript(path) && fileForm.test(stemOf(baseName(path)))),
  readSource,
  readHistory,
  judge: (facts) => judgeLine(facts, { title, compare, late: 'OUT_OF_ORDER' }),
};

export const typeormAdapter = defineToolAdapter(adapter);
