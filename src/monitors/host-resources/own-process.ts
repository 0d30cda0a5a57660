// This process: memory, processor time, and how late its event loop is.
import { performance, type EventLoopUtilization } from 'node:perf_hooks';

import type { EventLoopLag } from '../../metrics/event-loop-lag.ts';
import type { HostMeasure } from './settings.ts';

export interface OwnProcess {
  /** Since the last time. */
  measure(nowMs: number): readonly HostMeasure[];
  stop(): void;
}

/** Starts to look at the event loop. */
export function createOwnProcess(eventLoop: EventLoopLag): OwnProcess {
  const reader = eventLoop.createReader();
  let before:
    | { readonly atMs: number; readonly cpuUs: number; readonly loop: EventLoopUtilization }
    | undefined;
  return {
    measure: (nowMs) => {
      const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      const now = {
        atMs: nowMs,
        cpuUs: user + system,
        loop: performance.eventLoopUtilization(),
      };
      const measures: HostMeasure[] = [
        { metric: 'process.memory_bytes', value: rss },
        { metric: 'process.heap_used_bytes', value: heapUsed },
        { metric: 'process.heap_bytes', value: heapTotal },
        { metric: 'process.external_bytes', value: external },
      ];
      measures.push({ metric: 'process.event_loop_lag_ms', value: reader.lagMs() });
      reader.restart();
      if (before !== undefined && now.atMs > before.atMs) {
        const windowMs = now.atMs - before.atMs;
        const { utilization } = performance.eventLoopUtilization(now.loop, before.loop);
        measures.push(
          { metric: 'process.cpu_percent', value: (now.cpuUs - before.cpuUs) / 10 / windowMs },
          { metric: 'process.event_loop_busy_percent', value: 100 * utilization },
        );
      }
      before = now;
      return measures;
    },
    stop: () => {
      reader.stop();
    },
  };
}
