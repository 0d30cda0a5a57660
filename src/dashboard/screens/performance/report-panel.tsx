// The report of operations for the chosen time: runs of migrations, the API, limits that were exceeded; and
// the whole of it as a file. It takes the service some work, so it is only made anew when asked for.
import { useState } from 'react';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import { Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { Span } from '../../parts/series/spans.ts';
import { Time } from '../../parts/time.tsx';
import { ExportButtons } from './export-buttons.tsx';
import styles from './performance.module.css';
import { ReportedApi } from './reported-api.tsx';
import { ReportedRuns } from './reported-runs.tsx';
import { ReportedThresholds } from './reported-thresholds.tsx';

const reportQuery = graphql(`
  query PerformanceReport($from: DateTime!, $to: DateTime!) {
    operationsReport(from: $from, to: $to) {
      from
      notes
      api {
        total
        failed
        errorRate
        mostRunning
        durations {
          percentile
          usualMs
          worstMs
        }
      }
      runs {
        total
        succeeded
        failed
        cancelled
        open
        dryRuns
        p50Ms
        p95Ms
        longestMs
      }
      runsByDatabase {
        database
        total
        succeeded
        failed
        p50Ms
        p95Ms
        longestMs
      }
      thresholds {
        name
        severity
        what
        limit
        peak
        peakAt
        times
        unit
      }
    }
  }
`);

function timeOf({ ms }: Span): { from: string; to: string } {
  const now = Date.now();
  return { from: new Date(now - ms).toISOString(), to: new Date(now).toISOString() };
}

/** The panel; it is another one for another length of time. */
export function ReportPanel({ span }: { span: Span }) {
  const [{ from, to }, setTime] = useState(() => timeOf(span));
  const answer = useLiveQuery(reportQuery, { from, to }, { about: span.title });
  const { data, error } = answer;
  return (
    <Panel
      title={`Report of the last ${span.title}`}
      aside={
        <>
          {data === undefined ? null : (
            <span className="soft small">
              made <Time at={to} />
            </span>
          )}
          <button onClick={() => setTime(timeOf(span))}>Make it anew</button>
          <ExportButtons from={from} to={to} />
        </>
      }
    >
      {error === undefined ? null : <Failure error={error} onRetry={answer.refresh} />}
      {data === undefined ? (
        error === undefined && <Loading what="The report is made" />
      ) : (
        <div className="column">
          <ReportedThresholds thresholds={data.operationsReport.thresholds} />
          <ReportedApi api={data.operationsReport.api} />
          <ReportedRuns
            since={data.operationsReport.from}
            runs={data.operationsReport.runs}
            byDatabase={data.operationsReport.runsByDatabase}
          />
          {data.operationsReport.notes.length === 0 ? null : (
            <ul className={`soft small ${styles.notes}`} aria-label="Notes on the report">
              {data.operationsReport.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Panel>
  );
}
