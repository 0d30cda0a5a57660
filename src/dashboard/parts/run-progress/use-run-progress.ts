// Follows the events of a run from its first one on. What comes within a tenth of a second is taken in
// one go, and within a second where very much comes, as when a long run is read from its beginning: ten
// thousand statements are not ten thousand paintings. A lost connection goes on by cursor; where the first events are not kept any more it says so and goes on from now.
import { useEffect, useState } from 'react';

import { useConnection } from '../../client/connection-context.ts';
import { followRun, type Cut } from './follow-run.ts';
import { runProgressStream, type ProgressEvent, type Run } from './operations.ts';
import { emptyModel, takeEvents, type ProgressModel } from './progress-model.ts';

const paintEveryMs = 100;
const paintRarelyMs = 1_000;
// More than this since the last painting is very much.
const many = 100;

export interface RunProgressState {
  readonly model: ProgressModel;
  readonly isCut: Cut;
  /** Why nothing more comes, when that is not the end of the run. */
  readonly failure: string | undefined;
}

const nothing: RunProgressState = { model: emptyModel, isCut: false, failure: undefined };

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
    const paint = (): void => {
      timer = undefined;
      const events = waiting;
      waiting = [];
      pauseMs = events.length > many ? paintRarelyMs : paintEveryMs;
      setState((old) => ({ ...old, model: takeEvents(old.model, events, kind) }));
    };
    const leave = followRun(
      cursor,
      (after, sink) => {
        const variables = { id, ...(after === undefined ? {} : { after }) };
        return subscribe(runProgressStream.toString(), variables, sink);
      },
      (data) =>
        (data as { migrationProgress?: ProgressEvent } | null | undefined)?.migrationProgress,
      {
        onEvent: (event) => {
          waiting.push(event);
          timer ??= setTimeout(paint, pauseMs);
        },
        onCut: (isCut) => setState((old) => ({ ...old, isCut })),
        onFailure: (errors) => {
          const failure = errors.map(({ message }) => message).join(' ');
          const told = failure || 'The events of the run stopped. Reload.';
          setState((old) => ({ ...old, failure: told }));
        },
      },
    );
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [subscribe, id, cursor, kind]);
  return state;
}
