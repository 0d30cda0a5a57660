// What is wrong with one subscription harms nobody else, shared or not.
import { describe, expect, it } from 'vitest';

import { until } from '../../support/until.ts';
import { lockTable, startRun, waitedFor } from './runs.ts';
import { startService } from './service.ts';
import { openWire } from './wire.ts';

describe.each([{ sharing: true }, { sharing: false }])('with %o a subscriber', ({ sharing }) => {
  it('is told when hawkwatch stops while the subscription is being opened', async () => {
    const service = await startService({ sharing });
    const { webSocketUrl, tokens, store, hub } = service;
    const { globalId } = await startRun(service);
    const socket = await openWire(webSocketUrl, tokens.viewer);
    const unlock = await lockTable(store, 'migration_runs');
    socket.subscribe('1', {
      query: 'subscription ($run: ID!) { migrationProgress(runId: $run) { kind } }',
      variables: { run: globalId },
    });
    await waitedFor(store, 'migration_runs');
    hub.close();
    await unlock();
    await until('an answer', () => socket.texts('1').length >= 2 || socket.closeCode());
    expect(socket.closeCode()).toBeUndefined();
    expect(socket.texts('1').at(-2)).toContain('"UNAVAILABLE"');
    expect(socket.texts('1').at(-1)).toBe('{"id":"1","type":"complete"}');
    socket.terminate();
    await service.close();
  });

  it('that sends a variable of many levels is refused, and keeps its socket', async () => {
    const service = await startService({ sharing });
    const { webSocketUrl, tokens } = service;
    const query = 'subscription ($f: EventFilter) { events(filter: $f) { id } }';
    const message = { id: '1', type: 'subscribe', payload: { query, variables: { f: 'DEEP' } } };
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const socket = await openWire(webSocketUrl, tokens.viewer);
    socket.socket.send(JSON.stringify(message).replace('"DEEP"', deep));
    await until('an answer', () => socket.texts('1').length >= 2 || socket.closeCode());
    expect(socket.closeCode()).toBeUndefined();
    expect(socket.texts('1')[0]).toContain('to be an object');
    expect(socket.texts('1')[1]).toBe('{"id":"1","type":"complete"}');
    socket.terminate();
    await service.close();
  });
});
