// Remembers what was made of a source's files, so that a hundred databases of one source read them
// once. What is remembered is used only while the files' stamp says that they are the same; whoever
// asks gets files as they are at that time or later, never as they were before.
import type { Clock } from '../../core/clock.ts';

/** Tells whether files are as they were. */
export interface Stamp {
  readonly text: string;
  /** False when they were changed so recently that another change might leave the same stamp. */
  readonly settled: boolean;
}

export interface Readings {
  readonly clock: Clock;
  /**
   * What `make` makes, or made while the stamp was the same. A key stands for what is made: the
   * same key, the same type.
   */
  remember<Reading>(
    key: string,
    stamp: () => Promise<Stamp>,
    make: () => Promise<Reading>,
  ): Promise<Reading>;
}

interface Place {
  known: { readonly stamp: string; readonly reading: unknown } | undefined;
  running: Promise<unknown> | undefined;
  /** Begins when the running one has ended; all who ask meanwhile share it. */
  next: Promise<unknown> | undefined;
}

/** An empty memory; the place used longest ago makes room. */
export function createReadings(clock: Clock, maxPlaces = 64): Readings {
  const places = new Map<string, Place>();

  const placeOf = (key: string): Place => {
    const place = places.get(key) ?? { known: undefined, running: undefined, next: undefined };
    places.delete(key);
    places.set(key, place);
    for (const oldest of places.keys()) {
      if (places.size <= maxPlaces) break;
      places.delete(oldest);
    }
    return place;
  };

  const look = async (
    place: Place,
    stamp: () => Promise<Stamp>,
    make: () => Promise<unknown>,
  ): Promise<unknown> => {
    // Without a stamp the reading itself tells what is wrong.
    const found = await stamp().catch(() => undefined);
    if (found !== undefined && place.known?.stamp === found.text) return place.known.reading;
    place.known = undefined;
    const reading = await make();
    if (found?.settled === true) place.known = { stamp: found.text, reading };
    return reading;
  };

  const start = (place: Place, work: () => Promise<unknown>): Promise<unknown> => {
    const running = work().finally(() => {
      if (place.running === running) place.running = undefined;
    });
    place.running = running;
    return running;
  };

  const ask = (place: Place, work: () => Promise<unknown>): Promise<unknown> => {
    if (place.running === undefined) return start(place, work);
    place.next ??= place.running
      .catch(() => undefined)
      .then(() => {
        place.next = undefined;
        return start(place, work);
      });
    return place.next;
  };

  return {
    clock,
    remember: async <Reading>(
      key: string,
      stamp: () => Promise<Stamp>,
      make: () => Promise<Reading>,
    ) => {
      const place = placeOf(key);
      const reading = await ask(place, () => look(place, stamp, make));
      return reading as Reading;
    },
  };
}
