// Every stored fixture: its history in a real database, its files in a folder, and what the tool's
// adapter makes of the two. `npm run fixtures:verify` asks the real tools the same.
import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { migrationTools } from '../../../src/core/migrations.ts';
import { disagreements } from '../../fixtures/adapters/build/compare.ts';
import { listFixtures } from '../../fixtures/adapters/build/stored.ts';
import { renderPage, tableFile } from '../../fixtures/adapters/build/table.ts';
import { openJudge, type Judge } from '../../fixtures/adapters/build/verdict.ts';
import { createReusedDatabase, type ReusedDatabase } from '../../support/empty-database.ts';

const fixtures = await listFixtures();

let database: ReusedDatabase;
let judge: Judge;
beforeAll(async () => {
  database = await createReusedDatabase();
  judge = await openJudge(database.url);
});
afterAll(async () => {
  await judge.close();
  await database.close();
});
beforeEach(() => database.empty());

describe('fixtures', () => {
  it('are of tools that hawkwatch knows', () => {
    const tools: readonly string[] = migrationTools;
    expect(fixtures.filter(({ tool }) => !tools.includes(tool))).toEqual([]);
  });

  it('are what the table of the docs is made of', async () => {
    const page = await readFile(tableFile, 'utf8');
    expect(page).toBe(await renderPage(page, fixtures));
  });
});

for (const [tool, cases] of Map.groupBy(fixtures, (fixture) => fixture.tool)) {
  describe(`the adapter of ${tool}`, () => {
    it.each(cases.map((fixture) => [fixture.name, fixture] as const))(
      'agrees with the tool: %s',
      async (_name, { folder, historyFile, expected }) => {
        await database.sql.unsafe(await readFile(historyFile, 'utf8'));
        const { source, state, migrations, toolSays } = expected;
        const status = await judge.read({ tool, folder, source });
        expect(
          status.migrations.map((one) => ({ version: one.version, state: one.state })),
          status.reason ?? undefined,
        ).toEqual(migrations);
        expect(status.state, status.reason ?? undefined).toBe(state);
        expect(disagreements(status, toolSays)).toEqual([]);
      },
    );
  });
}
