// The hosts that hawkwatch runs on, as they were found last.
import { useEvery } from '../../client/use-every.ts';
import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { PerformanceHostsQuery } from '../../graphql/graphql.ts';
import { formatMeasure } from '../../parts/series/format-measure.ts';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Time } from '../../parts/time.tsx';
import styles from './performance.module.css';

const hostsQuery = graphql(`
  query PerformanceHosts {
    hostResources {
      at
      host
      platform
      isContainer
      cores
      cpuPercent
      memoryBytes
      memoryUsedPercent
      disks {
        mount
        bytes
        freeBytes
        usedPercent
      }
      unread {
        about
        reason
      }
    }
  }
`);

type Host = PerformanceHostsQuery['hostResources'][number];

const readAgainMs = 10_000;
const muchPercent = 85;

function Used({ name, percent, more }: { name: string; percent: number; more: string }) {
  const isMuch = percent >= muchPercent;
  return (
    <div className={styles.used}>
      <span className="row spread">
        <span className="cut">{name}</span>
        <span className="number">
          {isMuch ? '▲ ' : ''}
          {formatMeasure(percent, 'percent')}
        </span>
      </span>
      <meter
        min={0}
        max={100}
        high={muchPercent}
        value={Math.min(100, percent)}
        aria-label={`${name} used`}
      />
      <span className="soft small">{more}</span>
    </div>
  );
}

function HostPart({ host }: { host: Host }) {
  const { cores, cpuPercent, memoryBytes, memoryUsedPercent, disks, unread } = host;
  return (
    <section className="column" aria-label={host.host}>
      <div className="row">
        <h3>{host.host}</h3>
        <span className="soft small">
          {host.platform}
          {host.isContainer ? ', in a container' : ''}, read <Time at={host.at} />
        </span>
      </div>
      <div className={styles.lines}>
        {cpuPercent == null ? null : (
          <Used name="Processors" percent={cpuPercent} more={`${cores} cores`} />
        )}
        {memoryUsedPercent == null ? null : (
          <Used
            name="Memory"
            percent={memoryUsedPercent}
            more={`of ${formatMeasure(memoryBytes, 'bytes')}`}
          />
        )}
        {disks.map(({ mount, bytes, freeBytes, usedPercent }) => (
          <Used
            key={mount}
            name={`Disk ${mount}`}
            percent={usedPercent}
            more={`${formatMeasure(freeBytes, 'bytes')} free of ${formatMeasure(bytes, 'bytes')}`}
          />
        ))}
      </div>
      {unread.map(({ about, reason }) => (
        <p key={about} className="soft small">
          <strong>{about}</strong> could not be read: {reason}
        </p>
      ))}
    </section>
  );
}

/** The panel. */
export function HostsPanel() {
  const answer = useLiveQuery(hostsQuery, {});
  useEvery(readAgainMs, answer.refresh);
  return (
    <Panel title="Hosts">
      <Answer answer={answer}>
        {({ hostResources }) =>
          hostResources.length === 0 ? (
            <Empty title="No host was looked at yet">
              It is done every 30 seconds, unless <code>resources.host</code> is off.
            </Empty>
          ) : (
            <div className="column">
              {hostResources.map((host) => (
                <HostPart key={host.host} host={host} />
              ))}
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}
