// Following a run whose events are not all kept any more.
import { describe, expect, it } from 'vitest';

import type { ResumeSink } from '../../../src/dashboard/client/resume.ts';
import { followRun } from '../../../src/dashboard/parts/run-progress/follow-run.ts';

const expired = [{ message: 'The cursor is too old.', extensions: { code: 'CURSOR_EXPIRED' } }];

function createRig() {
  const story: unknown[] = [];
  const sinks: ResumeSink[] = [];
  const leave = followRun(
    'first',
    (after, sink) => {
      story.push(`after ${after ?? 'now'}`);
      sinks.push(sink);
      return () => story.push('left');
    },
    (data) => (data as { event?: number } | null | undefined)?.event,
    {
      onEvent: (event) => story.push(event),
      onCut: (cut) => story.push(`cut ${cut}`),
      onFailure: (errors) => story.push(errors.map(({ message }) => message).join()),
    },
  );
  return { story, leave, last: () => sinks.at(-1) as ResumeSink };
}

describe('the events of a run', () => {
  it('go on from now when the first ones are not kept, and say so', () => {
    const { story, last } = createRig();
    last().next({ data: null, errors: expired });
    last().next({ data: { event: 7 } });
    expect(story).toEqual(['after first', 'cut first', 'left', 'after now', 7]);
  });

  it('go on from now after each sleep that was too long: what is missing is not the beginning', () => {
    const { story, last } = createRig();
    last().next({ data: { event: 1 } });
    last().next({ data: null, errors: expired });
    last().next({ data: { event: 7 } });
    last().error(expired);
    const again = ['cut some', 'left', 'after now'];
    expect(story).toEqual(['after first', 1, ...again, 7, ...again]);
  });

  it('stop with the reason when there is another one, or nothing that could be too old', () => {
    const { story, last } = createRig();
    last().error([{ message: 'Internal error.' }]);
    expect(story).toEqual(['after first', 'Internal error.']);
    const other = createRig();
    other.last().error(expired);
    other.last().error(expired);
    expect(other.story.at(-1)).toBe('The cursor is too old.');
    expect(other.story.filter((step) => step === 'after now')).toHaveLength(1);
  });
});
