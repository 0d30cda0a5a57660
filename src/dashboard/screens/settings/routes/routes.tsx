// Which alerts are led to which channels, in the order in which the routes are asked, and where an alert would go.
import { useLiveQuery } from '../../../client/use-live-query.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsRoutesQuery } from '../../../graphql/graphql.ts';
import { Facts } from '../../../parts/facts.tsx';
import { Answer, Empty } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { formatDuration } from '../../../parts/time.tsx';
import { Matchers } from '../matchers.tsx';
import styles from '../settings.module.css';
import { ChannelLinks } from '../channels/channel-links.tsx';
import { RoutePreview } from './route-preview.tsx';

const routesQuery = graphql(`
  query SettingsRoutes {
    notificationRoutes {
      name
      match
      channels
      hours
      goesOn
      nested
      groupBy
      groupWaitMs
      groupIntervalMs
      repeatIntervalMs
      alertCount
      groupCount
    }
  }
`);

type Route = SettingsRoutesQuery['notificationRoutes'][number];

function RouteEntry({ route, parent }: { route: Route; parent: string | undefined }) {
  return (
    <li>
      <div className="row spread">
        <h3>
          {route.name}
          {parent === undefined ? null : <span className="soft small"> inside {parent}</span>}
        </h3>
        <span className="row">
          <span className="soft">→</span> <ChannelLinks names={route.channels} />
        </span>
      </div>
      <Matchers texts={route.match} />
      <Facts
        facts={[
          { name: 'When', value: route.hours ?? 'always' },
          { name: 'Grouped by', value: route.groupBy.join(', ') || 'everything together' },
          {
            name: 'Waits for more',
            value: route.groupWaitMs === 0 ? 'no' : formatDuration(route.groupWaitMs),
          },
          { name: 'At most every', value: formatDuration(route.groupIntervalMs) },
          { name: 'Told again after', value: formatDuration(route.repeatIntervalMs) },
          { name: 'After it', value: route.goesOn ? 'the next ones are asked, too' : 'it ends' },
          {
            name: 'Now',
            value: `${route.alertCount} ${route.alertCount === 1 ? 'alert' : 'alerts'} in ${route.groupCount} ${route.groupCount === 1 ? 'group' : 'groups'}`,
          },
        ]}
      />
    </li>
  );
}

function parentOf(routes: readonly Route[], name: string): string | undefined {
  return routes.find(({ nested }) => nested.includes(name))?.name;
}

/** The part of the settings. */
export default function Routes() {
  const answer = useLiveQuery(
    routesQuery,
    {},
    { staleAfter: ['alert.', 'configuration.'], everyMs: 5_000 },
  );
  return (
    <>
      <RoutePreview />
      <Panel
        title="Routes"
        aside={<span className="soft small">declared in hawkwatch.yaml, read-only here</span>}
        isFlush
      >
        <Answer answer={answer}>
          {({ notificationRoutes: routes }) =>
            routes.length === 0 ? (
              <Empty title="No alert is led to anybody">
                Declare <code>routes:</code> in <code>hawkwatch.yaml</code>: the alerts, and the
                channels that are told.
              </Empty>
            ) : (
              <ol className={styles.entries}>
                {routes.map((route) => (
                  <RouteEntry
                    key={route.name}
                    route={route}
                    parent={parentOf(routes, route.name)}
                  />
                ))}
              </ol>
            )
          }
        </Answer>
      </Panel>
    </>
  );
}
