// The pending migrations of a source with the bytes of their files. What cannot be told is said as
// such; it never looks like "nothing is pending".
import { createHash } from 'node:crypto';

import { ExpectedError } from '../../core/errors.ts';
import type { MigrationState } from '../../core/migrations.ts';
import type { SourceSettings } from '../../databases/target.ts';
import { describeFailure, type Target } from '../../databases/targets.ts';
import { readSourceOf } from '../adapter-kit/tool-adapter.ts';
import { findMigrationAdapter } from '../adapters/registry.ts';
import { folderFiles } from '../files/folder-files.ts';
import { checksumOf } from '../folder.ts';
import type { StatusReader } from '../status-words.ts';
import { planRun, readSteps, TargetAwayError, type ReadStep } from '../plan-run.ts';

export interface PendingMigrations {
  readonly kind: 'pending';
  /** In the order in which they run. */
  readonly steps: readonly ReadStep[];
  /** How each stands in the database, by version. */
  readonly states: ReadonlyMap<string, MigrationState>;
  /** Why hawkwatch cannot run them; null when it can. */
  readonly unrunnable: string | null;
}

export type PendingReading =
  | PendingMigrations
  /** The database did not answer: to be asked again. */
  | { readonly kind: 'away'; readonly reason: string }
  /** The folder or the history must be put right first. */
  | { readonly kind: 'faulty'; readonly reason: string };

/** Reads what is pending. */
export async function readPending(
  statuses: StatusReader,
  target: Target,
  source: SourceSettings,
): Promise<PendingReading> {
  try {
    return source.tool === 'sql'
      ? await readOwnPending(target, source)
      : await readForeignPending(statuses, target, source);
  } catch (error) {
    if (error instanceof TargetAwayError) return { kind: 'away', reason: error.message };
    if (error instanceof ExpectedError) return { kind: 'faulty', reason: error.message };
    return { kind: 'away', reason: describeFailure(error) };
  }
}

async function readOwnPending(target: Target, source: SourceSettings): Promise<PendingReading> {
  const plan = await planRun(target, source, { kind: 'MIGRATE', toVersion: undefined });
  const steps = await readSteps(source, plan.steps);
  const states = new Map(plan.status.migrations.map((entry) => [entry.version, entry.state]));
  return { kind: 'pending', steps, states, unrunnable: null };
}

const open = new Set<MigrationState>([
  'PENDING',
  'OUT_OF_ORDER',
  'ROLLED_BACK',
  'OUTDATED',
  'FAILED',
]);
const maxFiles = 2000;
const maxBytes = 128 * 1024 * 1024;

/** Of another tool's source: those of its pending migrations that are SQL files. */
async function readForeignPending(
  statuses: StatusReader,
  target: Target,
  source: SourceSettings,
): Promise<PendingReading> {
  if (source.folder === null) return { kind: 'faulty', reason: 'its files are in no folder' };
  const [status] = await statuses.read(target.settings.name, source.name);
  if (status === undefined) return { kind: 'faulty', reason: 'it is not configured any more' };
  if (status.state === 'UNREACHABLE') return { kind: 'away', reason: status.reason ?? '' };
  const adapter = findMigrationAdapter(status.tool);
  if (adapter?.toolAdapter === undefined) {
    return { kind: 'faulty', reason: `the tool "${status.tool}" has no adapter that reads files` };
  }
  const files = folderFiles(source.folder);
  const reading = await readSourceOf(adapter.toolAdapter, files);
  const paths = new Map(reading.migrations.map(({ version, path }) => [version, path]));
  const steps: ReadStep[] = [];
  let bytesRead = 0;
  for (const { version, name, state } of status.migrations) {
    const file = paths.get(version);
    if (!open.has(state) || file?.toLowerCase().endsWith('.sql') !== true) continue;
    const bytes = await files.read(file);
    bytesRead += bytes.length;
    if (steps.length >= maxFiles || bytesRead > maxBytes) {
      return { kind: 'faulty', reason: `more than ${maxFiles} files or ${maxBytes} bytes pend` };
    }
    steps.push({ version, name, fileName: file, bytes, checksum: checksumOf(bytes) });
  }
  const states = new Map(status.migrations.map((entry) => [entry.version, entry.state]));
  // The seam for a source with a command of its own: whoever can run it says so here.
  const unrunnable = `hawkwatch does not run sources of the tool ${status.tool} by itself`;
  return { kind: 'pending', steps, states, unrunnable };
}

/** Names what is pending: versions and the bytes of their files. */
export function digestOf(steps: readonly ReadStep[]): string {
  const hash = createHash('sha256');
  for (const step of steps) hash.update(`${step.version}\0${step.checksum}\n`);
  return hash.digest('hex');
}
