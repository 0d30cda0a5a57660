// What may be said about drift: comments, and patterns of objects that are none. Pure.
import { InvalidInputError, type InputIssue } from '../../core/errors.ts';
import { schemaObjectKinds } from '../../core/schema.ts';

const maxText = 500;
const maxPattern = 300;

function textFault(text: string): string | undefined {
  const length = text.trim().length;
  return length < 3 || length > maxText ? `must have 3 to ${maxText} characters` : undefined;
}

/** @throws InvalidInputError */
export function checkComment(path: string, comment: string): void {
  const message = textFault(comment);
  if (message !== undefined)
    throw new InvalidInputError('Nothing was changed.', [{ path, message }]);
}

/** What is wrong with a pattern as `ignore-rules.ts` reads it, or undefined. */
export function patternFault(objects: string): string | undefined {
  if (objects.length > maxPattern) return `has more than ${maxPattern} characters`;
  // oxlint-disable-next-line no-control-regex -- they cannot be in a name that is shown
  if (/[\u0000-\u001f\u007f]/.test(objects)) return 'holds a control character';
  const text = objects.trim();
  const first = /^[A-Z_]+(?= |$)/.exec(text)?.[0];
  // Names are in lower case or quoted: this was meant to be a kind.
  if (first !== undefined && !schemaObjectKinds.some((known) => known === first)) {
    return `begins with no kind of object. Kinds are: ${schemaObjectKinds.join(', ')}`;
  }
  const name = first === undefined ? text : text.slice(first.length).trim();
  if (name === '') return 'has no name, as in `TABLE public.tmp_*`; `*` stands for any characters';
  // A rule for everything would switch drift off without saying so.
  if (first === undefined && /^[*\s]+$/.test(name)) return 'would be about every object';
  return undefined;
}

/** @throws InvalidInputError with everything that is wrong. */
export function checkIgnore(objects: string, reason: string): void {
  const faults = { objects: patternFault(objects), reason: textFault(reason) };
  const issues: InputIssue[] = Object.entries(faults).flatMap(([path, message]) =>
    message === undefined ? [] : [{ path, message }],
  );
  if (issues.length > 0) throw new InvalidInputError('No rule was made.', issues);
}
