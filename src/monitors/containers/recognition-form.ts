// A recognition as it is stored beside its container. What an older version wrote may lack parts.
import { z } from 'zod';

import { recognisedEngines } from './database-product.ts';
import { companionRoles } from './not-databases.ts';
import type { Recognition } from './recognise.ts';

const reasons = z.array(z.string());

const form = z.discriminatedUnion('verdict', [
  z.object({
    verdict: z.literal('DATABASE'),
    engine: z.enum(recognisedEngines),
    product: z.string(),
    score: z.number(),
    reasons,
    port: z.number().nullable(),
  }),
  z.object({ verdict: z.literal('EXCLUDED'), role: z.enum(companionRoles), reasons }),
]);

/** What is stored, or null when it is nothing that this version understands. */
export function readRecognition(stored: unknown): Recognition {
  const parsed = form.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** True when both say the same; the order of keys is the store's business. */
export function isSameRecognition(one: Recognition, two: Recognition): boolean {
  return JSON.stringify(one && form.parse(one)) === JSON.stringify(two && form.parse(two));
}
