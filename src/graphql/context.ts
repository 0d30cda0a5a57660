// What every resolver gets: who asks, what may be called, and loaders that live for one operation
// (for each event of a subscription: made anew, so that nothing stale is shown).
import type { Actor } from '../core/actor.ts';
import { encodeCursor } from '../core/cursor.ts';
import { readHead } from '../store/event-log.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { Services } from './services.ts';

export interface GraphqlContext {
  readonly viewer: Actor;
  readonly services: Services;
  readonly loaders: Loaders;
  /** Where an interrupted stream goes on (`Last-Event-ID`); wins over the `after` argument. */
  readonly resumeAfter?: string | undefined;
  /** The log's head, read once and before any of the operation's data that carries it. */
  asOf(): Promise<string>;
}

export type ContextOptions = Pick<GraphqlContext, 'viewer' | 'services' | 'resumeAfter'>;

/** A context for one operation. */
export function createContext(options: ContextOptions): GraphqlContext {
  const { viewer, services, resumeAfter } = options;
  let head: Promise<string> | undefined;
  const asOf = (): Promise<string> => (head ??= readHead(services.store.q).then(encodeCursor));
  return { viewer, services, resumeAfter, asOf, loaders: createLoaders(services, asOf) };
}
