import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

import { describe, expect, it } from 'vitest';

import { sendResponse } from '../../../src/http/answers.ts';
import { eventStreamOf } from '../../../src/http/event-stream.ts';
import type { Described, ResultStream } from '../../../src/http/subscriptions.ts';
import { captureLog } from '../../support/log-capture.ts';
import { until } from '../../support/until.ts';
import { clock } from './service.ts';

describe('an event stream that fails', () => {
  it('is left, cuts its answer off and is logged', async () => {
    let left = 0;
    const results: ResultStream = {
      next: () => Promise.reject(new Error('the stream broke')),
      return: () => {
        left += 1;
        return Promise.resolve({ done: true, value: undefined });
      },
      [Symbol.asyncIterator]: () => results,
    };
    const log = captureLog();
    const failures: unknown[] = [];
    const describe = (): Described => ({ text: '{}', cursor: undefined });
    const server = createServer((_request, response) => {
      const body = eventStreamOf(results, { clock, keepAliveMs: 20, describe });
      sendResponse(response, new Response(body), log.logger).catch((error: unknown) => {
        failures.push(error);
        response.destroy();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const request = fetch(`http://127.0.0.1:${port}`).then((response) => response.text());
    await expect(request).rejects.toThrow(/terminated|fetch failed/);
    await until('the failure', () => failures.length === 1);
    await until('a line in the log', () => log.lines.length === 1);
    expect(log.lines[0]).toContain('the stream broke');
    expect(left).toBe(1);
    server.close();
    await once(server, 'close');
  });
});
