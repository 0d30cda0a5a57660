// Follows the log from where it ends now. Pure: who asks, subscribes and waits is given.
//
// States: asking (for the end of the log; again after a pause until it is had) → following → asking …,
// when the cursor is too old, or of another log. What came between is lost to us, not to the lists: they
// are told of the gap once the new position is known, so that nothing falls between the two.
import type { ResumeHooks, ResumeSink, StreamResult } from './resume.ts';

const askAgainMs = 2_000;
const startAnewMs = 1_000;

export interface FollowOptions {
  /** Where the log ends; undefined when the service does not say. */
  head(): Promise<string | undefined>;
  subscribe(after: string, sink: ResumeSink): () => void;
  readonly setPause: ResumeHooks['setPause'];
  /** A result of the subscription; false when it is not an event, and the position is lost. */
  take(result: StreamResult): boolean;
  /** From now on nothing is missed; `hasGap`: before that, something may have been. */
  onFollowing(hasGap: boolean): void;
  /** The service does not say where the log ends. */
  onAway(): void;
}

/** Follows until the returned function is called. */
export function followLog(options: FollowOptions): () => void {
  let leave: () => void = () => undefined;
  let isOver = false;
  const follow = async (hasGap: boolean): Promise<void> => {
    const after = await options.head();
    if (isOver) return;
    if (after === undefined) {
      options.onAway();
      leave = options.setPause(askAgainMs, () => void follow(hasGap));
      return;
    }
    let isCurrent = true;
    const startAnew = (): void => {
      if (isOver || !isCurrent) return;
      isCurrent = false;
      leave();
      leave = options.setPause(startAnewMs, () => void follow(true));
    };
    leave = options.subscribe(after, {
      next: (result) => {
        if (!options.take(result)) startAnew();
      },
      error: startAnew,
      complete: startAnew,
    });
    options.onFollowing(hasGap);
  };
  void follow(false);
  return () => {
    isOver = true;
    leave();
  };
}
