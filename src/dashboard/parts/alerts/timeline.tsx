// What happened to an alert, or to the alerts of an incident, the newest first.
import type { ReactNode } from 'react';

import { Answer } from '../notes.tsx';
import { Time } from '../time.tsx';
import { describeEntry, type EntryShape } from './describe-entry.ts';
import styles from './timeline.module.css';
import type { LiveTimeline } from './use-timeline.ts';

export interface TimelineEntriesProps<Entry extends EntryShape> {
  readonly timeline: LiveTimeline<Entry>;
  /** What stands beside what happened: the alert that it happened to. */
  readonly asideOf?: (entry: Entry) => ReactNode;
}

/** The entries, and the way to older ones. */
export function TimelineEntries<Entry extends EntryShape>(props: TimelineEntriesProps<Entry>) {
  const { timeline, asideOf } = props;
  const { entries, error, hasOlder, isBusy, showOlder, refresh } = timeline;
  return (
    <Answer answer={{ data: entries, error, refresh }}>
      {(shown) => (
        <>
          <ol className={styles.timeline} aria-label="What happened, the newest first">
            {shown.map(({ key, entry }) => {
              const { sign, tone, title, text } = describeEntry(entry);
              return (
                <li key={key}>
                  <span className={`${styles.sign} ${styles[tone]}`} aria-hidden="true">
                    {sign}
                  </span>
                  <div className={styles.entry}>
                    <span className="row">
                      <strong>{title}</strong>
                      <span className="soft small">
                        <Time at={entry.at} />
                      </span>
                      {asideOf?.(entry)}
                    </span>
                    {text === undefined ? null : (
                      <span className={entry.kind === 'COMMENTED' ? styles.said : 'soft'}>
                        {text}
                      </span>
                    )}
                  </div>
                </li>
              );
            })}
          </ol>
          {hasOlder ? (
            <button disabled={isBusy} onClick={showOlder}>
              {isBusy ? 'Reading what was before …' : 'Show what was before'}
            </button>
          ) : null}
        </>
      )}
    </Answer>
  );
}
