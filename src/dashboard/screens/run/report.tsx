// What was found without changing anything: the report of a dry run, and the checks after an emergency
// roll-back.
import { rowsOf } from '../../parts/run-progress/describe-event.ts';
import { Panel } from '../../parts/panel.tsx';
import { State } from '../../parts/state.tsx';
import { formatDuration, Time } from '../../parts/time.tsx';
import type { RunDetails } from './operations.ts';
import styles from './run.module.css';

type Statement = NonNullable<RunDetails['report']>[number];

/** A table with each statement of a dry run. */
export function DryRunReport({ report }: { report: readonly Statement[] }) {
  return (
    <Panel title="What the dry run found" isFlush>
      <table className={styles.report}>
        <thead>
          <tr>
            <th scope="col">Statement</th>
            <th scope="col">Took</th>
            <th scope="col">Touched</th>
            <th scope="col">Locks and rewrites</th>
          </tr>
        </thead>
        <tbody>
          {report.map((statement) => (
            <tr key={`${statement.version} ${statement.index}`}>
              <td>
                <div className="soft small">
                  {statement.version}, statement {statement.index}
                </div>
                <code>{statement.text}</code>
                {statement.executed ? null : (
                  <div className="small">
                    Not executed: {statement.reason ?? 'it cannot be undone'}
                  </div>
                )}
              </td>
              <td className={styles.figure}>
                {statement.durationMs == null ? '–' : formatDuration(statement.durationMs)}
              </td>
              <td className={styles.figure}>
                {statement.rows == null ? '–' : rowsOf(statement.rows)}
              </td>
              <td>
                {statement.locks.map(({ mode, relation }) => (
                  <div key={`${relation} ${mode}`} className="small">
                    <span className="mono">{relation}</span> <span className="soft">{mode}</span>
                  </div>
                ))}
                {statement.rewrites.map((table) => (
                  <div key={table} className="small">
                    <State state="rewrite" tone="warn" label={`writes ${table} anew`} />
                  </div>
                ))}
                {statement.locks.length + statement.rewrites.length === 0 ? '–' : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** What was looked at after an emergency roll-back. */
export function Verification({ found }: { found: NonNullable<RunDetails['verification']> }) {
  return (
    <Panel
      title="Verification"
      aside={
        <State
          state={found.ok ? 'OK' : 'FAILED'}
          label={found.ok ? 'all is well' : 'not as it should be'}
        />
      }
      isFlush
    >
      <ul className={styles.list}>
        {found.checks.map(({ name, ok, message }) => (
          <li key={name} className="row">
            <State state={ok ? 'OK' : 'FAILED'} label={name} />
            <span>{message}</span>
          </li>
        ))}
        <li className="soft small">
          Checked <Time at={found.at} />
        </li>
      </ul>
    </Panel>
  );
}
