// How long the scans and rewrites of an assessment may take, from the bytes of the tables and the
// rates that were measured on that server. A wide range with its basis, or nothing at all. Pure.
import type { ImpactEstimate } from '../../core/impact.ts';
import type { DatabaseFacts } from './facts.ts';
import { sizeText } from './weigh.ts';

/** One pass over a table that is there already. Plain data: it crosses threads. */
export interface TableWork {
  /** Key of the table in the facts, or what it is called when they do not name it. */
  readonly table: string;
  readonly work: 'scan' | 'rewrite';
  /** The statement that does it: what two rules say of one pass counts once. */
  readonly statement: string;
}

/** The heaviest work for each statement and table. */
function passes(all: readonly TableWork[]): TableWork[] {
  const heaviest = new Map<string, TableWork>();
  for (const each of all) {
    const key = `${each.statement} ${each.table}`;
    if (heaviest.get(key)?.work !== 'rewrite') heaviest.set(key, each);
  }
  return [...heaviest.values()];
}

/** The range for all of it together; null when any part of it has no basis. */
export function estimateWork(
  all: readonly TableWork[],
  facts: DatabaseFacts,
): ImpactEstimate | null {
  const work = passes(all);
  if (work.length === 0) return null;
  let lowMs = 0;
  let highMs = 0;
  let bytes = 0;
  for (const { table, work: kind } of work) {
    const live = facts.tables.get(table);
    const rates = kind === 'scan' ? facts.scanBytesPerSecond : facts.rewriteBytesPerSecond;
    if (live === undefined || rates === null) return null;
    const size = kind === 'scan' ? live.heapBytes : live.totalBytes;
    bytes += size;
    lowMs += (size / rates.high) * 1000;
    highMs += (size / rates.low) * 1000;
  }
  const names = [...new Set(work.map(({ table }) => table))];
  const where = names.length === 1 ? names[0] : `${names.length} tables`;
  const rates = facts.rateBasis == null ? '' : `: ${facts.rateBasis}`;
  const basis = `${sizeText(bytes)} in ${where}, at the rates measured on this server${rates}`;
  return { lowMs: Math.round(lowMs), highMs: Math.round(highMs), basis };
}
