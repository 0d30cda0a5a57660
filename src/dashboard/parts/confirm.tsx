// Asks before something is done that cannot be undone: it says what will happen, and where much is at
// stake the name of what it happens to must be typed. When it fails, the question stays open with what was
// typed, and says why.
import { useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

import styles from './confirm.module.css';
import { Modal } from './modal.tsx';
import { Failure } from './notes.tsx';

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
  /**
   * How often what will happen has become something else while one is asked. What was typed was typed for
   * what was shown then, and is to be typed again.
   */
  readonly changes?: number;
  /** Why the deed failed; what was there before it was tried is not shown. */
  readonly failure: string | undefined;
  onConfirm(): void;
  onCancel(): void;
}

/** A modal question. */
export function Confirm({ changes = 0, ...props }: ConfirmProps) {
  // An action may outlive the question, and with it what was said when it was asked before. Within the
  // question it stays: also of what is something else now, one must know that it may have been done.
  const [isTried, setTried] = useState(false);
  return (
    <Question
      key={changes}
      {...props}
      failure={isTried ? props.failure : undefined}
      onConfirm={() => {
        setTried(true);
        props.onConfirm();
      }}
    />
  );
}

function Question(props: Omit<ConfirmProps, 'changes'>) {
  const {
    title,
    children,
    deed,
    typed,
    isDangerous = false,
    isBusy = false,
    isReady = true,
    failure,
  } = props;
  const field = useRef<HTMLInputElement>(null);
  const heading = useId();
  const [text, setText] = useState('');
  // A dialog gives the focus to whatever comes first in the text above.
  useLayoutEffect(() => field.current?.focus(), []);
  const mayGo = isReady && !isBusy && (typed === undefined || text.trim() === typed);
  return (
    <Modal labelledBy={heading} isHeld={isBusy} onClose={props.onCancel}>
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
          {failure === undefined ? null : <Failure error={failure} />}
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
            <button type="button" disabled={isBusy} onClick={props.onCancel}>
              Cancel
            </button>
            <button className={isDangerous ? 'danger' : 'primary'} disabled={!mayGo}>
              {isBusy ? `${deed} …` : deed}
            </button>
          </div>
        </div>
      </form>
    </Modal>
  );
}
