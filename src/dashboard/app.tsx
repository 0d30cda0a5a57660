// The page: sign-in, or the frame with the screen that the address names.
import { lazy, useCallback, useEffect, useState } from 'react';
import { Route, Router, Switch } from 'wouter';
import { Provider } from 'urql';

import { ConnectionContext } from './client/connection-context.ts';
import { createConnection, type Connection } from './client/connection.ts';
import { findToken, forgetToken, storeToken } from './client/token.ts';
import { KeyProvider } from './parts/keys.tsx';
import { Empty } from './parts/notes.tsx';
import { Screen } from './parts/panel.tsx';
import { ToastProvider } from './parts/toasts.tsx';
import { screens } from './screens/screens.ts';
import { Frame } from './shell/frame.tsx';
import { SignIn } from './shell/sign-in.tsx';

const routes = screens.map(({ path, load }) => ({ path, Component: lazy(load) }));

/** The screens, one at a time; one for another object is another one. */
function Screens() {
  return (
    <Switch>
      {routes.map(({ path, Component }) => (
        <Route key={path} path={path}>
          {(parameters) => <Component key={JSON.stringify(parameters)} {...parameters} />}
        </Route>
      ))}
      <Route>
        <Screen title="Nothing is here">
          <Empty title="This address leads nowhere">
            Choose a screen from the menu, or press <kbd>/</kbd> to search.
          </Empty>
        </Screen>
      </Route>
    </Switch>
  );
}

interface Session {
  readonly token: string | undefined;
  /** Why the last one ended, when not by the user. */
  readonly reason?: string;
}

/** Everything. */
export function App() {
  const [{ token, reason }, setSession] = useState<Session>(() => ({ token: findToken() }));
  const [connection, setConnection] = useState<Connection>();
  const signOut = useCallback((why?: string) => {
    forgetToken();
    setSession({ token: undefined, ...(why === undefined ? {} : { reason: why }) });
  }, []);
  useEffect(() => {
    if (token === undefined) return undefined;
    const made = createConnection({
      token,
      onRefused: () => signOut('That token does not work any more. Sign in with another one.'),
    });
    setConnection(made);
    return () => {
      made.close();
      setConnection(undefined);
    };
  }, [token, signOut]);

  if (token === undefined) {
    return (
      <SignIn
        reason={reason}
        onToken={(given) => {
          storeToken(given);
          setSession({ token: given });
        }}
      />
    );
  }
  if (connection === undefined) return null;
  return (
    <ConnectionContext value={connection}>
      <Provider value={connection.urql}>
        <ToastProvider>
          <KeyProvider>
            <Router>
              <Frame onSignOut={() => signOut()}>
                <Screens />
              </Frame>
            </Router>
          </KeyProvider>
        </ToastProvider>
      </Provider>
    </ConnectionContext>
  );
}
