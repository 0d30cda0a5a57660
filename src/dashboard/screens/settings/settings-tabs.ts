// Every part of the settings: a new one is a folder beside this file and one line here.
import type { ComponentType } from 'react';

import type { Role } from '../../graphql/graphql.ts';

export interface SettingsTab {
  /** What its address ends with. */
  readonly key: string;
  readonly title: string;
  /** Who may see it at all. */
  readonly role: Role;
  readonly load: () => Promise<{ default: ComponentType }>;
}

export const settingsTabs: readonly SettingsTab[] = [
  {
    key: 'channels',
    title: 'Channels',
    role: 'VIEWER',
    load: () => import('./channels/channels.tsx'),
  },
  {
    key: 'deliveries',
    title: 'Deliveries',
    role: 'VIEWER',
    load: () => import('./deliveries/deliveries.tsx'),
  },
  { key: 'routes', title: 'Routes', role: 'VIEWER', load: () => import('./routes/routes.tsx') },
  { key: 'rules', title: 'Rules', role: 'VIEWER', load: () => import('./rules/rules.tsx') },
  {
    key: 'silences',
    title: 'Silences',
    role: 'VIEWER',
    load: () => import('./silences/silences.tsx'),
  },
  {
    key: 'maintenance',
    title: 'Maintenance',
    role: 'VIEWER',
    load: () => import('./maintenance/maintenance.tsx'),
  },
  { key: 'on-call', title: 'On call', role: 'VIEWER', load: () => import('./on-call/on-call.tsx') },
  {
    key: 'heartbeats',
    title: 'Heartbeats',
    role: 'OPERATOR',
    load: () => import('./heartbeats/heartbeats.tsx'),
  },
  {
    key: 'monitors',
    title: 'Monitors',
    role: 'VIEWER',
    load: () => import('./monitors/monitors.tsx'),
  },
  { key: 'tokens', title: 'Tokens', role: 'ADMIN', load: () => import('./tokens/tokens.tsx') },
  { key: 'audit', title: 'Audit', role: 'ADMIN', load: () => import('./audit/audit.tsx') },
  { key: 'about', title: 'About', role: 'VIEWER', load: () => import('./about/about.tsx') },
];
