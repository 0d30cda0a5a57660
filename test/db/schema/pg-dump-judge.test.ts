// An outside judge for snapshots of PostgreSQL: two of them differ exactly when pg_dump's texts do.
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { diffSnapshots } from '../../../src/databases/schema/diff.ts';
import { createDatabase, databaseUrl } from '../../support/databases.ts';
import { startDebianPostgres, type DebianPostgres } from '../../support/debian-postgres.ts';
import { dumpSchema } from '../../support/pg-dump.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { openDatabase, readSnapshot, snapshotOf } from '../../support/snapshots.ts';
import { judgedStart, randomSequences, randomStatement } from './ddl-generator.ts';

const major = 15;
const rounds = Number(process.env['HAWKWATCH_TEST_ROUNDS'] ?? 50);
const length = 30;
// Part of the tests' names: it is told whether they pass or not.
const seed = chooseSeed();
const steps = Number(process.env['HAWKWATCH_TEST_STEPS'] ?? 60);

let server: DebianPostgres;
beforeAll(async () => {
  server = await startDebianPostgres(major, { max_connections: '20' });
  await createDatabase(server.url, 'start');
  const sql = postgres(databaseUrl(server.url, 'start'), { max: 1, onnotice: () => undefined });
  await sql.unsafe(judgedStart);
  await sql.unsafe(`create function sales.noted() returns event_trigger language plpgsql
    as $$ begin end $$`);
  await sql.end();
}, 120_000);
afterAll(() => server.stop());

/** Runs the statements; how many of them did something. */
async function apply(url: string, statements: readonly string[]): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  let done = 0;
  for (const statement of statements) {
    await sql.unsafe(statement).then(
      () => (done += 1),
      // A statement that fails has done nothing, in whichever of the two databases.
      () => undefined,
    );
  }
  await sql.end();
  return done;
}

interface Verdict {
  readonly round: number;
  readonly equal: boolean;
  readonly done: number;
  readonly complaint: string | undefined;
}

async function judge(round: number): Promise<Verdict> {
  const random = createSeeded(seed + round);
  const sequences = randomSequences(random, length);
  const databases = [];
  let done = 0;
  for (const [side, statements] of sequences.entries()) {
    const database = await createDatabase(server.url, `judged_${round}_${side}`, 'start');
    databases.push(database);
    done += await apply(database.url, statements);
  }
  const [left, right] = databases;
  if (left === undefined || right === undefined) throw new Error('there are two sides');
  const [dumpLeft, dumpRight] = [
    await dumpSchema(major, left.url),
    await dumpSchema(major, right.url),
  ];
  const [before, after] = [await snapshotOf(left.url), await snapshotOf(right.url)];
  const { changes } = diffSnapshots(before, after);
  for (const database of databases) await database.drop();
  const equal = dumpLeft === dumpRight;
  const told = changes.map(({ message }) => message);
  const agree = equal === (changes.length === 0) && equal === (before.hash === after.hash);
  return {
    round,
    equal,
    done,
    complaint: agree
      ? undefined
      : `round ${round} of seed ${seed}: pg_dump sees ${equal ? 'no' : 'a'} difference; ours: ` +
        `${told.join(' | ') || 'none'}\n${linesOf(dumpLeft, dumpRight)}`,
  };
}

/** The lines that only one of the dumps has. */
function linesOf(left: string, right: string): string {
  const [a, b] = [new Set(left.split('\n')), new Set(right.split('\n'))];
  return [
    ...[...a].filter((line) => !b.has(line)).map((line) => `- ${line}`),
    ...[...b].filter((line) => !a.has(line)).map((line) => `+ ${line}`),
  ].join('\n');
}

it(`agrees with pg_dump on ${rounds} random pairs of schemas (HAWKWATCH_TEST_SEED=${seed})`, async () => {
  const verdicts: Verdict[] = [];
  for (let round = 0; round < rounds; round += 1) verdicts.push(await judge(round));
  const complaints = verdicts.flatMap(({ complaint }) => complaint ?? []);
  expect(complaints, complaints.join('\n\n')).toEqual([]);
  // Both answers must have come up, or the judge has judged nothing.
  const equal = verdicts.filter((verdict) => verdict.equal).length;
  expect(equal).toBeGreaterThan(rounds / 10);
  expect(rounds - equal).toBeGreaterThan(rounds / 10);
  expect(verdicts.reduce((sum, { done }) => sum + done, 0)).toBeGreaterThan(rounds * length);
}, 600_000);

it(`agrees with pg_dump on each of ${steps} random statements in a row (HAWKWATCH_TEST_SEED=${seed})`, async () => {
  const random = createSeeded(seed);
  const database = await createDatabase(server.url, 'walked', 'start');
  const connection = openDatabase(database.url);
  const complaints: string[] = [];
  let [dump, snapshot] = [await dumpSchema(major, database.url), await readSnapshot(connection)];
  for (let done = 0; done < steps;) {
    const statement = randomStatement(random);
    if ((await apply(database.url, [statement])) === 0) continue;
    done += 1;
    const [nextDump, next] = [
      await dumpSchema(major, database.url),
      await readSnapshot(connection),
    ];
    const { changes } = diffSnapshots(snapshot, next);
    if ((changes.length === 0) !== (dump === nextDump)) {
      const told = changes.map(({ message }) => message).join(' | ');
      complaints.push(`${statement}: ours: ${told || 'none'}\n${linesOf(dump, nextDump)}`);
    }
    [dump, snapshot] = [nextDump, next];
  }
  await connection.close();
  await database.drop();
  expect(complaints, `seed ${seed}\n${complaints.join('\n\n')}`).toEqual([]);
}, 600_000);
