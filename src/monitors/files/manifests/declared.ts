// What a declaration (Terraform, Kubernetes) says of databases, as a flat list: resource by resource,
// attribute by attribute. Values are short texts without secrets. Pure functions over parsed values.
import type { SettingAspect } from '../../../core/files.ts';
import { isReference } from '../masking/references.ts';
import { mask, maskText } from '../masking/mask-text.ts';
import { isSecretName } from '../masking/secret-names.ts';

export interface DeclaredSetting {
  readonly resource: string;
  readonly attribute: string;
  readonly aspect: SettingAspect;
  readonly value: string;
}

/** A resource with its members as they were parsed. */
export interface DeclaredResource {
  /** As `aws_db_instance` or `Cluster.postgresql.cnpg.io`: rules go by it. */
  readonly type: string;
  /** As `aws_db_instance.main` or `StatefulSet/shop/postgres`. */
  readonly name: string;
  readonly members: Readonly<Record<string, unknown>>;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const maxDepth = 20;
const maxAttributes = 2000;
const maxLength = 300;

function textOf(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return String(value);
  }
  return undefined;
}

/** How an item of a list is called: by its name, else by its place. */
function labelOf(item: unknown, index: number): string {
  if (isRecord(item)) {
    for (const key of ['name', 'key', 'metadata']) {
      const named = key === 'metadata' && isRecord(item[key]) ? item[key]['name'] : item[key];
      const text = textOf(named);
      if (text !== undefined && text.length <= 100) return text;
    }
  }
  return String(index);
}

/** All scalar members by their dotted path; a list of one block counts as that block. */
export function flatten(members: Readonly<Record<string, unknown>>): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, path: string, depth: number): void => {
    if (depth > maxDepth || found.size >= maxAttributes) return;
    const text = textOf(value);
    if (text !== undefined) {
      found.set(path, text);
    } else if (Array.isArray(value)) {
      const texts = value.map(textOf);
      const blocks = value.filter(isRecord);
      if (texts.length > 0 && texts.every((one) => one !== undefined)) {
        found.set(path, texts.toSorted((a, b) => (a < b ? -1 : 1)).join(', '));
      } else if (value.length === 1 && blocks.length === 1 && labelOf(value[0], 0) === '0') {
        visit(value[0], path, depth + 1);
      } else {
        value.forEach((item, index) => visit(item, `${path}[${labelOf(item, index)}]`, depth + 1));
      }
    } else if (isRecord(value)) {
      for (const [key, one] of Object.entries(value)) {
        visit(one, path === '' ? key : `${path}.${key}`, depth + 1);
      }
    }
  };
  visit(members, '', 0);
  return found;
}

/** A value as it may be stored. */
export function shownValue(attribute: string, value: string): string {
  const name = /[^.[\]]+(?=\]?$)/.exec(attribute)?.[0] ?? attribute;
  // The names of a Secret's keys are all that is read of it.
  if (attribute === 'keys') return value;
  if (
    isSecretName(name) &&
    !isReference(value) &&
    !/(?:Ref|Secret)[.[]|_secret_name$/.test(attribute)
  ) {
    return mask;
  }
  const masked = maskText(value.length > 4 * maxLength ? value.slice(0, 4 * maxLength) : value);
  return masked.length > maxLength ? `${masked.slice(0, maxLength)}…` : masked;
}
