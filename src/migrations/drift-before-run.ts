// What open drift means for a run: nothing, a word in its first event, or that it is not made. Nobody
// assesses a migration for a schema that is not what its migrations made of it, so what runs by itself
// waits for a person then. An emergency is never stopped.
import { ConflictError } from '../core/errors.ts';
import type { RunOrigin } from '../core/migrations.ts';
import type { SchemaSettings } from '../databases/target.ts';
import { listUndecidedSets } from '../store/schema-changes.ts';
import { findOpenDrift, type SchemaDrift } from '../store/schema-drifts.ts';
import type { Queryable } from '../store/store.ts';

export interface DriftedRun {
  readonly databaseId: string;
  readonly database: string;
  readonly policy: SchemaSettings['beforeRun'];
  readonly origin: RunOrigin;
  readonly dryRun: boolean;
  /** It goes on whatever the policy says. */
  readonly isEmergency: boolean;
  /** One of many: a person decides about it instead of an error that ends them all. */
  readonly isOfWave: boolean;
}

export interface DriftVerdict {
  /** What there is to say; undefined when there is no drift. */
  readonly message: string | undefined;
  readonly waits: boolean;
}

/**
 * Judges a run that is about to be stored.
 * @throws ConflictError when the policy is not to run.
 */
export async function judgeDriftBeforeRun(q: Queryable, run: DriftedRun): Promise<DriftVerdict> {
  const isBlocking = run.policy === 'block' && !run.dryRun && !run.isEmergency;
  if (isBlocking && (await listUndecidedSets(q, run.databaseId)).length > 0) {
    const message = 'it is not known yet what made the latest changes of the schema';
    if (run.origin === 'AUTOMATIC' || run.isOfWave) return { message, waits: true };
    throw new ConflictError(
      `Whether "${run.database}" has drifted is not known yet: its schema has just changed. Ask again ` +
        'in some seconds.',
    );
  }
  const drift = run.policy === 'off' ? undefined : await findOpenDrift(q, run.databaseId);
  if (drift === undefined) return { message: undefined, waits: false };
  const message = tell(drift);
  if (run.dryRun || run.isEmergency) return { message, waits: false };
  if (run.origin === 'AUTOMATIC') return { message, waits: true };
  if (run.policy === 'warn') return { message, waits: false };
  if (run.isOfWave) return { message, waits: true };
  throw refusal(run.database, drift);
}

/** @throws ConflictError when there is drift and the policy is not to run. */
export async function requireNoDrift(
  q: Queryable,
  database: { readonly id: string; readonly name: string },
  policy: SchemaSettings['beforeRun'],
): Promise<void> {
  const drift = policy === 'block' ? await findOpenDrift(q, database.id) : undefined;
  if (drift !== undefined) throw refusal(database.name, drift);
}

function refusal(database: string, drift: SchemaDrift): ConflictError {
  return new ConflictError(
    `"${database}" has drifted (${tell(drift)}), and its configuration does not let migrations run ` +
      'then. Undo the changes, accept them with `acceptDrift`, or ignore them with `ignoreDrift`; ' +
      'then ask again.',
  );
}

const named = 3;

function tell({ changes, changeCount }: SchemaDrift): string {
  const names = changes.slice(0, named).map(({ message }) => message);
  const more = changeCount - names.length;
  return `drift: ${names.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
