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

// Loaders are made when they are asked for: a subscription keeps its context while it is open.
class OperationContext implements GraphqlContext {
  readonly viewer: Actor;
  readonly services: Services;
  readonly resumeAfter: string | undefined;
  #head: Promise<string> | undefined;
  #loaders: Loaders | undefined;

  constructor({ viewer, services, resumeAfter }: ContextOptions) {
    this.viewer = viewer;
    this.services = services;
    this.resumeAfter = resumeAfter;
  }

  get loaders(): Loaders {
    return (this.#loaders ??= createLoaders(this.services, () => this.asOf(), this.viewer.role));
  }

  asOf(): Promise<string> {
    return (this.#head ??= readHead(this.services.store.q).then(encodeCursor));
  }
}

/** A context for one operation. */
export function createContext(options: ContextOptions): GraphqlContext {
  return new OperationContext(options);
}
