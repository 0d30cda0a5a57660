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
      `failed, of those that began until a week after its end; newest first, at most ${mostAlerts}.`,
    // Each run is a question of its own: meant for one, not for a page of them.
    extensions: { cost: 50 },
    reads: ['store', 'role'],
    resolve: async (view, _args, context) => {
      const { id, source, queuedAt, finishedAt, state, dryRun } = view.run;
      const run = {
        id,
        subject: runSubject(id),
        database: (await getRunDatabase(context, view)).name,
        source,
        queuedAt,
        finishedAt,
        hasFailed: (state === 'FAILED' || state === 'INTERRUPTED') && !dryRun,
      };
      const { services, viewer } = context;
      return listAlertsOfRun(services.store.q, run, { role: viewer.role, limit: mostAlerts });
    },
  }),
);
