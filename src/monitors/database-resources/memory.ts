// What a watch of one database's resources remembers between two readings: what to compare the next one
// with, and what is read less often, so that the latest of everything can be shown at any time.
import type {
  Measure,
  ResourceNote,
  ResourceReading,
  ResourceRequest,
  TableFacts,
} from '../../databases/resources.ts';
import { toMeasures, type TimedReading } from './rates.ts';

export interface ResourceTimings {
  /** How often statements are compared. */
  readonly statementsMs: number;
  /** How often tables and sizes are read. */
  readonly tablesMs: number;
}

export const defaultTimings: ResourceTimings = { statementsMs: 60_000, tablesMs: 300_000 };

export interface Taken {
  /** New with this reading, for the samples. */
  readonly fresh: readonly Measure[];
  /** The latest of all there is, for the store. */
  readonly latest: {
    readonly measures: readonly Measure[];
    readonly tables: readonly TableFacts[];
    readonly notes: readonly ResourceNote[];
  };
}

export interface ResourceMemory {
  /** What is to be read now. */
  due(nowMs: number): ResourceRequest;
  /** `statements`: the measures of a window that ended with the reading, if one did. */
  take(
    reading: ResourceReading,
    request: ResourceRequest,
    atMs: number,
    statements: readonly Measure[] | undefined,
  ): Taken;
}

export function createResourceMemory(timings: ResourceTimings): ResourceMemory {
  let before: TimedReading | undefined;
  let tablesAtMs = Number.NEGATIVE_INFINITY;
  let statementsAtMs = Number.NEGATIVE_INFINITY;
  let tables: readonly TableFacts[] = [];
  let ofTables: readonly Measure[] = [];
  let ofStatements: readonly Measure[] = [];
  let notes = new Map<string, ResourceNote>();
  return {
    due: (nowMs) => ({
      tables: nowMs - tablesAtMs >= timings.tablesMs,
      statements: nowMs - statementsAtMs >= timings.statementsMs,
    }),
    take: (reading, request, atMs, statements) => {
      const now = { reading, atMs };
      const measures = [...toMeasures(before, now)];
      before = now;
      if (request.tables) {
        tablesAtMs = atMs;
        ({ tables = [], tableMeasures: ofTables = [] } = reading);
        // What is not a reason any more goes with the reading that asks for everything.
        if (request.statements) notes = new Map();
      }
      if (request.statements) {
        statementsAtMs = atMs;
        ofStatements = statements ?? [];
      }
      for (const note of reading.notes) notes.set(note.about, note);
      const slow = [
        ...(request.tables ? ofTables : []),
        ...(request.statements ? ofStatements : []),
      ];
      return {
        fresh: [...measures, ...slow],
        latest: {
          measures: [...measures, ...ofTables, ...ofStatements],
          tables,
          notes: [...notes.values()],
        },
      };
    },
  };
}
