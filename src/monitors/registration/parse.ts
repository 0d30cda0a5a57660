// What may be registered: the rules of the configuration file and the bounds of what comes over the API.
// No message repeats a value, because a password may stand at the wrong place.
import { registeredUrlFault } from '../../core/database-url.ts';
import {
  environmentForm,
  labelKeyForm,
  nameForm,
  type WordForm,
} from '../../core/database-words.ts';
import { InvalidInputError, type InputIssue } from '../../core/errors.ts';
import { namedFilesFault } from '../../databases/postgres/named-files.ts';
import { driverFor } from '../../databases/registry.ts';
import type { Engine } from '../../databases/target.ts';
import type { RegisteredSettings } from '../../store/registered-databases.ts';

export interface Label {
  readonly name: string;
  readonly value: string;
}

/** What is told of a database; undefined: nothing is said, null: it has none. */
export interface DatabaseDescription {
  readonly url?: string | undefined;
  readonly environment?: string | null | undefined;
  readonly labels?: readonly Label[] | undefined;
  /** How often its schema is looked at. */
  readonly intervalMs?: number | null | undefined;
  /** What a run does that finds drift. */
  readonly beforeRun?: RegisteredSettings['beforeRun'] | undefined;
}

export interface NamedDescription extends DatabaseDescription {
  readonly name: string;
  readonly url: string;
  readonly clientMutationId?: string | undefined;
}

const maxLabels = 50;
const maxLabelLength = 255;
const maxKeyLength = 255;
const leastIntervalMs = 1000;
const longestIntervalMs = 86_400_000;

/** The name if it has a name's form: what else stands there is not to be repeated. */
export function nameToShow(name: string): string {
  return nameForm.pattern.test(name) ? name : '?';
}

/** @throws InvalidInputError with all faults of a new database. */
export function checkNew(input: NamedDescription): void {
  const { name, clientMutationId: key = '' } = input;
  const issues = [...wordIssues('input.name', name, nameForm), ...descriptionIssues(input)];
  if (key.length > maxKeyLength) {
    const message = `must have ${maxKeyLength} characters at most`;
    issues.push({ path: 'input.clientMutationId', message });
  }
  if (issues.length > 0) throw new InvalidInputError('The database was not registered.', issues);
}

/** @throws InvalidInputError with all faults of a change. */
export function checkChange(input: DatabaseDescription, engine: string): void {
  const issues = descriptionIssues(input);
  const { url } = input;
  if (Object.values(input).every((value) => value === undefined)) {
    issues.push({ path: 'input', message: 'names nothing to change' });
  }
  if (url !== undefined && registeredUrlFault(url) === undefined && engineOf(url) !== engine) {
    const message = `must be of the same engine, ${engine}: register another name for another one`;
    issues.push({ path: 'input.url', message });
  }
  if (issues.length > 0) throw new InvalidInputError('Nothing was changed.', issues);
}

/** The engine of a faultless URL. */
export function engineOf(url: string): Engine {
  return driverFor(url)?.engine ?? 'POSTGRESQL';
}

function descriptionIssues(input: DatabaseDescription): InputIssue[] {
  const { url, environment, labels = [], intervalMs } = input;
  const issues: InputIssue[] = [];
  const urlFault = url === undefined ? undefined : faultOf(url);
  if (urlFault !== undefined) issues.push({ path: 'input.url', message: urlFault });
  if (typeof environment === 'string') {
    issues.push(...wordIssues('input.environment', environment, environmentForm));
  }
  issues.push(...labelIssues(labels));
  if (
    typeof intervalMs === 'number' &&
    !(intervalMs >= leastIntervalMs && intervalMs <= longestIntervalMs)
  ) {
    const message = `must be ${leastIntervalMs} to ${longestIntervalMs}`;
    issues.push({ path: 'input.schema.intervalMs', message });
  }
  return issues;
}

function faultOf(url: string): string | undefined {
  return registeredUrlFault(url) ?? namedFilesFault(url) ?? driverFor(url)?.urlFault(url);
}

function wordIssues(path: string, word: string, form: WordForm): InputIssue[] {
  return form.pattern.test(word) ? [] : [{ path, message: form.message }];
}

function labelIssues(labels: readonly Label[]): InputIssue[] {
  const path = 'input.labels';
  if (labels.length > maxLabels) return [{ path, message: `must be ${maxLabels} at most` }];
  return labels.flatMap(({ name, value }, index) => {
    const issues = wordIssues(`${path}[${index}].name`, name, labelKeyForm);
    if (labels.findIndex((label) => label.name === name) < index) {
      issues.push({ path: `${path}[${index}].name`, message: 'stands here a second time' });
    }
    if (value.length > maxLabelLength) {
      const message = `must have ${maxLabelLength} characters at most`;
      issues.push({ path: `${path}[${index}].value`, message });
    }
    return issues;
  });
}
