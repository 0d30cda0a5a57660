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
  {
    path: '/databases',
    title: 'Databases',
    key: 'd',
    load: () => import('./databases/databases.tsx'),
  },
  { path: '/databases/:id', load: () => import('./database/database.tsx') },
  { path: '/databases/:id/:tab', load: () => import('./database/database.tsx') },
  { path: '/compare', load: () => import('./compare/compare.tsx') },
  { path: '/runs', title: 'Runs', key: 'r', load: () => import('./runs/runs.tsx') },
  { path: '/runs/:id', load: () => import('./run/run.tsx') },
  { path: '/alerts', title: 'Alerts', key: 'a', load: () => import('./alerts/alerts.tsx') },
  { path: '/alerts/:id', load: () => import('./alert/alert.tsx') },
  { path: '/incidents/:id', load: () => import('./incident/incident.tsx') },
  {
    path: '/containers',
    title: 'Containers',
    key: 'c',
    load: () => import('./containers/containers.tsx'),
  },
  { path: '/containers/:id', load: () => import('./container/container.tsx') },
  {
    path: '/endpoints',
    title: 'Endpoints',
    key: 'e',
    load: () => import('./endpoints/endpoints.tsx'),
  },
  { path: '/endpoints/:id', load: () => import('./endpoint/endpoint.tsx') },
  { path: '/files', title: 'Files', key: 'f', load: () => import('./files/files.tsx') },
  { path: '/files/:id', load: () => import('./file/file.tsx') },
  {
    path: '/performance',
    title: 'Performance',
    key: 'p',
    load: () => import('./performance/performance.tsx'),
  },
  { path: '/settings', title: 'Settings', key: 's', load: () => import('./settings/settings.tsx') },
  { path: '/settings/:tab', load: () => import('./settings/settings.tsx') },
];
