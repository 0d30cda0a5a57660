// The section `intakes`: who may report alerts, and how that is proven.
import { z } from 'zod';

import { ruleSource } from '../../core/alerts.ts';
import { intakeKinds } from '../../core/intakes.ts';
import { dayMs, duration, named, section } from '../forms.ts';

const shortest = 16;
const longest = 500;
/** What proves who sends: a token, or the key of a signature. */
export const secret = z
  .string()
  .min(shortest, `must have ${shortest} characters at least`)
  .max(longest, `must have ${longest} characters at most`);

const header = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'is no name of a header')
  .transform((name) => name.toLowerCase());

const hmac = section({
  secret: secret.refine(
    (text) => !text.startsWith('whsec_') || /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(text),
    'begins with whsec_, but what follows is no base64',
  ),
  header: header.default('x-hawkwatch-signature'),
  timestampHeader: header.optional(),
}).superRefine(({ secret: key, header: name, timestampHeader }, context) => {
  if (timestampHeader === undefined) return;
  const path = ['timestampHeader'];
  if (key.startsWith('whsec_')) {
    context.addIssue({
      code: 'custom',
      path,
      message: 'is not used by Standard Webhooks (whsec_)',
    });
  } else if (timestampHeader === name) {
    context.addIssue({ code: 'custom', path, message: 'must be another one than header' });
  }
});

const intake = section({
  // What it reports would be taken for alerts of rules.
  name: named.refine((name) => name !== ruleSource, `must not be ${ruleSource}`),
  kind: z.enum(intakeKinds, `must be one of ${intakeKinds.join(', ')}`).default('generic'),
  token: secret.optional(),
  hmac: hmac.optional(),
  // 0 stands for "not said" and cannot be written.
  expires: duration(0, 400 * dayMs),
})
  .transform(({ expires, ...rest }) => ({
    ...rest,
    expiresMs: expires === 0 ? undefined : expires,
  }))
  .superRefine(({ token, hmac: signed }, context) => {
    if ((token === undefined) === (signed === undefined)) {
      context.addIssue('needs one of token and hmac: without it anybody could report alerts');
    }
  });

/** All intakes; their names differ. */
export const intakes = z
  .array(intake, 'must be a list of intakes')
  .max(100, 'has too many entries')
  .default([]);
