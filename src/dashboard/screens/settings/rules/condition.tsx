// The condition of a rule, as words.
import { Facts } from '../../../parts/facts.tsx';
import { formatDuration } from '../../../parts/time.tsx';
import { wordsOf } from '../../../parts/state.tsx';
import { writePairs } from '../forms/lines.ts';
import { Matchers } from '../matchers.tsx';
import styles from '../settings.module.css';
import type { WholeRule } from './operations.ts';

type Condition = WholeRule['condition'];
type Pattern = Extract<Condition, { __typename: 'AlertEventCondition' }>['on'][number];

const means = {
  AVERAGE: 'the mean',
  LAST: 'the newest value',
  MAX: 'the highest value',
  MIN: 'the lowest value',
} as const;

const missing = { OK: 'all is well', KEEP: 'it stays as it was', ALERT: 'an alert' } as const;

function Patterns({ patterns }: { patterns: readonly Pattern[] }) {
  return (
    <ul className={styles.list}>
      {patterns.map(({ event, where }) => (
        <li key={`${event} ${where.join(' ')}`}>
          <span className="row">
            <code>{event}</code>
            {where.length === 0 ? null : (
              <>
                <span className="soft">where</span> <Matchers texts={where} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** When there is an alert. */
export function Condition({ condition }: { condition: Condition }) {
  if (condition.__typename === 'AlertEventCondition') {
    const { on, until, labels, lastsMs } = condition;
    return (
      <>
        <h3>An event makes an alert</h3>
        <Patterns patterns={on} />
        {until.length === 0 ? null : (
          <>
            <h3>An event ends it</h3>
            <Patterns patterns={until} />
          </>
        )}
        <Facts
          facts={[
            {
              name: 'Told apart by',
              value: writePairs(labels).replaceAll('\n', ', ') || 'nothing: one alert',
            },
            {
              name: 'Over without anything new after',
              value: lastsMs == null ? null : formatDuration(lastsMs),
            },
          ]}
        />
      </>
    );
  }
  const { metric, match, aggregate, windowMs, above, below, clear } = condition;
  const limits = [
    ...(above == null ? [] : [`above ${above}`]),
    ...(below == null ? [] : [`below ${below}`]),
  ];
  return (
    <>
      <h3>A measurement makes an alert</h3>
      <p className={styles.text}>
        When {means[aggregate]} of <code>{metric}</code> over {formatDuration(windowMs)} is{' '}
        <strong>{limits.join(' or ')}</strong>
        {clear == null ? '.' : `; over only beyond ${clear}.`}
      </p>
      <Facts
        facts={[
          { name: 'Series', value: <Matchers texts={match} /> },
          {
            name: `Missing for ${formatDuration(condition.noDataAfterMs)}`,
            value: missing[condition.onNoData],
          },
          { name: 'Cannot be read', value: missing[condition.onError] },
        ]}
      />
    </>
  );
}

/** What is different for some of its alerts. */
export function Overrides({ overrides }: Pick<WholeRule, 'overrides'>) {
  if (overrides.length === 0) return null;
  return (
    <>
      <h3>Different for some</h3>
      <ul className={styles.list}>
        {overrides.map((one) => {
          const settings = [
            ...(one.enabled === false ? ['no alerts'] : []),
            ...(one.severity == null ? [] : [wordsOf(one.severity)]),
            ...(one.forMs == null ? [] : [`told after ${formatDuration(one.forMs)}`]),
            ...(one.above == null ? [] : [`above ${one.above}`]),
            ...(one.below == null ? [] : [`below ${one.below}`]),
            ...(one.clear == null ? [] : [`over beyond ${one.clear}`]),
          ];
          return (
            <li key={one.match.join(' ')}>
              <Matchers texts={one.match} />
              <span>{settings.join(', ')}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
