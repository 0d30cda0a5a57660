// node-pg-migrate: `pgmigrations` names the files without extension. It compares the order of rows and
// files place by place and refuses to go on at the first difference.
import type { ToolAdapter, JudgedFacts } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import { nameOf, type HistoryTable } from '../adapter-kit/catalogue.ts';
import type { HistoryReading, SourceReading } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { advisoryKey, findAdvisoryHolder } from '../adapter-kit/lock-holder.ts';
import { readRows, toTime } from '../adapter-kit/read-rows.ts';
import { isScript, readableName, stemOf } from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import { listSome } from '../summarise.ts';
import type { SourceFiles } from '../files/source-files.ts';

const title = 'node-pg-migrate';
const form = { names: ['pgmigrations'], columns: ['name', 'run_on'] };
const lock = advisoryKey(7_241_865_325_823_964n);

const isMigration = (path: string): boolean => isScript(path) || path.endsWith('.sql');

/** The number a name begins with: 17 digits are a time in UTC, others stand for themselves. */
function numberOf(name: string): number | undefined {
  const digits = /^\d+/.exec(name)?.[0];
  if (digits?.length !== 17) return digits === undefined ? undefined : Number(digits);
  const part = (from: number, to: number): number => Number(digits.slice(from, to));
  return Date.UTC(
    part(0, 4),
    part(4, 6) - 1,
    part(6, 8),
    part(8, 10),
    part(10, 12),
    part(12, 14),
    part(14, 17),
  );
}

const words = new Intl.Collator(undefined, { numeric: true, ignorePunctuation: true });

const compare = (a: string, b: string): number =>
  (numberOf(a) ?? 0) - (numberOf(b) ?? 0) || words.compare(a, b);

async function readSource(files: SourceFiles): Promise<SourceReading> {
  // Its folder is flat, and it takes every file in it that is not hidden.
  const paths = (await files.list()).filter(
    (path) => !path.includes('/') && !path.startsWith('.') && isMigration(path),
  );
  const numbered = paths.filter((path) => numberOf(path) !== undefined);
  const strange = paths.filter((path) => numberOf(path) === undefined);
  const migrations = numbered
    .toSorted(compare)
    .map((path) => ({ version: stemOf(path), path }))
    .map((one) => ({ ...one, name: readableName(one.path), checksum: null }));
  const twice = migrations.filter(
    ({ version }, place) => migrations[place - 1]?.version === version,
  );
  return {
    migrations: migrations.filter((one) => !twice.includes(one)),
    faults: [
      ...(strange.length === 0
        ? []
        : [`names must begin with a number, or ${title} stops: ${listSome(strange)}`]),
      ...twice.map(({ version }) => `there are two files named ${version}: leave one`),
    ],
    notes: [],
  };
}

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const [read, lockedBy] = await Promise.all([
    readRows(reader, table, { title, columns: ['name', 'run_on'], orderBy: ['run_on', 'id'] }),
    findAdvisoryHolder(reader, title, lock),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const nameless = read.rows.filter(({ name }) => name === null).length;
  return {
    applied: read.rows.flatMap(({ name, run_on: time }) =>
      name === null
        ? []
        : [appliedMigration(name, { name: readableName(name), appliedAt: toTime(time) })],
    ),
    faults: nameless === 0 ? [] : [`${nameOf(table)} has ${nameless} rows without a name`],
    lockedBy,
  };
}

/** What the tool says when the order differs; undefined when it goes on. */
function orderFault({ source, history, settings }: JudgedFacts): string | undefined {
  if (settings?.outOfOrder === 'run' || source.appliedSideOnly === true) return undefined;
  const rows = history?.applied ?? [];
  const length = Math.min(rows.length, source.migrations.length);
  for (let place = 0; place < length; place += 1) {
    const row = rows[place]?.version;
    const file = source.migrations[place]?.version;
    if (row !== file) {
      return (
        `${title} refuses to run, because its ${place + 1}. migration is ${file} in the source ` +
        `and ${row} in the history. Where it runs with --no-check-order, set \`outOfOrder: run\``
      );
    }
  }
  return undefined;
}

const adapter: ToolAdapter<'node-pg-migrate'> = {
  tool: 'node-pg-migrate',
  title,
  findHistory: (catalogue, named) => findTable(catalogue, named, form),
  isFolder: (paths) =>
    paths.some((path) => /^(?:\d{13}|\d{17})_[^/]+$/.test(path) && isMigration(path)),
  readSource,
  readHistory,
  judge: (facts) => {
    const fault = orderFault(facts);
    const { source } = facts;
    const faults = fault === undefined ? source.faults : [...source.faults, fault];
    const rules = { title, compare, late: 'OUT_OF_ORDER' } as const;
    return judgeLine({ ...facts, source: { ...source, faults } }, rules);
  },
};

export const nodePgMigrateAdapter = defineToolAdapter(adapter);
