// A bounded, fsynced file for a run's facts while hawkwatch's own store is away. Progress is
// dropped when the file is full, outcomes never. One file per run and claim; a line per fact. A
// line that was cut by a crash is the last one and is ignored.
import { mkdir, open, readdir, readFile, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { z } from 'zod';

import { roles } from '../../core/role.ts';
import { migrationStates, runStates } from '../../core/migrations.ts';
import type { RunEntry, RunPatch } from '../../store/run-recording.ts';
import { runError } from '../events.ts';

const date = z.coerce.date();

const dryRunStatement = z.object({
  version: z.string(),
  index: z.number(),
  text: z.string(),
  executed: z.boolean(),
  reason: z.string().nullable(),
  durationMs: z.number().nullable(),
  rows: z.number().nullable(),
  locks: z.array(z.object({ relation: z.string(), mode: z.string() })),
  rewrites: z.array(z.string()),
});

const spooledEntry = z.object({
  seq: z.number(),
  outcome: z.boolean(),
  event: z.object({
    type: z.string(),
    version: z.number(),
    audience: z.enum(roles),
    subject: z.string(),
    occurredAt: date,
    payload: z.unknown(),
  }),
  run: z
    .object({
      state: z.enum(runStates),
      startedAt: date,
      finishedAt: date,
      percent: z.number(),
      report: z.array(dryRunStatement),
      error: runError.nullable(),
    })
    .partial()
    .optional(),
  step: z
    .object({
      position: z.number(),
      state: z.enum(migrationStates),
      statementsDone: z.number(),
      durationMs: z.number().nullable(),
    })
    .optional(),
});

export interface Spool {
  /** Entries dropped because the file was full. */
  readonly dropped: number;
  /** Writes entries and returns when they are on the disk. */
  append(entries: readonly RunEntry[]): Promise<void>;
  /** All entries, in order. */
  read(): Promise<readonly RunEntry[]>;
  delete(): Promise<void>;
  /** Lets go of the file, which stays. */
  close(): Promise<void>;
}

export interface SpoolKey {
  readonly runId: string;
  readonly claim: number;
}

export interface SpoolOptions {
  readonly directory: string;
  /** Progress is dropped beyond this many bytes. */
  readonly maxBytes?: number;
}

/** The spool of a run; its file is made with the first entry. */
export function createSpool(key: SpoolKey, options: SpoolOptions): Spool {
  const { directory, maxBytes = 64 * 1024 * 1024 } = options;
  const file = path.join(directory, `${key.runId}.${key.claim}.jsonl`);
  let handle: FileHandle | undefined;
  let bytes = 0;
  let dropped = 0;
  return {
    get dropped() {
      return dropped;
    },
    append: async (entries) => {
      if (handle === undefined) {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        handle = await open(file, 'a', 0o600);
        bytes = (await handle.stat()).size;
      }
      const before = bytes;
      const lines: string[] = [];
      for (const entry of entries) {
        const line = `${JSON.stringify(entry)}\n`;
        if (!entry.outcome && bytes + line.length > maxBytes) {
          dropped += 1;
          continue;
        }
        bytes += Buffer.byteLength(line);
        lines.push(line);
      }
      try {
        await handle.appendFile(lines.join(''));
        await handle.datasync();
      } catch (error) {
        // Half a line would hide every line after it.
        bytes = before;
        await handle.truncate(before);
        throw error;
      }
    },
    read: async () => {
      try {
        return parseLines(await readFile(file, 'utf8'));
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    },
    delete: async () => {
      await handle?.close();
      handle = undefined;
      await rm(file, { force: true });
    },
    close: async () => {
      await handle?.close();
      handle = undefined;
    },
  };
}

function parseLines(text: string): RunEntry[] {
  const entries: RunEntry[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const parsed = parseLine(line);
    if (parsed === undefined) break;
    entries.push(parsed);
  }
  return entries;
}

function parseLine(line: string): RunEntry | undefined {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    // Cut in the middle by a crash: what follows was never acknowledged to anyone.
    return undefined;
  }
  const parsed = spooledEntry.safeParse(data);
  if (!parsed.success) return undefined;
  const { run, step, ...entry } = parsed.data;
  return {
    ...entry,
    ...(run === undefined ? {} : { run: definedFields(run) }),
    ...(step === undefined ? {} : { step }),
  };
}

function definedFields(run: NonNullable<z.infer<typeof spooledEntry>['run']>): RunPatch {
  return {
    ...(run.state === undefined ? {} : { state: run.state }),
    ...(run.startedAt === undefined ? {} : { startedAt: run.startedAt }),
    ...(run.finishedAt === undefined ? {} : { finishedAt: run.finishedAt }),
    ...(run.percent === undefined ? {} : { percent: run.percent }),
    ...(run.error === undefined ? {} : { error: run.error }),
    ...(run.report === undefined ? {} : { report: run.report }),
  };
}

const fileForm = /^([0-9a-f-]{36})\.([0-9]+)\.jsonl$/;

/** The spools that an earlier process left. */
export async function listSpools(directory: string): Promise<readonly SpoolKey[]> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  return names.flatMap((name) => {
    const [, runId, claim] = fileForm.exec(name) ?? [];
    return runId === undefined ? [] : [{ runId, claim: Number(claim) }];
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
