// Which events are about a database: by their subject, or by the name that events of runs carry. Pure.
import type { LiveEvent } from '../client/live-log.ts';

/** A test for events about the database of this name; while it is not known, all are. */
export function concernsDatabase(name: string | undefined): (event: LiveEvent) => boolean {
  return ({ subject, payload }) =>
    name === undefined ||
    subject === `database:${name}` ||
    (typeof payload === 'object' &&
      payload !== null &&
      'database' in payload &&
      payload.database === name);
}
