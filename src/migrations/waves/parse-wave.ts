// Reads what a wave is to do: which databases in which order, how far, and with which bytes. All of
// them must have the same files, because the canaries vouch for the others.
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  type InputIssue,
} from '../../core/errors.ts';
import type { WaveMember, WavePlan } from '../../core/waves.ts';
import type { TargetSettings } from '../../databases/target.ts';
import type { Target, Targets } from '../../databases/targets.ts';
import { readMigrationFolder, type MigrationFile } from '../folder.ts';
import { soleSource } from '../plan-run.ts';
import { requireFolder } from '../require-folder.ts';
import { compareVersions } from '../version.ts';

export interface StartWaveInput {
  readonly source: string;
  /** Names; without them every configured database that has the source and fits the filters. */
  readonly databases: readonly string[] | undefined;
  readonly environment: string | undefined;
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** Names, in the order in which they come; they need not be among `databases`. */
  readonly canaries: readonly string[];
  readonly toVersion: string | undefined;
  readonly stopOnFailure: boolean;
  readonly maxParallel: number;
  /** Set: each run goes ahead only when its assessment allows it. */
  readonly confidenceThreshold: number | undefined;
  readonly clientMutationId: string | undefined;
}

export interface ParsedWave {
  readonly source: string;
  readonly members: readonly Pick<WaveMember, 'database' | 'stage'>[];
  readonly plan: Omit<WavePlan, 'members' | 'stopping'>;
}

const maxMembers = 1000;
const maxParallel = 50;

/** @throws InvalidInputError, NotFoundError or ConflictError that says what is wrong. */
export async function parseWave(targets: Targets, input: StartWaveInput): Promise<ParsedWave> {
  refuseWrong(input);
  const members = chooseMembers(targets, input);
  const { toVersion, files } = await readFiles(targets, input, members);
  return {
    source: input.source,
    members,
    plan: {
      toVersion,
      files,
      stopOnFailure: input.stopOnFailure,
      maxParallel: input.maxParallel,
      confidenceThreshold: input.confidenceThreshold ?? null,
    },
  };
}

function refuseWrong(input: StartWaveInput): void {
  const issues: InputIssue[] = [];
  const { confidenceThreshold: threshold, databases, canaries } = input;
  if (!(input.maxParallel >= 1 && input.maxParallel <= maxParallel)) {
    issues.push({ path: 'input.maxParallel', message: `must be between 1 and ${maxParallel}` });
  }
  if (threshold !== undefined && !(threshold >= 0 && threshold <= 100)) {
    issues.push({ path: 'input.confidenceThreshold', message: 'must be between 0 and 100' });
  }
  if (databases !== undefined && (input.environment ?? input.labels) !== undefined) {
    const message = 'cannot be combined with `environment` and `labels`';
    issues.push({ path: 'input.databases', message });
  }
  for (const [path, names] of Object.entries({ databases: databases ?? [], canaries })) {
    if (new Set(names).size < names.length) {
      issues.push({ path: `input.${path}`, message: 'names a database twice' });
    }
  }
  if (issues.length > 0) throw new InvalidInputError('The wave was not started.', issues);
}

function fits(settings: TargetSettings, input: StartWaveInput): boolean {
  const { environment, labels = {} } = input;
  return (
    settings.sources.some(({ name, tool }) => name === input.source && tool === 'sql') &&
    (environment === undefined || settings.environment === environment) &&
    Object.entries(labels).every(([key, value]) => settings.labels[key] === value)
  );
}

function chooseMembers(targets: Targets, input: StartWaveInput): ParsedWave['members'] {
  const chosen =
    input.databases ??
    targets
      .list()
      .map((target) => target.settings)
      .filter((settings) => fits(settings, input))
      .map((settings) => settings.name)
      .toSorted((a, b) => a.localeCompare(b));
  const canaries = new Set(input.canaries);
  const members = [
    ...input.canaries.map((database) => ({ database, stage: 'CANARY' as const })),
    ...chosen
      .filter((database) => !canaries.has(database))
      .map((database) => ({ database, stage: 'REST' as const })),
  ];
  if (members.length === 0) {
    throw new NotFoundError(
      `No configured database has a source "${input.source}" that fits. \`databases\` lists them.`,
    );
  }
  if (members.length > maxMembers) {
    throw new InvalidInputError('The wave was not started.', [
      { path: 'input.databases', message: `must be ${maxMembers} at most` },
    ]);
  }
  return members;
}

/** The files up to the version, which must be the same for every database. */
async function readFiles(
  targets: Targets,
  input: StartWaveInput,
  members: ParsedWave['members'],
): Promise<Pick<WavePlan, 'toVersion' | 'files'>> {
  const readings = new Map<string, readonly MigrationFile[]>();
  let first: { target: Target; toVersion: string; files: Record<string, string> } | undefined;
  for (const { database } of members) {
    const target = targets.get(database);
    const folder = requireFolder(soleSource(target, input.source));
    const known = readings.get(folder) ?? (await readSound(folder, database));
    readings.set(folder, known);
    const toVersion = input.toVersion ?? first?.toVersion ?? known.at(-1)?.version;
    if (toVersion === undefined || !known.some((file) => file.version === toVersion)) {
      throw new NotFoundError(
        toVersion === undefined
          ? `There is no migration in the folder of ${database}.`
          : `There is no migration of version "${toVersion}" in the folder of ${database}.`,
      );
    }
    const files = Object.fromEntries(
      known
        .filter((file) => compareVersions(file.version, toVersion) <= 0)
        .map((file) => [file.version, file.checksum]),
    );
    first ??= { target, toVersion, files };
    refuseDifference(first, { target, files });
  }
  if (first === undefined) throw new Error('a wave without databases was not refused');
  return { toVersion: first.toVersion, files: first.files };
}

async function readSound(folder: string, database: string): Promise<readonly MigrationFile[]> {
  const { files, faults } = await readMigrationFolder(folder);
  if (faults.length === 0) return files;
  throw new ConflictError(
    `The migration folder of ${database} must be put right first: ${faults.join('; ')}.`,
  );
}

function refuseDifference(
  one: { target: Target; files: Readonly<Record<string, string>> },
  other: { target: Target; files: Readonly<Record<string, string>> },
): void {
  const versions = new Set([...Object.keys(one.files), ...Object.keys(other.files)]);
  const different = [...versions].filter((version) => one.files[version] !== other.files[version]);
  if (different.length === 0) return;
  const names = `${one.target.settings.name} and ${other.target.settings.name}`;
  throw new ConflictError(
    `The folders of ${names} differ in ${different.slice(0, 20).join(', ')}. A wave gives every ` +
      'database the same files.',
  );
}
