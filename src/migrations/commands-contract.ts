// What can be asked of migrations. Every command checks the actor's role, is written to the audit
// log in its own transaction, and throws only the expected errors of core.
import type { Actor } from '../core/actor.ts';
import type { MigrationRun } from '../store/migration-runs.ts';
import type { ExpectedMigration } from './expected.ts';
import type { SourceStatus } from './status-words.ts';

export interface TriggerInput {
  readonly databaseName: string;
  readonly source?: string | undefined;
  readonly toVersion?: string | undefined;
  readonly dryRun: boolean;
  readonly autoApply: boolean;
  readonly confidenceThreshold: number;
  readonly clientMutationId?: string | undefined;
  /** Set: something else is refused. */
  readonly expected?: readonly ExpectedMigration[] | undefined;
}

export interface RollbackInput {
  readonly databaseName: string;
  readonly source?: string | undefined;
  readonly toVersion: string;
  readonly clientMutationId?: string | undefined;
  /** Set: something else is refused. */
  readonly expected?: readonly ExpectedMigration[] | undefined;
}

export interface MarkAppliedInput {
  readonly databaseName: string;
  readonly source?: string | undefined;
  readonly version: string;
}

/** Throws NotFoundError, ConflictError, ForbiddenError or InvalidInputError. */
export interface MigrationCommands {
  trigger(actor: Actor, input: TriggerInput): Promise<MigrationRun>;
  cancel(actor: Actor, runId: string): Promise<MigrationRun>;
  retry(actor: Actor, runId: string, clientMutationId?: string): Promise<MigrationRun>;
  rollback(actor: Actor, input: RollbackInput): Promise<MigrationRun>;
  resolveInDoubt(actor: Actor, runId: string, applied: boolean): Promise<MigrationRun>;
  markApplied(actor: Actor, input: MarkAppliedInput): Promise<SourceStatus>;
}
