// Whoever owns a database must not have hawkwatch's role run his code: neither by functions that fit better
// than PostgreSQL's own, nor by something that stands in the place of the trigger's log.
import { afterAll, beforeAll, expect, it } from 'vitest';

import { openDatabase } from '../../support/snapshots.ts';
import { createReusedDatabase, type ReusedDatabase } from '../../support/empty-database.ts';

const signal = new AbortController().signal;
let place: ReusedDatabase;
beforeAll(async () => {
  place = await createReusedDatabase();
  // A trap notes in a sequence that it was called; that outlasts a rolled back transaction.
  await place.sql.unsafe(`
    create sequence public.caught;
    create function public.trap(text) returns text language sql as
      $$ select $1 || nextval('public.caught')::text $$;
    create function public.concat_ws(text, text, text, text) returns text language sql as
      $$ select public.trap('x') $$;
    create function public.concat_ws(text, variadic text[]) returns text language sql as
      $$ select public.trap('x') $$;
    create function public.greater(oid, int) returns boolean language sql as
      $$ select public.trap('x') is not null $$;
    create operator public.> (leftarg = oid, rightarg = int, function = public.greater);
    create function public.joined(name, name) returns text language sql as
      $$ select public.trap('x') $$;
    create operator public.|| (leftarg = name, rightarg = name, function = public.joined);
    create schema hawkwatch;
    create view hawkwatch.ddl_log as select now() as at, 1 as pid, 1 as n, '1'::xid8 as xid,
      public.trap('x') as cluster, 1 as timeline, 'boss'::text as session_role,
      'boss'::text as acting_role, ''::text as application, null::text as client,
      'x'::text as database, 'END'::text as event, 'ALTER TABLE'::text as tag,
      'table'::text as object_type, 'public'::text as schema_name, 'public.t'::text as object_identity,
      'x'::text as statement, 0 as more`);
});
afterAll(() => place.close());

it('asks under its own search path, and reads no log but the trigger’s', async () => {
  const connection = openDatabase(place.url);
  await connection.health();
  await connection.readFingerprint(signal);
  await place.sql.unsafe('create table public.t (id int)');
  await connection.readFingerprint(signal);
  const reading = await connection.readSnapshot({ signal });
  const log = await connection.readDdlLog?.({ position: null, signal });
  await connection.close();
  expect(reading).toMatchObject({ ok: true });
  expect(log).toMatchObject({ state: 'UNREADABLE' });
  const [row] = await place.sql<{ called: boolean }[]>`
    select is_called as called from public.caught`;
  expect(row?.called).toBe(false);
});
