// Comparing two schemas that are stored. Reading and comparing big ones takes the process a fifth of a
// second, so they are compared one after another and others get their turn in between; who would
// have to wait for too many is refused.
import type { Clock } from '../../core/clock.ts';
import { ConflictError, InvalidInputError, UnavailableError } from '../../core/errors.ts';
import { createLine } from '../../core/line.ts';
import type { SchemaDiff } from '../../core/schema-change.ts';
import type { SchemaSnapshot } from '../../core/schema.ts';
import { diffSnapshots } from '../../databases/schema/diff.ts';
import { readSnapshotContent, type StoredSnapshot } from '../../store/schema-snapshots.ts';
import type { Store } from '../../store/store.ts';

export interface SchemaComparer {
  /**
   * What changed from one to the other.
   * @throws InvalidInputError for different engines, ConflictError for one whose objects are not kept
   */
  compare(before: StoredSnapshot, after: StoredSnapshot): Promise<SchemaDiff>;
  /** The objects of one; throws ConflictError when they are not kept. */
  read(snapshot: StoredSnapshot): Promise<SchemaSnapshot>;
  /** What `look` finds in the objects of one, with its turn; throws as `read` does. */
  examine<T>(snapshot: StoredSnapshot, look: (content: SchemaSnapshot) => T): Promise<T>;
}

export interface SchemaComparerOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** How many may wait. */
  readonly maxWaiting?: number;
}

/** Creates a comparer; one for a process. */
export function createSchemaComparer(options: SchemaComparerOptions): SchemaComparer {
  const { store, clock, maxWaiting = 50 } = options;
  const line = createLine({
    maxWaiting,
    tooMany: () =>
      new UnavailableError('Too many schemas are being compared right now. Try again in a moment.'),
  });
  // Others get their turn of the process in between.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
    line.enter(() => clock.sleep(0).then(work));

  const read = async (snapshot: StoredSnapshot): Promise<SchemaSnapshot> => {
    const content = await readSnapshotContent(store.q, snapshot.id);
    if (content === undefined) throw notKept(snapshot);
    return content;
  };

  return {
    read: (snapshot) => inTurn(() => read(snapshot)),
    examine: (snapshot, look) => inTurn(async () => look(await read(snapshot))),
    compare: async (before, after) => {
      if (before.engine !== after.engine) {
        throw new InvalidInputError(
          `A schema of ${before.engine} cannot be compared with one of ${after.engine}: their types ` +
            'and definitions have different words.',
          [{ path: 'b', message: `is of ${after.engine}, not of ${before.engine}` }],
        );
      }
      if (before.hash === after.hash) return { changes: [], renames: [], risk: 'NONE' };
      return inTurn(async () => diffSnapshots(await read(before), await read(after)));
    },
  };
}

function notKept({ takenAt, hash }: StoredSnapshot): ConflictError {
  return new ConflictError(
    `The objects of the schema of ${takenAt.toISOString()} (${hash.slice(0, 12)}) are not kept any ` +
      'more, only its hash and time. Choose a newer one.',
  );
}
