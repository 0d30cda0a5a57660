// Every screen of the dashboard: a new one is a folder beside this file and one line here. Each is loaded
// when it is first opened.
import type { ComponentType } from 'react';

export interface ScreenEntry {
  /** A path of wouter; what follows a colon is given to the screen as a property of that name. */
  readonly path: string;
  /** What the menu says; without it the screen is not in the menu. */
  readonly title?: string;
  /** `g` and this letter lead there. */
  readonly key?: string;
  readonly load: () => Promise<{ default: ComponentType<Record<string, string>> }>;
}

export const screens: readonly ScreenEntry[] = [
  { path: '/', title: 'Now', key: 'n', load: () => import('./now/now.tsx') },
];
