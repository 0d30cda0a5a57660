// What the container uses now, once a second, over its own subscription.
import { useMemo, useState } from 'react';

import { useStream } from '../../client/use-stream.ts';
import { graphql } from '../../graphql/gql.ts';
import { formatBytes } from '../../parts/bytes.ts';
import { Facts } from '../../parts/facts.tsx';
import { Empty, Failure } from '../../parts/notes.tsx';
import { Charts, type Chart } from '../../parts/series/charts.tsx';
import { formatPercent, formatRate } from './formats.ts';
import { addSample, courseOf, windowOf, type UseSample } from './live-samples.ts';

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
  const course = courseOf(samples);
  const times = course.map(({ atMs }) => atMs / 1_000);
  const window = windowOf(course);
  const line = (
    label: string,
    figure: (sample: UseSample) => number | null | undefined,
    color?: string,
  ) => ({
    label,
    values: course.map(({ sample }) => (sample === undefined ? null : (figure(sample) ?? null))),
    ...(color === undefined ? {} : { color }),
  });
  return [
    {
      title: 'Processor (100 % is one)',
      times,
      window,
      format: formatPercent,
      series: [line('Processor', ({ cpuPercent }) => cpuPercent)],
    },
    {
      title: 'Memory',
      times,
      window,
      format: formatBytes,
      isBinary: true,
      series: [line('Memory', ({ memoryBytes }) => memoryBytes, '--good')],
    },
    {
      title: 'Network',
      times,
      window,
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
      window,
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

export interface LiveUseProps {
  readonly id: string;
  readonly name: string;
}

/** Figures and charts of the last five minutes, from when the page was opened. */
export function LiveUse({ id, name }: LiveUseProps) {
  const [samples, setSamples] = useState<readonly UseSample[]>([]);
  const [isOver, setOver] = useState(false);
  const failure = useStream(
    useSubscription,
    { id },
    {
      pause: isOver,
      onData: ({ containerStats }) => setSamples((known) => addSample(known, containerStats)),
      onEnd: () => setOver(true),
    },
  );
  const charts = useMemo(() => chartsOf(samples), [samples]);
  const last = samples.at(-1);
  const askAgain = (): void => setOver(false);
  // A stream that failed may end as well: that says nothing of the container.
  if (failure !== undefined && (isOver || last === undefined)) {
    return <Failure error={failure} {...(isOver ? { onRetry: askAgain } : {})} />;
  }
  if (isOver) {
    return (
      <Empty title="Nothing more comes of it">
        <p>Its daemon has no figures of it any more. Choose a longer time to see what it used.</p>
        <button onClick={askAgain}>Ask again</button>
      </Empty>
    );
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
