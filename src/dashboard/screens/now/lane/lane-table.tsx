// The change lane in words: for screen readers, and for everybody who wants to read it. Nothing of it is
// made before it is opened.
import { Link } from 'wouter';

import { severities } from '../severity.ts';
import styles from './lane.module.css';
import { kindNames, type Mark } from './clusters.ts';
import type { AlertSlice, TimeWindow } from './slices.ts';
import { formatMoment, formatPoint } from './time-axis.ts';

const rowsShown = 200;

export interface LaneTableProps {
  readonly isOpen: boolean;
  onToggle(isOpen: boolean): void;
  readonly marks: readonly Mark[];
  readonly slices: readonly AlertSlice[];
  readonly shown: TimeWindow;
}

function What({ mark: { href, text, isBad } }: { mark: Mark }) {
  const words = isBad ? `${text} – went wrong or was not planned` : text;
  if (href === undefined) return words;
  if (href.startsWith('/')) return <Link href={href}>{words}</Link>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {words}
    </a>
  );
}

/** In a table that is read to compare, the time of the clock. */
function ExactTime({ atMs }: { atMs: number }) {
  const utc = new Date(atMs).toISOString();
  return (
    <time dateTime={utc} title={utc} className="number">
      {formatMoment(atMs)}
    </time>
  );
}

function Tables({ marks, slices, shown }: Omit<LaneTableProps, 'isOpen' | 'onToggle'>) {
  const inside = marks
    .filter(({ atMs }) => atMs >= shown.fromMs && atMs <= shown.toMs)
    .toReversed()
    .slice(0, rowsShown);
  const busy = slices.filter(({ total }) => total > 0).toReversed();
  return (
    <div
      className={styles.tables}
      tabIndex={0}
      role="region"
      aria-label="The change lane as tables"
    >
      <table>
        <caption>Changes, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Kind</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {inside.map((mark) => (
            <tr key={mark.id}>
              <td>
                <ExactTime atMs={mark.atMs} />
              </td>
              <td>{kindNames[mark.kind][0]}</td>
              <td>
                <What mark={mark} />
              </td>
            </tr>
          ))}
          {inside.length === 0 ? (
            <tr>
              <td colSpan={3}>Nothing changed in this time.</td>
            </tr>
          ) : null}
        </tbody>
      </table>
      <table>
        <caption>Alerts that were open</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            {severities.map((severity) => (
              <th key={severity} scope="col" className={styles.figure}>
                {severity.toLowerCase()}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {busy.map(({ fromMs, counts }) => (
            <tr key={fromMs}>
              <td>
                <Link href={`/alerts?state=any&since=${new Date(fromMs).toISOString()}`}>
                  {formatPoint(fromMs)}
                </Link>
              </td>
              {severities.map((severity) => (
                <td key={severity} className={styles.figure}>
                  {counts[severity]}
                </td>
              ))}
            </tr>
          ))}
          {busy.length === 0 ? (
            <tr>
              <td colSpan={5}>No alert was open in this time.</td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </div>
  );
}

/** The part that opens. */
export function LaneTable({ isOpen, onToggle, ...shown }: LaneTableProps) {
  return (
    <details
      className={styles.details}
      open={isOpen}
      onToggle={(event) => onToggle(event.currentTarget.open)}
    >
      <summary>The same as a table</summary>
      {isOpen ? <Tables {...shown} /> : null}
    </details>
  );
}
