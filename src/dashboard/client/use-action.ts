// Mutations. Whatever a mutation answers that is not its success (an error of its union, a refusal, a
// service that does not answer) becomes a message that says what to do; success gives the data.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnyVariables } from 'urql';

import type { TypedDocumentString } from '../graphql/graphql.ts';
import type { Toast } from '../parts/toast.ts';
import { useToasts } from '../parts/toasts.tsx';
import { useConnection } from './connection-context.ts';
import { describeFailure } from './describe-failure.ts';

export interface Action<Data, Variables> {
  /** Gives the data, or undefined after it has told why it failed. */
  run(variables: Variables): Promise<Data | undefined>;
  /** True while the answer is awaited. */
  readonly isBusy: boolean;
  /** Why it failed last; undefined again with the next try. */
  readonly failure: string | undefined;
}

export interface ActionOptions {
  /** False: whoever asks shows `failure`, as a dialog does, and no message comes of it. */
  readonly tellsFailure?: boolean;
  /** Gives up after this, where it may take longer than most does; by infinity, never. */
  readonly withinMs?: number;
}

/** For what a dialog does: a message would lie below the dialog, where nobody can reach it. */
export const inDialog: ActionOptions = { tellsFailure: false };

interface Refusal {
  readonly __typename: string;
  readonly message: string;
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
}

/** The error in a mutation's union, when it is one. Select `__typename` and `... on Error { message }`. */
function refusalOf(data: unknown): Refusal | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  for (const value of Object.values(data)) {
    if (typeof value !== 'object' || value === null || !('__typename' in value)) continue;
    const { __typename: name } = value;
    if (typeof name === 'string' && name.endsWith('Error') && 'message' in value) {
      return value as Refusal;
    }
  }
  return undefined;
}

/** The message with the faults of the input, where the mutation selects them and it does not name them. */
function textOf({ message, issues = [] }: Refusal): string {
  const told = issues.filter((issue) => !message.includes(issue.message));
  if (told.length === 0) return message;
  const faults = told.map(({ path, message: fault }) => `${path.replace(/^input\./, '')} ${fault}`);
  return `${message} ${faults.join('; ')}.`;
}

/**
 * A mutation as a function; failures are shown as messages, with `done` a success is too. What was done and
 * came to nothing is no success: then `done` gives a message in the tone `bad`, which stays.
 */
export function useAction<Data, Variables extends AnyVariables>(
  document: TypedDocumentString<Data, Variables>,
  done?: string | ((data: Data) => string | Toast),
  { tellsFailure = true, withinMs }: ActionOptions = {},
): Action<Data, Variables> {
  const { act } = useConnection();
  const toasts = useToasts();
  const [running, setRunning] = useState(0);
  const [failure, setFailure] = useState<string>();
  // Whoever asked may be gone before the answer comes; then nobody else would tell of the failure.
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => void (isShown.current = false);
  }, []);
  const run = useCallback(
    async (variables: Variables): Promise<Data | undefined> => {
      const fail = (text: string): undefined => {
        setFailure(text);
        if (tellsFailure || !isShown.current) toasts.add({ tone: 'bad', text });
        return undefined;
      };
      setRunning((count) => count + 1);
      setFailure(undefined);
      try {
        const result = await act(document, variables, { withinMs });
        const refusal = refusalOf(result.data);
        if (refusal !== undefined) return fail(textOf(refusal));
        if (result.error !== undefined || result.data === undefined) {
          return fail(describeFailure(result.error, 'deed'));
        }
        if (done !== undefined) {
          const told = typeof done === 'string' ? done : done(result.data);
          toasts.add(typeof told === 'string' ? { tone: 'good', text: told } : told);
        }
        return result.data;
      } finally {
        setRunning((count) => count - 1);
      }
    },
    [act, document, toasts, done, tellsFailure, withinMs],
  );
  return { run, isBusy: running > 0, failure };
}
