import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createBench, type Bench } from '../../support/migrations.ts';

describe('a run', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await createBench();
  });
  afterAll(() => bench.close());

  it('applies pending migrations in order and tells every statement', async () => {
    await bench.write({
      '0001_users.sql':
        'create table users (id int primary key, name text);\ninsert into users select i, i::text from generate_series(1, 10) i;',
      '0002_index.sql': 'create index concurrently users_name on users (name);',
      '0010_more.sql':
        "-- hawkwatch: no-transaction\ninsert into users values (11, 'x');\nvacuum users;\nupdate users set name = name || '!';",
      '0011_empty.sql': '-- nothing to do\n',
    });
    const before = await bench.statuses.read('shop');
    expect(before[0]?.state).toBe('UNINITIALISED');
    expect(before[0]?.counts.pending).toBe(4);
    const run = await bench.migrate();
    expect(run.error).toBeNull();
    expect(run.state).toBe('SUCCEEDED');
    expect(run.percent).toBe(100);
    const progress = await bench.progress(run.id);
    expect(progress.map((event) => event.seq)).toEqual(progress.map((_event, i) => i + 1));
    expect(progress.map((event) => event.kind)).toEqual([
      'QUEUED',
      'STARTED',
      'MIGRATION_STARTED',
      'STATEMENT_STARTED',
      'STATEMENT_FINISHED',
      'STATEMENT_STARTED',
      'STATEMENT_FINISHED',
      'MIGRATION_FINISHED',
      'MIGRATION_STARTED',
      'STATEMENT_STARTED',
      'STATEMENT_FINISHED',
      'MIGRATION_FINISHED',
      'MIGRATION_STARTED',
      'STATEMENT_STARTED',
      'STATEMENT_FINISHED',
      'STATEMENT_STARTED',
      'STATEMENT_FINISHED',
      'STATEMENT_STARTED',
      'STATEMENT_FINISHED',
      'MIGRATION_FINISHED',
      'MIGRATION_STARTED',
      'MIGRATION_FINISHED',
      'FINISHED',
    ]);
    expect(progress.find((event) => event.statement?.rows === 11)?.statement?.index).toBe(3);
    const [status] = await bench.statuses.read('shop');
    expect(status).toMatchObject({ state: 'UP_TO_DATE', currentVersion: '0011' });
    expect(status?.migrations.map((migration) => migration.state)).toEqual(
      Array.from({ length: 4 }, () => 'APPLIED'),
    );
  });
});
