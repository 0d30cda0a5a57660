// Whether an automatic run of a database may begin right now: asked again when it is claimed, because
// a run may have waited in the queue until its hours were over. Pure.
import type { TargetSettings } from '../../databases/target.ts';
import { isWithinHours, type ZoneFormats } from '../../core/hours.ts';

/** True when the configuration and the policy's hours allow it. */
export function mayStartAutomatically(
  { automatic }: Pick<TargetSettings, 'automatic'>,
  facts: { readonly configured: boolean; readonly now: Date; readonly formatOf?: ZoneFormats },
): boolean {
  if (!facts.configured || automatic === null) return false;
  return automatic.hours === null || isWithinHours(automatic.hours, facts.now, facts.formatOf);
}
