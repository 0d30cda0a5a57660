// What a subscription of the dashboard does when the service says that it stops. All else is shown with a real
// service in test/db/http/dashboard-resume.test.ts.
import type { Client, Sink } from 'graphql-ws';
import { expect, it } from 'vitest';

import { subscribeResumably } from '../../../src/dashboard/client/resume.ts';

it('leaves the operation that the stopping service has ended, and goes on with another one', () => {
  const story: string[] = [];
  const sinks: Sink[] = [];
  const unlistened: string[] = [];
  const client = {
    on: (event: string) => () => unlistened.push(event),
    subscribe: ({ variables }: { variables: unknown }, sink: Sink) => {
      story.push(JSON.stringify(variables));
      sinks.push(sink);
      return () => story.push('left');
    },
  } as unknown as Client;
  subscribeResumably(
    client,
    { query: '', variables: {} },
    { next: () => undefined, error: () => undefined, complete: () => undefined },
    {
      onRefused: () => undefined,
      setPause: (_ms, again) => {
        again();
        return () => undefined;
      },
    },
  );
  sinks[0]?.next({ data: { events: { cursor: 'c1' } } });
  const errors = [{ message: 'hawkwatch stops.', extensions: { code: 'UNAVAILABLE' } }];
  sinks[0]?.next({ data: null, errors } as never);
  sinks[0]?.next({ data: { events: { cursor: 'late' } } });
  expect(story).toEqual(['{}', 'left', '{"after":"c1"}']);
  expect(unlistened).toEqual(['closed']);
});
