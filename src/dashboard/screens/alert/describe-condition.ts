// The condition of a rule in words. Pure.
import type { AlertPageRuleQuery } from '../../graphql/graphql.ts';
import { formatDuration } from '../../parts/format-time.ts';
import { wordsOf } from '../../parts/words.ts';

export type RuleShape = NonNullable<AlertPageRuleQuery['alertRule']>;
type Condition = RuleShape['condition'];

export interface DescribedCondition {
  /** One of these is enough. */
  readonly begins: readonly string[];
  readonly ends: readonly string[];
}

type Pattern = Extract<Condition, { __typename: 'AlertEventCondition' }>['on'][number];

const describePattern = ({ event, where }: Pattern): string =>
  where.length === 0 ? event : `${event} with ${where.join(' and ')}`;

/** When it begins and when it ends. */
export function describeCondition(condition: Condition): DescribedCondition {
  if (condition.__typename === 'AlertEventCondition') {
    const { on, until, lastsMs } = condition;
    return {
      begins: on.map(describePattern),
      ends: [
        ...until.map(describePattern),
        ...(lastsMs == null ? [] : [`nothing was heard of it for ${formatDuration(lastsMs)}`]),
      ],
    };
  }
  const { metric, aggregate, above, below, clear, windowMs } = condition;
  const { noDataAfterMs, onNoData, onError } = condition;
  const measured =
    aggregate === 'LAST'
      ? `the last value of ${metric}`
      : `the ${wordsOf(aggregate)} of ${metric} over ${formatDuration(windowMs)}`;
  const begins = [
    ...(above == null ? [] : [`${measured} is above ${above}`]),
    ...(below == null ? [] : [`${measured} is below ${below}`]),
    ...(onNoData === 'ALERT'
      ? [`nothing was measured of ${metric} for ${formatDuration(noDataAfterMs)}`]
      : []),
    ...(onError === 'ALERT' ? [`measurements of ${metric} cannot be read`] : []),
  ];
  if (clear == null) return { begins, ends: [] };
  return { begins, ends: [`it is ${above == null ? 'above' : 'below'} ${clear}`] };
}
