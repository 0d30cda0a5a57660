// Which attributes of which resources say something about a database. A rule names types and paths;
// the first that fits decides what the attribute is about, and what no rule names is not kept.
import type { SettingAspect } from '../../../core/files.ts';
import { flatten, shownValue, type DeclaredResource, type DeclaredSetting } from './declared.ts';

export interface SettingRule {
  readonly types: RegExp;
  readonly path: RegExp;
  readonly aspect: SettingAspect;
}

/** What rules make of resources; each has at least its own line. */
export function settingsOf(
  resources: readonly DeclaredResource[],
  rules: readonly SettingRule[],
): readonly DeclaredSetting[] {
  const settings = new Map<string, DeclaredSetting>();
  for (const { type, name, members } of resources) {
    const own = rules.filter(({ types }) => types.test(type));
    if (own.length === 0) continue;
    const add = (attribute: string, aspect: SettingAspect, value: string): void => {
      settings.set(`${name}\0${attribute}`, { resource: name, attribute, aspect, value });
    };
    add('', 'RESOURCE', type);
    for (const [path, value] of flatten(members)) {
      const rule = own.find((one) => one.path.test(path));
      if (rule !== undefined) add(path, rule.aspect, shownValue(path, value));
    }
  }
  return [...settings.values()];
}
