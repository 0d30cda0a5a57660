// Gives components the page's connection.
import { createContext, useContext } from 'react';

import type { Connection } from './connection.ts';

export const ConnectionContext = createContext<Connection | undefined>(undefined);

/** The connection of whoever is signed in. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === undefined) throw new Error('there is no connection above this component');
  return connection;
}
