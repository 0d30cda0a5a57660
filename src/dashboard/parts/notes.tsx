// What stands where there is nothing to show: nothing yet (and what to do), still loading, or failed.
import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';

import { describeFailure } from '../client/describe-failure.ts';
import styles from './notes.module.css';

/** Nothing is there; `children` say what to do next. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.note}>
      <strong>{title}</strong>
      {children === undefined ? null : <div className="soft">{children}</div>}
    </div>
  );
}

/** The first answer is awaited. */
export function Loading({ what = 'Loading' }: { what?: string }) {
  return (
    <div className={styles.note} role="status">
      <span className="soft">{what} …</span>
    </div>
  );
}

export interface FailureProps {
  readonly error: CombinedError | string;
  onRetry?(): void;
}

/** It failed: what happened and what to do. */
export function Failure({ error, onRetry }: FailureProps) {
  return (
    <div className={styles.failure} role="alert">
      <span>{typeof error === 'string' ? error : describeFailure(error)}</span>
      {onRetry === undefined ? null : <button onClick={onRetry}>Try again</button>}
    </div>
  );
}

export interface AnswerProps<Data> {
  readonly answer: {
    readonly data: Data | undefined;
    readonly error: CombinedError | undefined;
    refresh(): void;
  };
  readonly children: (data: Data) => ReactNode;
}

/** What a query answered; a failure stands above what was known before. */
export function Answer<Data>({ answer, children }: AnswerProps<Data>) {
  const { data, error, refresh } = answer;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={refresh} />}
      {data === undefined ? error === undefined && <Loading /> : children(data)}
    </>
  );
}
