// The shape of a statement, from its tree: SELECT, INSERT, UPDATE, DELETE, MERGE, COPY, and what
// holds one of them. What is no query has no shape.
import { isFields, type Fields } from '../tree.ts';
import { Frame, noOutput, type FrameContext, type KnownNames } from './frame.ts';
import { outputOf, ownNames, targetsOf } from './output.ts';
import type { QueryShape, QuerySource, WrittenColumn } from './shape.ts';
import { addSource, itemsOf, namedSource, namesIn } from './sources.ts';

type Base = Pick<FrameContext, 'bytes' | 'isPathUnknown'>;

/** The shape of a statement; undefined for one that is no query. @throws RangeError: too deep. */
export function readShape(node: unknown, names: KnownNames, base: Base): QueryShape | undefined {
  const shapeOf = (inner: unknown, visible: KnownNames): QueryShape | undefined =>
    readShape(inner, visible, base);
  const frameWith = (visible: KnownNames): Frame => new Frame({ ...base, names: visible, shapeOf });
  if (!isFields(node)) return undefined;
  const [[tag, fields] = ['', undefined]] = Object.entries(node);
  if (!isFields(fields)) return undefined;
  const frame = frameWith(names);
  switch (tag) {
    case 'SelectStmt':
    case 'InsertStmt':
    case 'UpdateStmt':
    case 'DeleteStmt':
    case 'MergeStmt': {
      const { visible, shapes } = readWith(fields['withClause'], names, shapeOf);
      const own = frameWith(visible);
      for (const shape of shapes) own.addInner(shape, false);
      readers[tag](own, fields);
      return own.finish();
    }
    case 'ExplainStmt':
    case 'PrepareStmt':
    case 'DeclareCursorStmt':
    case 'CreateTableAsStmt':
    case 'ViewStmt':
      return shapeOf(fields['query'], names);
    case 'CallStmt':
      frame.visit({ FuncCall: fields['funccall'] });
      return frame.finish();
    case 'CopyStmt':
      if (fields['query'] !== undefined) return shapeOf(fields['query'], names);
      readCopy(frame, fields);
      return frame.finish();
    case 'TruncateStmt':
      for (const relation of itemsOf(fields['relations'])) addSource(frame, relation);
      return frame.finish();
    case 'RefreshMatViewStmt':
      addSource(frame, { RangeVar: fields['relation'] });
      return frame.finish();
    default:
      return undefined;
  }
}

const readers = {
  SelectStmt: readSelect,
  InsertStmt: readInsert,
  UpdateStmt: readUpdate,
  DeleteStmt: readDelete,
  MergeStmt: readMerge,
};

/** The CTEs that a statement brings along. */
function readWith(
  clause: unknown,
  names: KnownNames,
  shapeOf: FrameContext['shapeOf'],
): { visible: KnownNames; shapes: readonly QueryShape[] } {
  if (!isFields(clause)) return { visible: names, shapes: [] };
  const visible = new Map(names);
  const shapes: QueryShape[] = [];
  const tables = itemsOf(clause['ctes']).flatMap(({ CommonTableExpr: table }) =>
    isFields(table) ? [table] : [],
  );
  // A recursive one may name itself, and those after it.
  if (clause['recursive'] === true) {
    for (const table of tables) visible.set(String(table['ctename']), null);
  }
  for (const table of tables) {
    const shape = shapeOf(table['ctequery'], visible);
    const columns = namesIn(table['aliascolnames']);
    if (shape !== undefined) shapes.push(shape);
    const output = shape?.output ?? { ...noOutput, isOpen: true };
    // SEARCH and CYCLE add columns.
    const isOpen = output.isOpen || Boolean(table['search_clause'] ?? table['cycle_clause']);
    const named = { ...output, names: [...output.names, ...columns], isOpen };
    const known = shape === undefined ? null : { ...shape, output: named };
    visible.set(String(table['ctename']), known);
  }
  return { visible, shapes };
}

function readSelect(frame: Frame, fields: Fields): void {
  if (fields['larg'] !== undefined) {
    readUnion(frame, fields);
    return;
  }
  for (const item of itemsOf(fields['fromClause'])) addSource(frame, item);
  const targets = targetsOf(fields['targetList']);
  frame.outputNames = ownNames(targets);
  frame.visit(targets.map(({ val }) => val));
  frame.visit([fields['valuesLists'], fields['whereClause'], fields['havingClause']]);
  frame.visit([fields['limitCount'], fields['limitOffset']]);
  frame.output = outputOf(targets, fields['valuesLists']);
  const results = new Set([...frame.output.names, ...frame.outputNames]);
  // There a single name means a column of the result first.
  for (const list of [fields['sortClause'], fields['groupClause'], fields['distinctClause']]) {
    frame.visit(itemsOf(list).filter((item) => !results.has(singleName(item) ?? '')));
  }
  frame.visit(fields['windowClause']);
}

function singleName(item: Fields): string | undefined {
  const sort = item['SortBy'];
  const node = isFields(sort) ? sort['node'] : item;
  const column = isFields(node) ? node['ColumnRef'] : undefined;
  const names = isFields(column) ? namesIn(column['fields']) : [];
  return names.length === 1 ? names[0] : undefined;
}

/** UNION and its like; a chain of them hangs on the left. */
function readUnion(frame: Frame, fields: Fields): void {
  const arms: QueryShape[] = [];
  const { names, shapeOf } = frame.context;
  const add = (arm: unknown): void => {
    const shape = shapeOf({ SelectStmt: arm }, names);
    if (shape !== undefined) arms.unshift(shape);
  };
  let left: unknown = fields;
  while (isFields(left) && left['larg'] !== undefined && (left === fields || !hasOwn(left))) {
    add(left['rarg']);
    left = left['larg'];
  }
  add(left);
  for (const arm of arms) frame.addInner(arm, false);
  // ORDER BY may name nothing but columns of the result.
  frame.visit([fields['limitCount'], fields['limitOffset']]);
  const [first] = arms;
  frame.output =
    first === undefined || first.output.stars.length > 0
      ? { ...(first?.output ?? noOutput), stars: [], isOpen: true }
      : first.output;
}

/** It has clauses of its own, in brackets. */
function hasOwn(select: Fields): boolean {
  return ['withClause', 'sortClause', 'limitCount', 'limitOffset'].some(
    (clause) => select[clause] !== undefined,
  );
}

function addTarget(frame: Frame, fields: Fields): QuerySource {
  const relation = isFields(fields['relation']) ? fields['relation'] : {};
  // A CTE cannot be written to: the name is a table's.
  const named = new Frame({ ...frame.context, names: new Map() });
  const target = namedSource(named, relation);
  frame.sources.push(target);
  return target;
}

/** RETURNING, with the rows as they were and as they are. */
function readReturning(frame: Frame, { returningClause: clause }: Fields): void {
  if (!isFields(clause)) return;
  const targets = targetsOf(clause['exprs']);
  const own = new Frame(frame.context);
  own.sources.push(...frame.sources);
  const target = frame.sources[0];
  const names = itemsOf(clause['options']).flatMap(({ ReturningOption: option }) =>
    isFields(option) ? [String(option['value'])] : [],
  );
  if (target !== undefined) {
    for (const alias of ['old', 'new', ...names]) own.sources.push({ ...target, alias });
  }
  // The same columns several times: an unqualified name means them all.
  own.isMergedWhole = true;
  own.visit(targets.map(({ val }) => val));
  frame.addInner(own.finish(), false);
  frame.output = outputOf(targets);
}

const isDefault = (node: unknown): boolean => isFields(node) && node['SetToDefault'] !== undefined;

/** The columns that are set, without what they are set to. */
function writtenColumns(list: unknown): WrittenColumn[] {
  return targetsOf(list).map(({ name, val }) => ({ name: name ?? '', isDefault: isDefault(val) }));
}

function readInsert(frame: Frame, fields: Fields): void {
  const target = addTarget(frame, fields);
  const { selectStmt } = fields;
  const query = frame.context.shapeOf(selectStmt, frame.context.names);
  if (query !== undefined) frame.addInner(query, false);
  const rows = rowsOf(selectStmt);
  const columns = targetsOf(fields['cols']).map(({ name }, place) => ({
    name: name ?? '',
    isDefault: rows.some((row) => isDefault(row[place])),
  }));
  const { stars = [], isOpen = false, names = [] } = query?.output ?? {};
  const isCounted = stars.length === 0 && !isOpen && selectCount(selectStmt) === names.length;
  frame.writes.push({
    kind: 'INSERT',
    source: 0,
    columns: columns.length === 0 && selectStmt !== undefined ? null : columns,
    values: rows[0]?.length ?? (isCounted ? names.length : null),
    isOverriding: fields['override'] === 'OVERRIDING_SYSTEM_VALUE',
  });
  if (isFields(fields['onConflictClause'])) {
    readConflict(frame, target, fields['onConflictClause']);
  }
  readReturning(frame, fields);
}

/** The rows of VALUES. */
function rowsOf(select: unknown): readonly (readonly unknown[])[] {
  const fields = isFields(select) ? select['SelectStmt'] : undefined;
  return itemsOf(isFields(fields) ? fields['valuesLists'] : undefined).map(({ List: list }) =>
    isFields(list) && Array.isArray(list['items']) ? (list['items'] as unknown[]) : [],
  );
}

function selectCount(select: unknown): number {
  const fields = isFields(select) ? select['SelectStmt'] : undefined;
  return isFields(fields) ? targetsOf(fields['targetList']).length : -1;
}

function readConflict(frame: Frame, target: QuerySource, clause: Fields): void {
  const own = new Frame(frame.context);
  own.sources.push(target, { ...target, alias: 'excluded' });
  own.isMergedWhole = true;
  const infer = isFields(clause['infer']) ? clause['infer'] : {};
  for (const { IndexElem: element } of itemsOf(infer['indexElems'])) {
    if (!isFields(element)) continue;
    if (typeof element['name'] === 'string') own.addColumnOf(null, element['name']);
    else own.visit(element['expr']);
  }
  own.visit(infer['whereClause']);
  readSet(own, clause);
  frame.addInner(own.finish(), false);
}

/** SET and WHERE. */
function readSet(frame: Frame, fields: Fields): void {
  const columns = writtenColumns(fields['targetList']);
  if (columns.length > 0) {
    frame.writes.push({ kind: 'UPDATE', source: 0, columns, values: null, isOverriding: false });
  }
  frame.visit(targetsOf(fields['targetList']).map(({ val }) => val));
  frame.visit(fields['whereClause']);
}

function readUpdate(frame: Frame, fields: Fields): void {
  addTarget(frame, fields);
  for (const item of itemsOf(fields['fromClause'])) addSource(frame, item);
  readSet(frame, fields);
  readReturning(frame, fields);
}

function readDelete(frame: Frame, fields: Fields): void {
  addTarget(frame, fields);
  for (const item of itemsOf(fields['usingClause'])) addSource(frame, item);
  frame.visit(fields['whereClause']);
  readReturning(frame, fields);
}

function readMerge(frame: Frame, fields: Fields): void {
  addTarget(frame, fields);
  addSource(frame, fields['sourceRelation']);
  frame.visit(fields['joinCondition']);
  for (const { MergeWhenClause: when } of itemsOf(fields['mergeWhenClauses'])) {
    if (!isFields(when)) continue;
    frame.visit([when['condition'], when['values']]);
    if (when['commandType'] === 'CMD_UPDATE') readSet(frame, when);
    if (when['commandType'] !== 'CMD_INSERT') continue;
    const values: unknown[] = Array.isArray(when['values']) ? when['values'] : [];
    const columns = targetsOf(when['targetList']).map(({ name }, place) => ({
      name: name ?? '',
      isDefault: isDefault(values[place]),
    }));
    frame.writes.push({
      kind: 'INSERT',
      source: 0,
      columns: columns.length === 0 && values.length > 0 ? null : columns,
      values: values.length === 0 ? null : values.length,
      isOverriding: when['override'] === 'OVERRIDING_SYSTEM_VALUE',
    });
  }
  readReturning(frame, fields);
}

function readCopy(frame: Frame, fields: Fields): void {
  addTarget(frame, fields);
  const names = namesIn(fields['attlist']);
  if (fields['is_from'] !== true) {
    for (const name of names) frame.addColumnOf(null, name);
    return;
  }
  frame.writes.push({
    kind: 'INSERT',
    source: 0,
    columns: names.length === 0 ? null : names.map((name) => ({ name, isDefault: false })),
    values: null,
    isOverriding: true,
  });
}
