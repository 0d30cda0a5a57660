// From a rule's level to the level in this database: the size of the table, who uses it, and which
// transactions would make it wait. What is not known changes nothing, and is a doubt. Pure.
import { blockedBy, riskRank, type BlockedKind, type RiskLevel } from '../../core/impact.ts';
import { doubts, type Doubt } from './confidence.ts';
import type { DatabaseFacts, LongTransaction, TableFacts } from './facts.ts';
import { blocksWrites } from './locks.ts';
import type { ImpactRule, RuleFinding } from './rule.ts';
import type { TableRef } from './scope.ts';

export interface Weighed {
  readonly level: RiskLevel;
  readonly because: readonly string[];
  readonly doubts: readonly Doubt[];
}

/** Work over a table of this size is over before anybody notices. */
export const smallTable = { bytes: 10 * 1024 ** 2, rows: 10_000 };
/** Work over a table of this size takes seconds. */
export const moderateTable = { bytes: 100 * 1024 ** 2, rows: 1_000_000 };
/** Work over a table of this size takes many minutes. */
export const hugeTable = { bytes: 10 * 1024 ** 3, rows: 100_000_000 };
/** Reads and writes a minute: hardly anybody, and so many that a queue is long within a second. */
export const quietPerMinute = 60;
export const busyPerMinute = 6000;
/** A transaction as old as this is one that a lock will wait for. */
export const longTransactionMs = 10_000;

const scale = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

function shift(level: RiskLevel, steps: number): RiskLevel {
  const at = scale.findIndex((each) => each === level);
  if (at === -1) return level;
  return scale[Math.max(0, Math.min(scale.length - 1, at + steps))] ?? level;
}

function atLeast(level: RiskLevel, floor: RiskLevel): RiskLevel {
  return riskRank(level) < riskRank(floor) ? floor : level;
}

/** `12.3 GB`, in powers of 1024 as PostgreSQL counts. */
export function sizeText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

function rowsText(table: TableFacts): string {
  if (table.rows === null) return 'never analysed';
  return `about ${table.rows.toLocaleString('en-US')} rows`;
}

type Size = 'small' | 'moderate' | 'large' | 'huge';

function sizeOf(table: TableFacts): Size {
  const rows = table.rows ?? 0;
  const under = (limit: { bytes: number; rows: number }): boolean =>
    table.totalBytes < limit.bytes && rows < limit.rows;
  if (under(smallTable)) return 'small';
  if (under(moderateTable)) return 'moderate';
  return under(hugeTable) ? 'large' : 'huge';
}

/** Reads and writes a minute; null when it is not known. */
export function trafficOf(table: TableFacts): number | null {
  if (table.readsPerMinute === null || table.writesPerMinute === null) return null;
  return table.readsPerMinute + table.writesPerMinute;
}

function waitsFor(key: string, facts: DatabaseFacts): LongTransaction | undefined {
  return facts.longTransactions.find(
    ({ locks, sinceMs }) => sinceMs >= longTransactionMs && locks.includes(key),
  );
}

function sessionText({ pid, application, sinceMs }: LongTransaction): string {
  const who =
    application === null || application === '' ? `pid ${pid}` : `${application} (pid ${pid})`;
  return `${who} has a transaction open on it for ${Math.round(sinceMs / 1000)} s`;
}

interface Step {
  readonly level: RiskLevel;
  readonly because?: string;
}

/** What remains however small the table is. */
function floorOf(classes: readonly string[], loses: boolean): RiskLevel {
  if (classes.includes('DATA_LOSS')) return loses ? 'HIGH' : 'MEDIUM';
  return classes.includes('BREAKS_CLIENTS') ? 'MEDIUM' : 'LOW';
}

/** Down by some steps, but not below the floor; a floor raises nothing. */
function lowered(level: RiskLevel, steps: number, floor: RiskLevel = 'LOW'): RiskLevel {
  return riskRank(level) <= riskRank(floor) ? level : atLeast(shift(level, -steps), floor);
}

function bySize(level: RiskLevel, table: TableFacts, floor: RiskLevel): Step {
  const text = `${table.schema}.${table.name} has ${sizeText(table.totalBytes)}, ${rowsText(table)}`;
  switch (sizeOf(table)) {
    case 'small':
      return { level: lowered(level, 3, floor), because: `${text}: small` };
    case 'moderate':
      return { level: lowered(level, 1, floor), because: text };
    case 'large':
      return { level, because: text };
    case 'huge':
      return { level: shift(level, 1), because: `${text}: huge` };
  }
}

/** For locks whose length does not depend on the table: how many wait behind them. */
function byTraffic(level: RiskLevel, table: TableFacts): Step {
  const traffic = trafficOf(table);
  if (traffic === null) return { level };
  const text = `${table.schema}.${table.name} is read and written ${Math.round(traffic).toLocaleString('en-US')} times a minute`;
  if (traffic < quietPerMinute) return { level: lowered(level, 2), because: text };
  if (traffic < busyPerMinute) return { level: lowered(level, 1), because: text };
  return { level, because: `${text}: busy` };
}

function isEmpty(table: TableFacts): boolean {
  // 8 kB blocks: an empty table with a few indexes and a TOAST table.
  return table.rows === 0 && table.heapBytes === 0;
}

function withoutFacts(
  level: RiskLevel,
  table: TableRef,
  matters: boolean,
  online: boolean,
): Weighed {
  if (table.madeEarlier) {
    const because = [`${table.label} is made by an earlier migration of this assessment`];
    return { level: level === 'NONE' ? level : 'LOW', because, doubts: [] };
  }
  if (!matters) return { level, because: [], doubts: [] };
  const because = [`how large ${table.label} is and who uses it is not known`];
  const doubt = online
    ? doubts.unknownTable(`${table.label} was not found in the database`)
    : doubts.offline;
  return { level, because, doubts: [doubt] };
}

/** The level of a finding in this database, with every reason. */
export function weigh(
  rule: Pick<ImpactRule, 'level' | 'classes' | 'lockMode'>,
  finding: RuleFinding,
  facts: DatabaseFacts,
): Weighed {
  const base = finding.level ?? rule.level;
  const ref = finding.table;
  if (ref === undefined || base === 'NONE' || base === 'UNKNOWN') {
    return { level: base, because: [], doubts: [] };
  }
  const table = ref.facts;
  const online = facts.serverVersion !== null;
  const classes = finding.classes ?? rule.classes;
  const lockMode = finding.lockMode === undefined ? rule.lockMode : finding.lockMode;
  const grows = finding.work === 'scan' || finding.work === 'rewrite';
  const blocks = blocksWrites(lockMode) && classes.includes('LOCK');
  if (table === undefined) return withoutFacts(base, ref, grows || blocks, online);

  const because: string[] = [];
  const found: Doubt[] = [];
  let level: RiskLevel = base;
  const take = (step: Step): void => {
    level = step.level;
    if (step.because !== undefined) because.push(step.because);
  };

  if (classes.includes('DATA_LOSS') && isEmpty(table)) {
    take({ level: lowered(level, 3, 'MEDIUM'), because: `${ref.label} holds no rows` });
  } else if (grows) {
    take(bySize(level, table, floorOf(classes, finding.loses !== undefined)));
    if (table.rows === null && table.heapBytes > 0) {
      found.push(doubts.unknownSize(`${ref.label} was never analysed: its rows are not known`));
    }
    const traffic = trafficOf(table);
    const lasts = sizeOf(table) !== 'small';
    if (blocks && lasts && traffic !== null && traffic >= busyPerMinute) {
      take({ level: shift(level, 1), because: `it is used ${Math.round(traffic)} times a minute` });
    }
  } else if (blocks && classes.every((each) => each === 'LOCK' || each === 'TRANSACTION')) {
    take(byTraffic(level, table));
    if (trafficOf(table) === null) {
      found.push(doubts.unknownTraffic(`how much ${ref.label} is used is not known`));
    }
  }
  const blocker = blocks ? waitsFor(ref.key, facts) : undefined;
  if (blocker !== undefined) {
    take({ level: atLeast(shift(level, 1), 'HIGH'), because: sessionText(blocker) });
  }
  return { level, because, doubts: found };
}

/** What others cannot do while a finding's lock is held. */
export function blocksOf(
  rule: Pick<ImpactRule, 'lockMode'>,
  finding: RuleFinding,
): readonly BlockedKind[] {
  if (finding.blocks !== undefined) return finding.blocks;
  const mode = finding.lockMode === undefined ? rule.lockMode : finding.lockMode;
  return mode === null ? [] : blockedBy(mode);
}
