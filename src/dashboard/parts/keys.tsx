// The keyboard: single keys and `g` + letter. Keys are ignored while somebody types, while a dialog is open, and
// those that write a character where they were switched off; what is bound now is listed by the help (`?`).
import { createContext, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { flushSync } from 'react-dom';

import { areKeysOn, isCharacter, repeats, takesText } from './single-keys.ts';

export interface KeyBinding {
  /** One character, as `a`, or two after each other, as `g a`. */
  readonly keys: string;
  readonly description: string;
  readonly run: () => void;
}

class KeyBoard {
  readonly bindings = new Set<{ readonly current: KeyBinding }>();

  /** Of bindings of the same keys the newest counts: it is nearest to what is seen. */
  find(keys: string): KeyBinding | undefined {
    return [...this.bindings].findLast(({ current }) => current.keys === keys)?.current;
  }

  startsWith(key: string): boolean {
    return [...this.bindings].some(({ current }) => current.keys.startsWith(`${key} `));
  }

  list(): KeyBinding[] {
    const byKeys = new Map([...this.bindings].map(({ current }) => [current.keys, current]));
    return [...byKeys.values()];
  }
}

const KeyContext = createContext<KeyBoard | undefined>(undefined);
const sequenceMs = 1_500;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const { tagName, isContentEditable } = target;
  const type = target instanceof HTMLInputElement ? target.type : undefined;
  return takesText({ tagName, type, isContentEditable });
}

/** What Enter and Space do something with themselves, whatever else they are bound to. */
const controls = new Map([
  ['Enter', 'a[href], button, summary'],
  [' ', 'a[href], button, input, summary'],
]);

/** Enter on a button presses the button, and on a link follows it; Space marks. */
function isForControl({ key, target }: KeyboardEvent): boolean {
  const control = controls.get(key);
  return control !== undefined && target instanceof Element && target.closest(control) !== null;
}

/** Listens to the keyboard for everything in it. */
export function KeyProvider({ children }: { children: ReactNode }) {
  const board = useMemo(() => new KeyBoard(), []);
  useEffect(() => {
    let first = '';
    let firstMs = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (isForControl(event)) return;
      if (isCharacter(event.key) && !areKeysOn()) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const isSecond = first !== '' && event.timeStamp - firstMs < sequenceMs;
      const binding = (isSecond && board.find(`${first} ${event.key}`)) || board.find(event.key);
      first = board.startsWith(event.key) ? event.key : '';
      firstMs = event.timeStamp;
      if (!binding) return;
      event.preventDefault();
      if (event.repeat && !repeats(event.key)) return;
      // What it changes is there before the next key, however fast one types.
      flushSync(() => binding.run());
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [board]);
  return <KeyContext value={board}>{children}</KeyContext>;
}

function useKeyBoard(): KeyBoard {
  const board = useContext(KeyContext);
  if (board === undefined) throw new Error('there is no keyboard above this component');
  return board;
}

/** Binds a key while the component is shown. */
export function useKey(keys: string, description: string, run: () => void): void {
  const board = useKeyBoard();
  const binding = useRef<KeyBinding>({ keys, description, run });
  binding.current = { keys, description, run };
  useEffect(() => {
    board.bindings.add(binding);
    return () => void board.bindings.delete(binding);
  }, [board]);
}

/** What is bound now. */
export function useKeyBindings(): () => KeyBinding[] {
  const board = useKeyBoard();
  return () => board.list();
}
