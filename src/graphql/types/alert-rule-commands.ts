// Making, changing, switching and removing rules. Roles, forms and audit are the commands' business.
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
} from '../../core/errors.ts';
import { auditedRule, findAlertRule, ruleDeclarationOf } from '../alert-rules.ts';
import { builder } from '../builder.ts';
import type { GraphqlContext } from '../context.ts';
import { AlertRuleInput } from './alert-rule-input.ts';
import { AlertRuleType } from './alert-rule.ts';

const SaveResult = builder.errorUnion('SaveAlertRuleResult', {
  description: 'The rule, or why it is not in force.',
  types: [AlertRuleType, InvalidInputError, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => AlertRuleType,
});

const ChangeResult = builder.errorUnion('AlertRuleResult', {
  description: 'The rule, or why nothing was changed.',
  types: [AlertRuleType, NotFoundError, ConflictError, ForbiddenError],
  resolveType: () => AlertRuleType,
});

const saves = {
  createAlertRule: {
    command: 'create',
    description:
      'Makes a rule, which is in force from then on, on all replicas. A name that hawkwatch.yaml or ' +
      "hawkwatch's own rules have is refused. For admins.",
  },
  updateAlertRule: {
    command: 'update',
    description:
      'Replaces a rule that was made with createAlertRule. Alerts that it would not make any more ' +
      'are over. For admins.',
  },
} as const;

for (const [name, { command, description }] of Object.entries(saves)) {
  builder.mutationField(name, (t) =>
    t.field({
      type: SaveResult,
      description,
      authScopes: { role: 'admin' },
      args: {
        input: t.arg({ type: AlertRuleInput, required: true, description: 'The whole rule.' }),
      },
      audit: ({ input }) => ({ subject: auditedRule(input.name) }),
      resolve: (_root, { input }, { services, viewer }) =>
        services.alertRules[command](viewer, ruleDeclarationOf({ ...input })),
    }),
  );
}

const nameArgument = { required: true, description: 'Its name or global id.' } as const;
const nameOf = (context: GraphqlContext, reference: string): string =>
  findAlertRule(context, reference)?.name ?? reference;

builder.mutationField('deleteAlertRule', (t) =>
  t.field({
    type: ChangeResult,
    description:
      'Removes a rule that was made with createAlertRule, and returns it as it was. Its open alerts ' +
      'are over. For admins.',
    authScopes: { role: 'admin' },
    args: { name: t.arg.id(nameArgument) },
    audit: ({ name }) => ({ subject: auditedRule(name) }),
    resolve: (_root, { name }, context) =>
      context.services.alertRules.remove(context.viewer, nameOf(context, name)),
  }),
);

builder.mutationField('setAlertRuleEnabled', (t) =>
  t.field({
    type: ChangeResult,
    description:
      "Switches a rule on or off: one of the API, or one of hawkwatch's own. The open alerts of one " +
      'that is switched off are over. For admins.',
    authScopes: { role: 'admin' },
    args: {
      name: t.arg.id(nameArgument),
      enabled: t.arg.boolean({ required: true, description: 'Whether it makes alerts.' }),
    },
    audit: ({ name }) => ({ subject: auditedRule(name) }),
    resolve: (_root, { name, enabled }, context) =>
      context.services.alertRules.setEnabled(context.viewer, nameOf(context, name), enabled),
  }),
);
