// The answer to a WebSocket message that is too long: an error for its operation, and nothing else
// happens to the connection.
import { limitExceeded } from './operations.ts';

/** The `error` message for an operation whose message is too long; undefined for others. */
export function oversizedOperation(text: string, maxBytes: number): string | undefined {
  const id = operationIdOf(text);
  if (id === undefined) return undefined;
  const error = limitExceeded(
    `The message is longer than ${maxBytes} bytes. Send less at a time.`,
    {
      limit: 'messageBytes',
      max: maxBytes,
    },
  );
  return JSON.stringify({ id, type: 'error', payload: [error.toJSON()] });
}

function operationIdOf(text: string): string | undefined {
  const message = parseObject(text);
  if (message === undefined || !('type' in message) || !('id' in message)) return undefined;
  return message.type === 'subscribe' && typeof message.id === 'string' ? message.id : undefined;
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // No JSON: no operation that could be answered.
    return undefined;
  }
}
