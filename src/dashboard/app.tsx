// The page: sign-in, or the frame with the screen that the address names.
import { lazy } from 'react';
import { Route, Router, Switch } from 'wouter';

import { ConnectionContext } from './client/connection-context.ts';
import { useSession, type Session } from './client/session.ts';
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

/** Everything. */
export function App({ session }: { readonly session: Session }) {
  const { connection, key, reason } = useSession(session);
  if (connection === undefined) {
    return <SignIn key={key} reason={reason} onToken={(token) => session.signIn(token)} />;
  }
  return (
    <ConnectionContext key={key} value={connection}>
      <ToastProvider>
        <KeyProvider>
          <Router>
            <Frame onSignOut={() => session.signOut()}>
              <Screens />
            </Frame>
          </Router>
        </KeyProvider>
      </ToastProvider>
    </ConnectionContext>
  );
}
