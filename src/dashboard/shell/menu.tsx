// The menu: every screen that has a title, GraphiQL, and who one is.
import { Link, useLocation } from 'wouter';

import type { ViewerQuery } from '../graphql/graphql.ts';
import { useKeysOn } from '../parts/single-keys.ts';
import { wordsOf } from '../parts/state.tsx';
import { screens } from '../screens/screens.ts';
import styles from './frame.module.css';

export interface MenuProps {
  readonly viewer: ViewerQuery['viewer'] | undefined;
  onSearch(): void;
  onHelp(): void;
  onSignOut(): void;
}

/** True when the address is the screen's, or below it. */
function isWithin(location: string, path: string): boolean {
  return path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);
}

/** The side of the page; on a phone its top. */
export function Menu({ viewer, onSearch, onHelp, onSignOut }: MenuProps) {
  const [location] = useLocation();
  const hasKeys = useKeysOn();
  return (
    <nav className={styles.menu} aria-label="Screens">
      <Link href="/" className={styles.brand}>
        <img src="/icon.svg" alt="" width="22" height="22" /> hawkwatch
      </Link>
      <ul className={styles.links}>
        {screens.map(({ path, title, key }) =>
          title === undefined ? null : (
            <li key={path}>
              <Link
                href={path}
                aria-current={isWithin(location, path) ? 'page' : undefined}
                title={key === undefined || !hasKeys ? undefined : `g ${key}`}
              >
                {title}
              </Link>
            </li>
          ),
        )}
        <li>
          <a href="/graphql" title="The API, by hand">
            GraphiQL
          </a>
        </li>
      </ul>
      <div className={styles.self}>
        <button className="plain" onClick={onSearch} aria-keyshortcuts={hasKeys ? '/' : undefined}>
          Search {hasKeys ? <kbd>/</kbd> : null}
        </button>
        <button className="plain" onClick={onHelp} aria-keyshortcuts={hasKeys ? '?' : undefined}>
          Keys {hasKeys ? <kbd>?</kbd> : null}
        </button>
        {viewer === undefined ? null : (
          <span className="soft small cut" title={`Token “${viewer.name}”`}>
            {viewer.name} · {wordsOf(viewer.role)}
          </span>
        )}
        <button className="plain" onClick={onSignOut}>
          Sign out
        </button>
      </div>
    </nav>
  );
}
