// The log of a run: one line for each of its events, the newest 2,000. It follows the end unless one
// has scrolled up to read.
import { memo, useLayoutEffect, useRef } from 'react';

import type { Cut } from './follow-run.ts';
import type { LogLine, ProgressModel } from './progress-model.ts';
import styles from './run-progress.module.css';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 1,
});
const count = new Intl.NumberFormat('en');
const nearEndPixels = 40;

/** One event; its text never changes. */
const Line = memo(function Line({ line }: { line: LogLine }) {
  return (
    <li className={styles.line}>
      <time dateTime={line.at} title={line.at} className="number">
        {clock.format(new Date(line.at))}
      </time>
      <span className={styles[`${line.tone}Text`]}>{line.text}</span>
    </li>
  );
});

/** All that was told of the run, in order. */
export function Log({ model, isCut }: { model: ProgressModel; isCut: Cut }) {
  const place = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const { lines, events } = model;
  const before = events - lines.length;
  useLayoutEffect(() => {
    const element = place.current;
    if (element !== null && isFollowing.current) element.scrollTop = element.scrollHeight;
  }, [lines]);
  return (
    <div className="column">
      <div className="row spread">
        <h3>Log</h3>
        <span className="soft small number">
          {count.format(events)} {events === 1 ? 'event' : 'events'}
        </span>
      </div>
      <div
        ref={place}
        className={styles.log}
        role="log"
        aria-live="off"
        aria-label="Log of the run"
        tabIndex={0}
        onScroll={({ currentTarget: at }) => {
          const left = at.scrollHeight - at.scrollTop - at.clientHeight;
          isFollowing.current = left < nearEndPixels;
        }}
      >
        {isCut === false ? null : (
          <p className="soft small">
            {isCut === 'first' ? 'The first' : 'Some'} events of this run are older than what is
            kept and are not shown.
          </p>
        )}
        {before > 0 ? (
          <p className="soft small">{count.format(before)} lines before are not shown.</p>
        ) : null}
        {lines.length === 0 && isCut === false ? <p className="soft small">Nothing yet.</p> : null}
        <ol className={styles.plain}>
          {lines.map((line) => (
            <Line key={line.cursor} line={line} />
          ))}
        </ol>
      </div>
    </div>
  );
}
