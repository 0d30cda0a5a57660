// A part of the dashboard's bench: it opens pages of the world in the bench's browser, and gives its rows and
// what was wrong. A part starts what else it needs, and ends it.
import type { Browser } from 'playwright-core';

import type { WorldAddress } from '../../test/dashboard/world/world.ts';

export interface DashboardBench {
  readonly browser: Browser;
  readonly world: WorldAddress;
}

export interface PartResult {
  readonly rows: readonly Readonly<Record<string, string | number>>[];
  readonly ratios: Readonly<Record<string, number>>;
  /** Results that must not be, as missed events; each makes the bench fail. */
  readonly wrong: readonly string[];
}

export type DashboardPart = (bench: DashboardBench) => Promise<PartResult>;
