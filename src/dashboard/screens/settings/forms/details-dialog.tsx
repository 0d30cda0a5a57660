// All that is known of one thing of a list, in a modal dialog. It has a place in the address, so that others
// can be shown it.
import { useEffect, useId, useRef, type ReactNode } from 'react';

import styles from './forms.module.css';

export interface DetailsDialogProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** What can be done with it. */
  readonly actions?: ReactNode;
  onClose(): void;
}

/** The dialog. */
export function DetailsDialog({ title, children, actions, onClose }: DetailsDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.wide}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="column">
        <h2 id={heading}>{title}</h2>
        {children}
        <div className={styles.foot}>
          <div className="row" style={{ justifyContent: 'flex-end' }}>
            {actions}
            <button onClick={onClose}>Close</button>
          </div>
        </div>
      </div>
    </dialog>
  );
}
