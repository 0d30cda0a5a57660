// What stands around every screen: menu, state of the stream, search, help, messages.
import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';

import { useConnection } from '../client/connection-context.ts';
import { useStreamState } from '../client/stream-state.ts';
import { useLiveQuery } from '../client/use-live-query.ts';
import { graphql } from '../graphql/gql.ts';
import { Arrival, ArrivalContext } from '../parts/arrival.ts';
import { useKey } from '../parts/keys.tsx';
import { Loading } from '../parts/notes.tsx';
import { screens } from '../screens/screens.ts';
import styles from './frame.module.css';
import { KeyHelp } from './key-help.tsx';
import { Menu } from './menu.tsx';
import { ScreenBoundary } from './screen-boundary.tsx';
import { Search } from './search.tsx';
import { LostConnection, StreamSign } from './stream-sign.tsx';
import { ViewerContext } from './viewer.ts';

const viewerQuery = graphql(`
  query Viewer {
    viewer {
      name
      role
    }
  }
`);

/** `g` and a letter lead to a screen. */
function ScreenKey({ letter, title, path }: { letter: string; title: string; path: string }) {
  const [, navigate] = useLocation();
  useKey(`g ${letter}`, `Go to ${title}`, () => navigate(path));
  return null;
}

/** True in the commit that Back or Forward made: the browser itself scrolls to where one was. */
function useIsReturning(): React.RefObject<boolean> {
  const isReturning = useRef(false);
  useEffect(() => {
    const onReturn = (): void => {
      isReturning.current = true;
      // What React renders for it is there before the next task.
      setTimeout(() => (isReturning.current = false));
    };
    addEventListener('popstate', onReturn);
    return () => removeEventListener('popstate', onReturn);
  }, []);
  return isReturning;
}

/** Goes to the top and to the heading when another screen is opened, as a page load would. */
function useArrival(content: React.RefObject<HTMLElement | null>): Arrival {
  const [arrival] = useState(() => new Arrival());
  const isReturning = useIsReturning();
  const [location] = useLocation();
  const before = useRef(location);
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    if (!isReturning.current) scrollTo({ top: 0 });
    arrival.begin();
    arrival.end(content.current?.querySelector('h1'));
  }, [location, content, arrival, isReturning]);
  return arrival;
}

export interface FrameProps {
  readonly children: ReactNode;
  onSignOut(): void;
}

/** The page. */
export function Frame({ children, onSignOut }: FrameProps) {
  const connection = useConnection();
  const { phase } = useStreamState(connection.stream);
  const viewer = useLiveQuery(viewerQuery, {}, { staleAfter: ['token.'] }).data?.viewer;
  const [open, setOpen] = useState<'search' | 'help'>();
  const [location] = useLocation();
  const content = useRef<HTMLElement>(null);
  const arrival = useArrival(content);
  useKey('/', 'Search', () => setOpen('search'));
  useKey('?', 'Show the keys', () => setOpen('help'));
  const close = (): void => setOpen(undefined);
  return (
    <ViewerContext value={viewer}>
      <div className={styles.frame} data-stale={phase === 'reconnecting' ? '' : undefined}>
        <a className={styles.skip} href="#content">
          Skip to the content
        </a>
        {screens.map(({ path, title, key }) =>
          title === undefined || key === undefined ? null : (
            <ScreenKey key={path} letter={key} title={title} path={path} />
          ),
        )}
        <Menu
          viewer={viewer}
          onSearch={() => setOpen('search')}
          onHelp={() => setOpen('help')}
          onSignOut={onSignOut}
        />
        <div className={styles.side}>
          <header>
            <div className={styles.top}>
              <StreamSign connection={connection} />
            </div>
            <LostConnection connection={connection} />
          </header>
          <main id="content" ref={content} className={styles.content}>
            <ScreenBoundary location={location}>
              <ArrivalContext value={arrival}>
                <Suspense fallback={<Loading />}>{children}</Suspense>
              </ArrivalContext>
            </ScreenBoundary>
          </main>
        </div>
        {open === 'search' ? <Search onClose={close} /> : null}
        {open === 'help' ? <KeyHelp onClose={close} /> : null}
      </div>
    </ViewerContext>
  );
}
