// One turn of the wheel over a list in a page: the frames that were drawn, and those in which rows were not
// there yet.
import type { CDPSession, Page } from 'playwright-core';

import { percentile, round } from '../report.ts';

export const rowHeight = 40;
/** How long a wheel is turned, where the list is long enough. */
const scrolledMs = 5_000;

interface Frames {
  readonly times: readonly number[];
  /** Frames in which a part of the table's window had no rows. */
  readonly blank: number;
}

interface Recorder {
  stop(): Frames;
}

/** In the page: notes when each frame is drawn, until it is told to stop. */
function record(label: string): void {
  const times: number[] = [];
  let blank = 0;
  let isOver = false;
  const table = document.querySelector(`[role="region"][aria-label^="${label}"]`);
  const tick = (at: number): void => {
    if (isOver) return;
    times.push(at);
    const rows = table?.querySelectorAll('[aria-rowindex]') ?? [];
    const first = Number(rows[0]?.getAttribute('aria-rowindex') ?? 0) - 2;
    const top = Math.floor((table?.scrollTop ?? 0) / 40);
    const seen = Math.floor((table?.clientHeight ?? 0) / 40) - 1;
    const last = first + rows.length - 1;
    const end = Math.floor((table?.scrollHeight ?? 0) / 40) - 2;
    if (rows.length > 0 && (first > top || last < Math.min(top + seen, end) - 1)) blank += 1;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  Object.assign(globalThis, {
    frames: {
      stop: () => {
        isOver = true;
        return { times, blank };
      },
    } satisfies Recorder,
  });
}

interface Gesture {
  readonly label: string;
  readonly distance: number;
  readonly speed: number;
}

async function scrolled(
  page: Page,
  session: CDPSession,
  { label, distance, speed }: Gesture,
): Promise<Frames & { readonly seconds: number; readonly busy: number }> {
  const box = await page.getByRole('region', { name: new RegExp(`^${label}`) }).boundingBox();
  if (box === null) throw new Error('the table is not in the page');
  const busySeconds = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  const before = await busySeconds();
  await page.evaluate(record, label);
  await session.send('Input.synthesizeScrollGesture', {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: -distance,
    speed,
    preventFling: true,
    gestureSourceType: 'mouse',
  });
  const frames = await page.evaluate(() =>
    (globalThis as unknown as { frames: { stop(): Frames } }).frames.stop(),
  );
  const seconds = ((frames.times.at(-1) ?? 0) - (frames.times[0] ?? 0)) / 1_000;
  return { ...frames, seconds, busy: (await busySeconds()) - before };
}

export interface Turn {
  /** What the table's label begins with. */
  readonly label: string;
  /** Rows that can be scrolled over. */
  readonly rows: number;
  /** Pixels a second. */
  readonly speed: number;
  readonly turned: 1 | -1;
}

/** The figures of one gesture; it ends at the end of the list, if not before. */
export async function measureTurn(page: Page, { label, rows, speed, turned }: Turn) {
  const session = await page.context().newCDPSession(page);
  // Of the thread, not of the clock: other processes' share of the machine does not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const height = (await page.getByRole('region', { name: new RegExp(`^${label}`) }).boundingBox())
    ?.height;
  const most = rows * rowHeight - (height ?? 0);
  const distance = turned * Math.min((speed * scrolledMs) / 1_000, most);
  const { times, seconds, blank, busy } = await scrolled(page, session, { label, distance, speed });
  await session.detach();
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return {
    'frames/s': round(gaps.length / seconds, 1),
    'gap p95 ms': round(percentile(gaps, 95), 1),
    'gap max ms': round(Math.max(...gaps), 1),
    'frames with blanks %': round((100 * blank) / times.length, 1),
    'main thread ms a frame': round((1_000 * busy) / times.length, 1),
    'main thread busy %': round((100 * busy) / seconds, 1),
  };
}
