// Why something is not as it should be, where it cannot be overlooked.
import type { ReactNode } from 'react';

import styles from './reason.module.css';
import { SteadyContext } from './time.tsx';

export interface ReasonProps {
  readonly tone: 'warn' | 'bad';
  readonly children: ReactNode;
}

/** A reason. */
export function Reason({ tone, children }: ReasonProps) {
  return (
    <div className={`${styles.reason} ${tone === 'bad' ? styles.bad : ''}`} role="status">
      <SteadyContext value={true}>{children}</SteadyContext>
    </div>
  );
}
