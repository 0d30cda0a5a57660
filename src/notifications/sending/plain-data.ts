// Plain data as it may leave: every text clean and of bounded length, nothing too deep.
import { cleanLine, cleanText } from './clean-text.ts';

const deepest = 12;
const mostEntries = 1_000;

/** The same data; `escape` makes a text plain text for whoever reads it. */
export function boundTexts(
  value: unknown,
  longest: number,
  escape: (text: string) => string = (text) => text,
  depth = 0,
): unknown {
  if (typeof value === 'string') return escape(cleanText(value, longest));
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return null;
  if (Array.isArray(value)) {
    return value.slice(0, mostEntries).map((one) => boundTexts(one, longest, escape, depth + 1));
  }
  const entries = Object.entries(value).slice(0, mostEntries);
  return Object.fromEntries(
    entries.map(([key, one]) => [
      escape(cleanLine(key, 200)),
      boundTexts(one, longest, escape, depth + 1),
    ]),
  );
}
