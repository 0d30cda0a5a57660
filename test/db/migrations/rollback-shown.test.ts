// Roll-backs do only what was shown: the same is refused before and in the deed, and what came into the
// database since is not left above what is undone.
import { rm } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createEmergencyCommands } from '../../../src/migrations/emergency/rollback.ts';
import { createBench, operator, type Bench } from '../../support/migrations.ts';

const files = (version: number): Record<string, string> => ({
  [`${version}_t.sql`]: `create table t${version} ()`,
  [`${version}_t.down.sql`]: `drop table t${version}`,
});

describe('a roll-back', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench({ dispatches: false });
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.clear();
    await bench.write({ ...files(1), ...files(2), ...files(3) });
    await executing(() => bench.migrate());
  });

  /** Has somebody execute what is queued while `work` goes on. */
  const executing = async <T>(work: () => Promise<T>): Promise<T> => {
    const runner = await createBench({ replicaOf: bench });
    try {
      return await work();
    } finally {
      await runner.close();
    }
  };
  const request = { databaseName: 'shop', source: undefined, clientMutationId: undefined };

  it('undoes nothing beneath what was applied after it was asked for', async () => {
    await bench.write(files(4));
    const first = await bench.trigger();
    const asked = await bench.commands.rollback(operator, {
      ...request,
      toVersion: '2',
      expected: [{ version: '3' }],
    });
    const [migrated, back] = await executing(() =>
      Promise.all([bench.ended(first.id), bench.ended(asked.id)]),
    );
    expect(migrated.state).toBe('SUCCEEDED');
    expect(back.state).toBe('FAILED');
    expect(back.error?.message).toMatch(/^Also in effect above 2, .*: 4\. Nothing was executed\./);
    expect(await bench.states()).toEqual(['1 APPLIED', '2 APPLIED', '3 APPLIED', '4 APPLIED']);
    // A retry is the same run; a new one takes back what is there now.
    const [again, anew] = await executing(async () => [
      await bench.retry(back.id),
      await bench.rollback('2'),
    ]);
    expect(again?.state).toBe('FAILED');
    expect(anew?.state).toBe('SUCCEEDED');
    expect(await bench.states()).toEqual([
      '1 APPLIED',
      '2 APPLIED',
      '3 ROLLED_BACK',
      '4 ROLLED_BACK',
    ]);
  });

  it('is done where what came meanwhile was taken back again', async () => {
    const asked = await bench.commands.rollback(operator, { ...request, toVersion: '2' });
    await bench.target`
      insert into hawkwatch.migrations select source, '4', name, checksum, 'rolled_back',
        statements_done, statements_total, done_checksum, intent, run_id, applied_by, started_at,
        finished_at, duration_ms, error from hawkwatch.migrations where version = '3'`;
    const back = await executing(() => bench.ended(asked.id));
    expect(back.state).toBe('SUCCEEDED');
  });

  it('is refused where something without a file would be left, shown or asked for', async () => {
    await rm(path.join(bench.folder, '2_t.sql'));
    await rm(path.join(bench.folder, '2_t.down.sql'));
    const previews = createEmergencyCommands(bench.parts);
    const question = { ...request, toVersion: '1' };
    const reason = 'Applied, but without a file that takes it back: 2. Restore the files';
    await expect(previews.previewRollback(question)).rejects.toThrow(reason);
    await expect(bench.commands.rollback(operator, question)).rejects.toThrow(reason);
    const emergency = { ...question, reason: 'orders fail' };
    await expect(previews.emergencyRollback(operator, emergency)).rejects.toThrow(reason);
  });
});
