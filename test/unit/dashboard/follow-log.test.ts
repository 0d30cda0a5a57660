// Following the log: what is told of a gap is told when nothing can be missed any more.
import { describe, expect, it } from 'vitest';

import { followLog } from '../../../src/dashboard/client/follow-log.ts';
import type { ResumeSink } from '../../../src/dashboard/client/resume.ts';
import { createVirtualPage } from '../../support/virtual-page.ts';

/** A service of which a test says where its log ends; what happens is written down. */
function createRig() {
  const page = createVirtualPage();
  const story: string[] = [];
  const rig = { head: 'one' as string | undefined, sink: undefined as ResumeSink | undefined };
  const leave = followLog({
    head: async () => {
      await page.after(10);
      return rig.head;
    },
    subscribe: (after, sink) => {
      story.push(`after ${after}`);
      rig.sink = sink;
      return () => story.push('left');
    },
    setPause: page.setTimer,
    take: ({ data }) => data != null,
    onFollowing: (hasGap) => story.push(hasGap ? 'gap' : 'begun'),
    onAway: () => story.push('away'),
  });
  return Object.assign(rig, { page, story, leave });
}

describe('following the log', () => {
  it('begins where it ends now', async () => {
    const { page, story } = createRig();
    await page.rest();
    expect(story).toEqual(['after one', 'begun']);
  });

  it('tells of a gap once the new position is known, however long that takes', async () => {
    const rig = createRig();
    await rig.page.rest();
    rig.head = undefined;
    // The last result, and its end: one of them is enough.
    rig.sink?.next({ errors: [] });
    rig.sink?.complete();
    await rig.page.advance(6_000);
    expect(rig.story.slice(2)).toEqual(['left', 'away', 'away', 'away']);
    rig.head = 'two';
    await rig.page.rest();
    expect(rig.story.slice(6)).toEqual(['after two', 'gap']);
  });

  it('has no gap when the service did not answer at first', async () => {
    const rig = createRig();
    rig.head = undefined;
    await rig.page.advance(1_000);
    rig.head = 'one';
    await rig.page.rest();
    expect(rig.story).toEqual(['away', 'after one', 'begun']);
  });

  it('ends when one leaves, also while it waits', async () => {
    const rig = createRig();
    await rig.page.rest();
    rig.sink?.error(new Error('refused'));
    rig.leave();
    await rig.page.rest();
    expect(rig.story).toEqual(['after one', 'begun', 'left']);
  });
});
