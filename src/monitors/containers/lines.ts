// Makes lines of chunks that end anywhere, even inside a character. A line longer than the bound is
// skipped as it comes, without being kept, and told as null.

const newline = 10;

/** The lines of a stream, without their ends; what follows the last end is no line. */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): AsyncGenerator<string | null> {
  let parts: Buffer[] = [];
  let length = 0;
  let isTooLong = false;
  for await (const chunk of chunks) {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(newline, from);
      const part = chunk.subarray(from, end === -1 ? undefined : end);
      length += part.length;
      if (length > maxBytes) {
        isTooLong = true;
        parts = [];
      } else if (part.length > 0) parts.push(part);
      if (end === -1) break;
      if (isTooLong) yield null;
      else if (length > 0) yield Buffer.concat(parts).toString('utf8');
      parts = [];
      length = 0;
      isTooLong = false;
      from = end + 1;
    }
  }
}
