// The alerts that bars are drawn from: those that began lately, and those that are still open. Bounded: of
// a storm only the newest are read, and whoever draws them says so.
import { useMemo } from 'react';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { usePages } from '../../client/use-pages.ts';
import { useReadOn } from '../../client/use-read-on.ts';
import { graphql } from '../../graphql/gql.ts';
import type { NowRecentAlertsQuery } from '../../graphql/graphql.ts';

const recentQuery = graphql(`
  query NowRecentAlerts($first: Int, $after: String, $since: DateTime) {
    alerts(
      first: $first
      after: $after
      filter: { since: $since, states: [FIRING, ACKNOWLEDGED, RECOVERING, RESOLVED] }
    ) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          title
          severity
          subject
          databaseName
          startedAt
          resolvedAt
        }
      }
    }
  }
`);

const openQuery = graphql(`
  query NowOpenAlerts {
    alerts(first: 100, filter: { states: [FIRING, ACKNOWLEDGED, RECOVERING] }, order: WORST_FIRST) {
      edges {
        node {
          id
          title
          severity
          subject
          databaseName
          startedAt
          resolvedAt
        }
      }
    }
  }
`);

type BarAlert = NowRecentAlertsQuery['alerts']['edges'][number]['node'];

const readAtMost = 300;
const everyMs = 5_000;
const alertsOf = ({ alerts }: NowRecentAlertsQuery): NowRecentAlertsQuery['alerts'] => alerts;
const idOf = ({ id }: BarAlert): string => id;

export interface RecentAlerts {
  readonly alerts: readonly BarAlert[];
  /** How many of those that began lately are not among them. */
  readonly left: number;
  /** Of those that began before, not all are among them; undefined when none is missing. */
  readonly readFromMs: number | undefined;
  readonly isLoading: boolean;
}

/** The alerts that began at this time or later, and all that are open. */
export function useRecentAlerts(since: string): RecentAlerts {
  const staleAfter = ['alert.'];
  const recent = usePages(
    recentQuery,
    { since },
    { pageOf: alertsOf, keyOf: idOf, staleAfter, everyMs },
  );
  const open = useLiveQuery(openQuery, {}, { staleAfter, everyMs });
  useReadOn(recent, readAtMost);
  const { rows, isLoading } = recent;
  const alerts = useMemo(() => {
    const byId = new Map(open.data?.alerts.edges.map(({ node }) => [node.id, node]));
    for (const alert of rows) byId.set(alert.id, alert);
    return [...byId.values()];
  }, [rows, open.data]);
  const left = Math.max(0, (recent.total ?? 0) - rows.length);
  const oldest = rows.at(-1);
  const readFromMs = left === 0 || oldest === undefined ? undefined : Date.parse(oldest.startedAt);
  return { alerts, left, readFromMs, isLoading };
}
