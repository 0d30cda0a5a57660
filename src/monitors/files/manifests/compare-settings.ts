// Compares what a file declared before with what it declares now, attribute by attribute.
import type { SettingChange } from '../../../core/files.ts';
import type { DeclaredSetting } from './declared.ts';
import { judgeSetting } from './judgements.ts';

const maxChanges = 200;
const keyOf = ({ resource, attribute }: DeclaredSetting): string => `${resource}\0${attribute}`;

/** The changes, resource by resource; one that is new or gone is told as a whole. */
export function compareSettings(
  before: readonly DeclaredSetting[],
  after: readonly DeclaredSetting[],
): readonly SettingChange[] {
  const earlier = new Map(before.map((one) => [keyOf(one), one]));
  const later = new Map(after.map((one) => [keyOf(one), one]));
  const resourcesBefore = new Set(before.map(({ resource }) => resource));
  const resourcesAfter = new Set(after.map(({ resource }) => resource));
  const changes: SettingChange[] = [];
  const tell = (one: DeclaredSetting, from: string | null, to: string | null): void => {
    const { resource, attribute, aspect } = one;
    const judgement = judgeSetting(aspect, attribute, from, to);
    changes.push({ resource, attribute, aspect, before: from, after: to, ...judgement });
  };
  const tellWhole = (resource: string, isNew: boolean): void => {
    const type = resource.split(/[./]/)[0] ?? resource;
    const one = { resource, attribute: '', aspect: 'RESOURCE', value: type } as const;
    tell(one, isNew ? null : type, isNew ? type : null);
  };
  for (const one of resourcesAfter) if (!resourcesBefore.has(one)) tellWhole(one, true);
  for (const one of resourcesBefore) if (!resourcesAfter.has(one)) tellWhole(one, false);
  for (const [key, one] of later) {
    if (!resourcesBefore.has(one.resource)) continue;
    const known = earlier.get(key);
    if (known?.value !== one.value) tell(one, known?.value ?? null, one.value);
  }
  for (const [key, one] of earlier) {
    if (later.has(key) || !resourcesAfter.has(one.resource)) continue;
    tell(one, one.value, null);
  }
  return changes.slice(0, maxChanges);
}
