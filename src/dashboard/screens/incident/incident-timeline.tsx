// What happened to the alerts of an incident, the newest first.
import { useState } from 'react';
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { Timeline } from '../../parts/alerts/timeline.tsx';
import { Answer } from '../../parts/notes.tsx';
import { incidentTimelineQuery } from './operations.ts';

export interface IncidentTimelineProps {
  readonly id: string;
  /** Where the page above ends; null: the newest page, which lives. */
  readonly before: string | null;
}

/** A page, and below it the older one when it is asked for. */
export function IncidentTimeline({ id, before }: IncidentTimelineProps) {
  const answer = useLiveQuery(
    incidentTimelineQuery,
    { id, before },
    { staleAfter: before === null ? ['alert.', 'incident.'] : [] },
  );
  const [older, setOlder] = useState<string>();
  return (
    <Answer answer={answer}>
      {({ incident }) => {
        if (incident == null) return null;
        const { edges, pageInfo } = incident.timeline;
        const { startCursor } = pageInfo;
        return (
          <>
            <Timeline
              label="What happened, the newest first"
              entries={edges.toReversed().map(({ cursor, node }) => ({ key: cursor, entry: node }))}
              asideOf={({ alert }) =>
                alert == null ? null : (
                  <Link className="small" href={`/alerts/${encodeURIComponent(alert.id)}`}>
                    {alert.title}
                  </Link>
                )
              }
            />
            {older === undefined && pageInfo.hasPreviousPage && startCursor != null ? (
              <button onClick={() => setOlder(startCursor)}>Show what was before</button>
            ) : null}
            {older === undefined ? null : <IncidentTimeline id={id} before={older} />}
          </>
        );
      }}
    </Answer>
  );
}
