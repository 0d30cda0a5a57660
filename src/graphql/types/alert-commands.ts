// Taking alerts on, resolving, assigning, commenting: one or many at a time. Roles, rules and audit are the
// commands' business.
import type { AlertOutcome } from '../../alerts/commands.ts';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import { alertIds, takeOnly } from '../alerts.ts';
import { builder } from '../builder.ts';
import { bareId, encodeGlobalId } from '../global-ids.ts';
import { Alert } from './alert.ts';

const Result = builder.errorUnion('AlertResult', {
  description: 'The alert, or why nothing was done with it.',
  types: [Alert, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Alert,
});

const EditResult = builder.errorUnion('AlertEditResult', {
  description: 'The alert, or why nothing was done with it.',
  types: [Alert, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => Alert,
});

const Outcome = builder.objectRef<AlertOutcome>('AlertOutcome').implement({
  description: 'What became of one alert of many.',
  fields: (t) => ({
    alertId: t.id({
      description: 'Its global id.',
      resolve: ({ id }) => encodeGlobalId('Alert', id),
    }),
    alert: t.field({
      type: Alert,
      nullable: true,
      description: 'As it is now; null when nothing was done.',
      resolve: (outcome) => ('alert' in outcome ? outcome.alert : null),
    }),
    refusal: t.string({
      nullable: true,
      description: 'Why nothing was done, and what to do next.',
      resolve: (outcome) => ('refusal' in outcome ? outcome.refusal.message : null),
    }),
  }),
});

const Outcomes = builder.objectRef<readonly AlertOutcome[]>('AlertOutcomes').implement({
  description: 'What became of each alert.',
  fields: (t) => ({
    outcomes: t.field({
      type: [Outcome],
      description: 'In the order of the ids, each id once.',
      extensions: { cost: 4 },
      resolve: (outcomes) => outcomes,
    }),
  }),
});

const BulkResult = builder.errorUnion('AlertsResult', {
  description: 'What became of each alert, or why nothing was done with any.',
  types: [Outcomes, InvalidInputError, ForbiddenError],
  resolveType: () => Outcomes,
});

const subjectOf = ({ id }: { readonly id: string }) => ({
  subject: `alert:${bareId('Alert', id).slice(0, 100)}`,
});
const subjectsOf = ({ ids }: { readonly ids: readonly string[] }) => ({
  subject: 'alerts',
  detail: { count: ids.length },
});

const one = { required: true, description: 'Global id of the alert.' } as const;
const many = { required: true, description: 'Global ids of alerts, 200 at most.' } as const;
const comment = { description: 'What is to be said with it; kept in the timeline.' } as const;

const simple = [
  {
    name: 'acknowledge',
    says:
      'Takes an alert on: escalation stops, and others see who has it. Without effect when ' +
      'somebody has it already; a comment is kept all the same. For operators.',
  },
  {
    name: 'unacknowledge',
    says: 'Gives an alert back: nobody has it any more, and escalation goes on. For operators.',
  },
  {
    name: 'resolve',
    says:
      'Says that an alert is over, whatever is measured. Another one opens only when its ' +
      'condition has ended in between, or comes anew. For operators.',
  },
] as const;

for (const { name, says } of simple) {
  builder.mutationField(`${name}Alert`, (t) =>
    t.field({
      type: Result,
      description: says,
      authScopes: { role: 'operator' },
      args: { id: t.arg.id(one), comment: t.arg.string(comment) },
      audit: subjectOf,
      resolve: async (_root, { id, comment: said }, context) => {
        const { services, viewer } = context;
        const done = services.alerts[name](viewer, alertIds([id]), said ?? undefined);
        return takeOnly(context, await done);
      },
    }),
  );
  builder.mutationField(`${name}Alerts`, (t) =>
    t.field({
      type: BulkResult,
      description: `As \`${name}Alert\`, for many. What cannot be done with one is said of it; the others are done. For operators.`,
      authScopes: { role: 'operator' },
      args: { ids: t.arg.idList(many), comment: t.arg.string(comment) },
      audit: subjectsOf,
      resolve: (_root, { ids, comment: said }, { services, viewer }) =>
        services.alerts[name](viewer, alertIds(ids), said ?? undefined),
    }),
  );
}

const assignee = { description: 'Who is to take care of it; null: nobody in particular.' } as const;

builder.mutationField('assignAlert', (t) =>
  t.field({
    type: EditResult,
    description: 'Says who is to take care of an alert. For operators.',
    authScopes: { role: 'operator' },
    args: {
      id: t.arg.id(one),
      assignee: t.arg.string(assignee),
      comment: t.arg.string(comment),
    },
    audit: subjectOf,
    resolve: async (_root, { id, assignee: to, comment: said }, context) => {
      const { services, viewer } = context;
      const done = services.alerts.assign(viewer, alertIds([id]), to ?? null, said ?? undefined);
      return takeOnly(context, await done);
    },
  }),
);

builder.mutationField('assignAlerts', (t) =>
  t.field({
    type: BulkResult,
    description: 'As `assignAlert`, for many. For operators.',
    authScopes: { role: 'operator' },
    args: {
      ids: t.arg.idList(many),
      assignee: t.arg.string(assignee),
      comment: t.arg.string(comment),
    },
    audit: subjectsOf,
    resolve: (_root, { ids, assignee: to, comment: said }, { services, viewer }) =>
      services.alerts.assign(viewer, alertIds(ids), to ?? null, said ?? undefined),
  }),
);

const words = {
  required: true,
  description: 'What is to be said, 4000 characters at most.',
} as const;

builder.mutationField('commentOnAlert', (t) =>
  t.field({
    type: EditResult,
    description: 'Adds a comment to an alert, whatever its state. For operators.',
    authScopes: { role: 'operator' },
    args: { id: t.arg.id(one), text: t.arg.string(words) },
    audit: subjectOf,
    resolve: async (_root, { id, text }, context) => {
      const { services, viewer } = context;
      return takeOnly(context, await services.alerts.comment(viewer, alertIds([id]), text));
    },
  }),
);

builder.mutationField('commentOnAlerts', (t) =>
  t.field({
    type: BulkResult,
    description: 'As `commentOnAlert`, for many. For operators.',
    authScopes: { role: 'operator' },
    args: { ids: t.arg.idList(many), text: t.arg.string(words) },
    audit: subjectsOf,
    resolve: (_root, { ids, text }, { services, viewer }) =>
      services.alerts.comment(viewer, alertIds(ids), text),
  }),
);
