// A subscription of one screen, each result handed on as it comes. It resumes by cursor by itself.
import type { GraphQLFormattedError } from 'graphql';
import { useEffect, useRef, useState } from 'react';

import type { TypedDocumentString } from '../graphql/graphql.ts';
import { useConnection } from './connection-context.ts';
import { followStream } from './follow-stream.ts';

export interface StreamOptions<Data> {
  /** True: do not subscribe yet. */
  readonly pause?: boolean;
  onData(data: Data): void;
  /** It completed without a failure: nothing more will come. */
  onEnd?(): void;
}

const againMs = 5_000;

/** What failed, in words. */
function describeStreamFailure(error: unknown): string {
  const errors = Array.isArray(error) ? (error as readonly GraphQLFormattedError[]) : [];
  return (
    errors.map(({ message }) => message).join(' ') ||
    'The subscription ended. It is made anew by itself.'
  );
}

/**
 * Subscribes while the component is shown, and after a failure anew from what is then; gives what failed, until
 * something comes again.
 */
export function useStream<Data, Variables extends Readonly<Record<string, unknown>>>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  options: StreamOptions<Data>,
): string | undefined {
  const { subscribe, setPause } = useConnection();
  const [failure, setFailure] = useState<string>();
  const latest = useRef(options);
  latest.current = options;
  const { pause = false } = options;
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (pause) return undefined;
    setFailure(undefined);
    return followStream(
      (sink) => subscribe(document.toString(), JSON.parse(key) as Variables, sink),
      (again) => setPause(againMs, again),
      {
        onData: (data) => {
          setFailure(undefined);
          latest.current.onData(data as Data);
        },
        onFailure: (error) => setFailure(describeStreamFailure(error)),
        onEnd: () => latest.current.onEnd?.(),
      },
    );
  }, [subscribe, setPause, document, key, pause]);
  return failure;
}
