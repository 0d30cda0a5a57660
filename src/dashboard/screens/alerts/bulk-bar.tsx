// What can be done with the marked alerts, and the questions before it. What was not done stays marked.
import { useState } from 'react';

import { AssignDialog, ResolveDialog } from '../../parts/alerts/dialogs.tsx';
import styles from './alerts.module.css';
import type { Marks } from './bulk.ts';
import { SilenceDialog } from './silence-dialog.tsx';
import type { Bulk, Done } from './use-bulk.ts';

export interface BulkBarProps {
  readonly marks: Marks;
  readonly bulk: Bulk;
  /** Marks these, and no others. */
  onMark(ids: readonly string[]): void;
}

interface Question {
  readonly deed: 'resolve' | 'silence' | 'assign';
  /** What was marked when it was asked: it does not change beneath the question. */
  readonly ids: readonly string[];
}

/** The bar above the table; it is there while something is marked. */
export function BulkBar({ marks, bulk, onMark }: BulkBarProps) {
  const [asked, setAsked] = useState<Question>();
  const ids = [...marks.here];
  const ask = (deed: Question['deed']): void => setAsked({ deed, ids });
  const close = (): void => setAsked(undefined);
  /** When not all were asked for, the question stays, for those that are left. */
  const after = async (doing: Promise<Done>): Promise<void> => {
    const { undone, isAsked } = await doing;
    setAsked((question) => (question && !isAsked ? { ...question, ids: undone } : undefined));
    onMark(undone);
  };
  const common =
    asked === undefined
      ? undefined
      : {
          count: asked.ids.length,
          isBusy: bulk.isBusy,
          failure: bulk.failures[asked.deed],
          onCancel: close,
        };
  return (
    <>
      {ids.length === 0 && (marks.left === 0 || bulk.isBusy) ? null : (
        <div className={styles.bulk} role="toolbar" aria-label="What to do with the marked alerts">
          <strong className="number">{ids.length} marked</strong>
          {marks.left === 0 || bulk.isBusy ? null : (
            <span className="soft number" role="status">
              {marks.left} that {marks.left === 1 ? 'was' : 'were'} marked left the list
            </span>
          )}
          {ids.length === 0 ? null : (
            <>
              <button
                className="primary"
                disabled={bulk.isBusy}
                aria-keyshortcuts="a"
                onClick={() => void after(bulk.acknowledge(ids))}
              >
                Acknowledge
              </button>
              <button disabled={bulk.isBusy} onClick={() => ask('resolve')}>
                Resolve
              </button>
              <button disabled={bulk.isBusy} onClick={() => ask('silence')}>
                Silence
              </button>
              <button disabled={bulk.isBusy} onClick={() => ask('assign')}>
                Assign
              </button>
            </>
          )}
          <button className="plain" onClick={() => onMark([])}>
            Unmark all
          </button>
        </div>
      )}
      {asked?.deed === 'resolve' && common !== undefined ? (
        <ResolveDialog
          {...common}
          onConfirm={(comment) => void after(bulk.resolve(asked.ids, comment))}
        />
      ) : null}
      {asked?.deed === 'silence' && common !== undefined ? (
        <SilenceDialog
          {...common}
          onConfirm={(minutes, comment) => void after(bulk.silence(asked.ids, minutes, comment))}
        />
      ) : null}
      {asked?.deed === 'assign' && common !== undefined ? (
        <AssignDialog
          {...common}
          onConfirm={(assignee) => void after(bulk.assign(asked.ids, assignee))}
        />
      ) : null}
    </>
  );
}
