// The parts of a page that has several, each with an address of its own.
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';

import styles from './tabs.module.css';

export interface Tab {
  readonly key: string;
  readonly title: string;
  readonly href: string;
}

export interface TabsProps {
  /** What they are parts of, for screen readers. */
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** The key of the one that is shown. */
  readonly shown: string;
}

/** Links to the parts of a page. */
export function Tabs({ label, tabs, shown }: TabsProps) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone not all of them have room.
    nav.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown]);
  return (
    <nav ref={nav} className={styles.tabs} aria-label={label}>
      {tabs.map(({ key, title, href }) => (
        <Link key={key} href={href} aria-current={key === shown ? 'page' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
