// What happened to an alert, or to the alerts of an incident, one after the other.
import type { ReactNode } from 'react';

import { Time } from '../time.tsx';
import { describeEntry, type EntryShape } from './describe-entry.ts';
import styles from './timeline.module.css';

export interface TimelineProps<Entry extends EntryShape> {
  readonly label: string;
  /** In the order in which they are shown, each with a key of its own. */
  readonly entries: readonly { readonly key: string; readonly entry: Entry }[];
  /** What stands beside what happened: the alert that it happened to. */
  readonly asideOf?: (entry: Entry) => ReactNode;
}

/** The entries. */
export function Timeline<Entry extends EntryShape>(props: TimelineProps<Entry>) {
  const { label, entries, asideOf } = props;
  return (
    <ol className={styles.timeline} aria-label={label}>
      {entries.map(({ key, entry }) => {
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
                <span className={entry.kind === 'COMMENTED' ? styles.said : 'soft'}>{text}</span>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
