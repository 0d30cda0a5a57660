// Who did what: for admins only.
import { listAuditEntries, type AuditEntry } from '../../store/audit.ts';
import { builder } from '../builder.ts';
import { connectionOf, decodeTimedPlace, encodeTimedPlace, parsePage } from '../paging.ts';

const AuditEntryType = builder.objectRef<AuditEntry>('AuditEntry').implement({
  description: 'One call of a mutation: who, what, from where, with which result.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id.' }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: (entry) => entry.at }),
    actor: t.exposeString('actor', { description: 'Name of the token, or `system`.' }),
    action: t.exposeString('action', { description: 'The mutation.' }),
    subject: t.exposeString('subject', { description: 'What it was about, as `database:shop`.' }),
    origin: t.exposeString('origin', { description: 'Transport and address it came from.' }),
    result: t.exposeString('result', { description: '`ok`, or the code of the error.' }),
    detail: t.field({
      type: 'JSON',
      description: 'What was asked for.',
      resolve: (entry) => entry.detail,
    }),
  }),
});

builder.queryField('auditLog', (t) =>
  t.connection(
    {
      type: AuditEntryType,
      description: 'Every call of a mutation, newest first, refused ones too. For admins.',
      authScopes: { role: 'admin' },
      resolve: async (_root, args, context) => {
        const asOf = await context.asOf();
        const page = parsePage(args, decodeTimedPlace);
        const rows = await listAuditEntries(context.services.store.q, {
          limit: page.limit,
          before: page.after,
          after: page.before,
          backwards: page.backwards,
        });
        return connectionOf(page, rows, asOf, (node) => ({
          node,
          cursor: encodeTimedPlace(node),
        }));
      },
    },
    { name: 'AuditEntryConnection', description: 'A page of the audit log.' },
    { name: 'AuditEntryEdge', description: 'An entry of the audit log in its list.' },
  ),
);
