// Bounds what a filter may hold, for every list: it becomes parameters of a query.
import { InvalidInputError, type InputIssue } from '../core/errors.ts';

const maxWords = 100;

/**
 * Checks each list and text of a filter.
 * @throws InvalidInputError that names all that is too long.
 */
export function checkFilterSize(filter: object, maxText = 200): void {
  const issues: InputIssue[] = [];
  for (const [name, value] of Object.entries(filter)) {
    const path = `filter.${name}`;
    if (Array.isArray(value)) {
      if (value.length > maxWords) issues.push({ path, message: `holds more than ${maxWords}` });
      if (value.some((word) => typeof word === 'string' && word.length > maxText)) {
        issues.push({ path, message: `has a text of more than ${maxText} characters` });
      }
    } else if (typeof value === 'string' && value.length > maxText) {
      issues.push({ path, message: `has more than ${maxText} characters` });
    }
  }
  if (issues.length > 0) throw new InvalidInputError('The filter is too long.', issues);
}
