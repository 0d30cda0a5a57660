// What `rollback` asks a server, and how its answers are read.
import { z } from 'zod';

import { runStates } from '../core/migrations.ts';
import { assessmentFields, assessmentSchema } from './assess-by-server.ts';
import { CommandError } from './failures.ts';
import type { Server } from './server.ts';

const errorFields = `
  __typename
  ... on InvalidInputError { message issues { path message } }
  ... on Error { message }
`;

export const previewDocument = `
  query CommandRollbackPreview($database: ID!, $source: String, $toVersion: String) {
    previewRollback(database: $database, source: $source, toVersion: $toVersion) {
      source
      fromVersion
      toVersion
      because
      migrations { version name }
      impact { ${assessmentFields} }
    }
  }
`;

export const rollbackDocument = `
  mutation CommandRollback($input: EmergencyRollbackInput!) {
    emergencyRollback(input: $input) {
      ... on MigrationRun { id cursor }
      ${errorFields}
    }
  }
`;

export const runDocument = `
  query CommandRun($id: ID!) {
    migrationRun(id: $id) {
      state
      durationMs
      error { message hint }
      verification { ok checks { name ok message } }
    }
  }
`;

/** A failure that the API answers as data. */
const failureSchema = z.object({
  __typename: z.string(),
  message: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

const previewSchema = z.object({
  source: z.string(),
  fromVersion: z.string().nullable(),
  toVersion: z.string(),
  because: z.string().nullable(),
  migrations: z.array(z.object({ version: z.string(), name: z.string() })),
  impact: assessmentSchema.nullable(),
});
export type RollbackPreview = z.output<typeof previewSchema>;

const startedSchema = z.object({ id: z.string(), cursor: z.string() });

const runSchema = z.object({
  state: z.enum(runStates),
  durationMs: z.number().nullable(),
  error: z.object({ message: z.string(), hint: z.string().nullable() }).nullable(),
  verification: z
    .object({
      ok: z.boolean(),
      checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
    })
    .nullable(),
});
export type FinishedRun = z.output<typeof runSchema>;

function read<Schema extends z.ZodType>(
  { url }: Server,
  schema: Schema,
  answer: unknown,
): z.output<Schema> {
  const failure = failureSchema.safeParse(answer);
  if (failure.success) {
    const { message, issues = [] } = failure.data;
    const details = issues.map((issue) => ` ${issue.path} ${issue.message}.`);
    throw new CommandError(`${message}${details.join('')}`);
  }
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new CommandError(
    `${url} answers in a form that this command does not know: are both of the same version?`,
  );
}

const fieldOf = (data: unknown, name: string): unknown =>
  typeof data === 'object' && data !== null
    ? Object.entries(data).find(([key]) => key === name)?.[1]
    : undefined;

export interface RollbackQuestion {
  readonly database: string;
  readonly source: string | undefined;
  /** Undefined: the last good one. */
  readonly toVersion: string | undefined;
}

/** What a roll-back would do; nothing is changed. */
export async function askPreview(
  server: Server,
  question: RollbackQuestion,
): Promise<RollbackPreview> {
  const data = await server.ask(previewDocument, { ...question });
  return read(server, previewSchema, fieldOf(data, 'previewRollback'));
}

export interface RollbackOrder {
  readonly database: string;
  readonly source: string;
  readonly toVersion: string;
  readonly reason: string;
  readonly clientMutationId: string;
}

/** Starts it; the same key gives the same run, however often it is asked. */
export async function startRollback(
  server: Server,
  order: RollbackOrder,
): Promise<{ readonly id: string; readonly cursor: string }> {
  const data = await server.ask(rollbackDocument, { input: order });
  return read(server, startedSchema, fieldOf(data, 'emergencyRollback'));
}

/** How a run stands. */
export async function askRun(server: Server, id: string): Promise<FinishedRun> {
  const data = await server.ask(runDocument, { id });
  return read(server, runSchema, fieldOf(data, 'migrationRun'));
}
