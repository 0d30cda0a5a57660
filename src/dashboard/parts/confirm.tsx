// Asks before something is done that cannot be undone: it says what will happen, and where much is at
// stake the name of what it happens to must be typed.
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';

import styles from './confirm.module.css';

export interface ConfirmProps {
  readonly title: string;
  /** What will happen. */
  readonly children: ReactNode;
  /** What the button says: the deed, not "OK". */
  readonly deed: string;
  /** Must be typed before the deed can be done. */
  readonly typed?: string;
  readonly isDangerous?: boolean;
  readonly isBusy?: boolean;
  /** False: what will happen is not known yet. */
  readonly isReady?: boolean;
  onConfirm(): void;
  onCancel(): void;
}

/** A modal question. */
export function Confirm(props: ConfirmProps) {
  const {
    title,
    children,
    deed,
    typed,
    isDangerous = false,
    isBusy = false,
    isReady = true,
  } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const heading = useId();
  const [text, setText] = useState('');
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // showModal gives the focus to whatever comes first in the text above.
    field.current?.focus();
    return () => shown?.close();
  }, []);
  const mayGo = isReady && !isBusy && (typed === undefined || text.trim() === typed);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        props.onCancel();
      }}
    >
      <form
        className="column"
        onSubmit={(event) => {
          event.preventDefault();
          if (mayGo) props.onConfirm();
        }}
      >
        <h2 id={heading}>{title}</h2>
        {children}
        <div className={styles.foot}>
          {typed === undefined ? null : (
            <label>
              <span>
                Type <code>{typed}</code> to confirm
              </span>
              <input
                ref={field}
                value={text}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setText(event.target.value)}
              />
            </label>
          )}
          <div className="row" style={{ justifyContent: 'flex-end' }}>
            <button type="button" onClick={props.onCancel}>
              Cancel
            </button>
            <button className={isDangerous ? 'danger' : 'primary'} disabled={!mayGo}>
              {isBusy ? `${deed} …` : deed}
            </button>
          </div>
        </div>
      </form>
    </dialog>
  );
}
