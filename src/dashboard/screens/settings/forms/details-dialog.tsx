// All that is known of one thing of a list, in a modal dialog. It has a place in the address, so that others
// can be shown it.
import { useId, type ReactNode } from 'react';

import { Modal } from '../../../parts/modal.tsx';
import { Failure } from '../../../parts/notes.tsx';
import styles from './forms.module.css';

export interface DetailsDialogProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** What can be done with it. */
  readonly actions?: ReactNode;
  /** Why the last of them failed. */
  readonly failure?: string | undefined;
  /** False: it is closed by its button only, as what it shows is seen but once. */
  readonly isEasyToClose?: boolean;
  /** What the button says. */
  readonly closing?: string;
  onClose(): void;
}

/** The dialog. */
export function DetailsDialog(props: DetailsDialogProps) {
  const {
    title,
    children,
    actions,
    failure,
    isEasyToClose = true,
    closing = 'Close',
    onClose,
  } = props;
  const heading = useId();
  return (
    <Modal className={styles.wide} labelledBy={heading} isHeld={!isEasyToClose} onClose={onClose}>
      <div className="column">
        <h2 id={heading}>{title}</h2>
        {children}
        <div className={styles.foot}>
          {failure === undefined ? null : <Failure error={failure} />}
          <div className="row" style={{ justifyContent: 'flex-end' }}>
            {actions}
            <button onClick={onClose}>{closing}</button>
          </div>
        </div>
      </div>
    </Modal>
  );
}
