// The kill switch of automatic runs.
import { ConflictError, ForbiddenError, InvalidInputError } from '../../core/errors.ts';
import type { AutomaticRunsState } from '../../migrations/automatic/switch.ts';
import { builder } from '../builder.ts';

const AutomaticRuns = builder.objectRef<AutomaticRunsState>('AutomaticRuns').implement({
  description: 'Whether hawkwatch may run migrations by itself, where a database has a policy.',
  fields: (t) => ({
    enabled: t.exposeBoolean('enabled', {
      description: 'False when the configuration or `setAutomaticRuns` says so.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it was switched; null when it never was.',
    }),
    by: t.exposeString('by', {
      nullable: true,
      description: 'Name of the token that switched it; null for the configuration.',
    }),
    at: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was switched.',
      resolve: (state) => state.at,
    }),
  }),
});

const AutomaticRunsResult = builder.errorUnion('AutomaticRunsResult', {
  description: 'How it is now, or why it was not switched.',
  types: [AutomaticRuns, InvalidInputError, ConflictError, ForbiddenError],
  resolveType: () => AutomaticRuns,
});

builder.queryField('automaticRuns', (t) =>
  t.field({
    type: AutomaticRuns,
    description: 'Whether hawkwatch may run migrations by itself.',
    authScopes: { role: 'viewer' },
    resolve: (_root, _args, { services }) => services.automation.automaticRuns(),
  }),
);

builder.mutationField('setAutomaticRuns', (t) =>
  t.field({
    type: AutomaticRunsResult,
    description:
      'The kill switch. Off: nothing runs by itself any more, and what is queued so goes to the ' +
      'review list. For admins.',
    authScopes: { role: 'admin' },
    args: {
      enabled: t.arg.boolean({ required: true, description: 'False switches them off.' }),
      reason: t.arg.string({ required: true, description: 'Why; everybody sees it.' }),
    },
    audit: (detail) => ({ subject: 'setting:automatic-runs', detail }),
    resolve: (_root, { enabled, reason }, { services, viewer }) =>
      services.automation.setAutomaticRuns(viewer, enabled, reason),
  }),
);
