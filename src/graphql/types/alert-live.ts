// The live list of changes of alerts.
import { openAlertChanges, type AlertChangeView } from '../alerts.ts';
import { builder } from '../builder.ts';
import { AlertFilterType } from './alert-filter.ts';
import { Alert } from './alert.ts';

const Change = builder.objectRef<AlertChangeView>('AlertChange').implement({
  description: 'Something happened to an alert.',
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Position of the change: pass it as `after` to see what came later.',
      resolve: ({ cursor }) => cursor,
    }),
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
    kind: t.exposeString('kind', {
      description: 'What happened, as `FIRED`, `ACKNOWLEDGED`, `RESOLVED`, `SUPPRESSED`.',
    }),
    by: t.string({
      nullable: true,
      description: 'Who did it; null for hawkwatch itself.',
      resolve: ({ by }) => by ?? null,
    }),
    text: t.string({
      nullable: true,
      description: 'What was said with it.',
      resolve: ({ text }) => text ?? null,
    }),
    alert: t.field({
      type: Alert,
      description: 'The alert as it was after the change.',
      resolve: ({ alert }) => alert,
    }),
  }),
});

builder.subscriptionField('alertsChanged', (t) =>
  t.field({
    type: Change,
    description:
      'Alerts as they change; with `after`, first the changes since then. The filter is asked of ' +
      'the alert after the change, so leave `states` out to see alerts leave a state. Query ' +
      '`alerts` first and pass its `asOf`.',
    authScopes: { role: 'viewer' },
    args: {
      filter: t.arg({ type: AlertFilterType, description: 'Which alerts.' }),
      after: t.arg({ type: 'Cursor', description: 'Replay what came after this position.' }),
    },
    subscribe: (_root, { filter, after }, context) => openAlertChanges(context, filter, after),
    resolve: (change) => change,
  }),
);
