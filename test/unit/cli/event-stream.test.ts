// Reading server-sent events, cut at any place.
import { describe, expect, it } from 'vitest';

import { readEventStream, type StreamedEvent } from '../../../src/cli/event-stream.ts';

async function read(chunks: readonly Uint8Array[]): Promise<StreamedEvent[]> {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  const events: StreamedEvent[] = [];
  for await (const event of readEventStream(body())) events.push(event);
  return events;
}

const text =
  ':\n\nevent: next\nid: a1\ndata: {"ä":"☃"}\n\n:\n\nevent: next\ndata: one\ndata: two\n\nevent: complete\ndata:\n\n';
const expected = [
  { event: 'next', data: '{"ä":"☃"}', id: 'a1' },
  { event: 'next', data: 'one\ntwo', id: 'a1' },
  { event: 'complete', data: '', id: 'a1' },
];

describe('an event stream', () => {
  it.each([1, 2, 3, 7, 1000])('is read in chunks of %i bytes', async (size) => {
    const bytes = Buffer.from(text);
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    expect(await read(chunks)).toEqual(expected);
  });

  it.each([1, 5])('is read with Windows line ends in chunks of %i bytes', async (size) => {
    const bytes = Buffer.from(text.replaceAll('\n', '\r\n'));
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    expect(await read(chunks)).toEqual(expected);
  });

  it('leaves out an event that was cut off', async () => {
    expect(await read([Buffer.from('event: next\ndata: x\n')])).toEqual([]);
  });

  it('ends at a line that is too long', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    await expect(read(Array.from({ length: 12 }, () => chunk))).rejects.toThrow('too long');
  });
});
