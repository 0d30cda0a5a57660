import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { captureLog } from '../../support/log-capture.ts';
import { createBench, type Bench } from '../../support/migrations.ts';

const secret = 's3cr3t-Zauberwort';

describe('a secret in a migration', () => {
  const log = captureLog();
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench({ logger: log.logger });
  });
  afterAll(() => bench.close());

  /** Every row of every table of hawkwatch's, as text; sealed bytes as what they are. */
  const everything = async (): Promise<string> => {
    const rows: string[] = [];
    for (const sql of [bench.store.raw, bench.target]) {
      const tables =
        await sql`select table_schema as s, table_name as t from information_schema.tables
        where table_schema in ('hawkwatch', 'hawkwatch_store')`;
      for (const { s, t } of tables) {
        for (const row of await sql.unsafe(
          `select x::text as x, to_jsonb(x)::text as j from "${s}"."${t}" x`,
        )) {
          rows.push(`${t} ${String(row['x'])} ${String(row['j'])}`);
        }
      }
    }
    return rows.join('\n');
  };

  it.each([
    ['a run that succeeds', '', 'SUCCEEDED'],
    ['a run that fails', '; select 1/0', 'FAILED'],
    ['a run whose statement with it fails', `; create role %s password '${secret}'`, 'FAILED'],
    [
      'a raised message that repeats it',
      `; alter role %s password '${secret}' valid until '${secret}'`,
      'FAILED',
    ],
  ])('stays in the file: %s', async (what, more, state) => {
    const role = `x_${bench.replicaId.slice(0, 8)}_${what.length}`;
    const version = String(what.length);
    await bench.write({
      [`${version}_role.sql`]: `create role ${role} password '${secret}'${more.replaceAll('%s', role)}`,
    });
    try {
      const dry = await bench.migrate({ dryRun: true, toVersion: version });
      const run = await bench.migrate({ toVersion: version });
      expect(run.state).toBe(state);
      const file = await readFile(`${bench.folder}/${version}_role.sql`, 'utf8');
      expect(file).toContain(secret);
      const stored = await everything();
      expect(stored).toContain(role);
      expect(stored).not.toContain(secret);
      expect(stored).not.toContain(Buffer.from(secret).toString('hex'));
      const [sealed] = await bench.store.raw`select count(*)::int as n
        from hawkwatch_store.migration_run_steps where sealed is not null`;
      expect(sealed).toEqual({ n: 0 });
      expect(JSON.stringify([dry, run, await bench.progress(run.id)])).not.toContain(secret);
      expect(log.lines.length).toBeGreaterThanOrEqual(0);
      expect(log.lines.join('\n')).not.toContain(secret);
    } finally {
      await bench.target.unsafe(`drop role if exists ${role}`);
      await bench.clear();
    }
  });

  it('is sealed while its run waits', async () => {
    const quiet = await createBench({ dispatches: false });
    try {
      await quiet.write({ '1_a.sql': `select '${secret}'` });
      const run = await quiet.trigger();
      const [row] = await quiet.store
        .raw`select encode(sealed, 'hex') as sealed, length(sealed) as n
        from hawkwatch_store.migration_run_steps where run_id = ${run.id}`;
      expect(row?.['n']).toBeGreaterThan(20);
      expect(String(row?.['sealed'])).not.toContain(Buffer.from(secret).toString('hex'));
    } finally {
      await quiet.close();
    }
  });
});
