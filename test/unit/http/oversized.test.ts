import { describe, expect, it } from 'vitest';

import { oversizedOperation } from '../../../src/http/oversized.ts';

describe('a WebSocket message that is too long', () => {
  it('is answered with an error for its operation', () => {
    const message = JSON.stringify({ id: 'a', type: 'subscribe', payload: { query: 'x' } });
    expect(JSON.parse(oversizedOperation(message, 10) ?? '')).toMatchObject({
      id: 'a',
      type: 'error',
      payload: [{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'messageBytes', max: 10 } }],
    });
  });

  it.each(['nonsense', '[]', '{}', '{"type":"subscribe"}', '{"type":"ping","id":"a"}', '{"id":1}'])(
    'cannot be answered when it is %s',
    (message) => {
      expect(oversizedOperation(message, 10)).toBeUndefined();
    },
  );
});
