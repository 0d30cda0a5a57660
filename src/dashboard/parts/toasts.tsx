// Short messages about what was just done. Good news leave by themselves; failures stay until they are
// read. At most five are kept.
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

import type { Toast } from './toast.ts';
import styles from './toasts.module.css';

export interface Toasts {
  add(toast: Toast): void;
}

const kept = 5;
const goodNewsMs = 6_000;

const ToastContext = createContext<Toasts | undefined>(undefined);

/** The page's messages. */
export function useToasts(): Toasts {
  const toasts = useContext(ToastContext);
  if (toasts === undefined) throw new Error('there are no messages above this component');
  return toasts;
}

/** Shows the messages of everything in it. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly (Toast & { id: number })[]>([]);
  const remove = (id: number): void => setShown((all) => all.filter((toast) => toast.id !== id));
  const toasts = useMemo((): Toasts => {
    let last = 0;
    return {
      add: (toast) => {
        const id = (last += 1);
        setShown((all) => [...all.slice(1 - kept), { ...toast, id }]);
        if (toast.tone === 'good') {
          setTimeout(() => setShown((all) => all.filter((other) => other.id !== id)), goodNewsMs);
        }
      },
    };
  }, []);
  return (
    <ToastContext value={toasts}>
      {children}
      <div className={styles.toasts} role="status" aria-live="polite">
        {shown.map((toast) => (
          <div key={toast.id} className={`${styles.toast} ${styles[toast.tone]}`}>
            <span>{toast.text}</span>
            <button className="plain" aria-label="Dismiss" onClick={() => remove(toast.id)}>
              ✕
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
