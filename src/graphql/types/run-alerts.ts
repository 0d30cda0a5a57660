// The alerts that belong to a run of migrations.
import { runSubject } from '../../migrations/events.ts';
import { listAlertsOfRun } from '../../store/run-alerts.ts';
import { builder } from '../builder.ts';
import { getRunDatabase } from '../run-views.ts';
import { Alert } from './alert.ts';
import { MigrationRun } from './migration-run.ts';

const mostAlerts = 50;

builder.objectField(MigrationRun, 'alerts', (t) =>
  t.field({
    type: [Alert],
    description:
      `Alerts that name it, that have it among their suspects, or that were open for its source when it ` +
      `failed; newest first, at most ${mostAlerts}.`,
    extensions: { cost: 5 },
    reads: ['store', 'role'],
    resolve: async (view, _args, context) => {
      const { id, source, queuedAt, finishedAt, state, dryRun } = view.run;
      const isFailed = (state === 'FAILED' || state === 'INTERRUPTED') && !dryRun;
      const run = {
        id,
        subject: runSubject(id),
        database: (await getRunDatabase(context, view)).name,
        source,
        queuedAt,
        failedAt: isFailed ? finishedAt : null,
      };
      const { services, viewer } = context;
      return listAlertsOfRun(services.store.q, run, { role: viewer.role, limit: mostAlerts });
    },
  }),
);
