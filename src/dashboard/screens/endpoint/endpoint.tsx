// An endpoint's page: how it is and was, how fast it answers, when it was down, its certificates and checks.
import { Link } from 'wouter';

import { useEvery } from '../../client/use-every.ts';
import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import { Answer, Empty } from '../../parts/notes.tsx';
import { OpenAlerts } from '../../parts/open-alerts.tsx';
import { Screen } from '../../parts/panel.tsx';
import { Actions } from './actions.tsx';
import { CertificatesPanel } from './certificates-panel.tsx';
import { ChecksPanel } from './checks-panel.tsx';
import { Header, type ShownEndpoint } from './header.tsx';
import { LatencyPanel } from './latency-panel.tsx';
import { OutagesPanel } from './outages-panel.tsx';
import { useChecks } from './read-checks.ts';
import { UptimePanel } from './uptime-panel.tsx';

const endpointQuery = graphql(`
  query EndpointPage($id: ID!) {
    endpoint(id: $id) {
      id
      name
      kind
      target
      environment
      labels
      origin
      everyMs
      state
      since
      reason
      status
      durationMs
      failures
      checkedAt
      lastOkAt
      retiredAt
      outage {
        beganAt
      }
      database {
        id
        name
      }
      certificates {
        fingerprint
        subject
        issuer
        validFrom
        validTo
      }
      uptime {
        window
        percent
        downMs
        measuredShare
      }
    }
  }
`);

const readAgainMs = 10_000;

function Body({ endpoint }: { endpoint: ShownEndpoint }) {
  const { id, name, everyMs } = endpoint;
  const checks = useChecks(id, everyMs);
  const { rows, isLoading, error } = checks;
  const isKnown = rows.length > 0 || (!isLoading && error === undefined);
  const durationsMs = rows.filter(({ ok }) => ok).map(({ durationMs }) => durationMs);
  return (
    <>
      <Header endpoint={endpoint} />
      <OpenAlerts matcher={`subject=endpoint:${name}`} />
      <UptimePanel name={name} uptime={endpoint.uptime} />
      <LatencyPanel name={name} durationsMs={isKnown ? durationsMs : undefined} />
      <OutagesPanel name={name} />
      <CertificatesPanel certificates={endpoint.certificates} />
      <ChecksPanel checks={checks} />
    </>
  );
}

/** An endpoint; `id` is its global id or its name. */
export default function Endpoint({ id = '' }: Record<string, string>) {
  const answer = useLiveQuery(
    endpointQuery,
    { id: decodeURIComponent(id) },
    { staleAfter: ['endpoint.', 'endpoints.'] },
  );
  useEvery(readAgainMs, answer.refresh);
  const endpoint = answer.data?.endpoint;
  return (
    <Screen
      title={endpoint?.name ?? 'Endpoint'}
      aside={
        endpoint == null || endpoint.retiredAt != null ? undefined : (
          <Actions
            id={endpoint.id}
            name={endpoint.name}
            isRegistered={endpoint.origin === 'API'}
            onDone={answer.refresh}
          />
        )
      }
    >
      <Answer answer={answer}>
        {({ endpoint: shown }) =>
          shown == null ? (
            <Empty title="There is no such endpoint">
              Look for it <Link href="/endpoints">in the list</Link>; those that left are listed
              there, too.
            </Empty>
          ) : (
            <Body endpoint={shown} />
          )
        }
      </Answer>
    </Screen>
  );
}
