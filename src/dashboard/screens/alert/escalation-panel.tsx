// Who is told of an alert when nobody answers: the levels of its policy, which of them were told, and when
// the next one is.
import { useState } from 'react';
import { Link } from 'wouter';

import { inDialog, useAction } from '../../client/use-action.ts';
import { useEvery } from '../../client/use-every.ts';
import { useLiveQuery } from '../../client/use-live-query.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { formatDuration } from '../../parts/format-time.ts';
import { Answer } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { useMay } from '../../shell/viewer.ts';
import styles from './alert.module.css';
import { describeStop, levelStanding, whoIsTold, type PolicyShape } from './escalation.ts';
import { escalate, policiesQuery, type AlertDetails } from './operations.ts';

/** The panel. */
export function EscalationPanel({ alert }: { readonly alert: AlertDetails }) {
  const answer = useLiveQuery(
    policiesQuery,
    {},
    { staleAfter: ['on_call.', 'configuration.'], everyMs: 3_000 },
  );
  // Turns change by the clock.
  useEvery(30_000, answer.refresh);
  const may = useMay('OPERATOR');
  const [isAsked, setAsked] = useState(false);
  const telling = useAction(escalate, 'The next level is told.', inDialog);
  const { escalation, state } = alert;
  const canTell =
    may && escalation != null && state !== 'RESOLVED' && escalation.stop !== 'ALL_TOLD';
  const tell = async (): Promise<void> => {
    if ((await telling.run({ id: alert.id })) !== undefined) setAsked(false);
  };
  return (
    <Panel
      title="Escalation"
      aside={canTell ? <button onClick={() => setAsked(true)}>Tell the next level</button> : null}
    >
      {escalation == null ? (
        <p className="soft">
          {whyNone(alert)} <Link href="/settings/on-call">Policies</Link>
        </p>
      ) : (
        <Answer answer={answer}>
          {({ escalationPolicies, onCall }) => {
            const policy = escalationPolicies.find(({ name }) => name === escalation.policy);
            return (
              <div className="column">
                <p>
                  Policy <Link href="/settings/on-call">{escalation.policy}</Link>
                  {escalation.round > 1 ? `, round ${escalation.round}` : ''}.{' '}
                  {escalation.stop == null ? null : describeStop(escalation.stop)}
                  {escalation.nextAt == null ? null : (
                    <>
                      The next level is told <Time at={escalation.nextAt} />.
                    </>
                  )}
                </p>
                {policy === undefined ? null : (
                  <Levels policy={policy} onCall={onCall} alert={alert} />
                )}
              </div>
            );
          }}
        </Answer>
      )}
      {isAsked ? (
        <Confirm
          title="Tell the next level now?"
          deed="Tell the next level"
          isBusy={telling.isBusy}
          failure={telling.failure}
          onConfirm={() => void tell()}
          onCancel={() => setAsked(false)}
        >
          <p>Whoever is next is woken now rather than when the policy says.</p>
        </Confirm>
      ) : null}
    </Panel>
  );
}

function whyNone({ state, suppressions }: AlertDetails): string {
  if (state === 'PENDING') return 'It does not fire yet; nobody was told.';
  if (suppressions.length > 0) return 'It begins when somebody is to be told.';
  return 'No policy applies to it: it is told by its routes only.';
}

interface LevelsProps {
  readonly policy: PolicyShape;
  readonly onCall: Parameters<typeof whoIsTold>[2];
  readonly alert: AlertDetails;
}

const words = { TOLD: 'told', NEXT: 'next', LATER: 'not told yet' } as const;
const tones = { TOLD: 'good', NEXT: 'busy', LATER: 'quiet' } as const;

function Levels({ policy, onCall, alert }: LevelsProps) {
  const { escalation } = alert;
  if (escalation == null) return null;
  return (
    <ol className={styles.levels} aria-label="Levels">
      {policy.levels.map((level) => {
        const standing = levelStanding(level.number, escalation);
        const isQuiet = standing === 'NEXT' && escalation.stop != null;
        return (
          <li key={level.number}>
            <span>
              <State
                state={standing}
                tone={isQuiet ? 'quiet' : tones[standing]}
                label={isQuiet ? words.LATER : words[standing]}
              />
            </span>
            <span>
              {whoIsTold(level, alert.severity, onCall)}
              <span className="soft small">
                {level.afterMs === 0 ? ' at once' : ` after ${formatDuration(level.afterMs)}`}
                {level.hours == null ? '' : `, ${level.hours}`}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
