// What a dry run reports of a statement.
import type { DryRunStatement } from '../../core/migrations.ts';
import { builder } from '../builder.ts';

const DryRunLock = builder.objectRef<DryRunStatement['locks'][number]>('DryRunLock').implement({
  description: 'A lock that a statement took.',
  fields: (t) => ({
    relation: t.exposeString('relation', { description: 'The table or index.' }),
    mode: t.exposeString('mode', { description: 'The mode, as `AccessExclusiveLock`.' }),
  }),
});

export const DryRunStatementType = builder.objectRef<DryRunStatement>('DryRunStatement').implement({
  description: 'One statement of a dry run: executed and undone again, or only listed.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'The migration it belongs to.' }),
    index: t.exposeInt('index', { description: 'Its place there, counted from 1.' }),
    text: t.exposeString('text', { description: 'The statement, redacted and cut.' }),
    executed: t.exposeBoolean('executed', {
      description: 'False when it cannot be undone and was only listed.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it was not executed.',
    }),
    durationMs: t.exposeFloat('durationMs', {
      nullable: true,
      description: 'How long it took, in milliseconds.',
    }),
    rows: t.exposeFloat('rows', { nullable: true, description: 'Rows it touched.' }),
    locks: t.field({
      type: [DryRunLock],
      description: 'Locks it took on tables and indexes.',
      resolve: (statement) => statement.locks,
    }),
    rewrites: t.field({
      type: ['String'],
      description: 'Tables that it wrote anew as a whole.',
      resolve: (statement) => statement.rewrites,
    }),
  }),
});
