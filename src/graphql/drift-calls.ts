// Calls of the drift commands with what the API's arguments name: ids are taken apart, databases found.
import { InvalidInputError, NotFoundError } from '../core/errors.ts';
import type { DriftIgnoreRow, SchemaDrift } from '../store/schema-drifts.ts';
import type { GraphqlContext } from './context.ts';
import { getDatabase } from './database-reference.ts';
import { bareId } from './global-ids.ts';
import { isUuid } from './loaders.ts';

function driftIdOf(reference: string): string {
  const id = bareId('SchemaDrift', reference);
  if (isUuid(id)) return id;
  throw new NotFoundError(
    `There is no drift "${reference.slice(0, 100)}". \`drifts\` lists those there are.`,
  );
}

/** Takes note of a drift. */
export function acknowledge(
  { services, viewer }: GraphqlContext,
  input: { readonly id: string; readonly comment?: string | null | undefined },
): Promise<SchemaDrift> {
  const comment = input.comment ?? null;
  return services.drift.acknowledge(viewer, { id: driftIdOf(input.id), comment });
}

/** Makes the present schema the baseline. */
export function accept(
  { services, viewer }: GraphqlContext,
  input: {
    readonly id: string;
    readonly comment: string;
    readonly digest?: string | null | undefined;
  },
): Promise<SchemaDrift> {
  const { comment, digest } = input;
  return services.drift.accept(viewer, {
    id: driftIdOf(input.id),
    comment,
    digest: digest ?? undefined,
  });
}

/** Makes a rule. */
export async function ignore(
  context: GraphqlContext,
  input: { readonly database: string; readonly objects: string; readonly reason: string },
): Promise<DriftIgnoreRow> {
  const { name } = await getDatabase(context, input.database);
  const { objects, reason } = input;
  const { services, viewer } = context;
  return services.drift.ignore(viewer, { databaseName: name, objects, reason });
}

/** Removes a rule. */
export function unignore(
  { services, viewer }: GraphqlContext,
  id: string,
): Promise<DriftIgnoreRow> {
  if (!isUuid(id)) {
    throw new InvalidInputError('This is not the id of a rule.', [
      { path: 'id', message: 'must be an id that `Database.driftIgnores` returned' },
    ]);
  }
  return services.drift.unignore(viewer, id);
}
