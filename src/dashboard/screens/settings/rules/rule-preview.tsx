// What a rule would have done: it is tried on stored events and measurements. Nothing is written.
import { useEffect, useRef, useState } from 'react';

import { useLiveQuery } from '../../../client/use-live-query.ts';
import type { AlertRuleInput, SettingsPreviewRuleQuery } from '../../../graphql/graphql.ts';
import { Answer, Empty, Failure } from '../../../parts/notes.tsx';
import { State } from '../../../parts/state.tsx';
import { Duration, Time } from '../../../parts/time.tsx';
import { Choice } from '../forms/fields.tsx';
import styles from '../settings.module.css';
import { previewRuleQuery } from './operations.ts';

const hourMs = 3_600_000;
const spans: Readonly<Record<string, string>> = {
  '1': 'the last hour',
  '24': 'the last day',
  '168': 'the last week',
  '744': 'the last 31 days',
};
const shownAtMost = 20;

type Result = SettingsPreviewRuleQuery['previewRule'];
type Tried = Extract<Result, { __typename: 'AlertRulePreview' }>;

function Alerts({ tried }: { tried: Tried }) {
  const { alerts, alertCount, matched, examined, cutShort } = tried;
  return (
    <>
      <p role="status">
        <strong className="number">{alertCount}</strong> {alertCount === 1 ? 'alert' : 'alerts'};{' '}
        <span className="number">{matched}</span> of <span className="number">{examined}</span> that
        were looked at fitted.
      </p>
      {cutShort == null ? null : <p className={styles.alarm}>{cutShort}</p>}
      {alertCount === 0 ? (
        <Empty title="Nobody would have been told">
          Choose a longer time, or a condition that is met sooner.
        </Empty>
      ) : (
        <ol className={styles.list}>
          {alerts.slice(0, shownAtMost).map((one, index) => (
            <li key={`${index} ${one.subject} ${one.startedAt}`}>
              <span className="row">
                <State state={one.severity} />
                <span className={styles.text}>{one.title}</span>
              </span>
              <span className="soft small">
                <Time at={one.startedAt} />
                {one.firedAt == null ? ', nobody told' : ''}
                {one.resolvedAt == null ? (
                  ', not over'
                ) : (
                  <>
                    , for <Duration since={one.startedAt} until={one.resolvedAt} />
                  </>
                )}
                {one.timesFired > 1 ? `, ${one.timesFired} times` : ''}
              </span>
            </li>
          ))}
        </ol>
      )}
      {alertCount > shownAtMost ? (
        <p className="soft small">and {alertCount - shownAtMost} more</p>
      ) : null}
    </>
  );
}

/** One that there is, by name, or one as it was typed. */
export type RulePreviewProps = { readonly name: string } | { readonly input: AlertRuleInput };

/** The result, with the time that it is tried on. */
export function RulePreview(props: RulePreviewProps) {
  const [hours, setHours] = useState('24');
  const [untilMs, setUntilMs] = useState(() => Date.now());
  const answer = useLiveQuery(previewRuleQuery, {
    ...props,
    from: new Date(untilMs - Number(hours) * hourMs).toISOString(),
    until: new Date(untilMs).toISOString(),
  });
  const section = useRef<HTMLElement>(null);
  // It stands at the end of a long dialog.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <section ref={section} aria-label="Tried on the past" className="column">
      <div className="row spread">
        <h3>Tried on the past</h3>
        <Choice
          label="Which time"
          value={hours}
          options={spans}
          onChange={(value) => {
            setUntilMs(Date.now());
            setHours(value);
          }}
        />
      </div>
      <Answer answer={answer}>
        {({ previewRule: result }) =>
          result.__typename === 'AlertRulePreview' ? (
            <Alerts tried={result} />
          ) : (
            <Failure
              error={[
                result.message,
                ...('issues' in result
                  ? result.issues.map(({ path, message }) => `${path} ${message}.`)
                  : []),
              ].join(' ')}
            />
          )
        }
      </Answer>
    </section>
  );
}
