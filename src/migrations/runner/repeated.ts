// The statements a run sends with each of its migrations, prepared once on its session. A file may
// drop what is prepared (DEALLOCATE ALL); from then on they are sent in full.
import type { Session } from '../../databases/postgres/session.ts';
import {
  notPreparedSqlState,
  plainStatements,
  prepareRepeated,
  preparedStatements,
  type RepeatedStatements,
} from '../history-rows.ts';
import { serverErrorOf } from './failure.ts';

export interface Repeated {
  /** Prepares the statements; the history table must be there. Until then they go out in full. */
  prepare(): Promise<void>;
  readonly statements: RepeatedStatements;
  /** True when an error may come from a dropped statement, so that repeating the work may help. */
  wasDropped(error: unknown): boolean;
}

/** The repeated statements of a session. */
export function createRepeated(session: Session): Repeated {
  let statements = plainStatements;
  return {
    prepare: async () => {
      await session.execute(prepareRepeated);
      statements = preparedStatements;
    },
    get statements() {
      return statements;
    },
    wasDropped: (error) => {
      if (serverErrorOf(error)?.code !== notPreparedSqlState) return false;
      if (statements === plainStatements) return false;
      statements = plainStatements;
      return true;
    },
  };
}
