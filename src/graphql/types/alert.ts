// Alerts: what is or was wrong, and who takes care of it.
import type { AlertRow } from '../../store/alerts.ts';
import { builder } from '../builder.ts';
import { AlertStateType, SeverityType } from './alert-words.ts';

export const Alert = builder.objectRef<AlertRow>('Alert');

builder.node(Alert, {
  description: 'Something that is or was wrong.',
  id: { resolve: ({ id }) => id },
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'keepFiringForMs' in value,
  loadOne: (id, { loaders }) => loaders.alerts.byId.load(id),
  fields: (t) => ({
    fingerprint: t.exposeString('fingerprint', {
      description: 'What it is an alert of: only one with the same fingerprint is open at a time.',
    }),
    rule: t.exposeString('rule', { description: 'Name of the rule.' }),
    type: t.exposeString('type', { description: 'The kind of trouble, as `MIGRATION_FAILED`.' }),
    severity: t.field({
      type: SeverityType,
      description: 'How bad it is.',
      resolve: ({ severity }) => severity,
    }),
    state: t.field({
      type: AlertStateType,
      description: 'How it stands.',
      resolve: ({ state }) => state,
    }),
    title: t.exposeString('title', { description: 'What is wrong, in one line.' }),
    message: t.exposeString('message', { description: 'What is known of it.' }),
    labels: t.field({
      type: 'JSON',
      description: 'What identifies it among the alerts of its rule.',
      resolve: ({ labels }) => labels,
    }),
    metadata: t.field({
      type: 'JSON',
      description: 'What else is known of it.',
      resolve: ({ metadata }) => metadata,
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'Since when its condition holds.',
      resolve: ({ startedAt }) => startedAt,
    }),
    acknowledgedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When somebody took it on.',
      resolve: ({ acknowledgedAt }) => acknowledgedAt,
    }),
    acknowledgedBy: t.exposeString('acknowledgedBy', {
      nullable: true,
      description: 'Who took it on.',
    }),
    resolvedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was over.',
      resolve: ({ resolvedAt }) => resolvedAt,
    }),
    resolvedBy: t.exposeString('resolvedBy', {
      nullable: true,
      description: 'Who said that it is over; null when it was found to be.',
    }),
  }),
});
