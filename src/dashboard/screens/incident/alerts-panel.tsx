// The alerts of an incident, those that began first before the others.
import { Link } from 'wouter';

import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import styles from './incident.module.css';
import type { IncidentDetails } from './operations.ts';

/** The panel. */
export function AlertsPanel({ incident }: { readonly incident: IncidentDetails }) {
  const { edges, pageInfo } = incident.alerts;
  return (
    <Panel title="Its alerts" isFlush>
      <ul className={styles.list} aria-label="Alerts of this incident">
        {edges.map(({ node }) => {
          const who = node.assignedTo ?? node.acknowledgedBy;
          return (
            <li key={node.id}>
              <div className="row">
                <State state={node.severity} />
                <Link href={`/alerts/${encodeURIComponent(node.id)}`}>{node.title}</Link>
              </div>
              <div className="row soft small">
                <State state={node.state} />
                {who == null ? null : <span>{who}</span>}
                <Time at={node.startedAt} />
                <span>{node.subject}</span>
              </div>
            </li>
          );
        })}
      </ul>
      {pageInfo.hasNextPage ? (
        <p className={styles.more}>There are more than 100; these began first.</p>
      ) : null}
    </Panel>
  );
}
