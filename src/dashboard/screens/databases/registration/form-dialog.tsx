// A form in a dialog with two deeds: trying what was typed, and storing it.
import { useId, useRef, type ReactNode } from 'react';

import { Modal } from '../../../parts/modal.tsx';
import { Failure } from '../../../parts/notes.tsx';

export interface FormDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button that stores says. */
  readonly deed: string;
  readonly isBusy: boolean;
  readonly failure: string | undefined;
  onTry(): void;
  onStore(): void;
  onClose(): void;
}

/** The dialog. */
export function FormDialog(props: FormDialogProps) {
  const { title, children, deed, isBusy, failure, onTry, onStore, onClose } = props;
  const form = useRef<HTMLFormElement>(null);
  const heading = useId();
  return (
    <Modal labelledBy={heading} isHeld={isBusy} onClose={onClose}>
      <form
        ref={form}
        className="column"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) onStore();
        }}
      >
        <h2 id={heading}>{title}</h2>
        {children}
        {failure === undefined ? null : <Failure error={failure} />}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <button type="button" disabled={isBusy} onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            disabled={isBusy}
            onClick={() => {
              if (form.current?.reportValidity() === true) onTry();
            }}
          >
            Try the connection
          </button>
          <button className="primary" disabled={isBusy}>
            {isBusy ? `${deed} …` : deed}
          </button>
        </div>
      </form>
    </Modal>
  );
}
