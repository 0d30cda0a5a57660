// A container's page: how it is, what it uses, what happened to it, what it is made of.
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import { Answer, Empty } from '../../parts/notes.tsx';
import { OpenAlerts } from '../../parts/open-alerts.tsx';
import { Screen } from '../../parts/panel.tsx';
import { Reason } from '../../parts/reason.tsx';
import { State } from '../../parts/state.tsx';
import { Time } from '../../parts/time.tsx';
import { standingOf } from '../containers/standing.ts';
import { AboutPanel, type ShownContainer } from './about-panel.tsx';
import { EventsPanel } from './events-panel.tsx';
import { Restart } from './restart.tsx';
import { UsePanel } from './use-panel.tsx';

const containerQuery = graphql(`
  query ContainerPage($id: ID!) {
    container(id: $id) {
      id
      key
      name
      dockerId
      image
      imageId
      state
      health
      crashLoopSince
      exitCode
      oomKilled
      startedAt
      finishedAt
      firstSeenAt
      lastSeenAt
      vanishedAt
      host
      daemon
      composeProject
      composeService
      restartPolicy
      restartCount
      environmentKeys
      labels
      ports {
        port
        protocol
        hostPort
        hostIp
      }
      networks {
        name
        address
      }
      recognition {
        product
        excludedAs
        reasons
      }
      database {
        id
        name
      }
    }
  }
`);

/** What is wrong with it, in sentences. */
function Troubles({ container }: { container: ShownContainer }) {
  const { crashLoopSince, oomKilled, vanishedAt, health, lastSeenAt } = container;
  return (
    <>
      {vanishedAt == null ? null : (
        <Reason tone="warn">
          Its daemon does not have it any more, since <Time at={vanishedAt} />. What is known of it
          is from <Time at={lastSeenAt} />.
        </Reason>
      )}
      {crashLoopSince == null ? null : (
        <Reason tone="bad">
          It ends again and again since <Time at={crashLoopSince} />. Why is in the events below.
        </Reason>
      )}
      {oomKilled ? (
        <Reason tone="bad">
          The kernel ended one of its processes, because the memory it may use was used up.
        </Reason>
      ) : null}
      {health === 'unhealthy' && vanishedAt == null ? (
        <Reason tone="bad">Its health check fails.</Reason>
      ) : null}
    </>
  );
}

function Header({ container }: { container: ShownContainer }) {
  const { label, tone } = standingOf(container);
  const { database, host, daemon, startedAt, state } = container;
  return (
    <div className="row">
      <State state={container.state} tone={tone} label={label} />
      {label !== state && container.vanishedAt == null ? (
        <span className="soft">{state}</span>
      ) : null}
      {startedAt == null || state !== 'running' ? null : (
        <span className="soft">
          started <Time at={startedAt} />
        </span>
      )}
      <span className="mono">{container.image}</span>
      <span>
        on <Link href={`/containers?host=${encodeURIComponent(host)}`}>{host}</Link>{' '}
        <span className="soft">by daemon {daemon}</span>
      </span>
      {database == null ? null : (
        <span>
          database{' '}
          <Link href={`/databases/${encodeURIComponent(database.id)}`}>{database.name}</Link>
        </span>
      )}
    </div>
  );
}

/** A container. */
export default function Container({ id = '' }: Record<string, string>) {
  const reference = decodeURIComponent(id);
  const answer = useLiveQuery(
    containerQuery,
    { id: reference },
    { staleAfter: ['container.', 'containers.'] },
  );
  const container = answer.data?.container;
  return (
    <Screen
      title={container?.name ?? 'Container'}
      aside={
        container == null || container.vanishedAt != null ? undefined : (
          <Restart
            id={container.id}
            name={container.name}
            databaseName={container.database?.name}
            host={container.host}
            onDone={answer.refresh}
          />
        )
      }
    >
      <Answer answer={answer}>
        {({ container: shown }) =>
          shown == null ? (
            <Empty title="There is no such container">
              Look for it <Link href="/containers">in the list</Link>; those that are gone are
              listed there, too.
            </Empty>
          ) : (
            <>
              <Header container={shown} />
              <Troubles container={shown} />
              <OpenAlerts matcher={`subject=container:${shown.key}`} />
              <UsePanel
                id={shown.id}
                dockerId={shown.dockerId}
                containerKey={shown.key}
                name={shown.name}
                isThere={shown.vanishedAt == null}
              />
              <EventsPanel id={shown.id} />
              <AboutPanel container={shown} />
            </>
          )
        }
      </Answer>
    </Screen>
  );
}
