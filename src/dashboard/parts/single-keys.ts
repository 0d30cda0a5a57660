// Whether keys do something by themselves. Who speaks to the computer, or hits keys by accident, switches them
// off (WCAG 2.1.4); it is kept in this browser, for all tabs.
import { useSyncExternalStore } from 'react';

const name = 'hawkwatch.keys';
const listeners = new Set<() => void>();

function listen(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab tells of it so.
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

/** Where the browser keeps nothing, what was chosen since the page was loaded. */
let isOnHere = true;

/** False: they were switched off. */
export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(name) !== 'off';
  } catch {
    return isOnHere;
  }
}

export function switchKeys(isOn: boolean): void {
  isOnHere = isOn;
  try {
    if (isOn) localStorage.removeItem(name);
    else localStorage.setItem(name, 'off');
  } catch {
    // It holds until the page is loaded anew.
  }
  for (const listener of listeners) listener();
}

/** The same for a component, which is rendered again when it is switched. */
export function useKeysOn(): boolean {
  return useSyncExternalStore(listen, areKeysOn);
}

/** Keys that write a character; others, as Enter, do nothing by accident. */
export function isCharacter(key: string): boolean {
  return /^.$/u.test(key);
}

/** Keys that only move one on, or what is seen. */
const moving = new Set(['j', 'k', '+', '-', '[', ']']);

/** True for keys that go on while they are held; another one, as of a deed, counts once. */
export function repeats(key: string): boolean {
  return moving.has(key);
}

interface Field {
  readonly tagName: string;
  /** Of an input. */
  readonly type?: string | undefined;
  readonly isContentEditable?: boolean;
}

/** Inputs that take no text: keys are not for them. */
const wordless = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
]);

/** True where keys are text, or choose an option by its first letters. */
export function takesText({ tagName, type = 'text', isContentEditable = false }: Field): boolean {
  if (isContentEditable || tagName === 'SELECT' || tagName === 'TEXTAREA') return true;
  return tagName === 'INPUT' && !wordless.has(type);
}
