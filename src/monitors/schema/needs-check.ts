// Whether a database has what applications need of it: its stored schema against the needs of the
// configuration as they are now. Neither the database nor its files are written to.
import { ConflictError } from '../../core/errors.ts';
import { checkNeeds } from '../../databases/needs/needs.ts';
import type { NeedsReader } from '../../databases/needs/needs-reader.ts';
import type { NotChecked, UnmetNeed } from '../../databases/needs/problems.ts';
import type { SchemaSettings } from '../../databases/target.ts';
import type { StoredSnapshot } from '../../store/schema-snapshots.ts';
import type { SchemaComparer } from './compare.ts';

/** The first of a list, and how long it is. */
export interface Some<T> {
  readonly first: readonly T[];
  readonly count: number;
}

export interface NeedsReport {
  readonly snapshot: StoredSnapshot;
  /** How many tables are required. */
  readonly required: number;
  /** How many queries there are, those that cannot be read included. */
  readonly queries: number;
  readonly unmet: Some<UnmetNeed>;
  readonly notChecked: Some<NotChecked>;
  /** What is wrong with the folder of queries. */
  readonly faults: Some<string>;
}

export interface NeedsChecker {
  /** @throws ConflictError when the database is not configured any more or its schema is not kept. */
  check(databaseName: string, snapshot: StoredSnapshot): Promise<NeedsReport>;
}

export interface NeedsCheckerOptions {
  readonly schemas: Pick<SchemaComparer, 'examine'>;
  readonly needs: Pick<NeedsReader, 'load'>;
  /** What the configuration says of a database; undefined for one that is not in it. */
  settingsOf(databaseName: string): SchemaSettings | undefined;
}

const maxListed = 200;

/** Creates the checker. */
export function createNeedsChecker(options: NeedsCheckerOptions): NeedsChecker {
  return {
    check: async (databaseName, snapshot) => {
      const settings = options.settingsOf(databaseName);
      if (settings === undefined) {
        throw new ConflictError(
          `"${databaseName}" is not in the configuration any more: what is needed of it is not known.`,
        );
      }
      const needs = await options.needs.load(settings);
      const found = await options.schemas.examine(snapshot, (schema) => checkNeeds(schema, needs));
      return {
        snapshot,
        required: needs.required.length,
        queries: needs.queries.length + needs.unreadable.length,
        unmet: someOf(found.unmet),
        notChecked: someOf(found.notChecked),
        faults: someOf(needs.faults),
      };
    },
  };
}

function someOf<T>(list: readonly T[]): Some<T> {
  return { first: list.slice(0, maxListed), count: list.length };
}
