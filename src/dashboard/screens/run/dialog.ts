// What the questions of a run's page have in common.
import { useState } from 'react';

import type { RunDetails } from './operations.ts';

export interface DialogProps {
  readonly run: RunDetails;
  onClose(): void;
}

/** A key for one question: whoever answers it twice has done it once. */
export function useOnceKey(): string {
  const [key] = useState(
    () => `dashboard-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,
  );
  return key;
}
