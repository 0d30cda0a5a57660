// What happened to the alerts of an incident, the newest first.
import { Link } from 'wouter';

import { TimelineEntries } from '../../parts/alerts/timeline.tsx';
import { useTimeline } from '../../parts/alerts/use-timeline.ts';
import { incidentTimelineQuery } from './operations.ts';

/** The time line, live. */
export function IncidentTimeline({ id }: { readonly id: string }) {
  const timeline = useTimeline(incidentTimelineQuery, id, {
    pageOf: ({ incident }) => incident?.timeline,
    staleAfter: ['alert.', 'incident.'],
  });
  return (
    <TimelineEntries
      timeline={timeline}
      asideOf={({ alert }) =>
        alert == null ? null : (
          <Link className="small" href={`/alerts/${encodeURIComponent(alert.id)}`}>
            {alert.title}
          </Link>
        )
      }
    />
  );
}
