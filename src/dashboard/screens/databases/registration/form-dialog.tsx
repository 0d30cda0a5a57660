// A form in a dialog with two deeds: trying what was typed, and storing it.
import { useEffect, useId, useRef, type ReactNode } from 'react';

export interface FormDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button that stores says. */
  readonly deed: string;
  readonly isBusy: boolean;
  onTry(): void;
  onStore(): void;
  onClose(): void;
}

/** The dialog. */
export function FormDialog(props: FormDialogProps) {
  const { title, children, deed, isBusy, onTry, onStore, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const heading = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <form
        ref={form}
        className="column"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          onStore();
        }}
      >
        <h2 id={heading}>{title}</h2>
        {children}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <button type="button" onClick={onClose}>
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
    </dialog>
  );
}
