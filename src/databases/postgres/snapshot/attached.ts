// What is attached to tables: triggers, rules, policies and extended statistics.
import {
  countedSchema,
  defineQuery,
  found,
  notOfExtension,
  type CatalogueRow,
} from './catalogue-query.ts';

type RelationKind = 'r' | 'p' | 'f' | 'v' | 'm';

interface AttachedRow extends CatalogueRow {
  readonly relation_kind: RelationKind;
  readonly relation_name: string;
  readonly definition: string;
}

const parentOf = ({ relation_kind: kind, relation_name: name }: AttachedRow): string => {
  const kinds = {
    r: 'TABLE',
    p: 'TABLE',
    f: 'FOREIGN_TABLE',
    v: 'VIEW',
    m: 'MATERIALIZED_VIEW',
  } as const;
  return `${kinds[kind]} ${name}`;
};

const firing = { O: null, D: 'DISABLED', R: 'REPLICA', A: 'ALWAYS' } as const;

interface TriggerRow extends AttachedRow {
  readonly enabled: keyof typeof firing;
}

const relation = `c.relkind as relation_kind, format('%I.%I', n.nspname, c.relname) as relation_name`;

export const triggers = defineQuery<TriggerRow>({
  about: 'triggers',
  kinds: ['TRIGGER'],
  sql: (scope) => `
    select t.oid, ${relation},
      format('%I.%I.%I', n.nspname, c.relname, t.tgname) as name,
      pg_get_triggerdef(t.oid) as definition, t.tgenabled as enabled
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace
    -- Partitions get copies of their parent's.
    left join pg_trigger parent on parent.oid = t.tgparentid
    where not t.tgisinternal and (parent.oid is null or parent.tgenabled <> t.tgenabled)
      and ${countedSchema(scope)} and ${notOfExtension('pg_class', 'c.oid')}`,
  map: (row) =>
    found('pg_trigger', row, {
      kind: 'TRIGGER',
      parent: parentOf(row),
      attributes: { definition: row.definition, firing: firing[row.enabled] },
    }),
});

export const rules = defineQuery<TriggerRow>({
  about: 'rules',
  kinds: ['RULE'],
  sql: (scope) => `
    select r.oid, ${relation},
      format('%I.%I.%I', n.nspname, c.relname, r.rulename) as name,
      pg_get_ruledef(r.oid) as definition, r.ev_enabled as enabled
    from pg_rewrite r join pg_class c on c.oid = r.ev_class
    join pg_namespace n on n.oid = c.relnamespace
    where r.rulename <> '_RETURN' and ${countedSchema(scope)}
      and ${notOfExtension('pg_class', 'c.oid')}`,
  map: (row) =>
    found('pg_rewrite', row, {
      kind: 'RULE',
      parent: parentOf(row),
      attributes: { definition: row.definition, firing: firing[row.enabled] },
    }),
});

interface PolicyRow extends Omit<AttachedRow, 'definition'> {
  readonly command: '*' | 'r' | 'a' | 'w' | 'd';
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using_text: string | null;
  readonly check_text: string | null;
}

const policyCommands = { '*': 'ALL', r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' } as const;

export const policies = defineQuery<PolicyRow>({
  about: 'policies',
  kinds: ['POLICY'],
  sql: (scope) => `
    select p.oid, ${relation},
      format('%I.%I.%I', n.nspname, c.relname, p.polname) as name, p.polcmd as command,
      p.polpermissive as permissive,
      (select json_agg(case when x = 0 then 'public' else quote_ident(a.rolname) end
        order by a.rolname nulls first) from unnest(p.polroles) x left join pg_roles a
        on a.oid = x) as roles,
      pg_get_expr(p.polqual, p.polrelid) as using_text,
      pg_get_expr(p.polwithcheck, p.polrelid) as check_text
    from pg_policy p join pg_class c on c.oid = p.polrelid
    join pg_namespace n on n.oid = c.relnamespace
    where ${countedSchema(scope)} and ${notOfExtension('pg_class', 'c.oid')}`,
  map: (row) =>
    found('pg_policy', row, {
      kind: 'POLICY',
      parent: parentOf({ ...row, definition: '' }),
      attributes: {
        command: policyCommands[row.command],
        restrictive: !row.permissive,
        roles: row.roles,
        using: row.using_text,
        check: row.check_text,
      },
    }),
});

interface StatisticsRow extends AttachedRow {
  readonly target: number | null;
}

export const extendedStatistics = defineQuery<StatisticsRow>({
  about: 'extended statistics',
  kinds: ['STATISTICS'],
  sql: (scope) => `
    select s.oid, c.relkind as relation_kind,
      (select format('%I.%I', rn.nspname, c.relname) from pg_namespace rn
        where rn.oid = c.relnamespace) as relation_name,
      format('%I.%I', n.nspname, s.stxname) as name, pg_get_statisticsobjdef(s.oid) as definition,
      nullif(s.stxstattarget, -1) as target
    from pg_statistic_ext s join pg_class c on c.oid = s.stxrelid
    join pg_namespace n on n.oid = s.stxnamespace
    where ${countedSchema(scope)} and ${notOfExtension('pg_statistic_ext', 's.oid')}`,
  map: (row) =>
    found('pg_statistic_ext', row, {
      kind: 'STATISTICS',
      parent: parentOf(row),
      attributes: { definition: row.definition, target: row.target },
    }),
});
