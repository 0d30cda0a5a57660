// Reads the last day of any number of endpoints, as many at a time as an answer holds. It shows nothing.
import { useEffect } from 'react';

import { mostEndpoints, useDays, type BarsByName } from './use-days.ts';

interface ReadDaysProps {
  readonly names: readonly string[];
  /** Told what is known of some of them; must not change between renderings. */
  onRead(bars: BarsByName): void;
}

function ReadSome({ names, onRead }: ReadDaysProps) {
  const bars = useDays(names);
  useEffect(() => {
    if (bars !== undefined) onRead(bars);
  }, [bars, onRead]);
  return null;
}

/** Reads them all. */
export function ReadDays({ names, onRead }: ReadDaysProps) {
  const parts = Array.from({ length: Math.ceil(names.length / mostEndpoints) }, (_, index) =>
    names.slice(index * mostEndpoints, (index + 1) * mostEndpoints),
  );
  return parts.map((part, index) => <ReadSome key={index} names={part} onRead={onRead} />);
}
