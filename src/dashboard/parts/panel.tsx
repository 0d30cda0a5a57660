// A part of a screen with a heading, and the screen itself.
import { useContext, useEffect, useRef, type ReactNode } from 'react';

import { ArrivalContext } from './arrival.ts';
import styles from './panel.module.css';

export interface PanelProps {
  readonly title: ReactNode;
  /** Beside the heading: a count, a link, buttons. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** True: the content goes to the edges, as a table does. */
  readonly isFlush?: boolean;
}

/** A headed part of a screen. */
export function Panel({ title, aside, children, isFlush = false }: PanelProps) {
  return (
    <section className={styles.panel}>
      <header className={styles.header}>
        <h2>{title}</h2>
        {aside === undefined ? null : <div className="row">{aside}</div>}
      </header>
      <div className={isFlush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}

export interface ScreenProps {
  readonly title: ReactNode;
  /** What the browser's tab says, when the title is more than text. */
  readonly tabTitle?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A whole screen; its heading is the page's only h1. */
export function Screen({ title, tabTitle, aside, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const arrival = useContext(ArrivalContext);
  useEffect(() => arrival?.end(heading.current), [arrival]);
  const shown = tabTitle ?? (typeof title === 'string' ? title : undefined);
  return (
    <div className={styles.screen}>
      {shown === undefined ? null : <title>{`${shown} · hawkwatch`}</title>}
      <header className={styles.screenHeader}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside === undefined ? null : <div className="row">{aside}</div>}
      </header>
      {children}
    </div>
  );
}
