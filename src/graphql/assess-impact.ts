// From the input of `assessImpact` to what the assessor is asked.
import { InvalidInputError, type InputIssue } from '../core/errors.ts';
import type { ImpactAssessment } from '../core/impact.ts';
import type { GraphqlContext } from './context.ts';
import { getDatabase } from './database-reference.ts';

type Given<T> = T | null | undefined;

export interface AssessInput {
  readonly database?: Given<string>;
  readonly source?: Given<string>;
  readonly toVersion?: Given<string>;
  readonly sql?: Given<string>;
  readonly files?: Given<readonly { readonly name: string; readonly sql: string }[]>;
  readonly optIn?: Given<readonly string[]>;
}

/** @throws InvalidInputError when the input asks for nothing, or for two things. */
export async function assessImpact(
  context: GraphqlContext,
  input: AssessInput,
): Promise<ImpactAssessment> {
  const { impact } = context.services;
  const texts = textsOf(input);
  refuseUnclear(input, texts);
  const optIn = input.optIn ?? undefined;
  const database =
    typeof input.database === 'string' ? await getDatabase(context, input.database) : undefined;
  if (texts !== undefined || database === undefined) {
    return impact.assessFiles({ databaseName: database?.name, files: texts ?? [], optIn });
  }
  return impact.assessPending({
    databaseName: database.name,
    source: input.source ?? undefined,
    toVersion: input.toVersion ?? undefined,
    optIn,
  });
}

/** The SQL that was given; undefined when pending migrations are meant. */
function textsOf({ sql, files }: AssessInput) {
  const given = typeof sql === 'string' ? [{ name: '<sql>', sql }] : (files ?? undefined);
  return given?.map(({ name, sql: text }) => ({
    version: null,
    file: name,
    bytes: Buffer.from(text),
  }));
}

function refuseUnclear(input: AssessInput, texts: readonly unknown[] | undefined): void {
  const issues: InputIssue[] = [];
  if (texts === undefined && typeof input.database !== 'string') {
    issues.push({ path: 'input', message: 'needs `database`, `sql` or `files`' });
  }
  if (typeof input.sql === 'string' && input.files != null) {
    issues.push({ path: 'input.files', message: 'does not go with `sql`' });
  }
  for (const name of ['source', 'toVersion'] as const) {
    if (texts === undefined || input[name] == null) continue;
    issues.push({ path: `input.${name}`, message: 'chooses pending migrations, not SQL' });
  }
  if (issues.length === 0) return;
  throw new InvalidInputError(
    'Pass `database` for its pending migrations, or SQL in `sql` or `files`.',
    issues,
  );
}
