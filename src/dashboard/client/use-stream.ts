// A subscription of one screen, each result handed on as it comes. It resumes by cursor by itself.
import type { GraphQLFormattedError } from 'graphql';
import { useEffect, useRef, useState } from 'react';

import type { TypedDocumentString } from '../graphql/graphql.ts';
import { useConnection } from './connection-context.ts';

export interface StreamOptions<Data> {
  /** True: do not subscribe yet. */
  readonly pause?: boolean;
  onData(data: Data): void;
  /** It completed: nothing more will come. */
  onEnd?(): void;
}

/** Why a subscription ended, in words. */
function describeEnd(error: unknown): string {
  const errors = Array.isArray(error) ? (error as readonly GraphQLFormattedError[]) : [];
  return (
    errors.map(({ message }) => message).join(' ') || 'The subscription ended. Reload the page.'
  );
}

/** Subscribes while the component is shown; gives why it ended, if it failed. */
export function useStream<Data, Variables extends Readonly<Record<string, unknown>>>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  options: StreamOptions<Data>,
): string | undefined {
  const { subscribe } = useConnection();
  const [failure, setFailure] = useState<string>();
  const latest = useRef(options);
  latest.current = options;
  const { pause = false } = options;
  const key = JSON.stringify(variables);
  useEffect(() => {
    if (pause) return undefined;
    setFailure(undefined);
    return subscribe(document.toString(), JSON.parse(key) as Variables, {
      next: ({ data, errors }) => {
        if (data != null) latest.current.onData(data as Data);
        if (errors !== undefined) setFailure(describeEnd(errors));
      },
      error: (error) => setFailure(describeEnd(error)),
      complete: () => latest.current.onEnd?.(),
    });
  }, [subscribe, document, key, pause]);
  return failure;
}
