// How a channel takes its settings. The configuration file's own form has checked and completed them; what
// is left to see is that they are the right kind's, and whole.
import { InvalidInputError } from '../../core/errors.ts';
import type { ChannelKindSettings } from '../../core/channels.ts';

type SettingsOf<Kind extends ChannelKindSettings['kind']> = Extract<
  ChannelKindSettings,
  { readonly kind: Kind }
>;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/**
 * Settings of that kind, in which the keys named are filled.
 * @throws InvalidInputError that names what is missing, never a value.
 */
export function settingsOf<Kind extends ChannelKindSettings['kind']>(
  kind: Kind,
  settings: unknown,
  needed: readonly (keyof SettingsOf<Kind> & string)[],
): SettingsOf<Kind> {
  const given: Readonly<Record<string, unknown>> = isObject(settings) ? settings : {};
  const missing = needed.filter(
    (key) => given[key] === undefined || given[key] === null || given[key] === '',
  );
  const issues = missing.map((path) => ({ path, message: 'is missing' }));
  if (!isSettingsOf(kind, settings) || issues.length > 0) {
    const what = missing.length > 0 ? `: missing ${missing.join(', ')}` : '';
    throw new InvalidInputError(`These are no settings of a channel of the kind ${kind}${what}.`, [
      ...issues,
      ...(given['kind'] === kind ? [] : [{ path: 'kind', message: `must be ${kind}` }]),
    ]);
  }
  return settings;
}

function isSettingsOf<Kind extends ChannelKindSettings['kind']>(
  kind: Kind,
  settings: unknown,
): settings is SettingsOf<Kind> {
  return isObject(settings) && settings['kind'] === kind;
}
