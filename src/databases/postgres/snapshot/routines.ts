// Functions, procedures, window functions and aggregates. Their names carry the argument types, because
// that is what tells overloaded ones apart.
import {
  countedSchema,
  defineQuery,
  found,
  notOfExtension,
  sortedOptions,
  type CatalogueRow,
} from './catalogue-query.ts';

interface RoutineRow extends CatalogueRow {
  readonly kind: 'f' | 'p' | 'w';
  readonly arguments: string;
  readonly result: string | null;
  readonly language: string;
  readonly volatility: 'i' | 's' | 'v';
  readonly strict: boolean;
  readonly security_definer: boolean;
  readonly leakproof: boolean;
  readonly parallel: 's' | 'r' | 'u';
  readonly cost: number;
  readonly default_cost: number;
  readonly rows: number;
  readonly returns_set: boolean;
  readonly settings: readonly string[] | null;
  readonly support: string | null;
  readonly transforms: string | null;
  readonly body: string;
  readonly sql_body: string | null;
  readonly library: string | null;
}

const volatilities = { i: 'IMMUTABLE', s: 'STABLE', v: null } as const;
const parallels = { s: 'SAFE', r: 'RESTRICTED', u: null } as const;

/** Schema and name, with the types by which it is called; names of parameters tell nothing apart. */
export const routineName = `format('%I.%I(%s)', n.nspname, p.proname,
  (select string_agg(format_type(a.type, null), ', ' order by a.place)
    from unnest(p.proargtypes) with ordinality a (type, place)))`;

/** Those that a range type brings with it are told with the type. */
export const made = `not exists (select from pg_depend i where i.classid = 'pg_proc'::regclass
  and i.objid = p.oid and i.deptype = 'i')`;

export const routines = defineQuery<RoutineRow>({
  about: 'functions and procedures',
  kinds: ['FUNCTION', 'PROCEDURE'],
  sql: (scope) => `
    select p.oid, ${routineName} as name, p.prokind as kind,
      pg_get_function_arguments(p.oid) as arguments, pg_get_function_result(p.oid) as result,
      l.lanname as language, p.provolatile as volatility, p.proisstrict as strict,
      p.prosecdef as security_definer, p.proleakproof as leakproof, p.proparallel as parallel,
      p.procost as cost, case when l.lanname in ('internal', 'c') then 1 else 100 end as default_cost,
      p.prorows as rows, p.proretset as returns_set, to_json(p.proconfig) as settings,
      nullif(p.prosupport::text, '-') as support,
      (select string_agg(format_type(x, null), ', ') from unnest(p.protrftypes) x) as transforms,
      p.prosrc as body, pg_get_function_sqlbody(p.oid) as sql_body, p.probin as library
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_language l on l.oid = p.prolang
    where p.prokind in ('f', 'p', 'w') and ${made} and ${countedSchema(scope)}
      and ${notOfExtension('pg_proc', 'p.oid')}`,
  map: (row) =>
    found('pg_proc', row, {
      kind: row.kind === 'p' ? 'PROCEDURE' : 'FUNCTION',
      attributes: {
        arguments: row.arguments === '' ? null : row.arguments,
        returns: row.result,
        language: row.language,
        window: row.kind === 'w',
        volatility: volatilities[row.volatility],
        strict: row.strict,
        securityDefiner: row.security_definer,
        leakproof: row.leakproof,
        parallel: parallels[row.parallel],
        cost: row.cost === row.default_cost ? null : row.cost,
        rows: row.returns_set && row.rows !== 1000 ? row.rows : null,
        settings: sortedOptions(row.settings),
        support: row.support,
        transforms: row.transforms,
        body: row.sql_body ?? row.body,
        library: row.library,
      },
    }),
});

interface AggregateRow extends CatalogueRow {
  readonly kind: 'n' | 'o' | 'h';
  readonly parts: Readonly<Record<string, string | number | null>>;
  readonly parallel: 's' | 'r' | 'u';
}

export const aggregates = defineQuery<AggregateRow>({
  about: 'aggregates',
  kinds: ['AGGREGATE'],
  sql: (scope) => `
    select p.oid, ${routineName} as name, a.aggkind as kind,
      json_build_object('transition', a.aggtransfn::text, 'state', format_type(a.aggtranstype, null),
        'final', nullif(a.aggfinalfn::text, '-'), 'combine', nullif(a.aggcombinefn::text, '-'),
        'serial', nullif(a.aggserialfn::text, '-'), 'deserial', nullif(a.aggdeserialfn::text, '-'),
        'movingTransition', nullif(a.aggmtransfn::text, '-'),
        'movingInverse', nullif(a.aggminvtransfn::text, '-'),
        'movingFinal', nullif(a.aggmfinalfn::text, '-'), 'initial', a.agginitval,
        'movingInitial', a.aggminitval, 'stateBytes', nullif(a.aggtransspace, 0),
        'sortOperator', nullif(a.aggsortop::regoperator::text, '0'),
        'arguments', pg_get_function_arguments(p.oid)) as parts,
      p.proparallel as parallel
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_aggregate a on a.aggfnoid = p.oid
    where p.prokind = 'a' and ${countedSchema(scope)} and ${notOfExtension('pg_proc', 'p.oid')}`,
  map: (row) =>
    found('pg_proc', row, {
      kind: 'AGGREGATE',
      attributes: {
        ...row.parts,
        ordered: row.kind === 'n' ? null : row.kind,
        parallel: parallels[row.parallel],
      },
    }),
});
