// What PostgreSQL can hold: neither text nor jsonb takes a NUL, and jsonb no half of a surrogate
// pair. Both become the replacement character, so that nobody's input keeps a fact from being kept.

const unstorable = /\\u(?:0000|[dD][89a-fA-F])/;

/** A text as PostgreSQL can hold it. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** A value of plain data as jsonb can hold it. */
export function storableValue(value: unknown): unknown {
  const parsed: unknown = JSON.parse(storableJson(value));
  return parsed;
}

/** A value as JSON that jsonb can hold. */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!unstorable.test(text)) return text;
  const clean: unknown = JSON.parse(text, (_key, part: unknown) =>
    typeof part === 'string' ? storableText(part) : part,
  );
  return JSON.stringify(clean);
}
