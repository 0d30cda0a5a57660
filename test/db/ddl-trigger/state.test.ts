// Whether the schema trigger is installed, in every way in which it may be not, or only half.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  readTriggerState,
  type SchemaTriggerState,
} from '../../../src/databases/postgres/ddl-trigger/state.ts';
import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';
import { createTriggerRig, type TriggerRig } from './rig.ts';

describe.each(serversAtHand())('the state of the schema trigger on $title', ({ open }) => {
  let place: TestPlace;
  let rig: TriggerRig;
  beforeAll(async () => {
    place = await open();
    rig = await createTriggerRig(place.url);
  });
  afterAll(async () => {
    await rig.close();
    await place.close();
  });
  beforeEach(() => rig.install());

  const state = (sql = rig.sql): Promise<SchemaTriggerState> =>
    readTriggerState((text) => sql.unsafe<{ value: string | null }[]>(text));

  it('is ABSENT, INSTALLED, and ABSENT again', async () => {
    await rig.remove();
    expect(await state()).toMatchObject({ state: 'ABSENT', mayInstall: true, refusal: null });
    await rig.install();
    expect(await state()).toMatchObject({ state: 'INSTALLED', reason: null, needsGrant: false });
    await rig.remove();
    expect(await state()).toMatchObject({ state: 'ABSENT' });
  });

  const faults = [
    [
      'OUTDATED',
      `comment on table hawkwatch.ddl_log is 'by an older hawkwatch'`,
      /another version/,
    ],
    ['OUTDATED', 'comment on table hawkwatch.ddl_log is null', /another version/],
    [
      'DISABLED',
      'alter event trigger hawkwatch_ddl_end disable',
      /hawkwatch_ddl_end was switched off/,
    ],
    [
      'DISABLED',
      'alter event trigger hawkwatch_ddl_end enable replica; alter event trigger hawkwatch_sql_drop disable',
      /hawkwatch_ddl_end and hawkwatch_sql_drop/,
    ],
    ['BROKEN', 'drop table hawkwatch.ddl_log', /table hawkwatch.ddl_log is gone/],
    ['BROKEN', 'alter table hawkwatch.ddl_log drop column tag', /other columns/],
    [
      'BROKEN',
      'truncate hawkwatch.ddl_log; alter table hawkwatch.ddl_log alter column pid type text',
      /other columns/,
    ],
    ['BROKEN', 'drop function hawkwatch.record_ddl() cascade', /record_ddl\(\) is gone/],
    ['BROKEN', 'drop event trigger hawkwatch_sql_drop', /hawkwatch_sql_drop is gone/],
    [
      'BROKEN',
      `drop event trigger hawkwatch_sql_drop; create event trigger hawkwatch_sql_drop
        on ddl_command_start execute function hawkwatch.record_ddl()`,
      /hawkwatch_sql_drop is another one/,
    ],
    [
      'BROKEN',
      `create or replace function hawkwatch.record_ddl() returns event_trigger language plpgsql
        as 'begin end'`,
      /was changed/,
    ],
    [
      'BROKEN',
      `do $$ begin create role weaker; exception when duplicate_object then null; end $$;
       alter function hawkwatch.record_ddl() owner to weaker;
       alter table hawkwatch.ddl_log owner to weaker; alter schema hawkwatch owner to weaker;
       revoke insert on hawkwatch.ddl_log from weaker`,
      /grant insert on it to "weaker"/,
    ],
    [
      'BROKEN',
      `do $$ begin create role weaker; exception when duplicate_object then null; end $$;
       alter schema hawkwatch owner to weaker`,
      /schema \("weaker"\) are not the same/,
    ],
  ] as const;
  it.each(faults)('is %s after: %s', async (expected, fault, reason) => {
    await rig.sql.unsafe(fault);
    expect(await state()).toMatchObject({
      state: expected,
      reason: expect.stringMatching(reason),
    });
    await rig.install();
    expect(await state()).toMatchObject({ state: 'INSTALLED' });
    await rig.sql.unsafe('create table if not exists again (); drop table again');
    expect((await rig.news()).length).toBeGreaterThanOrEqual(2);
  });

  it('is told to a role without rights, with why it may not install it', async () => {
    const { url, role } = await rig.urlOfNewRole();
    expect(await state(rig.connect({ url }))).toMatchObject({
      state: 'INSTALLED',
      mayInstall: false,
      refusal: expect.stringContaining(`role "${role}" is none`),
      needsGrant: true,
      role,
    });
  });

  it('may be installed by the role that a cloud has for it', async () => {
    const { url, role } = await rig.urlOfNewRole();
    await rig.sql.unsafe(`do $$ begin create role rds_superuser; exception when duplicate_object
      then null; end $$; grant rds_superuser to ${role}`);
    expect(await state(rig.connect({ url }))).toMatchObject({ mayInstall: true });
    await rig.sql.unsafe('drop role rds_superuser');
  });

  it('is DISABLED where the server fires no event triggers', async () => {
    const [setting] = await rig.sql`select from pg_settings where name = 'event_triggers'`;
    // It came with version 17.
    if (setting === undefined) return;
    const client = rig.connect();
    await client.unsafe('set event_triggers = off');
    expect(await state(client)).toMatchObject({
      state: 'DISABLED',
      reason: expect.stringContaining('event_triggers'),
    });
  });
});
