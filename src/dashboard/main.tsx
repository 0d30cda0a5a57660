// Starts the page.
import './styles/tokens.css';
import './styles/base.css';

import { createRoot } from 'react-dom/client';

import { App } from './app.tsx';
import { takeTokenFromAddress } from './client/token.ts';

takeTokenFromAddress();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(<App />);
