// The page's one subscription on the log, and who hears what of it.
import { describe, expect, it } from 'vitest';

import { LiveLog, matchKinds, type LiveEvent } from '../../../src/dashboard/client/live-log.ts';

const event = (type: string): LiveEvent => ({
  type,
  cursor: type,
  occurredAt: '2026-03-01T12:00:00Z',
  subject: 'test',
  payload: {},
});

describe('the live log', () => {
  it.each([
    [['alert.'], 'alert.fired', true],
    [['alert.'], 'alerts.fired', false],
    [['alert.fired'], 'alert.fired', true],
    [['alert.fired'], 'alert.fired.again', false],
    [['run.', 'alert.resolved'], 'alert.resolved', true],
    [[], 'alert.fired', false],
  ])('of the kinds %j, %s is one: %s', (kinds, type, expected) => {
    expect(matchKinds(kinds)({ type })).toBe(expected);
  });

  it('tells everybody who listens of what concerns them, and of gaps', () => {
    const log = new LiveLog();
    const heard: string[] = [];
    const leave = log.listen({
      matches: matchKinds(['alert.']),
      onEvent: ({ type }) => heard.push(type),
      onGap: () => heard.push('gap'),
    });
    log.publish(event('alert.fired'));
    log.publish(event('run.finished'));
    log.gap();
    leave();
    log.publish(event('alert.resolved'));
    expect(heard).toEqual(['alert.fired', 'gap']);
  });
});
