// The statements of many databases that took most time. Pure.
import type { PerformanceStatementsQuery } from '../../graphql/graphql.ts';

export type ReadDatabase = PerformanceStatementsQuery['databases']['edges'][number]['node'];

type Statement = NonNullable<ReadDatabase['slowStatements']>['statements'][number];

export interface CostlyStatement extends Statement {
  readonly database: Pick<ReadDatabase, 'id' | 'name'>;
}

/** The first so many; an id of theirs is unlike those of other databases. */
export function costliest(
  databases: readonly ReadDatabase[],
  most: number,
): readonly CostlyStatement[] {
  return databases
    .flatMap(({ id, name, slowStatements }) =>
      (slowStatements?.statements ?? []).map((statement) => ({
        ...statement,
        id: `${id} ${statement.id}`,
        database: { id, name },
      })),
    )
    .toSorted((a, b) => b.totalMs - a.totalMs)
    .slice(0, most);
}

/**
 * When a database that counts its statements was read last; undefined: none counts them. One that was idle
 * counts them as well, and has none.
 */
export function newestReading(databases: readonly ReadDatabase[]): string | undefined {
  return databases
    .flatMap(({ slowStatements }) => slowStatements?.until ?? [])
    .toSorted()
    .at(-1);
}
