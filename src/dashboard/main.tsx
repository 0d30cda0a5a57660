// Starts the page.
import './styles/tokens.css';
import './styles/base.css';

import { createRoot } from 'react-dom/client';

import { App } from './app.tsx';
import { Session } from './client/session.ts';
import { takeTokenFromAddress } from './client/token.ts';
import { preloadScreen } from './screens/preload.ts';

takeTokenFromAddress();
preloadScreen(location.pathname);
const session = new Session();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(<App session={session} />);
