// What is known of the files of a watch: in memory the facts, in the store the content. Examines what
// was noticed against that, and writes what came of it; memory follows the store, never leads it.
import {
  deleteWatchedFiles,
  findFileContents,
  listKnownFiles,
  listRemovedFiles,
  type KnownFile,
} from '../../store/watched-files.ts';
import type { MonitorContext } from '../monitor.ts';
import type { HclReader } from './manifests/hcl.ts';
import { terraformSettings, terraformValues } from './manifests/terraform.ts';
import { isMaskedAsNow } from './reader/facts.ts';
import type { Examined } from './reader/protocol.ts';
import type { FileReader } from './reader/reader.ts';
import { batchOf, burstSize, recordBatch, type Batch, type Found } from './record.ts';
import type { Noticed } from './settling.ts';
import type { FileWatchSettings } from './settings.ts';
import type { WatchPosition } from './troubles.ts';

export interface FileBook {
  readonly known: ReadonlyMap<string, KnownFile>;
  /** True for a path that was a file once. */
  isEarlier(path: string): boolean;
  /** When a database file was told last, by the monotonic clock. */
  toldAtMs(path: string): number;
  /**
   * Examines paths and records what became of them; those in motion are noticed again.
   * @throws HungError when the file system does not answer; then nothing of it is recorded.
   */
  take(noticed: readonly Noticed[], how: Manner): Promise<void>;
  savePosition(position: WatchPosition): Promise<void>;
  /** Forgets files that are not watched any more. */
  forget(paths: readonly string[]): Promise<void>;
}

export interface Manner {
  readonly foundLater: boolean;
  /** True for a file of which nothing is to be told: it is seen for the first time. */
  isBaseline(path: string): boolean;
}

export interface FileBookOptions {
  readonly config: FileWatchSettings;
  readonly context: MonitorContext;
  readonly hcl: HclReader;
  reader(): FileReader;
  notice(path: string, signature: string | null): void;
  /** A watched folder is not there any more. */
  onOutOfSight(): void;
}

const examinedAtOnce = 200;
/** Files taken in one go, and rows written in one transaction. */
export const writtenAtOnce = 2_500;
const maxEarlier = 10_000;

/** What the store knows of a watch. */
export async function openFileBook(options: FileBookOptions): Promise<FileBook> {
  const { config, context } = options;
  const { q } = context.store;
  const place = { host: context.host, watch: context.name };
  const earlier = new Map(await listRemovedFiles(q, place, maxEarlier));
  const known = new Map((await listKnownFiles(q, place)).map((file) => [file.path, file]));
  const toldAt = new Map<string, number>();

  const write = async (
    { files, removed, changes }: Batch,
    position?: WatchPosition,
  ): Promise<void> => {
    const isBurst = changes.length > burstSize;
    const most = Math.max(files.length, changes.length, removed.length, 1);
    const changeOf = new Map(changes.map((change) => [change.path, change]));
    const part = <T extends { readonly path: string }>(rows: readonly T[], from: number): T[] =>
      rows.slice(from, from + writtenAtOnce);
    for (let from = 0; from < most; from += writtenAtOnce) {
      const own = { files: part(files, from), removed: part(removed, from) };
      const ownChanges = [...own.files, ...own.removed].flatMap(
        (one) => changeOf.get(one.path) ?? [],
      );
      await context.transaction(async (tx) => {
        await recordBatch(tx, context, { ...own, changes: ownChanges }, isBurst);
        if (position !== undefined && from + writtenAtOnce >= most) await tx.savePosition(position);
      });
      context.beat();
    }
    for (const { content: _content, settings: _settings, ...file } of files)
      known.set(file.path, file);
    for (const file of removed) {
      known.delete(file.path);
      if (earlier.size < maxEarlier) earlier.set(file.path, file.id);
    }
    const nowMs = context.clock.monotonicMs();
    for (const { path: file, kind } of changes) if (kind === 'DATABASE') toldAt.set(file, nowMs);
    if (toldAt.size > 10_000) toldAt.clear();
  };

  const parseTerraform = async (one: Examined): Promise<Examined> => {
    if (one.terraform === null) return one;
    const outcome = one.path.endsWith('.json')
      ? readJson(one.terraform)
      : await options.hcl.read(one.terraform);
    if ('fault' in outcome) return { ...one, terraform: null, fault: outcome.fault };
    const isValues = /\.tfvars(?:\.json)?$/.test(one.path);
    const settings = (isValues ? terraformValues : terraformSettings)(outcome.value);
    return { ...one, terraform: null, settings };
  };

  /** Examines paths and gives what was found; those in motion settle again. */
  const examine = async (noticed: readonly Noticed[], how: Manner): Promise<Found[]> => {
    const found: Found[] = [];
    for (let from = 0; from < noticed.length; from += examinedAtOnce) {
      const part = noticed.slice(from, from + examinedAtOnce);
      const ids = part.flatMap((one) => known.get(one.path)?.id ?? []);
      const contents = new Map(
        (await findFileContents(context.store.q, ids)).map((row) => [row.id, row]),
      );
      const before = (file: string) => contents.get(known.get(file)?.id ?? '');
      const answers = await options.reader().examine({
        kind: 'examine',
        as: config.kind,
        roots: config.paths,
        maxHashBytes: config.maxHashBytes,
        files: part.map(({ path: file, signature, isOverdue }) => ({
          path: file,
          noticed: isOverdue ? null : signature,
          hash: known.get(file)?.hash ?? null,
          content: before(file)?.content ?? null,
          isMaskedAsNow: isMaskedAsNow(known.get(file)?.signature ?? ''),
        })),
      });
      context.beat();
      for (const [index, answer] of answers.entries()) {
        const isOverdue = part[index]?.isOverdue === true;
        if (answer.isOutOfSight) {
          options.onOutOfSight();
          continue;
        }
        if (answer.isRestless && !isOverdue) {
          options.notice(answer.path, answer.facts?.signature ?? null);
          continue;
        }
        // It could not even be looked at: whether it is gone is not known.
        if (answer.isRestless && answer.facts === null) continue;
        found.push({
          examined: await parseTerraform(answer),
          before: before(answer.path),
          isBaseline: how.isBaseline(answer.path),
          foundLater: how.foundLater,
          settled: !isOverdue,
        });
      }
    }
    return found;
  };

  return {
    known,
    isEarlier: (file) => earlier.has(file),
    toldAtMs: (file) => toldAt.get(file) ?? Number.NEGATIVE_INFINITY,
    take: async (noticed, how) => {
      const found = await examine(noticed, how);
      const batch = batchOf(found, { config, known, earlier, random: context.random });
      if (batch.files.length + batch.removed.length > 0) await write(batch);
    },
    savePosition: (position) => write({ files: [], removed: [], changes: [] }, position),
    forget: async (paths) => {
      const ids = paths.flatMap((file) => known.get(file)?.id ?? []);
      if (ids.length === 0) return;
      await context.transaction((tx) => deleteWatchedFiles(tx.q, ids));
      for (const file of paths) known.delete(file);
    },
  };
}

function readJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // The message quotes the text.
    return { fault: 'The file is not JSON that can be read.' };
  }
}
