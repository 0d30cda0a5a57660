// Base64url without padding (RFC 4648, section 5) of short texts. `btoa` takes a third of the time
// that a Buffer does, and lists hold two of these for each entry.
const equals = 0x3d;

/** Encodes a text of characters below U+0100. */
export function encodeBase64Url(text: string): string {
  const padded = btoa(text);
  let end = padded.length;
  while (padded.charCodeAt(end - 1) === equals) end -= 1;
  const encoded = padded.slice(0, end);
  return encoded.includes('+') || encoded.includes('/')
    ? encoded.replaceAll('+', '-').replaceAll('/', '_')
    : encoded;
}
