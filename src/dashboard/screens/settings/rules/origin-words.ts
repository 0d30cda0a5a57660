// Where a rule comes from, in words.
import type { AlertRuleOrigin } from '../../../graphql/graphql.ts';

export const originWords: Readonly<Record<AlertRuleOrigin, string>> = {
  API: 'the API',
  DEFAULT: 'hawkwatch',
  FILE: 'hawkwatch.yaml',
};
