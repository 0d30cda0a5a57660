import { expect, it } from 'vitest';

import type { SchemaChange, SchemaStatement } from '../../../src/core/schema-change.ts';
import { explainChanges } from '../../../src/monitors/schema/explain.ts';
import { statementOf } from '../../support/schema-history.ts';

const at = new Date(Date.UTC(2026, 0, 1));
const change = (name: string): SchemaChange => ({
  change: 'CHANGED',
  kind: 'PRIVILEGE',
  name,
  parent: 'TABLE public.orders',
  attributes: [],
  risk: 'MEDIUM',
  classes: ['SECURITY'],
  message: '',
  breaks: [],
});

it('what else was done to a table says nothing of who gave rights to it, but of its owner', () => {
  const statements: readonly SchemaStatement[] = [
    statementOf('public.orders', 'alter table orders owner to bob', at),
  ];
  const of = (name: string) =>
    explainChanges({ changes: [change(name)], statements, runs: [], unseen: null }).flatMap(
      (part) => part.statements,
    );
  expect(of('public.orders TO reader')).toEqual([]);
  expect(of('public.orders')).toEqual(statements);
});
