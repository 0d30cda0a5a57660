// A form in a modal dialog. What the service says against it stands in the dialog, and what was typed stays.
import { useEffect, useId, useRef, type ReactNode } from 'react';

import { Failure } from '../../../parts/notes.tsx';
import styles from './forms.module.css';

export interface FormDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button says: the deed, not "OK". */
  readonly deed: string;
  readonly isBusy: boolean;
  readonly failure?: string | undefined;
  /** Beside the buttons: what else can be done with what was typed. */
  readonly aside?: ReactNode;
  readonly isWide?: boolean;
  onSubmit(): void;
  onClose(): void;
}

/** The dialog. */
export function FormDialog(props: FormDialogProps) {
  const { title, children, deed, isBusy, failure, aside, isWide = false } = props;
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
      className={isWide ? styles.wide : undefined}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
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
            <button type="button" onClick={props.onClose}>
              Cancel
            </button>
            <button className="primary" disabled={isBusy}>
              {isBusy ? `${deed} …` : deed}
            </button>
          </div>
        </div>
      </form>
    </dialog>
  );
}
