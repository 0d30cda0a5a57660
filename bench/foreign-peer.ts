// How foreign migrations are usually looked for, beside which bench/foreign.ts puts hawkwatch: each
// second, for each database, one query per tool's lock, then the sessions with their blockers, the
// progress views and the lock tables. It keeps nothing and tells nobody.
import postgres from 'postgres';

import { createLockBook } from '../src/migrations/foreign/lock-keys.ts';

const everyMs = 1_000;
const views = ['create_index', 'vacuum', 'cluster', 'analyze', 'copy'];
const lockTables = ['databasechangeloglock', 'knex_migrations_lock', 'goose_lock'];

async function look(client: postgres.Sql): Promise<void> {
  const [row] = await client<{ name: string }[]>`select current_database()::text as name`;
  const { locks } = createLockBook({ databaseName: row?.name ?? '', tables: [] });
  for (const { key } of locks) {
    await client`
      select l.*, a.* from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.objsubid = ${key.keys}
        and l.classid = ${key.classId}::bigint::oid and l.objid = ${key.objectId}::bigint::oid
        and l.database = (select oid from pg_database where datname = current_database())`;
  }
  await client`
    select a.*, pg_blocking_pids(a.pid) from pg_stat_activity a
    where a.datname = current_database()`;
  for (const view of views) {
    await client.unsafe(
      `select * from pg_stat_progress_${view} where datname = current_database()`,
    );
  }
  for (const table of lockTables) await client`select to_regclass(${table})`;
}

const urls = JSON.parse(process.env['BENCH_DATABASES'] ?? '[]') as string[];
const clients = urls.map((url) =>
  postgres(url, { max: 1, prepare: false, connection: { application_name: 'a peer' } }),
);
for (const [index, client] of clients.entries()) {
  setTimeout(
    () => {
      let busy = false;
      setInterval(() => {
        if (busy) return;
        busy = true;
        void look(client).finally(() => {
          busy = false;
        });
      }, everyMs);
    },
    (index * everyMs) / clients.length,
  );
}
process.once('disconnect', () => process.exit());
process.send?.({ databases: clients.length });
