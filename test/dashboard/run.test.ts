// A run's page on a service of its own: watched live, through reloads, through a killed service, by two
// at once; and everything that may be done with a run.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { until } from '../support/until.ts';
import { startBrowser, visit } from './browser.ts';
import { startRunsService, type RunsService } from './runs-service.ts';

const path = (id: string): string => `/runs/${encodeURIComponent(id)}`;

/** Five migrations of four statements, two of which take a while. */
const steady = Object.fromEntries(
  [1, 2, 3, 4, 5].flatMap((n) => [
    [
      `000${n}_part_${n}.sql`,
      `create table part_${n} (id int primary key, note text);
insert into part_${n} select g, 'note' from generate_series(1, 500) g;
select pg_sleep(0.6);
comment on table part_${n} is 'a part';`,
    ],
    [`000${n}_part_${n}.down.sql`, `drop table part_${n};`],
  ]),
);

const logOf = (page: Page): Locator => page.getByRole('log', { name: 'Log of the run' });

/** When the events happened that the page's log shows, in order. */
async function timesIn(page: Page): Promise<readonly string[]> {
  return logOf(page)
    .locator('time')
    .evaluateAll((times) => times.map((time) => time.getAttribute('datetime') ?? ''));
}

async function untilEnded(page: Page): Promise<void> {
  await logOf(page).getByText('The run ended').waitFor({ timeout: 40_000 });
}

describe('the page of a run', () => {
  let browser: Browser;
  let service: RunsService;
  beforeAll(async () => {
    [browser, service] = await Promise.all([
      startBrowser(),
      startRunsService({
        watched: steady,
        // The database works on after the service is killed; what becomes of it is found out after that.
        killed: { ...steady, '0003_part_3.sql': 'create table part_3 ();\nselect pg_sleep(8);' },
        cancelled: {
          '0001_first.sql': 'create table first (id int primary key);',
          '0002_endless.sql': 'create table second (id int primary key);\nselect pg_sleep(600);',
        },
        returned: steady,
        seen: steady,
        stuck: {
          '0001_kept.sql': 'create table kept (id int primary key);',
          '0001_kept.down.sql': 'drop table kept;',
          '0002_child.sql': 'create table child (id int references kept);',
          // Somebody will have changed the database by hand meanwhile.
          '0002_child.down.sql': 'drop table child;',
        },
        failing: {
          '0001_people.sql': `create table people (id int primary key, email text);
insert into people values (1, 'a@example.org'), (2, 'a@example.org');`,
          '0002_unique.sql': `alter table people add column region text;
create unique index people_email on people (email);`,
          '0003_later.sql': 'create table later (id int primary key);',
        },
        blocked: { '0001_busy.sql': 'create table busy (id int primary key, note text);' },
        verified: {
          '0001_first.sql': 'create table first (id int primary key);',
          // It goes on for a while, so that its page is open before it ends.
          '0001_first.down.sql': 'select pg_sleep(3); drop table first;',
        },
        reviewed: { '0001_first.sql': 'create table first (id int primary key);' },
        refused: { '0001_first.sql': 'create table first (id int primary key);' },
        tried: { '0001_first.sql': 'create table first (id int primary key);' },
      }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  const look = (as: 'admin' | 'operator' | 'viewer', more: { isServiceCut?: boolean } = {}) =>
    visit(browser, service.url, { token: service.tokens[as], ...more });

  it('shows the same to two who watch, and after a reload in the middle', async () => {
    const id = await service.trigger('watched');
    const [one, two] = await Promise.all([look('operator'), look('viewer')]);
    await Promise.all([one.open(path(id)), two.open(path(id))]);
    await one.page.getByRole('heading', { level: 1, name: 'Migration of watched' }).waitFor();
    await logOf(one.page).getByText('0002 part_2 begins').waitFor();
    await one.page.reload();
    await logOf(one.page).getByText('0001 part_1 is applied').waitFor();
    await one.page.getByRole('button', { name: '0003 part 3', exact: false }).waitFor();
    await Promise.all([untilEnded(one.page), untilEnded(two.page)]);
    const happened = await service.eventsOf(id);
    expect(await timesIn(one.page)).toEqual(happened);
    expect(await timesIn(two.page)).toEqual(happened);
    for (const { page } of [one, two]) {
      await page.getByText('5 of 5 migrations applied').waitFor();
      await page.getByText(`${happened.length} events`).waitFor();
      const bar = page.getByRole('progressbar', { name: 'Progress of the run' });
      expect(await bar.getAttribute('aria-valuenow')).toBe('100');
    }
    await one.close();
    await two.close();
  });

  it('shows each statement of a migration with its rows', async () => {
    const id = await service.trigger('seen');
    const { page, open, close } = await look('viewer');
    await open(path(id));
    await untilEnded(page);
    await page.getByRole('button', { name: '0001 part 1' }).click();
    const statements = page
      .getByRole('list', { name: 'Statements, 4 in all' })
      .getByRole('listitem');
    expect(await statements.count()).toBe(4);
    expect(await statements.nth(1).textContent()).toMatch(/done.*insert into part_1.*500 rows/);
    await close();
  });

  it('goes on by itself when the service is killed and comes back, and shows every event once', async () => {
    const id = await service.trigger('killed');
    const { page, open, close } = await look('viewer', { isServiceCut: true });
    await open(path(id));
    await logOf(page).getByText('0003 statement 2 of 2: select pg_sleep(8)').waitFor();
    await service.kill();
    await page.getByText('The connection to hawkwatch was lost').waitFor();
    const before = await timesIn(page);
    await service.restart();
    await untilEnded(page);
    await page.getByText('The connection to hawkwatch was lost').waitFor({ state: 'detached' });
    const state = await service.stateOf(id);
    expect(['INTERRUPTED', 'SUCCEEDED']).toContain(state);
    await page.getByRole('status').filter({ hasText: state.toLowerCase() }).waitFor();
    const happened = await service.eventsOf(id);
    const shown = await timesIn(page);
    expect(shown).toEqual(happened);
    expect(shown.slice(0, before.length)).toEqual(before);
    expect(shown.length).toBeGreaterThan(before.length);
    await close();
  });

  it('explains a failure, links its alert, says whose review a retry ends, and retries after the name was typed', async () => {
    const id = await service.trigger('failing');
    const { page, open, close } = await look('operator');
    await open(path(id));
    await untilEnded(page);
    await page.getByRole('heading', { name: 'Why it failed' }).waitFor();
    await page.getByText('could not create unique index "people_email"').first().waitFor();
    await page.getByText('Values that are to be unique are there more than once.').waitFor();
    const alerts = page.getByRole('list', { name: 'Alerts of this run' });
    await alerts.getByRole('link', { name: 'Migration of main failed in failing' }).waitFor();
    await page.getByText('not run').waitFor();
    const waiting = await service.trigger('failing', 'autoApply: true, confidenceThreshold: 100');
    expect(await service.stateOf(waiting)).toBe('AWAITING_REVIEW');
    await page.getByRole('button', { name: 'Retry' }).click();
    const dialog = page.getByRole('dialog', { name: 'Retry the run on failing?' });
    await dialog.getByText('A run of this source waits for its review.').waitFor();
    const link = dialog.getByRole('link', { name: 'the waiting run' });
    expect(await link.getAttribute('href')).toBe(path(waiting));
    const deed = dialog.getByRole('button', { name: 'Retry' });
    await dialog.getByLabel('Type failing to confirm').fill('failin');
    expect(await deed.isDisabled()).toBe(true);
    await dialog.getByLabel('Type failing to confirm').fill('failing');
    await deed.click();
    await page.getByText('Retry of').waitFor();
    expect(page.url()).not.toContain(id);
    await untilEnded(page);
    await page.getByText('0 of 2 migrations applied').waitFor();
    expect(await service.stateOf(waiting)).toBe('REJECTED');
    await close();
  });

  it('ends a running one after the name was typed', async () => {
    const id = await service.trigger('cancelled');
    const { page, open, close } = await look('operator');
    await open(path(id));
    await logOf(page).getByText('0002 statement 2 of 2: select pg_sleep(600)').waitFor();
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel the run on cancelled?' });
    await dialog.getByLabel('Type cancelled to confirm').fill('cancelled');
    await page.keyboard.press('Enter');
    await untilEnded(page);
    await page.getByRole('button', { name: 'Retry' }).waitFor();
    expect(await service.stateOf(id)).toBe('CANCELLED');
    expect(await page.getByRole('button', { name: 'Cancel the run' }).count()).toBe(0);
    await close();
  });

  it('names who blocks it with the query; an admin ends that session, an operator cannot', async () => {
    const first = await service.trigger('blocked');
    await until('its end', async () => (await service.stateOf(first)) === 'SUCCEEDED');
    await service.addMigration(
      'blocked',
      '0002_wide.sql',
      'alter table busy add column wide text;',
    );
    const { pid, leave } = await service.hold(
      'blocked',
      "select * from busy where note = 'secret'",
    );
    const id = await service.trigger('blocked');
    const operator = await look('operator');
    await operator.open(path(id));
    await operator.page.getByRole('region', { name: 'Blocked by' }).waitFor();
    expect(await operator.page.getByRole('button', { name: /End session/ }).count()).toBe(0);
    await operator.close();
    const { page, open, close } = await look('admin');
    await open(path(id));
    const blocked = page.getByRole('region', { name: 'Blocked by' });
    await blocked.getByText(`pid ${pid} (nightly-report, reporting)`).waitFor();
    expect(await blocked.textContent()).not.toContain('secret');
    await blocked.getByRole('button', { name: `End session ${pid}` }).click();
    const dialog = page.getByRole('dialog', { name: `End session ${pid}?` });
    await dialog.getByLabel('Why, for the audit log').fill('it blocks the release');
    await dialog.getByLabel('Type blocked to confirm').fill('blocked');
    await page.keyboard.press('Enter');
    await untilEnded(page);
    await blocked.waitFor({ state: 'detached' });
    expect(await service.stateOf(id)).toBe('SUCCEEDED');
    await leave();
    await close();
  });

  it('rolls back what it applied, and shows before what that is', async () => {
    const id = await service.trigger('returned', 'toVersion: "0002"');
    const { page, open, close } = await look('operator');
    await open(path(id));
    await untilEnded(page);
    await page.getByRole('button', { name: 'Roll back' }).click();
    const dialog = page.getByRole('dialog', { name: 'Roll back returned?' });
    await dialog.getByText('These 2 migrations are undone').waitFor();
    await dialog.getByText('0002_part_2.down.sql').first().waitFor();
    await dialog.getByLabel('Type returned to confirm').fill('returned');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('heading', { level: 1, name: 'Roll-back of returned' }).waitFor();
    await untilEnded(page);
    await page.getByText('2 of 2 migrations rolled back').waitFor();
    expect(page.url()).not.toContain(id);
    await close();
  });

  it('says of a roll-back what is undone, not what is still applied: while it waits and when it fails', async () => {
    const first = await service.trigger('stuck');
    await until('its end', async () => (await service.stateOf(first)) === 'SUCCEEDED');
    const { leave } = await service.hold(
      'stuck',
      'create view watchers as select id from child; commit; begin; select * from child',
    );
    const id = await service.rollBack('stuck', '0');
    const { page, open, close } = await look('operator');
    await open(path(id));
    await page.getByRole('region', { name: 'Blocked by' }).waitFor();
    await page.getByText('0 of 2 migrations rolled back').waitFor();
    const steps = page.getByRole('list', { name: 'Migrations of the run' });
    await steps.getByRole('listitem').filter({ hasText: '0001' }).getByText('waits').waitFor();
    await leave();
    await untilEnded(page);
    expect(await service.stateOf(id)).toBe('FAILED');
    await logOf(page).getByText('0002 child stays applied: cannot drop table child').waitFor();
    await page.getByText('0 of 2 migrations rolled back').waitFor();
    await steps.getByText('stays applied').nth(1).waitFor();
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('A new run goes on with the 2 migrations that are left').waitFor();
    await close();
  });

  it('shows what was verified after an emergency roll-back, when that comes after its end', async () => {
    const first = await service.trigger('verified');
    await until('its end', async () => (await service.stateOf(first)) === 'SUCCEEDED');
    const id = await service.rollBackNow('verified', '0');
    const { page, open, close } = await look('viewer');
    await open(path(id));
    await page
      .getByRole('heading', { level: 1, name: 'Emergency roll-back of verified' })
      .waitFor();
    await page.getByRole('heading', { name: 'Verification' }).waitFor();
    await page.getByText('all is well').waitFor();
    await close();
  });

  it('is decided about by an operator, with the risk shown', async () => {
    const review = 'autoApply: true, confidenceThreshold: 100';
    const drop = 'drop table first;';
    for (const name of ['reviewed', 'refused']) {
      const first = await service.trigger(name);
      await until('its end', async () => (await service.stateOf(first)) === 'SUCCEEDED');
      await service.addMigration(name, '0002_drop.sql', drop);
    }
    const [approved, rejected] = await Promise.all([
      service.trigger('reviewed', review),
      service.trigger('refused', review),
    ]);
    const { page, open, close } = await look('operator');
    await open(path(approved));
    await page.getByRole('heading', { name: 'Waits for your review' }).waitFor();
    await page.getByText('Data would be gone').waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    const yes = page.getByRole('dialog', { name: 'Approve the run on reviewed?' });
    await yes.getByLabel('Comment').fill('nobody uses it');
    await yes.getByLabel('Type reviewed to confirm').fill('reviewed');
    await page.keyboard.press('Enter');
    await untilEnded(page);
    await page.getByRole('definition').getByText('approved by olga').waitFor();
    await open(path(rejected));
    await page.getByRole('button', { name: 'Reject' }).click();
    const no = page.getByRole('dialog', { name: 'Reject the run on refused?' });
    await no.getByLabel('Why, kept with the run').fill('not on a Friday');
    await page.keyboard.press('Enter');
    await page.getByRole('definition').getByText('rejected by olga').waitFor();
    await page.getByText('“not on a Friday”').waitFor();
    expect(await service.stateOf(rejected)).toBe('REJECTED');
    await close();
  });

  it('shows what a dry run found', async () => {
    const first = await service.trigger('tried');
    await until('its end', async () => (await service.stateOf(first)) === 'SUCCEEDED');
    await service.addMigration('tried', '0002_wide.sql', 'alter table first add column wide text;');
    const id = await service.trigger('tried', 'dryRun: true');
    const { page, open, close } = await look('viewer');
    await open(path(id));
    await page.getByRole('heading', { level: 1, name: 'Dry run on tried' }).waitFor();
    await untilEnded(page);
    await page.getByText('1 of 1 migrations tried').waitFor();
    const table = page.getByRole('table');
    await table.getByText('alter table first').waitFor();
    expect(await table.getByRole('row').last().textContent()).toContain('ACCESS EXCLUSIVE');
    await close();
  });

  it('has no button for viewers', async () => {
    const id = await service.trigger('tried');
    const { page, open, close } = await look('viewer');
    await open(path(id));
    await untilEnded(page);
    await page.getByText('1 of 1 migrations applied').waitFor();
    for (const name of ['Retry', 'Roll back', 'Cancel the run', 'Approve', 'Reject']) {
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    }
    await close();
  });

  it('says so when there is no such run', async () => {
    const { page, open, close } = await look('viewer');
    await open('/runs/bm90aGluZw');
    await page.getByText('There is no such run').waitFor();
    await page.getByRole('link', { name: 'All runs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/runs');
    await close();
  });
});
