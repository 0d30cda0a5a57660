// Who is signed in, and the connection made with that token. It exists beside the components: the
// connection is under way before anything is rendered, and is made once however often that happens.
import { useSyncExternalStore } from 'react';

import { createConnection, type Connection } from './connection.ts';
import { findToken, forgetToken, storeToken } from './token.ts';

export interface SessionState {
  /** Undefined: nobody is signed in. */
  readonly connection: Connection | undefined;
  /** Another one for each connection: nothing that one session showed is left in the next. */
  readonly key: number;
  /** Why the last session ended, when not by the user. */
  readonly reason?: string;
}

/** The tab's session; it begins with the token that the tab has kept. */
export class Session {
  #state: SessionState;
  readonly #listeners = new Set<() => void>();

  constructor() {
    const token = findToken();
    this.#state = { connection: token === undefined ? undefined : this.#connect(token), key: 0 };
  }

  readonly read = (): SessionState => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Signs in with a token that the service accepts. */
  signIn(token: string): void {
    storeToken(token);
    this.#set({ connection: this.#connect(token) });
  }

  /** Signs out; `reason` is told to the user. */
  signOut(reason?: string): void {
    forgetToken();
    this.#set({ connection: undefined, ...(reason === undefined ? {} : { reason }) });
  }

  #connect(token: string): Connection {
    return createConnection({
      token,
      onRefused: () => this.signOut('That token does not work any more. Sign in with another one.'),
    });
  }

  #set(state: Omit<SessionState, 'key'>): void {
    this.#state.connection?.close();
    this.#state = { ...state, key: this.#state.key + 1 };
    for (const listener of this.#listeners) listener();
  }
}

/** The session, as it changes. */
export function useSession(session: Session): SessionState {
  return useSyncExternalStore(session.listen, session.read);
}
