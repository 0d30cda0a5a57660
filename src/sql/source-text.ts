// Bytes, characters and lines of a SQL file: PostgreSQL's parser counts bytes, its errors count
// code points, JavaScript counts UTF-16 units, people count lines.

export type DecodedSource =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly line: number; readonly message: string };

/** A function from byte offsets, asked in ascending order, to string indexes of `text`. */
export function createByteMap(text: string): (byte: number) => number {
  const bytes = Buffer.from(text);
  if (bytes.length === text.length) return (byte) => byte;
  let lastByte = 0;
  let lastIndex = 0;
  return (byte) => {
    if (byte < lastByte) {
      lastByte = 0;
      lastIndex = 0;
    }
    lastIndex += bytes.toString('utf8', lastByte, byte).length;
    lastByte = byte;
    return lastIndex;
  };
}

/** A function from string indexes, asked in ascending order, to lines counted from 1. */
export function createLineCounter(text: string): (index: number) => number {
  let line = 1;
  let done = 0;
  return (index) => {
    if (index < done) {
      line = 1;
      done = 0;
    }
    for (let at = text.indexOf('\n', done); at !== -1 && at < index;) {
      line += 1;
      done = at + 1;
      at = text.indexOf('\n', done);
    }
    return line;
  };
}

/** Line and column (both from 1, in characters) of a code-point position. */
export function lineAndColumn(
  text: string,
  position: number,
): { line: number; column: number; index: number } {
  let line = 1;
  let column = 1;
  let index = 0;
  let seen = 0;
  for (const character of text) {
    if (seen >= position) break;
    seen += 1;
    index += character.length;
    if (character === '\n') {
      line += 1;
      column = 1;
    } else column += 1;
  }
  return { line, column, index };
}

/** The text of a file: UTF-8, with or without a byte order mark, and without NUL bytes. */
export function decodeSource(source: string | Uint8Array): DecodedSource {
  const bytes = typeof source === 'string' ? undefined : Buffer.from(source);
  const nul = bytes === undefined ? String(source).indexOf('\0') : bytes.indexOf(0);
  if (nul !== -1) {
    const before = bytes === undefined ? String(source) : bytes.toString('latin1');
    const message = 'the file contains a NUL byte: PostgreSQL text cannot, save it as UTF-8';
    return { ok: false, line: createLineCounter(before)(nul), message };
  }
  if (bytes === undefined) return { ok: true, text: String(source).replace(/^\uFEFF/, '') };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    // Found again below, with its place.
    return { ok: false, line: invalidLine(bytes), message: 'the file is not UTF-8: convert it' };
  }
}

function invalidLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const newline = bytes.indexOf(10, from);
    const end = newline === -1 ? bytes.length : newline;
    // A multi-byte character never contains the byte of a line feed.
    if (bytes.toString('utf8', from, end) !== '' && !isUtf8Line(bytes.subarray(from, end))) break;
    from = end + 1;
  }
  return line;
}

function isUtf8Line(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes);
}
