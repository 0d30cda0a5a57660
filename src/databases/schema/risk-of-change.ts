// How risky a change of a schema is for those who use the database now, as tables of facts: by kind for
// what was added or removed, by attribute for what was changed. The words are those of the impact rules.
import { worstRisk, type RiskClass, type RiskLevel } from '../../core/impact.ts';
import type { AttributeChange, SchemaChangeKind } from '../../core/schema-change.ts';
import type { SchemaObject, SchemaObjectKind } from '../../core/schema.ts';
import { riskOfPrivilege } from './risk-of-privilege.ts';

interface Risk {
  readonly level: RiskLevel;
  readonly classes: readonly RiskClass[];
}

const risk = (level: RiskLevel, ...classes: RiskClass[]): Risk => ({ level, classes });
const none = risk('NONE');

const removals: Record<Exclude<SchemaObjectKind, 'PRIVILEGE'>, Risk> = {
  SCHEMA: risk('CRITICAL', 'DATA_LOSS', 'BREAKS_CLIENTS'),
  EXTENSION: risk('HIGH', 'BREAKS_CLIENTS'),
  TABLE: risk('CRITICAL', 'DATA_LOSS', 'BREAKS_CLIENTS'),
  FOREIGN_TABLE: risk('HIGH', 'BREAKS_CLIENTS'),
  COLUMN: risk('CRITICAL', 'DATA_LOSS', 'BREAKS_CLIENTS'),
  CONSTRAINT: risk('MEDIUM', 'QUALITY'),
  INDEX: risk('MEDIUM', 'SCAN'),
  VIEW: risk('HIGH', 'BREAKS_CLIENTS'),
  MATERIALIZED_VIEW: risk('HIGH', 'BREAKS_CLIENTS'),
  FUNCTION: risk('HIGH', 'BREAKS_CLIENTS'),
  PROCEDURE: risk('HIGH', 'BREAKS_CLIENTS'),
  AGGREGATE: risk('HIGH', 'BREAKS_CLIENTS'),
  TRIGGER: risk('MEDIUM', 'QUALITY'),
  RULE: risk('MEDIUM', 'BREAKS_CLIENTS'),
  POLICY: risk('HIGH', 'SECURITY'),
  SEQUENCE: risk('HIGH', 'DATA_LOSS', 'BREAKS_CLIENTS'),
  ENUM: risk('HIGH', 'BREAKS_CLIENTS'),
  DOMAIN: risk('HIGH', 'BREAKS_CLIENTS'),
  COMPOSITE_TYPE: risk('HIGH', 'BREAKS_CLIENTS'),
  RANGE_TYPE: risk('HIGH', 'BREAKS_CLIENTS'),
  COLLATION: risk('MEDIUM', 'BREAKS_CLIENTS'),
  STATISTICS: risk('LOW', 'QUALITY'),
  EVENT_TRIGGER: risk('MEDIUM', 'SECURITY'),
};

// What is not listed is harmless when it comes.
const additions: Partial<Record<SchemaObjectKind, Risk>> = {
  EXTENSION: risk('LOW', 'SECURITY'),
  CONSTRAINT: risk('MEDIUM', 'MAY_FAIL', 'BREAKS_CLIENTS'),
  TRIGGER: risk('MEDIUM', 'BREAKS_CLIENTS'),
  RULE: risk('MEDIUM', 'BREAKS_CLIENTS'),
  POLICY: risk('MEDIUM', 'SECURITY', 'BREAKS_CLIENTS'),
  EVENT_TRIGGER: risk('MEDIUM', 'SECURITY'),
};

const anyKind: Readonly<Record<string, Risk>> = {
  comment: none,
  indexComment: none,
  columnComments: none,
  fieldComments: none,
  columnSettings: risk('LOW', 'QUALITY'),
  columnDefaults: risk('LOW', 'BREAKS_CLIENTS'),
  clustered: none,
  statistics: risk('LOW', 'QUALITY'),
  options: risk('LOW', 'QUALITY'),
  toastOptions: risk('LOW', 'QUALITY'),
  tablespace: risk('LOW', 'QUALITY'),
  storage: risk('LOW', 'QUALITY'),
  compression: risk('LOW', 'QUALITY'),
  definition: risk('MEDIUM', 'BREAKS_CLIENTS'),
  body: risk('MEDIUM', 'BREAKS_CLIENTS'),
  inherited: none,
  version: risk('LOW', 'BREAKS_CLIENTS'),
};

type Judge = (change: AttributeChange) => Risk;

/** A flag that is worse when it is set (`on`) than when it goes away (`off`). */
const flag =
  (on: Risk, off: Risk): Judge =>
  ({ to }) =>
    to === true ? on : off;

const listShrinks =
  (gone: Risk, more: Risk): Judge =>
  ({ from, to }) => {
    const left = Array.isArray(from) ? from : [];
    const right = Array.isArray(to) ? to : [];
    return left.some((value) => !right.includes(value)) ? gone : more;
  };

const judges: Readonly<Record<string, Judge>> = {
  'COLUMN.type': (change) =>
    isWidening(change)
      ? risk('LOW', 'LOCK')
      : risk('HIGH', 'REWRITE', 'MAY_FAIL', 'BREAKS_CLIENTS'),
  'COLUMN.notNull': flag(
    risk('HIGH', 'MAY_FAIL', 'BREAKS_CLIENTS'),
    risk('MEDIUM', 'BREAKS_CLIENTS'),
  ),
  'COLUMN.notNullNotValid': () => risk('LOW', 'QUALITY'),
  'COLUMN.default': () => risk('LOW', 'BREAKS_CLIENTS'),
  'COLUMN.generated': () => risk('HIGH', 'REWRITE', 'BREAKS_CLIENTS'),
  'COLUMN.virtual': () => risk('HIGH', 'REWRITE'),
  'COLUMN.identity': () => risk('MEDIUM', 'BREAKS_CLIENTS'),
  'COLUMN.collation': () => risk('MEDIUM', 'REWRITE', 'BREAKS_CLIENTS'),
  // Only who reads or writes columns by their place sees it.
  'COLUMN.position': () => risk('LOW', 'BREAKS_CLIENTS'),
  'TABLE.unlogged': flag(risk('HIGH', 'DATA_LOSS'), risk('LOW', 'REWRITE')),
  'TABLE.rowSecurity': flag(risk('HIGH', 'BREAKS_CLIENTS'), risk('HIGH', 'SECURITY')),
  'TABLE.forceRowSecurity': flag(risk('MEDIUM', 'BREAKS_CLIENTS'), risk('HIGH', 'SECURITY')),
  'TABLE.partitionBy': () => risk('HIGH', 'BREAKS_CLIENTS'),
  'TABLE.partitionOf': ({ to }) => (to === null ? risk('HIGH', 'BREAKS_CLIENTS') : risk('LOW')),
  // When it becomes one, or is none any more, `partitionOf` tells.
  'TABLE.partitionBound': ({ from, to }) =>
    from === null || to === null ? none : risk('MEDIUM', 'MAY_FAIL'),
  'TABLE.replicaIdentity': () => risk('MEDIUM', 'BREAKS_CLIENTS'),
  'CONSTRAINT.notValid': flag(risk('LOW', 'QUALITY'), none),
  'CONSTRAINT.notEnforced': flag(risk('MEDIUM', 'QUALITY'), risk('MEDIUM', 'MAY_FAIL')),
  'INDEX.invalid': flag(risk('HIGH', 'SCAN'), none),
  'INDEX.unique': flag(risk('MEDIUM', 'MAY_FAIL'), risk('MEDIUM', 'QUALITY')),
  'VIEW.columns': listShrinks(risk('HIGH', 'BREAKS_CLIENTS'), risk('LOW')),
  'MATERIALIZED_VIEW.columns': listShrinks(risk('HIGH', 'BREAKS_CLIENTS'), risk('LOW')),
  'MATERIALIZED_VIEW.unpopulated': flag(risk('HIGH', 'BREAKS_CLIENTS'), none),
  'ENUM.labels': listShrinks(risk('HIGH', 'BREAKS_CLIENTS'), risk('LOW')),
  'COMPOSITE_TYPE.fields': listShrinks(
    risk('HIGH', 'BREAKS_CLIENTS'),
    risk('MEDIUM', 'BREAKS_CLIENTS'),
  ),
  'FUNCTION.arguments': () => risk('HIGH', 'BREAKS_CLIENTS'),
  'FUNCTION.returns': () => risk('HIGH', 'BREAKS_CLIENTS'),
  'PROCEDURE.arguments': () => risk('HIGH', 'BREAKS_CLIENTS'),
  'FUNCTION.securityDefiner': flag(risk('HIGH', 'SECURITY'), risk('MEDIUM', 'BREAKS_CLIENTS')),
  'PROCEDURE.securityDefiner': flag(risk('HIGH', 'SECURITY'), risk('MEDIUM', 'BREAKS_CLIENTS')),
  'FUNCTION.volatility': () => risk('MEDIUM', 'BREAKS_CLIENTS'),
  'TRIGGER.firing': () => risk('MEDIUM', 'BREAKS_CLIENTS'),
  'POLICY.using': () => risk('HIGH', 'SECURITY'),
  'POLICY.check': () => risk('HIGH', 'SECURITY'),
  'POLICY.roles': () => risk('HIGH', 'SECURITY'),
  'SEQUENCE.type': () => risk('MEDIUM', 'BREAKS_CLIENTS'),
  'SEQUENCE.maximum': () => risk('MEDIUM', 'MAY_FAIL'),
  'SEQUENCE.cycle': flag(risk('HIGH', 'MAY_FAIL'), risk('MEDIUM', 'MAY_FAIL')),
  'DOMAIN.type': () => risk('HIGH', 'BREAKS_CLIENTS'),
  'DOMAIN.notNull': flag(risk('HIGH', 'MAY_FAIL'), risk('MEDIUM', 'BREAKS_CLIENTS')),
  'COLUMN.comment': () => none,
};

export interface JudgedChange {
  readonly change: SchemaChangeKind;
  readonly kind: SchemaObjectKind;
  readonly attributes: readonly AttributeChange[];
  readonly object: SchemaObject;
  /** It was made together with what it belongs to. */
  readonly newParent: boolean;
}

/** The risk of a change by itself, before anybody asks who uses the object. */
export function riskOfChange({ change, kind, attributes, object, newParent }: JudgedChange): Risk {
  if (change === 'ADDED' && newParent) return none;
  if (kind === 'PRIVILEGE') return riskOfPrivilege(object.name, attributes);
  if (change === 'REMOVED') return removals[kind];
  if (change === 'ADDED') {
    if (kind === 'COLUMN') return riskOfNewColumn(object);
    if (kind === 'INDEX' && object.attributes['unique'] === true) return risk('MEDIUM', 'MAY_FAIL');
    return additions[kind] ?? none;
  }
  const risks = attributes.map(
    (attribute) =>
      judges[`${kind}.${attribute.name}`]?.(attribute) ??
      anyKind[attribute.name] ??
      risk('MEDIUM', 'QUALITY'),
  );
  return {
    level: worstRisk(risks.map(({ level }) => level)),
    classes: [...new Set(risks.flatMap(({ classes }) => classes))],
  };
}

/** Writers that do not know a column fail when it must be given. */
function riskOfNewColumn({ attributes }: SchemaObject): Risk {
  const filled = ['default', 'generated', 'identity'].some(
    (name) => attributes[name] !== undefined,
  );
  return attributes['notNull'] === true && !filled
    ? risk('HIGH', 'MAY_FAIL', 'BREAKS_CLIENTS')
    : risk('LOW', 'LOCK');
}

const sized =
  /^(character varying|bit varying|numeric|time|timestamp)(?:\((\d+)(?:,(\d+))?\))?(.*)$/;

/** True for types that hold everything the old one held, in the same way. */
function isWidening({ from, to }: AttributeChange): boolean {
  if (typeof from !== 'string' || typeof to !== 'string') return false;
  if (to === 'text' && from.startsWith('character varying')) return true;
  const before = sized.exec(from);
  const after = sized.exec(to);
  if (before === null || after === null) return false;
  if (before[1] !== after[1] || before[4] !== after[4]) return false;
  const scale = (match: RegExpExecArray): number => Number(match[3] ?? 0);
  const size = (match: RegExpExecArray): number => Number(match[2] ?? Number.POSITIVE_INFINITY);
  return size(after) >= size(before) && scale(after) === scale(before);
}
