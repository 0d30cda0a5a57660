// What may be done about an alert, and what was done. Roles, limits and audit are the command's business.
import type { RemediationOffer } from '../../alerts/remediation/offers.ts';
import type { RemediationAction } from '../../core/correlation.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../../core/errors.ts';
import type { Remediation as RemediationRow, RemediationState } from '../../store/remediations.ts';
import { builder } from '../builder.ts';
import { bareId } from '../global-ids.ts';
import { auditedName } from '../registration-input.ts';
import { Alert } from './alert.ts';

const ActionType = builder.enumType('RemediationAction', {
  description: 'What is done.',
  values: {
    RESTART_CONTAINER: { description: 'A container is stopped and started again.' },
    EMERGENCY_ROLLBACK: { description: 'A database is rolled back to its last good version.' },
  } satisfies Record<RemediationAction, { description: string }>,
});

const StateType = builder.enumType('RemediationState', {
  description: 'How far a remediation is.',
  values: {
    QUEUED: { description: 'It is about to be done.' },
    RUNNING: { description: 'It is under way.' },
    SUCCEEDED: { description: 'It was done.' },
    FAILED: { description: 'It could not be done; the message says why.' },
    TIMED_OUT: {
      description:
        'It took too long. While `finishedAt` is null it goes on, and nothing else is done to its object; ' +
        'then the message says how it ended.',
    },
    UNKNOWN: { description: 'How it ended is not known, because hawkwatch stopped.' },
  } satisfies Record<RemediationState, { description: string }>,
});

const Offer = builder.objectRef<RemediationOffer>('Remediation').implement({
  description: 'Something that may be done about an alert.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of it: `action` of `runRemediation`.' }),
    action: t.field({
      type: ActionType,
      description: 'What is done.',
      resolve: ({ action }) => action,
    }),
    object: t.exposeString('object', {
      description: 'What it is done to, as `container:prod-1/shop/web/1` or `database:shop`.',
    }),
    automatic: t.exposeBoolean('automatic', {
      description: 'It is done by itself when such an alert fires.',
    }),
    refusal: t.exposeString('refusal', {
      nullable: true,
      description: 'Why it cannot be done now; null when it can.',
    }),
  }),
});

const Run = builder.objectRef<RemediationRow>('RemediationRun').implement({
  description: 'Something that was done about an alert.',
  fields: (t) => ({
    remedy: t.exposeString('remedy', { description: 'Name of what was offered.' }),
    action: t.field({
      type: ActionType,
      description: 'What was done.',
      resolve: ({ action }) => action,
    }),
    object: t.exposeString('object', { description: 'What it was done to.' }),
    automatic: t.exposeBoolean('automatic', { description: 'Nobody asked for it.' }),
    askedBy: t.exposeString('askedBy', { description: 'Who asked for it, or which remedy.' }),
    state: t.field({
      type: StateType,
      description: 'How far it is.',
      resolve: ({ state }) => state,
    }),
    message: t.exposeString('message', { nullable: true, description: 'How it ended.' }),
    queuedAt: t.field({
      type: 'DateTime',
      description: 'When it was asked for.',
      resolve: ({ queuedAt }) => queuedAt,
    }),
    finishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
      resolve: ({ finishedAt }) => finishedAt,
    }),
  }),
});

builder.objectField(Alert, 'remediations', (t) =>
  t.field({
    type: [Offer],
    description: 'What may be done about it, as `remediation` in hawkwatch.yaml says.',
    reads: ['store'],
    resolve: (alert, _args, { services }) => services.remediation.offers(alert),
  }),
);

builder.objectField(Alert, 'remediationRuns', (t) =>
  t.field({
    type: [Run],
    description: 'What was done about it, newest first; the last hundred.',
    reads: ['store'],
    resolve: ({ id }, _args, { loaders }) => loaders.correlation.remediations.load(id),
  }),
);

const Result = builder.errorUnion('RunRemediationResult', {
  description: 'What was done and how it ended, or why nothing was done.',
  types: [Run, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Run,
});

builder.mutationField('runRemediation', (t) =>
  t.field({
    type: Result,
    description:
      'Does what is offered for an alert; answers when it has ended, well or not, or after two minutes ' +
      '(TIMED_OUT). Refused unless ' +
      '`actions` in hawkwatch.yaml allows it, while something is done to the same object, and when ' +
      'that was done too often within the hour. For admins.',
    authScopes: { role: 'admin' },
    args: {
      alertId: t.arg.id({ required: true, description: 'Global id of the alert.' }),
      action: t.arg.string({ required: true, description: '`name` of what is offered.' }),
    },
    audit: ({ alertId, action }) => ({
      subject: `alert:${auditedName(alertId)}`,
      detail: { remedy: auditedName(action) },
    }),
    resolve: async (_root, { alertId, action }, { services, viewer, loaders }) => {
      const id = bareId('Alert', alertId);
      const done = await services.remediation.run(viewer, id, action);
      loaders.correlation.remediations.clear(id);
      return done;
    },
  }),
);
