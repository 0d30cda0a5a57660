// What the container is made of: image, ports, networks, labels, and why it counts as a database.
import type { ContainerPageQuery } from '../../graphql/graphql.ts';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Time } from '../../parts/time.tsx';

export type ShownContainer = NonNullable<ContainerPageQuery['container']>;

function portsOf({ ports }: ShownContainer): string | undefined {
  if (ports.length === 0) return undefined;
  return ports
    .map(({ port, protocol, hostPort, hostIp }) => {
      const inside = `${port}/${protocol}`;
      return hostPort == null ? inside : `${inside} at ${hostIp ?? ''}:${hostPort}`;
    })
    .join(', ');
}

const wordsOfPolicy: Readonly<Record<string, string>> = {
  no: 'does not start again by itself',
  always: 'starts again always',
  'unless-stopped': 'starts again unless it was stopped',
  'on-failure': 'starts again after a failure',
};

/** The panel. */
export function AboutPanel({ container }: { container: ShownContainer }) {
  const { networks, recognition, environmentKeys } = container;
  const labels = Object.entries(container.labels as Record<string, unknown>);
  const listed = (words: readonly string[]): string | undefined =>
    words.length === 0 ? undefined : words.join(', ');
  const facts = [
    { name: 'Image', value: <span className="mono">{container.image}</span> },
    { name: 'Image id', value: <span className="mono">{container.imageId.slice(0, 19)}</span> },
    {
      name: 'Docker id',
      value: <span className="mono">{container.dockerId.slice(0, 12)}</span>,
      title: container.dockerId,
    },
    {
      name: 'Compose',
      value: listed(
        [container.composeProject, container.composeService].filter((part) => part != null),
      ),
    },
    { name: 'After its end', value: wordsOfPolicy[container.restartPolicy] },
    { name: 'Restarts by its policy', value: container.restartCount },
    {
      name: 'Started',
      value: container.startedAt == null ? undefined : <Time at={container.startedAt} />,
    },
    {
      name: 'Ended last',
      value:
        container.finishedAt == null ? undefined : (
          <span>
            <Time at={container.finishedAt} />
            {container.exitCode == null ? null : `, code ${container.exitCode}`}
          </span>
        ),
    },
    { name: 'Ports', value: portsOf(container) },
    {
      name: 'Networks',
      value: listed(
        networks.map(({ name, address }) => `${name}${address == null ? '' : ` (${address})`}`),
      ),
    },
    {
      name: 'Environment (keys only)',
      value: listed(environmentKeys),
    },
    {
      name: 'Labels',
      value: listed(labels.map(([name, value]) => `${name}=${String(value)}`)),
    },
    {
      name: 'Recognised as',
      value:
        recognition == null
          ? 'nothing that has to do with databases'
          : `${recognition.product ?? recognition.excludedAs ?? 'a database'}: ${recognition.reasons.join('; ')}`,
    },
    { name: 'First seen', value: <Time at={container.firstSeenAt} /> },
  ];
  return (
    <Panel title="About">
      <Facts facts={facts} />
    </Panel>
  );
}
