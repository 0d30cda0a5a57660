// Reads server-sent events from a body, as far as hawkwatch sends them: `event`, `id` and `data`
// fields, comments in between. A line longer than any real one ends the reading.

export interface StreamedEvent {
  /** As `next` or `complete`. */
  readonly event: string;
  readonly data: string;
  /** The last id so far. */
  readonly id: string | undefined;
}

const maxLineCharacters = 8 * 1024 * 1024;

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    // A \r at the end may be half of a \r\n.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > maxLineCharacters) throw new RangeError('a line of the stream is too long');
    yield* lines;
  }
}

/** The events of a stream, in order; one that was cut off in the middle is left out. */
export async function* readEventStream(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<StreamedEvent, void> {
  let event = '';
  let data: string[] = [];
  let id: string | undefined;
  for await (const line of linesOf(body)) {
    if (line === '') {
      if (event !== '' || data.length > 0) {
        yield { event: event === '' ? 'message' : event, data: data.join('\n'), id };
      }
      event = '';
      data = [];
      continue;
    }
    const [, field = '', value = ''] = /^([^:]*):? ?([^]*)$/.exec(line) ?? [];
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id') id = value;
  }
}
