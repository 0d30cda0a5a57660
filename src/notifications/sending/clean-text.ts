// Texts as they may leave: well-formed, without control characters and signs that turn the direction of
// writing, and cut to a length. What is cut ends with `…`.

// Control characters (not tab and line feed), signs of direction, and the byte order mark.
// oxlint-disable-next-line no-control-regex
const unwanted = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Without what no receiver should see; at most `longest` UTF-16 units. */
export function cleanText(text: string, longest: number): string {
  // What is looked at is bounded, whatever was given.
  const looked = text.length > 2 * longest + 100 ? text.slice(0, 2 * longest + 100) : text;
  const clean = looked
    .replaceAll('\r\n', '\n')
    .toWellFormed()
    .replace(unwanted, (sign) => (sign === '\r' ? '\n' : ''));
  return cutText(clean, longest);
}

/** The same on one line. */
export function cleanLine(text: string, longest: number): string {
  const looked = cleanText(text, 2 * longest + 100).replaceAll(/\s+/g, ' ');
  return cutText(looked.trim(), longest);
}

/** At most `longest` UTF-16 units, no character of them half. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  if (longest < 1) return '';
  const cut = text.slice(0, longest - 1);
  const last = cut.charCodeAt(cut.length - 1);
  return `${last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut}…`;
}

/** At most `longest` bytes in UTF-8. */
export function cutBytes(text: string, longest: number): string {
  if (Buffer.byteLength(text) <= longest) return text;
  const cut = Buffer.from(text).subarray(0, Math.max(0, longest - 3));
  // A character that was cut in its middle is left out.
  return `${new TextDecoder().decode(cut).replace(/\ufffd+$/, '')}…`;
}

/** A mention, as `@everyone`, calls nobody with an invisible sign behind the `@`. */
export function quietMentions(text: string): string {
  // Those that call everybody are heard within a word, too.
  return text.replaceAll(/@(?=everyone|here)|(?<![\w.+-])@(?=\w)/gi, '@\u200b');
}
