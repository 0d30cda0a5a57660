// Matchers of labels, as silences, windows and routes have them.
import { writeMatcher, type Matcher, type MatcherOperator } from '../../core/matchers.ts';
import { builder } from '../builder.ts';

const words = {
  '=': 'EQUALS',
  '!=': 'NOT_EQUALS',
  '~': 'FITS',
  '!~': 'NOT_FITS',
} as const satisfies Record<MatcherOperator, string>;

const MatcherOperatorType = builder.enumType('MatcherOperator', {
  description: 'How a matcher compares.',
  values: {
    EQUALS: { description: '`=`: the same text.' },
    NOT_EQUALS: { description: '`!=`: another text.' },
    FITS: { description: '`~`: fits a pattern with `*`, `?` and `|`.' },
    NOT_FITS: { description: '`!~`: does not fit it.' },
  } satisfies Record<(typeof words)[MatcherOperator], { description: string }>,
});

export const MatcherType = builder.objectRef<Matcher>('Matcher').implement({
  description: 'A test of one label; a label that is missing is an empty one.',
  fields: (t) => ({
    text: t.string({
      description: 'As it is written: `severity=CRITICAL`.',
      resolve: writeMatcher,
    }),
    label: t.exposeString('label', { description: 'Name of the label.' }),
    operator: t.field({
      type: MatcherOperatorType,
      description: 'How it compares.',
      resolve: ({ operator }) => words[operator],
    }),
    value: t.exposeString('value', { description: 'What it compares with.' }),
  }),
});

/** What every list of matchers in an input says of itself. */
export const matcherText =
  'As `severity=CRITICAL`, `database~shop-*|billing`, `rule!=disk-full`; all must fit. Labels are the ' +
  "alert's own and `rule`, `type`, `severity`, `database`, `subject`.";
