// Starts the page.
import './styles/tokens.css';
import './styles/base.css';

import { createRoot } from 'react-dom/client';

import { App } from './app.tsx';
import { Session } from './client/session.ts';
import { storeToken, takeTokenFromAddress } from './client/token.ts';
import { preloadScreen } from './screens/preload.ts';

const token = takeTokenFromAddress();
if (token !== undefined) storeToken(token);
preloadScreen(location.pathname);
const session = new Session();
// An address with a token that is opened in this tab loads nothing when only the fragment is another one.
addEventListener('hashchange', () => {
  const next = takeTokenFromAddress();
  if (next !== undefined) session.signIn(next);
});
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(<App session={session} />);
