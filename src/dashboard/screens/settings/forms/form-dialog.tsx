// A form in a modal dialog. What the service says against it stands in the dialog, and what was typed stays.
import { useId, type ReactNode } from 'react';

import { Modal } from '../../../parts/modal.tsx';
import { Failure } from '../../../parts/notes.tsx';
import styles from './forms.module.css';

export interface FormDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button says: the deed, not "OK". */
  readonly deed: string;
  readonly isBusy: boolean;
  readonly failure: string | undefined;
  /** Beside the buttons: what else can be done with what was typed. */
  readonly aside?: ReactNode;
  readonly isWide?: boolean;
  onSubmit(): void;
  onClose(): void;
}

/** The dialog. */
export function FormDialog(props: FormDialogProps) {
  const { title, children, deed, isBusy, failure, aside, isWide = false } = props;
  const heading = useId();
  return (
    <Modal
      className={isWide ? styles.wide : undefined}
      labelledBy={heading}
      isHeld={isBusy}
      onClose={props.onClose}
    >
      <form
        className="column"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) props.onSubmit();
        }}
      >
        <h2 id={heading}>{title}</h2>
        {children}
        <div className={styles.foot}>
          {failure === undefined ? null : <Failure error={failure} />}
          <div className="row" style={{ justifyContent: 'flex-end' }}>
            {aside}
            <button type="button" disabled={isBusy} onClick={props.onClose}>
              Cancel
            </button>
            <button className="primary" disabled={isBusy}>
              {isBusy ? `${deed} …` : deed}
            </button>
          </div>
        </div>
      </form>
    </Modal>
  );
}
