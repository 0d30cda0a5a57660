// What can be done with the marked alerts, and the questions before it.
import { useState } from 'react';

import { AssignDialog, ResolveDialog } from '../../parts/alerts/dialogs.tsx';
import styles from './alerts.module.css';
import { SilenceDialog } from './silence-dialog.tsx';
import type { Bulk } from './use-bulk.ts';

export interface BulkBarProps {
  readonly marked: ReadonlySet<string>;
  readonly bulk: Bulk;
  onClear(): void;
}

/** The bar above the table; it is there while something is marked. */
export function BulkBar({ marked, bulk, onClear }: BulkBarProps) {
  const [asked, setAsked] = useState<'resolve' | 'silence' | 'assign'>();
  const ids = [...marked];
  const close = (): void => setAsked(undefined);
  const after = async (deed: Promise<void>): Promise<void> => {
    await deed;
    close();
    onClear();
  };
  return (
    <div className={styles.bulk} role="toolbar" aria-label="What to do with the marked alerts">
      <strong className="number">{ids.length} marked</strong>
      <button
        className="primary"
        disabled={bulk.isBusy}
        aria-keyshortcuts="a"
        onClick={() => void after(bulk.acknowledge(ids))}
      >
        Acknowledge
      </button>
      <button disabled={bulk.isBusy} onClick={() => setAsked('resolve')}>
        Resolve
      </button>
      <button disabled={bulk.isBusy} onClick={() => setAsked('silence')}>
        Silence
      </button>
      <button disabled={bulk.isBusy} onClick={() => setAsked('assign')}>
        Assign
      </button>
      <button className="plain" onClick={onClear}>
        Unmark all
      </button>
      {asked === 'resolve' ? (
        <ResolveDialog
          count={ids.length}
          isBusy={bulk.isBusy}
          onConfirm={(comment) => void after(bulk.resolve(ids, comment))}
          onCancel={close}
        />
      ) : null}
      {asked === 'silence' ? (
        <SilenceDialog
          count={ids.length}
          isBusy={bulk.isBusy}
          onConfirm={(minutes, comment) => void after(bulk.silence(ids, minutes, comment))}
          onCancel={close}
        />
      ) : null}
      {asked === 'assign' ? (
        <AssignDialog
          count={ids.length}
          isBusy={bulk.isBusy}
          onConfirm={(assignee) => void after(bulk.assign(ids, assignee))}
          onCancel={close}
        />
      ) : null}
    </div>
  );
}
