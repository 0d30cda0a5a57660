// An incident's page: its alerts, what changed before them, and what happened to them in one time line.
import { Link } from 'wouter';

import { useAction } from '../../client/use-action.ts';
import { useLiveQuery } from '../../client/use-live-query.ts';
import { Suspects } from '../../parts/alerts/suspects.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Duration, Time } from '../../parts/time.tsx';
import { useMay } from '../../shell/viewer.ts';
import { AlertsPanel } from './alerts-panel.tsx';
import styles from './incident.module.css';
import { acknowledgeIncident, incidentPageQuery, type IncidentDetails } from './operations.ts';
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

const firingOf = ({ alerts }: IncidentDetails): string[] =>
  alerts.edges.flatMap(({ node }) => (node.state === 'FIRING' ? [node.id] : []));

function AcknowledgeAll({ incident }: { readonly incident: IncidentDetails }) {
  const may = useMay('OPERATOR');
  const taking = useAction(acknowledgeIncident, 'You have taken on all that fires of it.');
  const ids = firingOf(incident);
  if (!may || ids.length === 0) return null;
  return (
    <button className="primary" disabled={taking.isBusy} onClick={() => void taking.run({ ids })}>
      {ids.length === 1 ? 'Acknowledge what fires' : `Acknowledge all ${ids.length} that fire`}
    </button>
  );
}

function Parts({ incident }: { readonly incident: IncidentDetails }) {
  const { suspects, alerts, isOpen } = incident;
  const open = alerts.edges.filter(({ node }) => node.state !== 'RESOLVED').length;
  const more = alerts.pageInfo.hasNextPage ? ' or more' : '';
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
              { name: 'Alerts', value: `${alerts.edges.length}${more}, ${open} open` },
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
