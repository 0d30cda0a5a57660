// Which alerts are meant: matchers, one a line, and how many open alerts fit them now.
import { useEffect, useState } from 'react';
import { Link } from 'wouter';

import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import { State } from '../../../parts/state.tsx';
import { LinesField } from './fields.tsx';
import { readLines } from './lines.ts';
import styles from './matchers-field.module.css';

const fitQuery = graphql(`
  query SettingsFitting($matchers: [String!]!) {
    previewSilence(matchers: $matchers) {
      total
      alerts {
        id
        title
        severity
      }
    }
  }
`);

const shownAtMost = 5;

interface FittingProps {
  readonly matchers: readonly string[];
  /** False: somebody types, and what is known is of other matchers. */
  readonly isSettled: boolean;
}

function Fitting({ matchers, isSettled }: FittingProps) {
  const { data, error } = useLiveQuery(
    fitQuery,
    { matchers: [...matchers] },
    { staleAfter: ['alert.'], everyMs: 3_000, pause: matchers.length === 0 },
  );
  if (matchers.length === 0) {
    return <p className="soft small">Say which alerts: one condition a line; all must fit.</p>;
  }
  if (!isSettled) return <p className="soft small">Looking for alerts …</p>;
  if (error !== undefined) {
    return (
      <p className="small" role="alert">
        {error.graphQLErrors[0]?.message ?? 'hawkwatch does not answer.'}
      </p>
    );
  }
  if (data === undefined) return <p className="soft small">Looking for alerts …</p>;
  const { total, alerts } = data.previewSilence;
  return (
    <div className="small" role="status">
      <p>
        <strong className="number">{total}</strong> open {total === 1 ? 'alert fits' : 'alerts fit'}{' '}
        now.
      </p>
      <ul className={styles.fitting}>
        {alerts.slice(0, shownAtMost).map(({ id, title, severity }) => (
          <li key={id}>
            <State state={severity} />
            <Link className="cut" href={`/alerts/${encodeURIComponent(id)}`}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
      {total > shownAtMost ? <p className="soft">and {total - shownAtMost} more</p> : null}
    </div>
  );
}

export interface MatchersFieldProps {
  readonly value: string;
  onChange(value: string): void;
}

/** The field with what it matches. */
export function MatchersField({ value, onChange }: MatchersFieldProps) {
  const [settled, setSettled] = useState(value);
  // Not at each key: while one types there is nothing to look for.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 400);
    return () => clearTimeout(timer);
  }, [value]);
  return (
    <>
      <LinesField
        label="Which alerts, one matcher a line"
        value={value}
        rows={3}
        isRequired
        placeholder={'rule=disk-full\ndatabase~shop-*|billing'}
        onChange={onChange}
      />
      <p className="soft small">
        <code>=</code> the same, <code>!=</code> another, <code>~</code> fits a pattern,{' '}
        <code>!~</code> does not fit. Labels are <code>rule</code>, <code>type</code>,{' '}
        <code>severity</code>, <code>database</code>, <code>subject</code> and the alert’s own.
      </p>
      <Fitting matchers={readLines(settled)} isSettled={settled === value} />
    </>
  );
}
