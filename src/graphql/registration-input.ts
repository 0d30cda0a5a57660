// What the inputs of registrations say. A field that is left out says nothing; null takes away.
import {
  nameToShow,
  type DatabaseDescription,
  type Label,
} from '../monitors/registration/parse.ts';
import type { RegisteredSettings } from '../store/registered-databases.ts';
import { decodeGlobalId } from './global-ids.ts';

interface DescriptionInput {
  readonly url?: string | null | undefined;
  readonly environment?: string | null | undefined;
  readonly labels?: readonly Label[] | null | undefined;
  readonly schema?:
    | {
        readonly intervalMs?: number | null | undefined;
        readonly beforeRun?: RegisteredSettings['beforeRun'] | undefined;
      }
    | null
    | undefined;
}

/** The description in an input; a URL cannot be taken away. */
export function describedBy(input: DescriptionInput): DatabaseDescription {
  const { url, environment, labels, schema } = input;
  return {
    url: url ?? undefined,
    environment,
    labels: labels === null ? [] : labels,
    intervalMs: schema === null ? null : schema?.intervalMs,
    beforeRun: schema === null ? null : schema?.beforeRun,
  };
}

/** A name or id for the audit log: what has the form of neither may be a secret at the wrong place. */
export function auditedName(reference: string): string {
  return decodeGlobalId(reference) === undefined ? nameToShow(reference) : reference;
}
