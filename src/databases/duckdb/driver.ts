// DuckDB: a database that is a file which one process at a time may write. A small file is always read
// as a copy, because even a reader's lock turns a writer away; a big one is read in place while nobody
// holds it, and as a copy while somebody does.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { z } from 'zod';

import { coerceError } from '../../core/errors.ts';
import { defineDriver, type DatabaseConnection, type DriverOptions } from '../driver.ts';
import { watchFiles } from '../file-watch.ts';
import { schemaObjectKinds } from '../../core/schema.ts';
import { createSnapshot, type SnapshotReading } from '../schema/snapshot.ts';
import { downBecause } from '../target.ts';
import { copyDatabase } from './copy-file.ts';
import { inspectFile, sizeOf } from './inspect-file.ts';

const run = promisify(execFile);
const scheme = 'duckdb:';
const suffixes = ['.wal'];

/** Beyond this many bytes a file is not copied unless it has to be. */
const readilyCopied = 256 * 1024 * 1024;
/** Beyond this many bytes it is not copied at all. */
const largestCopy = 8 * 1024 * 1024 * 1024;
const largestAnswer = 256 * 1024 * 1024;

export const duckdbDriver = defineDriver({
  engine: 'DUCKDB',
  title: 'DuckDB',
  schemes: [scheme],
  urlFault: (url) =>
    url.length > scheme.length ? undefined : 'names no file: write duckdb: and its path',
  open: (options) => openDuckdb(options),
});

const attribute = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const answerForm = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    version: z.string(),
    objects: z.array(
      z.object({
        kind: z.enum(schemaObjectKinds),
        name: z.string(),
        parent: z.string().nullable(),
        attributes: z.record(z.string(), attribute),
        uses: z.array(z.string()),
      }),
    ),
  }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
type Answer = z.infer<typeof answerForm>;

function openDuckdb(options: DriverOptions): DatabaseConnection {
  const file = options.url.slice(scheme.length);
  const { clock, statementTimeoutMs } = options;

  const readSnapshot = async (): Promise<SnapshotReading> => {
    const inspection = await inspectFile(file);
    if (!inspection.ok) return inspection;
    const size = inspection.bytes;
    let answer: Answer | undefined;
    if (size > readilyCopied) answer = await readInPlace(file, statementTimeoutMs);
    if (answer === undefined) {
      if (size > largestCopy) {
        return { ok: false, reason: 'another process holds the file, and it is too large to copy' };
      }
      answer = await readCopy(file, statementTimeoutMs);
    }
    if (answer === undefined) {
      return { ok: false, reason: 'the file changes all the time; it is tried again' };
    }
    if (!answer.ok) return { ok: false, reason: reasonOf(answer.message) };
    const snapshot = createSnapshot('DUCKDB', answer.objects);
    return { ok: true, snapshot, serverVersion: answer.version, notes: [] };
  };

  return {
    health: async () => {
      const started = clock.monotonicMs();
      const inspection = await inspectFile(file);
      if (!inspection.ok) return downBecause(inspection.reason);
      const others = await Promise.all(suffixes.map((suffix) => sizeOf(`${file}${suffix}`)));
      return {
        state: 'UP',
        reason: null,
        serverVersion: inspection.version,
        latencyMs: clock.monotonicMs() - started,
        sizeBytes: others.reduce((sum, bytes) => sum + bytes, inspection.bytes),
        role: null,
        tls: null,
      };
    },
    readSnapshot,
    // A file tells nothing of its schema without being opened: any change may be one of it.
    readFingerprint: async () => {
      const parts = await Promise.all(
        ['', ...suffixes].map((suffix) => stampOf(`${file}${suffix}`)),
      );
      if (parts[0] === 'none') throw new Error('there is no file at that path');
      return parts.join(' ');
    },
    // Its pages are known to the engine alone, and opening the file costs more than they are worth.
    readResources: async () => {
      const inspection = await inspectFile(file);
      if (!inspection.ok) throw new Error(inspection.reason);
      const walBytes = await sizeOf(`${file}.wal`);
      return {
        epoch: '',
        measures: [
          { metric: 'database.size_bytes', value: inspection.bytes + walBytes },
          { metric: 'database.wal_bytes', value: walBytes },
        ],
        counters: [],
        shares: [],
        notes: [],
      };
    },
    watch: (onHint) =>
      watchFiles({
        paths: [file, ...suffixes.map((suffix) => `${file}${suffix}`)],
        clock,
        onChange: () => onHint({ kind: 'file' }),
      }),
    close: () => Promise.resolve(),
  };
}

async function stampOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(file);
    return `${ino}/${size}/${mtimeMs}`;
  } catch {
    // It is not there; whether that matters is for others to say.
    return 'none';
  }
}

/** Undefined while another process holds the file. */
async function readInPlace(file: string, timeoutMs: number): Promise<Answer | undefined> {
  const answer = await runReader(file, 'file', timeoutMs);
  return !answer.ok && /lock/i.test(answer.message) ? undefined : answer;
}

/** Undefined when no good copy could be made. */
async function readCopy(file: string, timeoutMs: number): Promise<Answer | undefined> {
  const copy = await copyDatabase(file, suffixes);
  if (copy === undefined) return undefined;
  try {
    return await runReader(copy.path, 'copy', timeoutMs);
  } finally {
    await copy.delete();
  }
}

async function runReader(file: string, how: 'copy' | 'file', timeoutMs: number): Promise<Answer> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const script = path.join(import.meta.dirname, `reader.${extension}`);
  try {
    const { stdout } = await run(process.execPath, [script, file, how], {
      // Nothing of hawkwatch's own environment is needed.
      env: {},
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: largestAnswer,
    });
    return answerForm.parse(JSON.parse(stdout));
  } catch (error) {
    const failure = coerceError(error);
    const killed = 'killed' in failure && failure.killed === true;
    const message = killed ? `it was not read within ${timeoutMs} ms` : 'the engine failed on it';
    return { ok: false, message };
  }
}

function reasonOf(message: string): string {
  if (/serializ|corrupt|checksum|IO Error/i.test(message)) {
    return 'the file is damaged, or was copied while it was written; it is tried again';
  }
  if (/version number|storage version|newer version/i.test(message)) {
    return 'the file was written by another version of DuckDB than hawkwatch can read';
  }
  if (/encrypt/i.test(message)) return 'the file is encrypted';
  return `the file cannot be read: ${message.split('\n')[0]?.replaceAll(/"[^"]*"/g, '"…"') ?? ''}`;
}
