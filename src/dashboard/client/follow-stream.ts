// One subscription of a screen, beyond its failures. The service ends one that failed with a last result that
// says why, and then completes it: that is no end of what was subscribed to, and it is made anew after a
// pause. A failure of one result alone goes by with the next one.
import type { ResumeSink } from './resume.ts';

export interface StreamListener {
  onData(data: unknown): void;
  onFailure(error: unknown): void;
  /** It completed, and not because of a failure. */
  onEnd(): void;
}

/** Follows until the returned function is called. */
export function followStream(
  subscribe: (sink: ResumeSink) => () => void,
  setPause: (again: () => void) => () => void,
  listener: StreamListener,
): () => void {
  let leave: () => void = () => undefined;
  const open = (): void => {
    let hasFailed = false;
    leave = subscribe({
      next: ({ data, errors }) => {
        hasFailed = errors !== undefined;
        if (data != null) listener.onData(data);
        if (errors !== undefined) listener.onFailure(errors);
      },
      error: (error) => {
        listener.onFailure(error);
        leave = setPause(open);
      },
      complete: () => {
        if (hasFailed) leave = setPause(open);
        else listener.onEnd();
      },
    });
  };
  open();
  return () => leave();
}
