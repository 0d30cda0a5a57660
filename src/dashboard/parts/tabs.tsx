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
  const row = useRef<HTMLElement>(null);
  // On a phone the row is wider than the page.
  useEffect(() => {
    const link = row.current?.querySelector('[aria-current]');
    link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown]);
  return (
    <nav ref={row} className={styles.tabs} aria-label={label}>
      {tabs.map(({ key, title, href }) => (
        <Link key={key} href={href} aria-current={key === shown ? 'page' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  );
}
