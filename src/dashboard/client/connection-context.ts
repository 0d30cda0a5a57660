// Gives components the page's connection.
import { createContext, useContext, useEffect, useState } from 'react';

import type { Connection } from './connection.ts';

export const ConnectionContext = createContext<Connection | undefined>(undefined);

/** The connection of whoever is signed in. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (connection === undefined) throw new Error('there is no connection above this component');
  return connection;
}

/** True once the log is followed: what is read from now on misses nothing. */
export function useStarted(): boolean {
  const { started } = useConnection();
  const [known, setKnown] = useState<Promise<void>>();
  useEffect(() => {
    let isCurrent = true;
    void started.then(() => isCurrent && setKnown(started));
    return () => {
      isCurrent = false;
    };
  }, [started]);
  return known === started;
}
