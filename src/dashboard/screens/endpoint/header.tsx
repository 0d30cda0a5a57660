// What is always to be seen of an endpoint: how it is and why, what it leads to, what it belongs to.
import { Link } from 'wouter';

import type { EndpointPageQuery } from '../../graphql/graphql.ts';
import { Reason } from '../../parts/reason.tsx';
import { State } from '../../parts/state.tsx';
import { formatDuration } from '../../parts/format-time.ts';
import { Time } from '../../parts/time.tsx';
import { kindWords } from '../endpoints/endpoint-words.ts';

export type ShownEndpoint = NonNullable<EndpointPageQuery['endpoint']>;

/** The lines below the name. */
export function Header({ endpoint }: { endpoint: ShownEndpoint }) {
  const { state, since, kind, target, environment, database, everyMs, checkedAt } = endpoint;
  const { retiredAt, reason, status, durationMs, outage, failures, lastOkAt, origin } = endpoint;
  const labels = Object.entries(endpoint.labels as Record<string, unknown>);
  return (
    <>
      <div className="row">
        {retiredAt == null ? <State state={state} /> : <State state="RETIRED" />}
        <span className="soft">
          since <Time at={retiredAt ?? since} />
        </span>
        <span>
          <span className="soft">{kindWords[kind]}</span> <span className="mono">{target}</span>
        </span>
        {environment == null ? null : (
          <Link href={`/endpoints?environment=${encodeURIComponent(environment)}`}>
            {environment}
          </Link>
        )}
        {database == null ? null : (
          <span>
            database{' '}
            <Link href={`/databases/${encodeURIComponent(database.id)}`}>{database.name}</Link>
          </span>
        )}
        {labels.map(([name, value]) => (
          <span key={name} className="soft small">
            {name}={String(value)}
          </span>
        ))}
      </div>
      <p className="soft">
        {origin === 'FILE' ? 'Declared in hawkwatch.yaml' : 'Registered over the API'}, checked
        every {everyMs < 60_000 ? `${everyMs / 1_000} s` : formatDuration(everyMs)}
        {checkedAt == null ? '' : ', last '}
        {checkedAt == null ? null : <Time at={checkedAt} />}
        {durationMs == null ? '' : ` in ${formatDuration(durationMs)}`}
        {status == null ? '' : ` with status ${status}`}.
      </p>
      {reason == null || retiredAt != null ? null : (
        <Reason tone={state === 'DOWN' ? 'bad' : 'warn'}>
          <p>{reason}</p>
          {state === 'DOWN' ? (
            <p className="small soft">
              {failures} {failures === 1 ? 'check' : 'checks in a row'} failed
              {lastOkAt == null ? ', none has gone well yet' : ', the last good one was '}
              {lastOkAt == null ? null : <Time at={lastOkAt} />}.
            </p>
          ) : null}
        </Reason>
      )}
      {outage == null ? null : (
        <Reason tone="bad">
          Several endpoints fail at once, since <Time at={outage.beganAt} />: what they share is
          more likely the cause. <Link href="/endpoints?state=DOWN">All that are down</Link>
        </Reason>
      )}
    </>
  );
}
