// What the container uses now, once a second, over its own subscription.
import { useMemo, useState } from 'react';

import { useStream } from '../../client/use-stream.ts';
import { graphql } from '../../graphql/gql.ts';
import { formatBytes } from '../../parts/bytes.ts';
import { Facts } from '../../parts/facts.tsx';
import { Empty, Failure } from '../../parts/notes.tsx';
import { Charts, type Chart } from '../../parts/series/charts.tsx';
import { formatPercent, formatRate } from './formats.ts';
import { addSample, timesOf, valuesOf, type UseSample } from './live-samples.ts';

const useSubscription = graphql(`
  subscription ContainerUse($id: ID!) {
    containerStats(id: $id) {
      at
      running
      cpuPercent
      cpus
      memoryBytes
      memoryLimitBytes
      memoryPercent
      networkReceivedBytesPerSecond
      networkSentBytesPerSecond
      blockReadBytesPerSecond
      blockWrittenBytesPerSecond
      pids
    }
  }
`);

function chartsOf(samples: readonly UseSample[]): readonly Chart[] {
  const times = timesOf(samples);
  const line = (
    label: string,
    figure: (sample: UseSample) => number | null | undefined,
    color?: string,
  ) => ({
    label,
    values: valuesOf(samples, figure),
    ...(color === undefined ? {} : { color }),
  });
  return [
    {
      title: 'Processor (100 % is one)',
      times,
      format: formatPercent,
      series: [line('Processor', ({ cpuPercent }) => cpuPercent)],
    },
    {
      title: 'Memory',
      times,
      format: formatBytes,
      isBinary: true,
      series: [line('Memory', ({ memoryBytes }) => memoryBytes, '--good')],
    },
    {
      title: 'Network',
      times,
      format: formatRate,
      isBinary: true,
      series: [
        line('Received', (sample) => sample.networkReceivedBytesPerSecond),
        line('Sent', (sample) => sample.networkSentBytesPerSecond, '--warn'),
      ],
    },
    {
      title: 'Block devices',
      times,
      format: formatRate,
      isBinary: true,
      series: [
        line('Read', (sample) => sample.blockReadBytesPerSecond),
        line('Written', (sample) => sample.blockWrittenBytesPerSecond, '--warn'),
      ],
    },
  ];
}

function factsOf(sample: UseSample) {
  const { cpuPercent, cpus, memoryBytes, memoryLimitBytes, memoryPercent, pids } = sample;
  const show = (value: number | null | undefined, format: (value: number) => string) =>
    value == null ? '–' : format(value);
  return [
    { name: 'Processor', value: show(cpuPercent, formatPercent) },
    { name: 'Processors', value: cpus ?? '–' },
    { name: 'Memory', value: show(memoryBytes, formatBytes) },
    {
      name: 'Of its limit',
      value:
        memoryLimitBytes == null || memoryPercent == null
          ? undefined
          : `${formatPercent(memoryPercent)} of ${formatBytes(memoryLimitBytes)}`,
    },
    { name: 'Received', value: show(sample.networkReceivedBytesPerSecond, formatRate) },
    { name: 'Sent', value: show(sample.networkSentBytesPerSecond, formatRate) },
    { name: 'Processes', value: pids ?? '–' },
  ];
}

/** Figures and charts of the last five minutes, from when the page was opened. */
export function LiveUse({ id, name }: { id: string; name: string }) {
  const [samples, setSamples] = useState<readonly UseSample[]>([]);
  const [isOver, setOver] = useState(false);
  const failure = useStream(
    useSubscription,
    { id },
    {
      onData: ({ containerStats }) => setSamples((known) => addSample(known, containerStats)),
      onEnd: () => setOver(true),
    },
  );
  const charts = useMemo(() => chartsOf(samples.filter(({ running }) => running)), [samples]);
  const last = samples.at(-1);
  if (failure !== undefined && last === undefined) return <Failure error={failure} />;
  if (isOver) {
    return <Empty title="The container is gone">Choose a longer time to see what it used.</Empty>;
  }
  if (last === undefined) {
    return <p className="soft">Waiting for the first figures of the daemon.</p>;
  }
  if (!last.running) {
    return (
      <Empty title="It does not run">
        What it uses shows here as soon as it does. Choose a longer time to see what it used.
      </Empty>
    );
  }
  return (
    <div className="column">
      {failure === undefined ? null : <Failure error={failure} />}
      <Facts facts={factsOf(last)} />
      <Charts charts={charts} about={name} />
    </div>
  );
}
