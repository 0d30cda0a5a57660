// What the page says of its stream: live, lagging, reconnecting.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { StreamMonitor } from '../../../src/dashboard/client/stream-state.ts';

const start = Date.parse('2026-03-01T12:00:00Z');

/** An event that happened so many milliseconds ago. */
const eventFrom = (agoMs: number): string => new Date(Date.now() - agoMs).toISOString();

describe('the state of the stream', () => {
  beforeEach(() => void vi.useFakeTimers({ now: start }));
  afterEach(() => void vi.useRealTimers());

  it('is live once connected, and reconnecting since the moment the connection was lost', () => {
    const monitor = new StreamMonitor();
    expect(monitor.read().phase).toBe('connecting');
    monitor.connected();
    expect(monitor.read()).toMatchObject({ phase: 'live', resumed: 0 });
    vi.advanceTimersByTime(1_000);
    monitor.lost();
    vi.advanceTimersByTime(1_000);
    monitor.lost();
    expect(monitor.read()).toMatchObject({ phase: 'reconnecting', lostAtMs: start + 1_000 });
    monitor.connected();
    expect(monitor.read()).toMatchObject({ phase: 'live', lostAtMs: undefined, resumed: 1 });
  });

  it('lags while all events come late, whatever the clocks say', () => {
    const monitor = new StreamMonitor();
    monitor.connected();
    // The service's clock is a minute behind ours.
    monitor.clock(eventFrom(60_000));
    monitor.event(eventFrom(61_000));
    expect(monitor.read().phase).toBe('live');
    monitor.event(eventFrom(66_000));
    vi.advanceTimersByTime(2_000);
    monitor.event(eventFrom(66_000));
    expect(monitor.read().phase).toBe('lagging');
    monitor.event(eventFrom(61_000));
    expect(monitor.read().phase).toBe('live');
  });

  it('does not lag when nothing late comes any more', () => {
    const monitor = new StreamMonitor();
    monitor.connected();
    monitor.clock(eventFrom(0));
    for (let n = 0; n < 4; n += 1) {
      monitor.event(eventFrom(60_000));
      vi.advanceTimersByTime(1_000);
    }
    expect(monitor.read().phase).toBe('lagging');
    vi.advanceTimersByTime(5_000);
    expect(monitor.read().phase).toBe('live');
  });

  it('does not lag because one event was told late, or lies ahead, or many were kept for us', () => {
    const monitor = new StreamMonitor();
    monitor.connected();
    monitor.clock(eventFrom(0));
    monitor.event(eventFrom(600_000));
    vi.advanceTimersByTime(60_000);
    monitor.event(eventFrom(600_000));
    expect(monitor.read().phase).toBe('live');
    monitor.event(eventFrom(-600_000));
    vi.advanceTimersByTime(3_000);
    monitor.event(eventFrom(0));
    expect(monitor.read().phase).toBe('live');
    for (let n = 0; n < 500; n += 1) monitor.event(eventFrom(60_000));
    vi.advanceTimersByTime(1_000);
    monitor.event(eventFrom(0));
    expect(monitor.read().phase).toBe('live');
  });

  it('knows how the connection ended, and whether the service answers nevertheless', () => {
    const monitor = new StreamMonitor();
    monitor.answered();
    monitor.lost({ code: 1006, reason: '' });
    expect(monitor.read()).toMatchObject({
      hasConnected: false,
      isAnswering: true,
      close: { code: 1006 },
    });
    monitor.lost();
    expect(monitor.read()).toMatchObject({ isAnswering: false, close: undefined });
    monitor.connected();
    expect(monitor.read()).toMatchObject({ hasConnected: true, isAnswering: true });
  });

  it('paints a storm of events four times a second and counts all of them', () => {
    const monitor = new StreamMonitor();
    monitor.connected();
    let paintings = 0;
    monitor.listen(() => (paintings += 1));
    for (let n = 0; n < 200; n += 1) {
      monitor.event(eventFrom(0));
      vi.advanceTimersByTime(5);
    }
    vi.advanceTimersByTime(250);
    expect(monitor.read().received).toBe(200);
    expect(paintings).toBeGreaterThanOrEqual(4);
    expect(paintings).toBeLessThanOrEqual(6);
  });
});
