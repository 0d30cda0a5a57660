// An alert's page: what is wrong, why, what changed before, who was told, and what can be done about it.
import { useRef } from 'react';
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import type { LiveEvent } from '../../client/live-log.ts';
import { Suspects } from '../../parts/alerts/suspects.tsx';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Actions } from './actions.tsx';
import styles from './alert.module.css';
import { DeliveriesPanel } from './deliveries/deliveries-panel.tsx';
import { EscalationPanel } from './escalation-panel.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { alertPageQuery, type AlertDetails } from './operations.ts';
import { RemediesPanel } from './remedies-panel.tsx';
import { SuppressionsPanel } from './suppressions-panel.tsx';
import { TimelinePanel } from './timeline/timeline-panel.tsx';
import { WhyPanel } from './why-panel.tsx';

/** What is told with an event of the alert that it was about; undefined of other events. */
function fingerprintOf({ payload }: LiveEvent): unknown {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const alert: unknown = Reflect.get(payload, 'alert');
  return typeof alert === 'object' && alert !== null
    ? Reflect.get(alert, 'fingerprint')
    : undefined;
}

/** The screen of `/alerts/:id`. */
export default function Alert({ id = '' }: { id?: string }) {
  const fingerprint = useRef<string>(undefined);
  const answer = useLiveQuery(
    alertPageQuery,
    { id },
    {
      staleAfter: ['alert.', 'remediation.'],
      // Of other alerts it says nothing; what is told without an alert may be about this one.
      concerns: (event) => {
        const told = fingerprintOf(event);
        return told === undefined || told === fingerprint.current;
      },
    },
  );
  const alert = answer.data?.alert;
  fingerprint.current = alert?.fingerprint;
  return (
    <Screen
      title={alert == null ? 'Alert' : alert.title}
      aside={alert == null ? undefined : <Actions alert={alert} />}
    >
      <Answer answer={answer}>
        {() =>
          alert == null ? (
            <Empty title="There is no such alert">
              Resolved alerts are kept for as long as <code>retention.alerts</code> says.{' '}
              <Link href="/alerts">All alerts</Link>
            </Empty>
          ) : (
            <Parts alert={alert} />
          )
        }
      </Answer>
    </Screen>
  );
}

function Parts({ alert }: { readonly alert: AlertDetails }) {
  const { suspects, suppressions, remediations, remediationRuns } = alert;
  return (
    <>
      <div className={styles.standing}>
        <State state={alert.severity} />
        <State state={alert.state} />
        {alert.flappingSince == null ? null : (
          <State state="FLAPPING" tone="warn" label="comes and goes" />
        )}
        {suppressions.length === 0 || alert.state === 'RESOLVED' ? null : (
          <State state="SILENT" tone="quiet" label="nobody is told" />
        )}
      </div>
      <div className={styles.columns}>
        <div className={styles.column}>
          <FactsPanel alert={alert} />
          {suppressions.length === 0 ? null : <SuppressionsPanel suppressions={suppressions} />}
          {remediations.length + remediationRuns.length === 0 ? null : (
            <RemediesPanel alert={alert} />
          )}
          <Panel title="What changed before">
            {suspects.length === 0 ? (
              <p className="soft">
                Nothing that hawkwatch saw on the same or connected objects is a plausible cause.
              </p>
            ) : (
              <Suspects suspects={suspects} />
            )}
          </Panel>
          <WhyPanel alert={alert} />
        </div>
        <div className={styles.column}>
          <TimelinePanel alert={alert} />
          <EscalationPanel alert={alert} />
          <DeliveriesPanel alert={alert} />
        </div>
      </div>
    </>
  );
}
