// What is done in the settings, each by a person who may: rules, silences, windows, tokens, monitors, channels,
// who stands in. Everything has names that nothing else in the world has, and is taken away again.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { ask } from '../support/service.ts';
import { startBrowser, visit, type Visit } from './browser.ts';
import { act } from './world/client.ts';

const world = inject('world');

/** Other names in each run, for a world that goes on after the tests. */
const own = `settings-test-${Date.now().toString(36)}`;

const dialogOf = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });
const told = (page: Page, text: string): Promise<void> =>
  page.getByRole('status').filter({ hasText: text }).first().waitFor();

describe('in the settings', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const asAdmin = (): Promise<Visit> => visit(browser, world.url, { token: world.tokens.admin });
  const asOperator = (): Promise<Visit> =>
    visit(browser, world.url, { token: world.tokens.operator });

  it('a rule is tried, made, changed, switched off and deleted', async () => {
    const { page, open, close } = await asAdmin();
    await open('/settings/rules');
    await page.getByRole('button', { name: 'New rule' }).click();
    const form = dialogOf(page, 'New rule');
    await form.getByLabel('Name', { exact: true }).fill(`${own}-huge`);
    await form.getByLabel('Metric, or a pattern').fill('database.size_bytes');
    await form.getByLabel('Alert above').fill('1');
    await form.getByLabel('Escalation policy').fill('no-such-policy');
    await form.getByRole('button', { name: 'Make the rule' }).click();
    await form.getByRole('alert').filter({ hasText: 'is no escalation policy' }).waitFor();
    await form.getByLabel('Escalation policy').fill('');
    // Nothing would be told: it would have to hold for longer than the world exists.
    await form.getByLabel('Told when it holds for').fill('7d');
    await form.getByRole('button', { name: 'Try it on the past' }).click();
    await form.getByText('that were looked at fitted').waitFor();
    await form.getByRole('button', { name: 'Make the rule' }).click();
    const rule = dialogOf(page, new RegExp(`^${own}-huge`));
    await rule.getByText('the mean of database.size_bytes over 5 min').waitFor();

    await rule.getByRole('button', { name: 'Change …' }).click();
    const change = dialogOf(page, `Change ${own}-huge`);
    expect(await change.getByLabel('Told when it holds for').inputValue()).toBe('7d');
    await change.getByLabel('What it is about').fill('databases that are huge');
    await change.getByRole('button', { name: 'Change the rule' }).click();
    await rule.getByText('databases that are huge').waitFor();

    await rule.getByRole('button', { name: 'Switch it off' }).click();
    await rule.getByText('switched off').waitFor();
    await rule.getByRole('button', { name: 'Delete …' }).click();
    const question = dialogOf(page, `Delete the rule ${own}-huge?`);
    const deed = question.getByRole('button', { name: 'Delete the rule' });
    expect(await deed.isDisabled()).toBe(true);
    await question.getByLabel(/to confirm/).fill(`${own}-huge`);
    await deed.click();
    await question.waitFor({ state: 'detached' });
    await page.getByLabel('Name or description').fill(`${own}-huge`);
    await page.getByText('No rule is like that').waitFor();
    await close();
  });

  it('a silence is made after its alerts were shown, and ended; others are seen at once', async () => {
    const { page, open, close } = await asOperator();
    await open('/settings/silences');
    await page.getByRole('button', { name: 'New silence' }).click();
    const form = dialogOf(page, 'New silence');
    await form.getByLabel('Which alerts').fill(`rule=${own}-nothing`);
    await form.getByText('0 open alerts fit now.').waitFor();
    await form.getByLabel('Which alerts').fill('rule=disk-filling\nhost=db1');
    await form.getByText('1 open alert fits now.').waitFor();
    await form.getByRole('link', { name: 'The disk of db1 is 87 % full' }).waitFor();
    await form.getByLabel('Which alerts').fill(`rule=${own}-quiet`);
    await form.getByLabel('How long').selectOption({ label: '30 minutes' });
    await form.getByLabel('Why').fill(`${own}: quiet for half an hour`);
    await form.getByRole('button', { name: 'Silence them' }).click();
    const list = page.getByRole('list', { name: 'Silences' });
    const mine = list.getByRole('listitem').filter({ hasText: `${own}: quiet` });
    await mine.getByText(`rule=${own}-quiet`).waitFor();
    await mine.getByRole('button', { name: /^Change/ }).click();
    const change = dialogOf(page, 'Change the silence');
    await change.getByLabel('Which alerts').fill(`rule=${own}-quiet\nhost=db1`);
    await change.getByRole('button', { name: 'Change the silence' }).click();
    await mine.getByText('host=db1').waitFor();

    await mine.getByRole('button', { name: /^End it/ }).click();
    await dialogOf(page, 'End this silence?').getByRole('button', { name: 'End it now' }).click();
    await mine.waitFor({ state: 'detached' });

    await act(
      world,
      world.tokens.operator,
      `createSilence(input: { matchers: ["rule=${own}-other"], comment: "${own}: by another", durationMinutes: 1 })`,
    );
    await list
      .getByRole('paragraph')
      .filter({ hasText: `${own}: by another` })
      .waitFor();
    await page.getByLabel('Which').selectOption({ label: 'over' });
    // A change ended it, and made another in its place.
    await expect.poll(() => list.getByText(`${own}: quiet for half an hour`).count()).toBe(2);
    await close();
  });

  it('a maintenance window is made and ended; its name must be typed', async () => {
    const { page, open, close } = await asOperator();
    await open('/settings/maintenance');
    await page.getByText('from hawkwatch.yaml, changed only there').waitFor();
    await page.getByRole('button', { name: 'New window' }).click();
    const form = dialogOf(page, 'New maintenance window');
    await form.getByLabel('Name').fill(`${own}-window`);
    await form.getByLabel('How often').selectOption('recurring');
    await form.getByLabel('Begins').fill('not a cron');
    await form.getByLabel('Lasts').fill('90min');
    await form.getByLabel('Which alerts').fill(`rule=${own}-planned`);
    await form.getByRole('button', { name: 'Make the window' }).click();
    await form.getByRole('alert').filter({ hasText: 'cron' }).waitFor();
    await form.getByLabel('Begins').fill('0 4 1 1 *');
    await form.getByRole('button', { name: 'Make the window' }).click();
    const mine = page
      .getByRole('list', { name: 'Maintenance windows' })
      .getByRole('listitem')
      .filter({ hasText: `${own}-window` });
    await mine.getByText(/^\W*planned$/).waitFor();
    await mine.getByText('0 4 1 1 *').waitFor();
    await mine.getByRole('button', { name: `End it … ${own}-window` }).click();
    const question = dialogOf(page, `End the window ${own}-window?`);
    await question.getByLabel(/to confirm/).fill(`${own}-window`);
    await question.getByRole('button', { name: 'End it for good' }).click();
    await told(page, `The window ${own}-window is ended.`);
    await close();
  });

  it('a rule keeps what another admin changes meanwhile, and its settings for some alerts', async () => {
    const name = `${own}-shared`;
    await act(
      world,
      world.tokens.admin,
      `createAlertRule(input: { name: "${name}", severity: INFO, metric: { name: "no.such", above: 1 },
        overrides: [{ match: ["database=shop"], above: 2 }] })`,
    );
    const { page, open, close } = await asAdmin();
    await open(`/settings/rules?rule=${name}`);
    const rule = dialogOf(page, new RegExp(`^${name}`));
    await rule.getByRole('button', { name: 'Change …' }).click();
    const change = dialogOf(page, `Change ${name}`);
    await change.getByLabel('What it is about').fill('shared');
    await act(world, world.tokens.admin, `setAlertRuleEnabled(name: "${name}", enabled: false)`);
    await change.getByLabel('It makes alerts').and(page.locator(':not(:checked)')).waitFor();
    await change.getByRole('button', { name: 'Change the rule' }).click();
    await rule.getByText('shared', { exact: true }).waitFor();
    const query = `{ alertRule(name: "${name}") { enabled description overrides { match above } } }`;
    expect(await ask(world, world.tokens.admin, query)).toEqual({
      alertRule: {
        enabled: false,
        description: 'shared',
        overrides: [{ match: ['database=shop'], above: 2 }],
      },
    });
    await act(world, world.tokens.admin, `deleteAlertRule(name: "${name}")`);
    await close();
  });

  it('the switch of automatic runs does what was asked, though somebody else was faster', async () => {
    const { page, open, close } = await asAdmin();
    await open('/settings/about');
    await page.getByRole('button', { name: 'Switch off …' }).click();
    const question = dialogOf(page, 'Switch automatic runs off?');
    await question.getByLabel(/^Why/).fill('it migrates too much');
    await question.getByLabel(/to confirm/).fill('automatic runs off');
    const deed = question.getByRole('button', { name: 'Switch them off' });
    await expect.poll(() => deed.isEnabled()).toBe(true);
    try {
      await act(
        world,
        world.tokens.admin,
        `setAutomaticRuns(enabled: false, reason: "${own}: faster")`,
      );
      await question.getByText(`${own}: faster`).waitFor();
      expect(await deed.isDisabled()).toBe(true);
      await question.getByRole('button', { name: 'Cancel' }).click();
      await page.getByRole('button', { name: 'Switch on …' }).waitFor();
    } finally {
      await act(world, world.tokens.admin, `setAutomaticRuns(enabled: true, reason: "${own}")`);
    }
    await close();
  });

  it('a token is made, its text shown once, and revoked', async () => {
    const { page, open, close } = await asAdmin();
    await open('/settings/tokens');
    await page.getByRole('button', { name: 'New token' }).click();
    const form = dialogOf(page, 'New token');
    await form.getByLabel('Name').fill(`${own}-ci`);
    await form.getByLabel('What it may do').selectOption('OPERATOR');
    await form.getByRole('button', { name: 'Make the token' }).click();
    const made = dialogOf(page, `The token ${own}-ci`);
    const text = (await made.getByLabel('Text of the token').textContent()) ?? '';
    const { viewer } = await ask<{ viewer: object }>(world, text, '{ viewer { name role } }');
    expect(viewer).toEqual({ name: `${own}-ci`, role: 'OPERATOR' });
    await page.keyboard.press('Escape');
    await made.getByRole('button', { name: 'I have copied it' }).click();
    await made.waitFor({ state: 'detached' });
    const table = page.getByRole('table', { name: 'Tokens, the oldest first' });
    const cell = table.getByRole('cell', { name: `${own}-ci`, exact: true });
    await cell.waitFor();
    expect(await page.content()).not.toContain(text);

    await page.getByRole('button', { name: `Revoke … ${own}-ci` }).click();
    const question = dialogOf(page, `Revoke the token ${own}-ci?`);
    await question.getByLabel(/to confirm/).fill(`${own}-ci`);
    await question.getByRole('button', { name: 'Revoke it' }).click();
    await cell.waitFor({ state: 'detached' });
    await page.getByLabel('revoked ones, too').check();
    const row = table.getByRole('row').filter({ hasText: `${own}-ci` });
    await row.getByText(/^\W*revoked$/).waitFor();
    await close();
  });

  it('a monitor is run, paused by its name, and let go on', async () => {
    const { page, open, close } = await asOperator();
    await open('/settings/monitors?kind=metric-baselines');
    const row = page
      .getByRole('table', { name: 'Monitors' })
      .getByRole('row')
      .filter({ hasText: 'metric-baselines' });
    await row.getByRole('button', { name: /^Run now/ }).click();
    await told(page, 'checks now.');
    const pause = row.getByRole('button', { name: /^Pause/ });
    const name = ((await pause.textContent()) ?? '').replace('Pause … ', '');
    await pause.click();
    const question = dialogOf(page, `Pause ${name}?`);
    await question.getByLabel(/to confirm/).fill(name);
    await question.getByRole('button', { name: 'Pause it' }).click();
    await row.getByText('paused by olga').waitFor();
    await row.getByRole('button', { name: /^Go on/ }).click();
    await row.getByText('paused by olga').waitFor({ state: 'detached' });
    await close();
  });

  it('a channel is tried, and what was sent is sent again', async () => {
    const { page, open, close } = await asOperator();
    await open('/settings/channels');
    const pager = page.locator('section').filter({ hasText: 'All deliveries of pager' });
    await pager.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText(/^pager (?:took the test\.|did not take the test: )/).waitFor();
    await open('/settings/deliveries?channel=ops&state=DELIVERED');
    const table = page.getByRole('table', { name: 'Deliveries, the newest first' });
    await table.getByRole('link').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('What the receiver sees').waitFor();
    await dialog.getByRole('button', { name: 'Send it again' }).click();
    await dialog.getByText('redelivery').waitFor();
    await dialog.getByRole('button', { name: 'an earlier one' }).waitFor();
    await close();
  });

  it('somebody stands in for who is on call; what is said twice is shown twice', async () => {
    const { page, open, close } = await asOperator();
    await open('/settings/on-call');
    const rotation = page.locator('section').filter({ hasText: 'database-people' }).first();
    const entries = rotation.getByRole('listitem').filter({ hasText: 'by olga' });
    // Long after the tests: who is on call now stays so.
    const day = `${new Date().getFullYear() + 1}-03-02`;
    const standIn = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Stand in' }).click();
      const form = dialogOf(page, 'Stand in: database-people');
      await form.getByLabel('Who').selectOption('grace');
      await form.getByLabel('From, local time').fill(`${day}T08:00`);
      // The end is before the beginning: the browser does not let it go.
      await form.getByLabel('Until, local time').fill(`${day}T07:00`);
      await form.getByRole('button', { name: 'Let them stand in' }).click();
      await form.getByLabel('Until, local time').fill(`${day}T18:00`);
      await form.getByRole('button', { name: 'Let them stand in' }).click();
      await form.waitFor({ state: 'detached' });
    };
    await standIn();
    await rotation.getByRole('heading', { name: 'Who stands in' }).waitFor();
    await entries.first().waitFor();
    await standIn();
    await entries.nth(1).waitFor();
    await close();
  });
});
