// Prisma up to 7: `_prisma_migrations` has a row for each try of a migration, so a name may have several.
// A row that is neither finished nor rolled back failed, or is under way while Prisma's lock is held.
// Of Prisma 8, whose history is a graph, only what was applied is told, and never "up to date".
import type { JudgedFacts, ToolAdapter } from '../adapter-kit/adapter.ts';
import { appliedMigration } from '../adapter-kit/applied.ts';
import { nameOf, type Catalogue, type HistoryTable } from '../adapter-kit/catalogue.ts';
import type { AppliedMigration, HistoryReading } from '../adapter-kit/facts.ts';
import { findTable } from '../adapter-kit/find-table.ts';
import type { HistoryReader } from '../adapter-kit/history-reader.ts';
import { judgeLine } from '../adapter-kit/judge-line.ts';
import { advisoryKey, findAdvisoryHolder } from '../adapter-kit/lock-holder.ts';
import { isPrismaFolder, readPrismaFolder } from '../adapter-kit/prisma-folder.ts';
import { readRows, toTime, type Row } from '../adapter-kit/read-rows.ts';
import { compareNames } from '../adapter-kit/script-names.ts';
import { defineToolAdapter, unreadableHistory } from '../adapter-kit/tool-adapter.ts';
import type { BuiltStatus } from '../summarise.ts';

const title = 'Prisma';
const form = {
  names: ['_prisma_migrations'],
  columns: ['migration_name', 'checksum', 'finished_at', 'rolled_back_at'],
};
const ledgerForm = { names: ['prisma_contract.ledger'], columns: ['migration_name'] };
const lock = advisoryKey(72_707_369n);

const ofPrisma8 =
  'Prisma 8 keeps a graph of contracts: hawkwatch tells what was applied, and cannot tell what is ' +
  'pending. Ask `prisma migration status`';

const columns = [
  'migration_name',
  'checksum',
  'started_at',
  'finished_at',
  'rolled_back_at',
  'applied_steps_count',
  'logs',
] as const;
type TryRow = Row<(typeof columns)[number]>;

function findHistory(catalogue: Catalogue, named: string | null): HistoryTable | undefined {
  const table = findTable(catalogue, named, form);
  if (named !== null) return table;
  const ledger = findTable(catalogue, null, ledgerForm);
  if (table === undefined || ledger === undefined) return table ?? ledger;
  const doubt =
    `there is a history of Prisma 8 (${nameOf(ledger)}) beside ${nameOf(table)}: set \`table\` to ` +
    'the one that the project uses';
  return { ...table, doubt };
}

const isLedger = (table: HistoryTable): boolean =>
  table.schema === 'prisma_contract' && table.name === 'ledger';

async function readHistory(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  if (isLedger(table)) return readLedger(reader, table);
  const [read, lockedBy] = await Promise.all([
    readRows(reader, table, {
      title,
      columns,
      optional: ['started_at', 'applied_steps_count', 'logs'],
      orderBy: ['started_at', 'id'],
    }),
    findAdvisoryHolder(reader, title, lock),
  ]);
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  const tries = Map.groupBy(read.rows, (row) => row.migration_name ?? '');
  // The tool stops at any try that was left open, whatever became of later ones.
  const blocked = [...tries].filter(([, rows]) => rows.some(isOpen) && rows.some(isFinished));
  return {
    applied: [...tries].map(([name, rows]) => judgeTries(name, rows, lockedBy !== null)),
    faults: [],
    lockedBy,
    dirty:
      blocked[0] === undefined
        ? null
        : `an earlier try of ${blocked[0][0]} is neither finished nor rolled back, so Prisma refuses ` +
          'to deploy: settle it with `prisma migrate resolve`',
  };
}

const isOpen = (row: TryRow): boolean => row.finished_at === null && row.rolled_back_at === null;
const isFinished = (row: TryRow): boolean =>
  row.finished_at !== null && row.rolled_back_at === null;

/** What became of a migration by all its tries. */
function judgeTries(name: string, rows: readonly TryRow[], locked: boolean): AppliedMigration {
  const readable = name.replace(/^\d+_/, '');
  const finished = rows.findLast(isFinished);
  if (finished !== undefined) {
    const { checksum, started_at: started, finished_at: ended } = finished;
    const [from, to] = [toTime(started), toTime(ended)];
    const times = {
      appliedAt: to,
      durationMs: from === null || to === null ? null : Math.max(0, to.getTime() - from.getTime()),
    };
    // `migrate resolve --applied` writes a row of no steps; old rows have no number at all.
    return finished.applied_steps_count === '0'
      ? appliedMigration(name, {
          name: readable,
          checksum,
          appliedAt: to,
          state: 'MARKED',
          reason: 'marked as applied with `prisma migrate resolve`, not run',
        })
      : appliedMigration(name, { name: readable, checksum, ...times });
  }
  const open = rows.findLast(isOpen);
  if (open === undefined) {
    const reason = 'it failed and was marked as rolled back; the next deploy runs it';
    return appliedMigration(name, { name: readable, state: 'ROLLED_BACK', reason });
  }
  if (locked) return appliedMigration(name, { name: readable, state: 'RUNNING' });
  // The log quotes rows of tables: only its code is told.
  const code = /error code: ([0-9A-Z]{5})\b/.exec(open.logs ?? '')?.[1];
  const why =
    code === undefined
      ? 'it was begun and never finished'
      : `it failed with ${code}; its log is in _prisma_migrations`;
  const reason = `${why}. Settle it with \`prisma migrate resolve\``;
  return appliedMigration(name, { name: readable, state: 'FAILED', reason });
}

async function readLedger(reader: HistoryReader, table: HistoryTable): Promise<HistoryReading> {
  const read = await readRows(reader, table, {
    title: 'Prisma 8',
    columns: ['migration_name', 'migration_hash', 'created_at'],
    optional: ['migration_hash', 'created_at'],
    orderBy: ['id'],
  });
  if (read.unreadable !== undefined) return unreadableHistory(read.unreadable);
  // A migration may be applied again after another one: the last time counts.
  const last = new Map(read.rows.map((row) => [row.migration_name ?? '', row]));
  return {
    applied: [...last].map(([name, row]) =>
      appliedMigration(name, { checksum: row.migration_hash, appliedAt: toTime(row.created_at) }),
    ),
    faults: [ofPrisma8],
    lockedBy: null,
  };
}

function judge(facts: JudgedFacts): BuiltStatus {
  const rules = { title, compare: compareNames, late: 'OUT_OF_ORDER' } as const;
  if (facts.history?.faults.includes(ofPrisma8) !== true) return judgeLine(facts, rules);
  const source = { migrations: [], faults: [], notes: [], appliedSideOnly: true };
  const status = judgeLine({ ...facts, source }, { title, late: 'PENDING' });
  return { ...status, state: 'UNREACHABLE', reason: ofPrisma8 };
}

const adapter: ToolAdapter<'prisma'> = {
  tool: 'prisma',
  title,
  findHistory,
  isFolder: isPrismaFolder,
  readSource: readPrismaFolder,
  readHistory,
  judge,
};

export const prismaAdapter = defineToolAdapter(adapter);
