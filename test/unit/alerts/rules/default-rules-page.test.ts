import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { defaultRules, runbookOf } from '../../../../src/alerts/defaults/registry.ts';
import {
  alertingPage,
  committedRulesTable,
  defaultRulesTable,
} from '../../../support/default-rules-table.ts';

it('default rules stand in the documentation (node test/support/default-rules-table.ts writes them)', () => {
  expect(committedRulesTable()).toBe(defaultRulesTable());
});

it('for each the documentation says what to do, where its alerts refer to', () => {
  const page = readFileSync(alertingPage, 'utf8');
  const headings = [...page.matchAll(/^#### ([a-z-]+)\n\n\S/gm)].map(([, name]) => name);
  expect(headings).toEqual(expect.arrayContaining(defaultRules.map(({ name }) => name)));
  for (const { name, runbook } of defaultRules) expect(runbook).toBe(runbookOf(name));
});
