// What operators and CI ask of statuses: to read a database now, and to take note of what a source
// has. Every call is audited; an upload in the transaction that stores it.
import type { Actor } from '../../core/actor.ts';
import { ConflictError, NotFoundError } from '../../core/errors.ts';
import { migrationTools, recognisedTool } from '../../core/migrations.ts';
import type { Random } from '../../core/random.ts';
import { requireRole } from '../../core/require-role.ts';
import type { Target, Targets } from '../../databases/targets.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import { findDatabaseByName } from '../../store/databases.ts';
import { upsertManifest, type MigrationManifest } from '../../store/migration-manifests.ts';
import { selectSources } from '../status.ts';
import type { SourceStatus, StatusReader } from '../status-words.ts';
import { manifestUploaded } from '../../store/migration-status-events.ts';
import { checkManifest, type ManifestInput } from './manifest-input.ts';
import { recordStatuses, type RecordOptions } from './record.ts';

export interface StatusCommands {
  /**
   * Reads a database's statuses now, on whatever replica, and records them.
   * @throws NotFoundError, ForbiddenError
   */
  refresh(actor: Actor, databaseName: string): Promise<readonly SourceStatus[]>;
  /** @throws NotFoundError, ConflictError, InvalidInputError, ForbiddenError */
  uploadManifest(actor: Actor, input: ManifestInput): Promise<MigrationManifest>;
}

export interface StatusCommandOptions extends RecordOptions {
  readonly targets: Targets;
  readonly statuses: StatusReader;
  readonly random: Random;
}

/** Creates the commands. */
export function createStatusCommands(options: StatusCommandOptions): StatusCommands {
  const { store, clock, random, targets } = options;
  return {
    refresh: async (actor, databaseName) => {
      requireRole(actor, 'operator');
      const statuses = await options.statuses.read(databaseName);
      await recordStatuses(options, statuses);
      const subject = `database:${databaseName}`;
      const fact = { actor, action: 'refreshMigrationStatus', subject, result: 'ok' };
      await store.transaction((tx) => insertAuditEntry(tx, random, { ...fact, at: clock.now() }));
      return statuses;
    },

    uploadManifest: async (actor, input) => {
      requireRole(actor, 'operator');
      checkManifest(input);
      const { databaseName, source, revision, entries } = input;
      const tool = toolOf(targets.get(databaseName), input);
      return store.transaction(async (tx) => {
        const database = await findDatabaseByName(tx.q, databaseName);
        if (database === undefined) {
          throw new NotFoundError(`There is no database "${databaseName}" any more.`);
        }
        const databaseId = database.id;
        const at = clock.now();
        const by = actor.name;
        const manifest = { databaseId, source, tool, revision, entries, uploadedBy: by };
        await upsertManifest(tx.q, { ...manifest, uploadedAt: at });
        const payload = { ...manifest, database: databaseName, entries: entries.length };
        const subject = `database:${databaseName}`;
        tx.append(manifestUploaded.create({ subject, occurredAt: at, payload }));
        await insertAuditEntry(tx, random, {
          actor,
          action: 'uploadMigrationManifest',
          subject,
          result: 'ok',
          at,
          detail: { source, tool, revision, entries: entries.length },
        });
        return { ...manifest, uploadedAt: at };
      });
    },
  };
}

/** The tool whose migrations a manifest lists. */
function toolOf(target: Target, input: ManifestInput): string {
  const [source] = selectSources(target, input.source);
  if (source?.manifest !== true) {
    throw new ConflictError(
      `The source "${input.source}" reads its files itself. Set \`manifest: true\` instead of ` +
        'its folder or git repository to have CI tell what it has.',
    );
  }
  const { tool: configured } = source;
  const named = input.tool ?? configured;
  if (configured !== recognisedTool && named !== configured) {
    throw new ConflictError(
      `The source "${input.source}" is of the tool ${configured}, not ${named}.`,
    );
  }
  if (named === recognisedTool) {
    throw new ConflictError(
      `The source "${input.source}" leaves its tool open: say in \`tool\` which one it is.`,
    );
  }
  if (named === 'sql' || !migrationTools.some((known) => known === named)) {
    const known = migrationTools.filter((tool) => tool !== 'sql').join(', ');
    throw new NotFoundError(`There is no migration tool "${named}". Known are: ${known}.`);
  }
  return named;
}
