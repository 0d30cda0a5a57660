// How this replica performs now, each second; the last two minutes as a line.
import { useState } from 'react';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { useStream } from '../../client/use-stream.ts';
import { graphql } from '../../graphql/gql.ts';
import type { PerformanceNowQuery } from '../../graphql/graphql.ts';
import { Sparkline } from '../../parts/bars.tsx';
import { Facts } from '../../parts/facts.tsx';
import { addToCourse, withGaps } from '../../parts/series/course.ts';
import { formatMeasure } from '../../parts/series/format-measure.ts';
import { Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Time } from '../../parts/time.tsx';
import styles from './performance.module.css';

const nowQuery = graphql(`
  query PerformanceNow {
    performanceMetrics {
      at
      operations {
        running
        completed
        failed
        averageMs
        p50Ms
        p95Ms
        p99Ms
        memoryBytes
      }
      caches {
        name
        hitRate
        hits
        misses
      }
      memory {
        rssBytes
        heapUsedBytes
        eventLoopLagMs
      }
    }
  }
`);

const liveSubscription = graphql(`
  subscription PerformanceLive {
    performanceUpdates {
      at
      operations {
        running
        completed
        failed
        averageMs
        p50Ms
        p95Ms
        p99Ms
        memoryBytes
      }
      caches {
        name
        hitRate
        hits
        misses
      }
      memory {
        rssBytes
        heapUsedBytes
        eventLoopLagMs
      }
    }
  }
`);

type Metrics = PerformanceNowQuery['performanceMetrics'];

const keptMs = 120_000;

interface LineProps {
  readonly title: string;
  readonly unit: string;
  readonly course: readonly Metrics[];
  readonly read: (metrics: Metrics) => number | null | undefined;
}

/** A figure with its last two minutes. */
function Line({ title, unit, course, read }: LineProps) {
  const values = withGaps(course).map(({ atMs, sample }) => ({
    atMs,
    value: sample === undefined ? null : (read(sample) ?? null),
  }));
  const newest = values.at(-1)?.value;
  return (
    <div className={styles.line}>
      <span className="soft small">{title}</span>
      <strong className="number">{newest == null ? '–' : formatMeasure(newest, unit)}</strong>
      <Sparkline
        values={values}
        ms={keptMs}
        label={`${title}, the last two minutes`}
        width={140}
        height={28}
      />
    </div>
  );
}

/** The panel. */
export function LivePanel() {
  const first = useLiveQuery(nowQuery, {});
  const [course, setCourse] = useState<readonly Metrics[]>([]);
  const failure = useStream(
    liveSubscription,
    {},
    {
      onData: ({ performanceUpdates }) =>
        setCourse((before) => addToCourse(before, performanceUpdates, keptMs)),
    },
  );
  const shown = course.length > 0 ? course : first.data ? [first.data.performanceMetrics] : [];
  const newest = shown.at(-1);
  if (newest === undefined) {
    return (
      <Panel title="hawkwatch now">
        {first.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={first.error} onRetry={first.refresh} />
        )}
      </Panel>
    );
  }
  const { operations, caches, memory, at } = newest;
  const ms = (value: number | null | undefined): string | null =>
    value == null ? null : formatMeasure(value, 'ms');
  return (
    <Panel
      title="hawkwatch now"
      aside={
        <span className="soft small">
          measured <Time at={at} />
        </span>
      }
    >
      <div className="column">
        {failure === undefined ? null : <Failure error={failure} />}
        <div className={styles.lines}>
          <Line
            title="Operations under way"
            unit="count"
            course={shown}
            read={(metrics) => metrics.operations.running}
          />
          <Line
            title="95 % take at most"
            unit="ms"
            course={shown}
            read={(metrics) => metrics.operations.p95Ms}
          />
          <Line
            title="Event loop, how late"
            unit="ms"
            course={shown}
            read={(metrics) => metrics.memory.eventLoopLagMs}
          />
          <Line
            title="Memory of the process"
            unit="bytes"
            course={shown}
            read={(metrics) => metrics.memory.rssBytes}
          />
        </div>
        <Facts
          facts={[
            { name: 'Half take at most', value: ms(operations.p50Ms) },
            { name: '99 % take at most', value: ms(operations.p99Ms) },
            { name: 'On average', value: ms(operations.averageMs) },
            { name: 'Ended', value: formatMeasure(operations.completed, 'count') },
            { name: 'With errors', value: formatMeasure(operations.failed, 'count') },
            {
              name: 'Memory of one',
              value:
                operations.memoryBytes == null
                  ? null
                  : formatMeasure(operations.memoryBytes, 'bytes'),
            },
            { name: 'Heap in use', value: formatMeasure(memory.heapUsedBytes, 'bytes') },
            ...caches.map(({ name, hitRate, hits, misses }) => ({
              name: `Cache of ${name}`,
              value: hitRate == null ? 'not asked yet' : formatMeasure(hitRate, 'ratio'),
              title: `${hits} of ${hits + misses} look-ups were answered by it`,
            })),
          ]}
        />
      </div>
    </Panel>
  );
}
