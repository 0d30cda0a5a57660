// What all dialogs share: they are modal, Escape closes them unless something is under way, and the focus goes
// back to where it was.
import { useLayoutEffect, useRef, type ReactNode } from 'react';

export interface ModalProps {
  /** The id of its heading. */
  readonly labelledBy?: string;
  /** Its name, when it has no heading. */
  readonly label?: string;
  readonly className?: string | undefined;
  /** True: Escape does not close it, as its answer would be seen by nobody. */
  readonly isHeld?: boolean;
  readonly children: ReactNode;
  onClose(): void;
}

/** Gives the focus back, or to what is nearest when that is gone: the dialog below, or the screen's heading. */
function giveBack(before: Element | null): void {
  const isNowhere = (): boolean =>
    document.activeElement === null || document.activeElement === document.body;
  if (before === null || before === document.body || !isNowhere()) return;
  if (before instanceof HTMLElement && before.isConnected) before.focus();
  if (!isNowhere()) return;
  const below = [...document.querySelectorAll<HTMLElement>('dialog[open]')].at(-1);
  (below ?? document.querySelector<HTMLElement>('main h1'))?.focus({ preventScroll: true });
}

/** A modal dialog; it is open as long as it is rendered. */
export function Modal(props: ModalProps) {
  const { labelledBy, label, className, isHeld = false, children, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  // Not a passive effect: that is undone only after the dialog has left the document, and what is not in the
  // document gives the focus back to nobody.
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown === null) return undefined;
    const before = document.activeElement;
    shown.showModal();
    return () => {
      shown.close();
      // What had the focus may leave with the dialog.
      queueMicrotask(() => giveBack(before));
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      className={className}
      aria-labelledby={labelledBy}
      aria-label={label}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        if (!isHeld) onClose();
      }}
      // A second Escape closes it without asking.
      onClose={() => {
        const shown = dialog.current;
        if (shown === null || shown.open) return;
        if (isHeld) shown.showModal();
        else onClose();
      }}
    >
      {children}
    </dialog>
  );
}
