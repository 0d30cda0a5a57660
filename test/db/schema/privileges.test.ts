// Rights of all kinds, read on every server at hand: what only looks different is the same, also from one
// version to the next; what is left out; and that the fingerprint moves with each of them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SchemaChange } from '../../../src/core/schema-change.ts';
import type { SchemaSnapshot } from '../../../src/core/schema.ts';
import { describeSchema } from '../../../src/databases/schema/describe-schema.ts';
import { diffSnapshots } from '../../../src/databases/schema/diff.ts';
import { createSnapshot } from '../../../src/databases/schema/snapshot.ts';
import { runDuckdb, runSqlite } from '../../support/database-files.ts';
import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';
import { openDatabase, snapshotOf } from '../../support/snapshots.ts';
import type { EqualPair } from './equal-pairs.ts';

const signal = new AbortController().signal;
const owner = 'hawkwatch_rights_owner';
const t = 'create table t (a int, b text)';
const f = `create function f(x int) returns int language sql as 'select 1'`;
const g = 'pg_monitor';
const alter = 'alter default privileges in schema @ ';

/** `@` is the schema, `$ALL` all rights to a table on that server. */
const pairs: readonly EqualPair[] = [
  ['the rights of the owner', t, `${t}; grant all on t to ${owner}`],
  [
    'the rights of the owner, one by one and to pass on',
    t,
    `${t}; grant $ALL on t to ${owner} with grant option`,
  ],
  ['the rights of the owner to a column', t, `${t}; grant select (a) on t to ${owner}`],
  ['given and taken back', t, `${t}; grant all on t to public; revoke all on t from public`],
  ['all rights', `${t}; grant all on t to ${g}`, `${t}; grant $ALL on t to ${g}`],
  [
    'all rights to a sequence',
    `create sequence s; grant all on sequence s to ${g}`,
    `create sequence s; grant usage, select, update on s to ${g}`,
  ],
  [
    'all rights to a column',
    `${t}; grant all (a) on t to ${g}`,
    `${t}; grant select (a), insert (a), update (a), references (a) on t to ${g}`,
  ],
  [
    'in another order',
    `${t}; grant insert, select on t to ${g}, pg_read_all_stats`,
    `${t}; grant select on t to pg_read_all_stats, ${g}; grant insert on t to ${g}, pg_read_all_stats`,
  ],
  [
    'with the table or alone',
    `${t}; create table u (a int); grant select on all tables in schema @ to ${g}`,
    `${t}; create table u (a int); grant select on u to ${g}; grant select on t to ${g}`,
  ],
  [
    'by whomever',
    `${t}; grant usage on schema @ to ${g}; grant select on t to ${g} with grant option;
      grant select on t to pg_read_all_stats`,
    `${t}; grant usage on schema @ to ${g}; grant select on t to ${g} with grant option;
      set role ${g}; grant select on @.t to pg_read_all_stats; set role ${owner}`,
  ],
  ['a function for everybody', f, `${f}; grant execute on function f to public`],
  [
    'a type for everybody',
    `create domain d as int`,
    `create domain d as int; revoke usage on domain d from public; grant all on type d to public`,
  ],
  [
    'default privileges that came and went',
    t,
    `${t}; ${alter} grant select on tables to public; ${alter} revoke select on tables from public`,
  ],
  [
    'given by default or by hand',
    `${alter} grant select on tables to ${g}; ${t}`,
    `${t}; grant select on t to ${g}; ${alter} grant select on tables to ${g}`,
  ],
];

interface Step {
  readonly sql: string;
  /** As `CHANGED name: attribute`, with the risk. */
  readonly told: readonly string[];
}

// One after the other in one database; `sales` is a schema of the owner with the table `sales.t`.
const steps: readonly Step[] = [
  {
    sql: 'grant create on schema sales to public',
    told: ['ADDED sales TO PUBLIC rights=CREATE HIGH SECURITY'],
  },
  {
    sql: `grant usage on schema sales to ${g}`,
    told: [`ADDED sales TO ${g} rights=USAGE MEDIUM SECURITY`],
  },
  {
    sql: 'alter schema sales owner to pg_read_all_stats',
    told: ['CHANGED sales owner=pg_read_all_stats MEDIUM SECURITY'],
  },
  {
    sql: `alter schema sales owner to ${owner}`,
    told: [`CHANGED sales owner=${owner} MEDIUM SECURITY`],
  },
  {
    sql: `alter default privileges for role ${owner} in schema sales grant select, update on tables to ${g}`,
    told: [
      `ADDED DEFAULT TABLES OF ${owner} IN sales TO ${g} rights=SELECT,UPDATE MEDIUM SECURITY`,
    ],
  },
  {
    sql: `alter default privileges for role ${owner} grant all on sequences to public`,
    told: [`ADDED DEFAULT SEQUENCES OF ${owner} TO PUBLIC rights=ALL HIGH SECURITY`],
  },
  {
    sql: `alter default privileges for role ${owner} revoke execute on functions from public`,
    told: [`ADDED DEFAULT FUNCTIONS OF ${owner} TO PUBLIC withheld=EXECUTE MEDIUM BREAKS_CLIENTS`],
  },
  {
    sql: `alter default privileges for role ${owner} grant execute on functions to public`,
    told: [`REMOVED DEFAULT FUNCTIONS OF ${owner} TO PUBLIC withheld= HIGH SECURITY`],
  },
  {
    sql: `alter default privileges for role ${owner} revoke all on types from public, ${owner}`,
    told: [
      `ADDED DEFAULT TYPES OF ${owner} TO PUBLIC withheld=USAGE MEDIUM BREAKS_CLIENTS`,
      `ADDED DEFAULT TYPES OF ${owner} TO ${owner} withheld=USAGE MEDIUM BREAKS_CLIENTS`,
    ],
  },
  {
    sql: `grant select on sales.t to ${g}`,
    told: [`ADDED sales.t TO ${g} rights=SELECT MEDIUM SECURITY`],
  },
  {
    sql: `revoke select on sales.t from ${g}; grant select (a) on sales.t to ${g}`,
    told: [`CHANGED sales.t TO ${g} rights=SELECT (a) MEDIUM BREAKS_CLIENTS`],
  },
  {
    sql: 'alter table sales.t drop column a',
    told: [
      `REMOVED sales.t.a position= type= CRITICAL DATA_LOSS,BREAKS_CLIENTS`,
      `REMOVED sales.t TO ${g} rights= MEDIUM BREAKS_CLIENTS`,
    ],
  },
  {
    sql: `revoke all on sales.t from ${owner}; grant select (b) on sales.t to ${owner}`,
    told: ['CHANGED sales.t rights=SELECT (b) withheld=ALL MEDIUM SECURITY,BREAKS_CLIENTS'],
  },
  {
    sql: `alter function sales.f owner to ${g}`,
    told: [`CHANGED sales.f(integer) owner=${g} MEDIUM SECURITY`],
  },
  // No more is told of what came with its table or goes with it.
  {
    sql: `create table sales.u (a int); grant all on sales.u to ${g}`,
    told: ['ADDED sales.u NONE '],
  },
  { sql: 'drop table sales.u', told: ['REMOVED sales.u CRITICAL DATA_LOSS,BREAKS_CLIENTS'] },
  // A sequence and a type may have the same name.
  {
    sql: `create sequence sales.twice; create type sales.twice as enum ('a'); grant usage on sequence sales.twice to ${g}`,
    told: [
      `ADDED sales.twice labels=a NONE `,
      'ADDED sales.twice type=bigint start=1 increment=1 minimum=1 maximum=9223372036854775807 cache=1 NONE ',
    ],
  },
  {
    sql: 'revoke usage on type sales.twice from public',
    told: ['REMOVED sales.twice (type) TO PUBLIC rights= MEDIUM BREAKS_CLIENTS'],
  },
  // hawkwatch's own is nobody's.
  { sql: `create table hawkwatch.t (a int); grant all on hawkwatch.t to public`, told: [] },
  { sql: `grant all on schema hawkwatch to ${g}`, told: [] },
];

const show = ({ change, name, attributes, risk, classes }: SchemaChange): string => {
  const values = attributes.map((one) => `${one.name}=${one.to === null ? '' : String(one.to)} `);
  return `${change} ${name} ${values.join('')}${risk} ${classes.join(',')}`;
};

describe.each(serversAtHand())('rights on $title', ({ open }) => {
  let place: TestPlace;
  let sql: postgres.Sql;
  beforeAll(async () => {
    place = await open();
    sql = postgres(place.url, { max: 1, onnotice: () => undefined, fetch_types: false });
    const database = new URL(place.url).pathname.slice(1);
    await sql.unsafe(`do $$ begin create role ${owner}; exception when duplicate_object then null; end $$;
      grant create on database ${database} to ${owner}; create schema hawkwatch; create schema sales authorization ${owner}; set role ${owner};
      create table sales.t (b text, a int);
      create function sales.f(int) returns int language sql as 'select 1'; reset role`);
  }, 120_000);
  afterAll(async () => {
    await sql.end();
    await place.close();
  });

  it('are told one by one, and each moves the fingerprint', async () => {
    const connection = openDatabase(place.url);
    let before = await snapshotOf(place.url, { privileges: true });
    let known = await connection.readFingerprint(signal);
    for (const { sql: statement, told } of steps) {
      await sql.unsafe(statement).simple();
      const after = await snapshotOf(place.url, { privileges: true });
      expect(diffSnapshots(before, after).changes.map(show), statement).toEqual(told);
      const fingerprint = await connection.readFingerprint(signal);
      expect(told.length === 0 || fingerprint !== known, statement).toBe(true);
      [before, known] = [after, fingerprint];
    }
    await connection.close();
    const text = describeSchema(before);
    expect(text).toContain(
      `\nPRIVILEGE sales TO PUBLIC ON SCHEMA sales\n  RIGHTS: (\n    CREATE\n  )\n`,
    );
    expect(text).toContain(
      `\nPRIVILEGE sales.f(integer) ON FUNCTION sales.f(integer)\n  OWNER: ${g}\n`,
    );
    expect(text).not.toContain('Not read');
  });

  it('are nothing at all when nobody asks for them', async () => {
    const [off, on] = [
      await snapshotOf(place.url),
      await snapshotOf(place.url, { privileges: true }),
    ];
    expect(off.unread).toEqual(['PRIVILEGE']);
    expect(on.unread).toEqual([]);
    expect(off.objects).toEqual(on.objects.filter(({ kind }) => kind !== 'PRIVILEGE'));
    expect(diffSnapshots(off, on).changes).toEqual([]);
    expect(new Set(on.objects.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(
      on.objects.length,
    );
  });
});

describe('what only looks different', () => {
  const places: TestPlace[] = [];
  const snapshots: SchemaSnapshot[] = [];
  const schemaOf = (at: number): string => `p${at}_`;
  beforeAll(async () => {
    for (const { open } of serversAtHand()) {
      for (const side of [1, 2] as const) {
        const place = await open();
        places.push(place);
        snapshots.push(await fill(place.url, side));
      }
    }
  }, 120_000);
  afterAll(async () => {
    for (const place of places) await place.close();
  });

  async function fill(url: string, side: 1 | 2): Promise<SchemaSnapshot> {
    const sql = postgres(url, { max: 1, onnotice: () => undefined, fetch_types: false });
    await sql.unsafe(`do $$ begin create role ${owner}; exception when duplicate_object then null; end $$;
      grant create on database ${new URL(url).pathname.slice(1)} to ${owner}`);
    const [version] = await sql<
      { n: number }[]
    >`select current_setting('server_version_num')::int as n`;
    const all = `select, insert, update, delete, truncate, references, trigger${(version?.n ?? 0) >= 170_000 ? ', maintain' : ''}`;
    for (const [at, pair] of pairs.entries()) {
      const schema = schemaOf(at);
      const text = pair[side].replaceAll('@', schema).replaceAll('$ALL', all);
      await sql.unsafe(
        `create schema ${schema} authorization ${owner}; set role ${owner}; set search_path = ${schema}`,
      );
      await sql.unsafe(text).simple();
      await sql.unsafe('reset role');
    }
    await sql.end();
    return snapshotOf(url, { privileges: true });
  }

  it.each(pairs.map(([what], at) => ({ what, at })))('$what', ({ at }) => {
    const [first, ...others] = snapshots.map(({ objects }) =>
      createSnapshot(
        'POSTGRESQL',
        objects.filter(({ name }) => name.includes(schemaOf(at))),
      ),
    );
    if (first === undefined) throw new Error('nothing was read');
    for (const other of others) {
      expect(diffSnapshots(first, other).changes.map(show)).toEqual([]);
      expect(other.hash).toBe(first.hash);
    }
  });

  it('has one hash on all servers', () => {
    expect(new Set(snapshots.map(({ hash }) => hash)).size).toBe(1);
  });
});

it('are nothing in SQLite and DuckDB', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'hawkwatch-rights-'));
  await runSqlite(path.join(folder, 'a.sqlite'), 'create table t (a int)');
  await runDuckdb(path.join(folder, 'a.duckdb'), 'create table t (a int)');
  for (const engine of ['sqlite', 'duckdb']) {
    const url = `${engine}:${path.join(folder, `a.${engine}`)}`;
    const asked = await snapshotOf(url, { privileges: true });
    expect(asked).toEqual(await snapshotOf(url));
    expect(asked.unread).toEqual([]);
  }
  await rm(folder, { recursive: true });
});
