// What statements cost between two readings of their totals. Pure. A statement that is new counts as a
// whole when the reading before had them all; where it had not, or a total went back (the server forgot
// the statement meanwhile), it says nothing until the next reading.
import type { Measure, StatementReading, StatementTotals } from '../../databases/resources.ts';

export type StatementCost = StatementTotals & { readonly meanMs: number };

/** The costliest within a window are kept. */
export const keptStatements = 20;

/** What grew, the costliest first; undefined when the two cannot be compared. */
export function compareStatements(
  before: StatementReading | undefined,
  now: StatementReading,
): readonly StatementCost[] | undefined {
  if (before?.epoch !== now.epoch) return undefined;
  const totals = new Map(before.totals.map((one) => [one.id, one]));
  return now.totals
    .flatMap((one): StatementCost[] => {
      const known = totals.get(one.id);
      if (known === undefined) return before.complete && one.calls > 0 ? [withMean(one)] : [];
      if (one.calls <= known.calls || one.totalMs < known.totalMs) return [];
      return [
        withMean({
          id: one.id,
          calls: one.calls - known.calls,
          totalMs: one.totalMs - known.totalMs,
          rows: one.rows - known.rows,
          blocksHit: one.blocksHit - known.blocksHit,
          blocksRead: one.blocksRead - known.blocksRead,
          tempBlocks: one.tempBlocks - known.tempBlocks,
          walBytes: one.walBytes - known.walBytes,
        }),
      ];
    })
    .toSorted((left, right) => right.totalMs - left.totalMs);
}

function withMean(one: StatementTotals): StatementCost {
  return { ...one, meanMs: one.totalMs / one.calls };
}

/** Numbers of all statements of a window. */
export function measureStatements(
  costs: readonly StatementCost[],
  windowMs: number,
): readonly Measure[] {
  const calls = costs.reduce((sum, one) => sum + one.calls, 0);
  const totalMs = costs.reduce((sum, one) => sum + one.totalMs, 0);
  const measures = [
    { metric: 'database.statements_per_second', value: (1000 * calls) / windowMs },
    { metric: 'database.statement_time_percent', value: (100 * totalMs) / windowMs },
  ];
  if (calls === 0) return measures;
  return [
    ...measures,
    { metric: 'database.statement_mean_ms', value: totalMs / calls },
    {
      metric: 'database.slowest_statement_mean_ms',
      value: Math.max(...costs.map(({ meanMs }) => meanMs)),
    },
  ];
}
