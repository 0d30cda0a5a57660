// An incident's page: its alerts, what changed before them, and what happened to them in one time line.
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { Suspects } from '../../parts/alerts/suspects.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Duration, Time } from '../../parts/time.tsx';
import { AcknowledgeAll } from './acknowledge-all.tsx';
import { AlertsPanel } from './alerts-panel.tsx';
import styles from './incident.module.css';
import { incidentPageQuery, type IncidentDetails } from './operations.ts';
import { IncidentTimeline } from './incident-timeline.tsx';

/** The screen of `/incidents/:id`. */
export default function Incident({ id = '' }: { id?: string }) {
  const answer = useLiveQuery(incidentPageQuery, { id }, { staleAfter: ['incident.', 'alert.'] });
  const incident = answer.data?.incident;
  return (
    <Screen
      title={incident == null ? 'Incident' : `Incident: ${incident.title}`}
      aside={incident == null ? undefined : <AcknowledgeAll incident={incident} />}
    >
      <Answer answer={answer}>
        {() =>
          incident == null ? (
            <Empty title="There is no such incident">
              It goes with the last of its alerts.{' '}
              <Link href="/alerts?view=incidents">All incidents</Link>
            </Empty>
          ) : (
            <Parts incident={incident} />
          )
        }
      </Answer>
    </Screen>
  );
}

function Parts({ incident }: { readonly incident: IncidentDetails }) {
  const { suspects, alerts, isOpen } = incident;
  const open = alerts.edges.filter(({ node }) => node.state !== 'RESOLVED').length;
  const { hasNextPage: isCut } = alerts.pageInfo;
  return (
    <>
      <Panel
        title="Why they belong together"
        aside={
          <>
            <State state={incident.severity} />
            <State state={isOpen ? 'FIRING' : 'RESOLVED'} label={isOpen ? 'open' : 'over'} />
          </>
        }
      >
        <div className="column">
          <p className={styles.reason}>
            {incident.reason.charAt(0).toUpperCase() + incident.reason.slice(1)}.
          </p>
          <Facts
            facts={[
              { name: 'Started', value: <Time at={incident.startedAt} /> },
              {
                name: isOpen ? 'Goes on for' : 'Took',
                value: <Duration since={incident.startedAt} until={incident.resolvedAt ?? null} />,
              },
              {
                name: 'Alerts',
                value: isCut
                  ? `more than ${alerts.edges.length}; of the first ${alerts.edges.length}, ${open} are open`
                  : `${alerts.edges.length}, ${open} open`,
              },
              {
                name: 'Over',
                value: incident.resolvedAt == null ? undefined : <Time at={incident.resolvedAt} />,
              },
            ]}
          />
        </div>
      </Panel>
      <div className={styles.columns}>
        <div className={styles.column}>
          <AlertsPanel incident={incident} />
          <Panel title="What changed before">
            {suspects.length === 0 ? (
              <p className="soft">
                Nothing that hawkwatch saw on the same or connected objects is a plausible cause.
              </p>
            ) : (
              <Suspects suspects={suspects} />
            )}
          </Panel>
        </div>
        <Panel title="What happened">
          <IncidentTimeline id={incident.id} />
        </Panel>
      </div>
    </>
  );
}
