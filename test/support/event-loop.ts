// An event loop that is never late, and looked at by nobody.
import type { EventLoopLag } from '../../src/metrics/event-loop-lag.ts';

export const quietEventLoop: EventLoopLag = {
  createReader: () => ({ lagMs: () => 0, restart: () => undefined, stop: () => undefined }),
  stop: () => undefined,
};
