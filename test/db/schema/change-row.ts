// Kinds of change of a schema are told as data, one row each: what was there, what was done, and what must be
// told of it. Each row has a schema of its own, in which its statements run; names are told without it.
import type { RiskLevel } from '../../../src/core/impact.ts';
import type { AttributeChange, SchemaChangeKind } from '../../../src/core/schema-change.ts';
import type { AttributeValue, SchemaObjectKind } from '../../../src/core/schema.ts';

export interface ChangeRow {
  readonly what: string;
  readonly setup: string;
  readonly statement: string;
  readonly change: SchemaChangeKind;
  readonly kind: SchemaObjectKind;
  readonly name: string;
  /** What must be among the changed attributes. */
  readonly attributes: readonly AttributeChange[];
  readonly risk: RiskLevel;
}

type Attribute = readonly [name: string, from: AttributeValue, to: AttributeValue] | null;

export function row(
  what: string,
  [setup, statement]: readonly [string, string],
  [change, kind, name]: readonly [SchemaChangeKind, SchemaObjectKind, string],
  attribute: Attribute,
  risk: RiskLevel,
): ChangeRow {
  if (attribute === null)
    return { what, setup, statement, change, kind, name, attributes: [], risk };
  const [attributeName, from, to] = attribute;
  const attributes = [{ name: attributeName, from, to }];
  return { what, setup, statement, change, kind, name, attributes, risk };
}
