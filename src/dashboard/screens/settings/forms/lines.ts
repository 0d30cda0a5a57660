// Lists as they are typed: one entry a line. Pure.

/** The lines that hold something. */
export function readLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** Lines as `name=value`; a line without `=` has an empty value, for the service to refuse. */
export function readPairs(text: string): NamedValue[] {
  return readLines(text).map((line) => {
    const at = line.indexOf('=');
    if (at < 0) return { name: line, value: '' };
    return { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
  });
}

/** The lines of an object of labels. */
export function writePairs(labels: unknown): string {
  if (typeof labels !== 'object' || labels === null) return '';
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join('\n');
}
