// The position in the schema trigger's log: nothing is lost and nothing told twice, however
// transactions overlap, in whatever pages it is read.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { DdlLogEntry } from '../../../src/databases/ddl-log.ts';
import { openDatabase } from '../../support/snapshots.ts';
import { chooseSeed, createSeeded } from '../../support/seeded.ts';
import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';
import { brief, createTriggerRig, signal, type TriggerRig } from './rig.ts';

describe.each(serversAtHand())('the log on $title', ({ open }) => {
  let place: TestPlace;
  let rig: TriggerRig;
  beforeAll(async () => {
    place = await open();
    rig = await createTriggerRig(place.url);
    await rig.install();
  });
  afterAll(async () => {
    await rig.close();
    await place.close();
  });

  it('tells a transaction that began early and committed late, once', async () => {
    await rig.news();
    const early = rig.connect();
    await early.unsafe('begin; create table early ()');
    await rig.sql.unsafe('create table late ()');
    expect((await rig.news()).map(brief)).toEqual(['END CREATE TABLE table public.late']);
    expect(await rig.news()).toEqual([]);
    await early.unsafe('commit');
    expect((await rig.news()).map(brief)).toEqual(['END CREATE TABLE table public.early']);
    expect(await rig.news()).toEqual([]);
  });

  it('goes on within a command that is longer than a page, with its statement', async () => {
    const { position } = await rig.read(null, 10_000);
    const tables = Array.from({ length: 12 }, (_, n) => `create table t${n} ()`).join(' ');
    const statement = `create schema pages ${tables}`;
    await rig.sql.unsafe(statement);
    const found: DdlLogEntry[] = [];
    let at = position;
    for (let complete = false; !complete;) {
      const page = await rig.read(at, 5);
      expect(page.entries.length).toBeLessThanOrEqual(5);
      expect(page.restarted).toBeNull();
      found.push(...page.entries);
      ({ position: at, complete } = page);
      // Comes in the middle of the round, and after it.
      await rig.sql.unsafe('create table if not exists between ()');
    }
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    expect(found.map(({ object }) => object)).toEqual([
      'pages',
      ...Array.from({ length: 12 }, (_, n) => `pages.t${n}`),
      'public."between"',
    ]);
    expect(new Set(found.slice(0, 13).map((entry) => entry.statement))).toEqual(
      new Set([statement]),
    );
    await rig.sql.unsafe('drop schema pages cascade; drop table "between"');
  });

  it('loses nothing and tells nothing twice while many write', async () => {
    const seed = chooseSeed();
    const random = createSeeded(seed);
    await rig.news();
    const committed: string[] = [];
    let writing = true;
    const write = async (writer: number, plan: readonly string[][]): Promise<void> => {
      const client = rig.connect();
      for (const [turn, steps] of plan.entries()) {
        const made: string[] = [];
        await client.unsafe('begin');
        for (const [at, step] of steps.entries()) {
          const name = `w${writer}_${turn}_${at}`;
          if (step === 'undo') {
            await client.unsafe(`savepoint s; create table ${name} (); rollback to s`);
          } else if (step === 'wait') {
            await client.unsafe('select pg_sleep(0.01)');
          } else {
            await client.unsafe(`create table ${name} ()`);
            made.push(name);
          }
        }
        const outcome = steps.length % 4 === 0 ? 'rollback' : 'commit';
        await client.unsafe(outcome);
        if (outcome === 'commit') committed.push(...made);
      }
    };
    const steps = ['make', 'make', 'wait', 'undo'];
    const plans = Array.from({ length: 6 }, () =>
      Array.from({ length: 25 }, () =>
        Array.from({ length: 1 + random.integer(6) }, () => steps[random.integer(4)] ?? 'make'),
      ),
    );
    const writers = Promise.all(plans.map((plan, writer) => write(writer, plan))).finally(() => {
      writing = false;
    });
    const read = async (): Promise<readonly DdlLogEntry[]> => {
      const found: DdlLogEntry[] = [];
      let position: string | null = null;
      for (let last = false; ;) {
        const page = await rig.read(position, 1 + random.integer(12));
        expect(page.restarted, `seed ${seed}`).toBeNull();
        found.push(...page.entries);
        ({ position } = page);
        if (!page.complete) continue;
        if (last) return found;
        last = !writing;
      }
    };
    const [found] = await Promise.all([read(), writers]);
    const names = found
      .filter(({ tag, object }) => tag === 'CREATE TABLE' && object?.startsWith('public.w'))
      .map(({ object }) => object?.slice('public.'.length) ?? '');
    const sorted = (list: readonly string[]) => list.toSorted((a, b) => a.localeCompare(b));
    expect(sorted(names), `seed ${seed}`).toEqual(sorted(committed));
    expect(committed.length).toBeGreaterThan(100);
  }, 120_000);

  describe('begins anew, and says so, with a position', () => {
    it.each([
      ['that is none', () => 'here; drop table x'],
      ['of another server', (at: string) => at.replace(/^1 \d+/, '1 77')],
      ['of another database', (at: string) => at.replace(/^(1 \d+)\/\d+/, '$1/1')],
      [
        'from the future of this one',
        (at: string) => at.replace(/ \d+:\d+:\S*/, ' 900000:900009:'),
      ],
      ['of a later timeline', (at: string) => at.replace(/^(\S+ \S+) \d+/, '$1 9')],
    ] as const)('%s', async (_what, change) => {
      await rig.sql.unsafe('drop table if exists anew; create table anew ()');
      const all = await rig.read(null, 10_000);
      const reading = await rig.read(change(all.position), 10_000);
      expect(reading.restarted).toMatch(/all that it holds is told/);
      expect(reading.entries).toEqual(all.entries);
      expect(await rig.read(reading.position, 10_000)).toMatchObject({
        entries: [],
        restarted: null,
      });
    });
  });

  it('goes on after the server was promoted or restored under a new timeline', async () => {
    const { position } = await rig.read(null, 10_000);
    await rig.sql.unsafe('drop table if exists promoted; create table promoted ()');
    // As if the position was of the timeline before, and its transactions of the future that is gone.
    const before = position.replace(/ 1 \d+:\d+:\S*$/, ' 0 900000:900009:');
    expect(before).not.toBe(position);
    const later = await rig.read(before, 10_000);
    expect(later.restarted).toBeNull();
    expect(later.entries.length).toBeGreaterThan(0);
  });

  it('does not tell what was copied from another database', async () => {
    const { position } = await rig.read(null, 10_000);
    await rig.sql
      .unsafe(`insert into hawkwatch.ddl_log select clock_timestamp(), pid, n, xid, '77/1',
      timeline, session_role, acting_role, application, client, database, event, tag, object_type,
      schema_name, 'public.copied', statement, statement_at, more from hawkwatch.ddl_log limit 1`);
    expect((await rig.read(position, 10_000)).entries).toEqual([]);
    expect(JSON.stringify(await rig.read(null, 10_000))).not.toContain('copied');
  });

  it('is typed when it is not there, may not be read or has another form', async () => {
    const { url, role } = await rig.urlOfNewRole();
    const connection = openDatabase(url);
    const read = () => connection.readDdlLog?.({ position: null, signal });
    expect(await read()).toMatchObject({
      state: 'UNREADABLE',
      reason: expect.stringMatching(/grant/),
    });
    await rig.install({ reader: role });
    expect(await read()).toMatchObject({ state: 'READ' });
    await rig.sql.unsafe('alter table hawkwatch.ddl_log drop column tag');
    expect(await read()).toMatchObject({
      state: 'UNREADABLE',
      reason: expect.stringMatching(/again/),
    });
    await rig.remove();
    expect(await read()).toMatchObject({ state: 'ABSENT' });
    await connection.close();
    await rig.install();
  });

  it('ends with words when the database cannot be reached', async () => {
    const url = new URL(place.url);
    url.pathname = '/nowhere';
    const connection = openDatabase(url.href);
    await expect(connection.readDdlLog?.({ position: null, signal })).rejects.toThrow(
      /no database of that name/,
    );
    await connection.close();
  });
});
