// Closes a window of statements with each reading of their totals: what they cost since the one before,
// with the texts of the costliest. A text is read once and remembered. Where texts cannot be read (their file
// on the server may have grown huge) nothing else is lost, and they are left alone for an hour.
import type { Clock } from '../../core/clock.ts';
import { coerceError } from '../../core/errors.ts';
import type { DatabaseConnection } from '../../databases/driver.ts';
import type { Measure, ResourceNote, StatementReading } from '../../databases/resources.ts';
import type { SlowStatementsRow } from '../../store/database-resources.ts';
import { compareStatements, keptStatements, measureStatements } from './statement-costs.ts';

const mostTexts = 10 * keptStatements;
const textsAgainMs = 3_600_000;

export interface StatementWindow {
  readonly row: SlowStatementsRow;
  readonly measures: readonly Measure[];
  /** Why texts are missing. */
  readonly notes: readonly ResourceNote[];
}

export interface StatementWindows {
  /** Undefined when there is nothing to compare with. */
  close(reading: StatementReading): Promise<StatementWindow | undefined>;
}

export interface StatementWindowsOptions {
  readonly databaseId: string;
  readonly clock: Clock;
  readonly connection: Pick<DatabaseConnection, 'readStatementTexts'>;
}

export function createStatementWindows(options: StatementWindowsOptions): StatementWindows {
  const { databaseId, clock, connection } = options;
  const texts = new Map<string, string>();
  let failure: { readonly reason: string; readonly atMs: number } | undefined;
  let before:
    { readonly reading: StatementReading; readonly at: Date; readonly atMs: number } | undefined;

  const readTexts = async (ids: readonly string[]): Promise<void> => {
    if (failure !== undefined && clock.monotonicMs() - failure.atMs < textsAgainMs) return;
    try {
      const found = (await connection.readStatementTexts?.(ids)) ?? new Map<string, string>();
      for (const [id, text] of found) texts.set(id, text);
      failure = undefined;
    } catch (error) {
      failure = { reason: coerceError(error).message, atMs: clock.monotonicMs() };
    }
  };

  const textsOf = async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const unknown = ids.filter((id) => !texts.has(id));
    if (unknown.length > 0) await readTexts(unknown);
    const known = new Map<string, string>();
    for (const id of ids) {
      const text = texts.get(id);
      if (text === undefined) continue;
      known.set(id, text);
      // The one that was asked for longest ago makes room.
      texts.delete(id);
      texts.set(id, text);
    }
    for (const id of texts.keys()) {
      if (texts.size <= mostTexts) break;
      texts.delete(id);
    }
    return known;
  };

  return {
    close: async (reading) => {
      const last = before;
      const now = { reading, at: clock.now(), atMs: clock.monotonicMs() };
      before = now;
      const costs = compareStatements(last?.reading, reading);
      if (last === undefined || costs === undefined || now.atMs <= last.atMs) return undefined;
      const kept = costs.slice(0, keptStatements);
      const known = await textsOf(kept.map(({ id }) => id));
      const statements = kept.map((cost) => ({ ...cost, text: known.get(cost.id) ?? null }));
      return {
        row: { databaseId, since: last.at, until: now.at, statements },
        measures: measureStatements(costs, now.atMs - last.atMs),
        notes:
          failure === undefined
            ? []
            : [{ about: 'the texts of statements', reason: failure.reason }],
      };
    },
  };
}
