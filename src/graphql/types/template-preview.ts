// What a template of a channel would write. A query: nothing is sent, nothing is kept.
import type { TemplatePreview } from '../../notifications/template-preview.ts';
import { builder } from '../builder.ts';
import { bareId } from '../global-ids.ts';

const Preview = builder.objectRef<TemplatePreview>('TemplatePreview').implement({
  description: 'What a template writes.',
  fields: (t) => ({
    text: t.exposeString('text', { description: 'The text, with values as the channel has them.' }),
    alert: t.exposeString('alert', { description: 'Title of the alert it was rendered over.' }),
    sample: t.exposeBoolean('sample', { description: 'True when that alert is an invented one.' }),
  }),
});

builder.queryField('previewTemplate', (t) =>
  t.field({
    type: Preview,
    description:
      'What a template of a channel would write (Liquid). A template that cannot be rendered is an ' +
      'error that says why. Nothing is sent.',
    authScopes: { role: 'operator' },
    extensions: { cost: 20 },
    args: {
      template: t.arg.string({ required: true, description: 'The template, as `{{ title }}`.' }),
      channel: t.arg.string({
        description: 'Name of the channel it is for: values are escaped as that one needs it.',
      }),
      alertId: t.arg.id({
        description: 'Global id of the alert to render it over; without it, a sample.',
      }),
    },
    resolve: (_root, { template, channel, alertId }, { services, viewer }) =>
      services.templatePreviews.preview({
        template,
        channel: channel ?? undefined,
        alertId: alertId == null ? undefined : bareId('Alert', alertId),
        role: viewer.role,
      }),
  }),
);
