// Turns what was examined into rows and events. A few changes are an event each. Many at once (a
// checkout, a deployment) are one event that counts them, and a row each: five thousand events would
// hold the log, wake every rule and fill every socket to say one thing. Changes of what declares a
// database are always told one by one, as long as they are not too many themselves.
import { worstRisk, type RiskLevel } from '../../core/impact.ts';
import type { SettingChange } from '../../core/files.ts';
import type { Random } from '../../core/random.ts';
import {
  recordFileChanges,
  type FileContent,
  type FileRow,
  type KnownFile,
  type NewFileChange,
} from '../../store/watched-files.ts';
import { judgeFile, knownStand, standOf } from './judge.ts';
import { compareSettings } from './manifests/compare-settings.ts';
import type { MonitorContext, MonitorTransaction } from '../monitor.ts';
import type { Examined } from './reader/protocol.ts';
import type { FileWatchSettings } from './settings.ts';

/** More changes than this in one go are a burst. */
export const burstSize = 100;

export interface Found {
  readonly examined: Examined;
  /** What was stored of its content. */
  readonly before: FileContent | undefined;
  /** Null: it is not known yet and nothing is to be told of it. */
  readonly isBaseline: boolean;
  readonly foundLater: boolean;
  readonly settled: boolean;
}

export interface Batch {
  readonly files: FileRow[];
  readonly removed: KnownFile[];
  readonly changes: NewFileChange[];
}

export interface BatchOptions {
  readonly config: FileWatchSettings;
  readonly known: ReadonlyMap<string, KnownFile>;
  /** Ids of files that were there once. */
  readonly earlier: ReadonlyMap<string, string>;
  readonly random: Random;
}

function riskOf(
  change: string,
  isDatabase: boolean,
  settings: readonly SettingChange[],
): RiskLevel {
  if (isDatabase && change === 'REMOVED') return 'CRITICAL';
  if (isDatabase && change === 'REPLACED') return 'HIGH';
  return worstRisk(settings.map(({ risk }) => risk));
}

/** Rows and changes of what was examined; nothing is written. */
export function batchOf(found: readonly Found[], options: BatchOptions): Batch {
  const { config, known, earlier, random } = options;
  const batch: Batch = { files: [], removed: [], changes: [] };
  for (const { examined, before, isBaseline, foundLater, settled } of found) {
    const { path, facts, hash, fault, settings } = examined;
    const stored = known.get(path);
    const verdict = judgeFile(stored, facts, hash, fault !== null);
    if (verdict === 'SAME') continue;
    const id = stored?.id ?? earlier.get(path) ?? random.uuid();
    const kind = facts === null && stored !== undefined ? stored.kind : examined.kind;
    const database = config.database ?? null;
    if (facts === null) {
      if (stored !== undefined) batch.removed.push(stored);
    } else {
      const { sizeBytes, modifiedMs, signature, inode, mode, uid, gid, target } = facts;
      const place = { id, path, kind, database, target, hash, fault };
      const stand = {
        sizeBytes,
        modifiedAt: new Date(modifiedMs),
        signature,
        inode,
        mode,
        uid,
        gid,
      };
      // What it declared before stays, until it can be understood again.
      const declared = fault === null ? settings : null;
      batch.files.push({ ...place, ...stand, content: examined.content, settings: declared });
    }
    if (verdict === 'TOUCHED' || isBaseline) continue;
    // A file that cannot be understood says nothing of what it declares.
    const isRead = fault === null && (settings !== null || facts === null);
    // The text is the same: what it declares may only be masked in another way.
    const isClear = isRead && verdict !== 'PERMISSIONS';
    const changed = isClear ? compareSettings(before?.settings ?? [], settings ?? []) : [];
    batch.changes.push({
      changeId: random.uuid(),
      fileId: id,
      path,
      change: verdict,
      kind,
      database,
      before: stored === undefined ? null : knownStand(stored),
      after: facts === null ? null : standOf(facts, hash),
      diff: examined.diff,
      note: fault ?? (verdict === 'CHANGED' || verdict === 'REPLACED' ? examined.note : null),
      settings: [...changed],
      risk: riskOf(verdict, kind === 'DATABASE', changed),
      foundLater,
      settled,
    });
  }
  return batch;
}

/** Writes a batch with its events. */
export async function recordBatch(
  tx: MonitorTransaction,
  context: Pick<MonitorContext, 'host' | 'name' | 'clock' | 'random'>,
  { files, removed, changes }: Batch,
  isBurst: boolean,
): Promise<void> {
  const telling = changes.filter(({ settings }) => settings.length > 0);
  const database = changes[0]?.database ?? null;
  await recordFileChanges(tx, {
    host: context.host,
    watch: context.name,
    files,
    removed: removed.map(({ id }) => id),
    changes,
    burst: isBurst && changes.length > 0 ? { id: context.random.uuid(), database } : null,
    single: new Set(telling.slice(0, burstSize).map(({ changeId }) => changeId)),
    at: context.clock.now(),
  });
}
