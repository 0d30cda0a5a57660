// The span that the address names, with its length.
import { useSpan } from './span-choice.tsx';
import { spans, type Span } from './spans.ts';

const usual = '24h';

/** A span; a day, unless the address says another. */
export function useChosenSpan(): Span & { readonly key: string } {
  const key = useSpan(Object.keys(spans), usual);
  return { key, ...(spans[key] ?? { title: '24 hours', ms: 86_400_000 }) };
}
