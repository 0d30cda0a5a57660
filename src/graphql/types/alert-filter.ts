// Which alerts lists and subscriptions give.
import { builder } from '../builder.ts';
import { AlertStateType, SeverityType } from './alert-words.ts';

export const AlertFilterType = builder.inputType('AlertFilter', {
  description: 'Which alerts; what is left out does not restrict.',
  fields: (t) => ({
    states: t.field({ type: [AlertStateType], description: 'In these states.' }),
    severities: t.field({ type: [SeverityType], description: 'Of these severities.' }),
    rules: t.stringList({ description: 'Of these rules, by name.' }),
    database: t.id({ description: 'About this database: its global id or name.' }),
    labels: t.stringList({
      description:
        'Matchers that all fit, as `team=shop`, `host!=a`, `host~web-*|db-?`. Besides the labels ' +
        'they know `rule`, `type`, `severity`, `subject` and `database`.',
    }),
    text: t.string({ description: 'With this in title, message or subject.' }),
    since: t.field({ type: 'DateTime', description: 'Started then or later.' }),
    suppressed: t.boolean({ description: 'Only those that are (not) kept from being told.' }),
  }),
});
