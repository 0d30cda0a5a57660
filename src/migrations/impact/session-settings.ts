// The settings of the session that matter here, as a migration sets them: time limits, the search
// path and the time zone. A limit of 0 is none. SET LOCAL ends with its transaction, and does nothing outside of one.
import type { SqlNode } from '../../sql/parse.ts';
import { isFields, nameOf, type NodeOf } from '../../sql/tree.ts';

export interface SettingChange {
  readonly name: string;
  readonly local: boolean;
  /** The values written; undefined: back to what it was before the migration. */
  readonly values: readonly string[] | undefined;
}

function constantOf(node: unknown): string | undefined {
  const constant = isFields(node) ? node['A_Const'] : undefined;
  if (!isFields(constant)) return undefined;
  for (const kind of ['sval', 'ival', 'fval', 'boolval']) {
    const held = constant[kind];
    if (!isFields(held)) continue;
    const value = held[kind];
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return value.toString();
    // The parser leaves zeros, false and empty texts out.
    return kind === 'sval' ? '' : kind === 'boolval' ? 'false' : '0';
  }
  return undefined;
}

function fromSet(set: NodeOf<'VariableSetStmt'>): SettingChange[] {
  const { kind, name = '', args = [], is_local: local = false } = set;
  if (kind === 'VAR_SET_VALUE') {
    const values = args.flatMap((argument) => constantOf(argument) ?? []);
    return [{ name: name.toLowerCase(), local, values }];
  }
  if (kind === 'VAR_SET_DEFAULT' || kind === 'VAR_RESET') {
    return [{ name: name.toLowerCase(), local, values: undefined }];
  }
  if (kind === 'VAR_RESET_ALL') {
    return ['lock_timeout', 'statement_timeout', 'search_path', 'timezone'].map((each) => ({
      name: each,
      local: false,
      values: undefined,
    }));
  }
  return [];
}

/** `select set_config('lock_timeout', '2s', false)`, as dumps and tools write it. */
function fromSelect(select: NodeOf<'SelectStmt'>): SettingChange[] {
  return (select.targetList ?? []).flatMap((target): SettingChange[] => {
    const value = 'ResTarget' in target ? target.ResTarget.val : undefined;
    if (value === undefined || !('FuncCall' in value)) return [];
    if (nameOf(value.FuncCall.funcname)?.name !== 'set_config') return [];
    const [name, setting, local] = (value.FuncCall.args ?? []).map(constantOf);
    if (name === undefined || setting === undefined) return [];
    const values = name === 'search_path' ? setting.split(',') : [setting];
    return [{ name: name.toLowerCase(), local: local === 'true', values }];
  });
}

/** The settings that a statement changes. */
export function settingChanges(node: SqlNode): SettingChange[] {
  if ('VariableSetStmt' in node) return fromSet(node.VariableSetStmt);
  return 'SelectStmt' in node ? fromSelect(node.SelectStmt) : [];
}

/** True for `2s`, `500` …, false for `0` in any unit. */
export function isLimit(value: string): boolean {
  return !/^\s*0*(?:\.0*)?\s*[a-z]*\s*$/i.test(value);
}

/** The schemas of a search path as written, without `$user`. */
export function schemasOf(values: readonly string[]): string[] {
  return values
    .map((value) => value.trim().replace(/^"(.*)"$/, '$1'))
    .filter((value) => value !== '' && value !== '$user');
}
