// A subscription of a screen that fails, and one that ends.
import { describe, expect, it } from 'vitest';

import { followStream } from '../../../src/dashboard/client/follow-stream.ts';
import type { ResumeSink } from '../../../src/dashboard/client/resume.ts';
import { createVirtualPage } from '../../support/virtual-page.ts';

function createRig() {
  const page = createVirtualPage();
  const story: unknown[] = [];
  const sinks: ResumeSink[] = [];
  const leave = followStream(
    (sink) => {
      sinks.push(sink);
      return () => story.push('left');
    },
    (again) => page.setTimer(5_000, again),
    {
      onData: (data) => story.push(data),
      onFailure: () => story.push('failed'),
      onEnd: () => story.push('ended'),
    },
  );
  const last = (): ResumeSink => sinks.at(-1) as ResumeSink;
  return { page, story, sinks, last, leave };
}

const errors = [{ message: 'Internal error.' }];

describe('a subscription of a screen', () => {
  it('ends when the service completes it', async () => {
    const { page, story, sinks, last } = createRig();
    last().next({ data: { n: 1 } });
    last().complete();
    await page.rest();
    expect(story).toEqual([{ n: 1 }, 'ended']);
    expect(sinks).toHaveLength(1);
  });

  it('does not end with a failure, but is made anew', async () => {
    const { page, story, sinks, last } = createRig();
    last().next({ data: null, errors });
    last().complete();
    await page.advance(4_000);
    expect(sinks).toHaveLength(1);
    await page.rest();
    expect(sinks).toHaveLength(2);
    last().error(errors);
    await page.rest();
    expect(sinks).toHaveLength(3);
    last().next({ data: { n: 2 } });
    last().complete();
    expect(story).toEqual(['failed', 'failed', { n: 2 }, 'ended']);
  });

  it('ends when it completes after a failure that went by', async () => {
    const { page, story, sinks, last } = createRig();
    last().next({ data: null, errors });
    last().next({ data: { n: 1 } });
    last().complete();
    await page.rest();
    expect(story).toEqual(['failed', { n: 1 }, 'ended']);
    expect(sinks).toHaveLength(1);
  });

  it('is not made anew when one has left', async () => {
    const { page, sinks, last, leave } = createRig();
    last().error(errors);
    leave();
    await page.rest();
    expect(sinks).toHaveLength(1);
  });
});
