// Assesses what migrations may do to a live database: finds what they name, reads the facts about it,
// measures the server's rates, and has the rules look at the statements. Nothing is executed on the
// database and nothing is stored.
import type { Clock } from '../../core/clock.ts';
import { ConflictError, InvalidInputError, UnavailableError } from '../../core/errors.ts';
import type { ImpactAssessment } from '../../core/impact.ts';
import type { Logger } from '../../core/logger.ts';
import { migrationTools, type MigrationTool } from '../../core/migrations.ts';
import type { SourceSettings } from '../../databases/target.ts';
import { describeFailure, type Target, type Targets } from '../../databases/targets.ts';
import type { SourceOpener } from '../files/open-source.ts';
import { selectSources } from '../status.ts';
import type { StatusReader } from '../status-words.ts';
import { createImpactAssessor, type ImpactAssessorOptions } from './assessor.ts';
import type { ImpactAssessor } from './assessor-contract.ts';
import type { AssessmentSettings, ImpactFile } from './assessment-input.ts';
import { doubts as kinds } from './confidence.ts';
import { noFacts, type DatabaseFacts } from './facts.ts';
import { readPendingFiles } from './pending-files.ts';
import { createRateMeter } from './rates.ts';
import { readDatabaseFacts } from './read-facts.ts';

export interface LiveAssessorOptions {
  readonly targets: Targets;
  readonly statuses: StatusReader;
  readonly openFiles: SourceOpener;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits?: Omit<ImpactAssessorOptions, 'clock'>;
}

export interface PendingRequest {
  readonly databaseName: string;
  /** Needed where the database has several. */
  readonly source?: string | undefined;
  readonly toVersion?: string | undefined;
  readonly optIn?: readonly string[] | undefined;
}

export interface TextRequest {
  /** Without one, nothing is known but the texts. */
  readonly databaseName?: string | undefined;
  readonly files: readonly ImpactFile[];
  readonly optIn?: readonly string[] | undefined;
}

export interface LiveAssessor extends ImpactAssessor {
  /**
   * What the pending migrations of a database would do to it.
   * @throws NotFoundError, InvalidInputError; ConflictError when the database cannot be reached.
   */
  assessPending(request: PendingRequest): Promise<ImpactAssessment>;
  /** The same for texts. @throws NotFoundError; ConflictError when the database is not reached. */
  assessFiles(request: TextRequest): Promise<ImpactAssessment>;
  /** Ends the worker. */
  stop(): Promise<void>;
}

/** Creates the assessor; `stop` it when it is no longer needed. */
export async function createLiveAssessor(options: LiveAssessorOptions): Promise<LiveAssessor> {
  const { targets, statuses, openFiles, clock, logger, limits } = options;
  const texts = await createImpactAssessor({ clock, ...limits });
  const meter = createRateMeter({ clock, logger });

  const readFacts = async (
    target: Target,
    files: readonly ImpactFile[],
    tool: MigrationTool,
  ): Promise<DatabaseFacts> => {
    const { unavailable } = target.settings;
    try {
      if (unavailable !== null) throw new Error(unavailable);
      const objects = await texts.objectsOf(files, tool);
      const facts = await readDatabaseFacts(target.reader, objects, { clock });
      const rates = await meter.measure(target);
      return {
        ...facts,
        scanBytesPerSecond: rates?.scan ?? null,
        rewriteBytesPerSecond: rates?.rewrite ?? null,
        rateBasis: rates?.basis ?? null,
      };
    } catch (error) {
      if (error instanceof UnavailableError) throw error;
      throw new ConflictError(
        `The database "${target.settings.name}" cannot be looked at: ${describeFailure(error)}. ` +
          'Try again when it is back.',
      );
    }
  };

  return {
    assessFiles: async ({ databaseName, files, optIn }) => {
      if (databaseName === undefined) {
        return texts.assess({ files, facts: noFacts, ...settingsFor('sql', undefined, optIn) });
      }
      const target = targets.get(databaseName);
      const facts = await readFacts(target, files, 'sql');
      return texts.assess({ files, facts, ...settingsFor('sql', target, optIn) });
    },
    assessPending: async ({ databaseName, source: name, toVersion, optIn }) => {
      const target = targets.get(databaseName);
      const source = oneSource(target, name);
      const [status] = await statuses.read(databaseName, source.name);
      if (status === undefined) throw new Error('a source has no status');
      const opened = await openFiles(databaseName, source);
      const pending = { source, opened, status };
      const { files, doubts } = await readPendingFiles(pending, toVersion);
      const tool = migrationTools.find((known) => known === status.tool) ?? 'sql';
      const facts = await readFacts(target, files, tool);
      const settings = settingsFor(tool, target, optIn);
      return texts.assess({ files, facts, doubts: doubts.map(kinds.unsure), ...settings });
    },
    stop: () => texts.stop(),
  };
}

/** How the files are run. Only hawkwatch's own runs set the database's lock_timeout. */
function settingsFor(
  tool: MigrationTool,
  target: Target | undefined,
  optIn: readonly string[] | undefined,
): Omit<AssessmentSettings, 'facts'> {
  const limit = target?.settings.locks.lockTimeoutMs ?? 0;
  return {
    tool,
    lockTimeout: tool === 'sql' && limit > 0,
    ...(optIn === undefined ? {} : { optIn }),
  };
}

function oneSource(target: Target, name: string | undefined): SourceSettings {
  const sources = selectSources(target, name);
  const [source] = sources;
  if (source === undefined) {
    throw new ConflictError(
      `The database "${target.settings.name}" has no migration source. Declare one under ` +
        '`migrations` in hawkwatch.yaml.',
    );
  }
  if (sources.length === 1) return source;
  const names = sources.map((one) => one.name).join(', ');
  throw new InvalidInputError('The database has several migration sources.', [
    { path: 'input.source', message: `Name one of: ${names}.` },
  ]);
}
