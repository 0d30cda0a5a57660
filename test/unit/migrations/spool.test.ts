import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSpool, listSpools } from '../../../src/migrations/runner/spool.ts';
import type { RunEntry } from '../../../src/store/run-recording.ts';

const key = { runId: '00000000-0000-4000-8000-000000000001', claim: 3 };

describe('the spool of a run', () => {
  let directory: string;
  beforeEach(async () => {
    directory = path.join(await mkdtemp(path.join(tmpdir(), 'hawkwatch-spool-')), 'spool');
  });
  afterEach(() => rm(path.dirname(directory), { recursive: true }));

  const entry = (seq: number, outcome = false, more: Partial<RunEntry> = {}): RunEntry => ({
    seq,
    outcome,
    event: {
      type: 'migration.logged',
      version: 1,
      audience: 'viewer',
      subject: 'migration-run:1',
      occurredAt: new Date(seq),
      payload: { text: 'x'.repeat(200) },
    },
    ...more,
  });

  it('gives back what was put in, also to another process', async () => {
    const report = [
      {
        version: '1',
        index: 1,
        text: 'select',
        executed: true,
        reason: null,
        durationMs: 1,
        rows: null,
        locks: [{ relation: 'a', mode: 'SHARE' }],
        rewrites: ['a'],
      },
    ];
    const entries = [
      entry(1),
      entry(2, true, { run: { state: 'SUCCEEDED', finishedAt: new Date(5), error: null, report } }),
      entry(3, true, {
        step: { position: 0, state: 'APPLIED', statementsDone: 1, durationMs: null },
      }),
    ];
    const spool = createSpool(key, { directory });
    expect(await spool.read()).toEqual([]);
    await spool.append(entries.slice(0, 2));
    await spool.append(entries.slice(2));
    await spool.close();
    expect(await listSpools(directory)).toEqual([key]);
    const again = createSpool(key, { directory });
    expect(await again.read()).toEqual(entries);
    await again.delete();
    expect(await listSpools(directory)).toEqual([]);
  });

  it('drops progress when it is full, outcomes never, and counts what it dropped', async () => {
    const spool = createSpool(key, { directory, maxBytes: 2000 });
    await spool.append(Array.from({ length: 50 }, (_, i) => entry(i + 1)));
    const kept = (await spool.read()).length;
    expect(kept).toBeGreaterThan(2);
    expect(spool.dropped).toBe(50 - kept);
    await spool.append([entry(51, true), entry(52), entry(53, true)]);
    expect((await spool.read()).slice(kept).map((one) => one.seq)).toEqual([51, 53]);
    expect((await stat(path.join(directory, `${key.runId}.3.jsonl`))).mode & 0o777).toBe(0o600);
    await spool.close();
  });

  it('ignores a last line that a crash cut', async () => {
    const spool = createSpool(key, { directory });
    await spool.append([entry(1), entry(2)]);
    await appendFile(path.join(directory, `${key.runId}.3.jsonl`), '{"seq":3,"outc');
    expect((await spool.read()).map((one) => one.seq)).toEqual([1, 2]);
    await spool.close();
  });
});
