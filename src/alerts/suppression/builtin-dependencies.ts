// What depends on what without being said: alerts of a database that cannot be reached, of a host whose
// monitor is silent, of those that stopped or fail together. A rule of that name in the file does not take
// their place; both hold.
import type { InhibitionRule } from './reasons.ts';

export const builtinDependencies: readonly InhibitionRule[] = [];
