// Follows the events of a run from its first one on. What comes within a tenth of a second is taken in
// one go, and within a second where very much comes, as when a long run is read from its beginning: ten
// thousand statements are not ten thousand paintings. A lost connection goes on by cursor; where the first events are not kept any more it says so and goes on from now.
import type { GraphQLFormattedError } from 'graphql';
import { useEffect, useState } from 'react';

import { useConnection } from '../../client/connection-context.ts';
import { runProgressStream, type ProgressEvent, type Run } from './operations.ts';
import { emptyModel, takeEvents, type ProgressModel } from './progress-model.ts';

const paintEveryMs = 100;
const paintRarelyMs = 1_000;
// More than this since the last painting is very much.
const many = 100;

export interface RunProgressState {
  readonly model: ProgressModel;
  /** Events before these are not kept by the service any more. */
  readonly isCut: boolean;
  /** Why nothing more comes, when that is not the end of the run. */
  readonly failure: string | undefined;
}

const nothing: RunProgressState = { model: emptyModel, isCut: false, failure: undefined };

function errorsOf(error: unknown): readonly GraphQLFormattedError[] {
  return Array.isArray(error) ? (error as readonly GraphQLFormattedError[]) : [];
}

/** What is known of a run by its events; none are asked for until the run itself is known. */
export function useRunProgress(
  id: string,
  run: Pick<Run, 'cursor' | 'kind'> | null | undefined,
): RunProgressState {
  const cursor = run?.cursor;
  const kind = run?.kind;
  const { subscribe } = useConnection();
  const [state, setState] = useState(nothing);
  useEffect(() => {
    if (cursor === undefined || kind === undefined) return undefined;
    setState(nothing);
    let waiting: ProgressEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pauseMs = paintEveryMs;
    let leave: () => void = () => undefined;
    const paint = (): void => {
      timer = undefined;
      const events = waiting;
      waiting = [];
      pauseMs = events.length > many ? paintRarelyMs : paintEveryMs;
      setState((old) => ({ ...old, model: takeEvents(old.model, events, kind) }));
    };
    const fail = (error: unknown, isWhole: boolean): void => {
      const errors = errorsOf(error);
      const isGone = errors.some(({ extensions }) => extensions?.['code'] === 'CURSOR_EXPIRED');
      if (isGone && isWhole) {
        setState((old) => ({ ...old, isCut: true }));
        follow(undefined);
        return;
      }
      const failure = errors.map(({ message }) => message).join(' ');
      setState((old) => ({ ...old, failure: failure || 'The events of the run stopped. Reload.' }));
    };
    const follow = (after: string | undefined): void => {
      const variables = { id, ...(after === undefined ? {} : { after }) };
      leave = subscribe(runProgressStream.toString(), variables, {
        next: ({ data, errors }) => {
          const event = (data as { migrationProgress?: ProgressEvent } | null)?.migrationProgress;
          if (errors !== undefined) fail(errors, after !== undefined);
          if (event === undefined || event === null) return;
          waiting.push(event);
          timer ??= setTimeout(paint, pauseMs);
        },
        error: (error) => fail(error, after !== undefined),
        complete: () => undefined,
      });
    };
    follow(cursor);
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [subscribe, id, cursor, kind]);
  return state;
}
