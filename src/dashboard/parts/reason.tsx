// Why something is not as it should be, where it cannot be overlooked.
import type { ReactNode } from 'react';

import styles from './reason.module.css';

export interface ReasonProps {
  readonly tone: 'warn' | 'bad';
  readonly children: ReactNode;
  /** What changes by itself, as how long it has been so: it is not read out again and again. */
  readonly since?: ReactNode;
}

/** A reason. */
export function Reason({ tone, children, since }: ReasonProps) {
  return (
    <div className={`${styles.reason} ${tone === 'bad' ? styles.bad : ''}`}>
      <div role="status">{children}</div>
      {since}
    </div>
  );
}
