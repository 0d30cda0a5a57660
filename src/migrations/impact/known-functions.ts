// The functions of PostgreSQL and its usual extensions that migrations call, and what they are: a
// volatile default rewrites a table, an unknown function may do anything. A test compares the lists
// with the catalogue of the server at hand. What is not listed is unknown, never safe.
import type { QualifiedName } from '../../sql/tree.ts';

export type FunctionKind = 'steady' | 'volatile';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Immutable or stable, or an aggregate: the value is the same within one statement. */
export const steadyFunctions = words(`
  abs acos age any_value array_agg array_append array_cat array_dims array_fill array_length
  array_lower array_ndims array_position array_positions array_prepend array_remove array_replace
  array_to_json array_to_string array_to_tsvector array_upper ascii asin atan atan2 avg bit_and
  bit_count bit_length bit_or bool_and bool_or box btrim cardinality casefold cbrt ceil ceiling
  char_length character_length chr col_description concat concat_ws convert convert_from
  convert_to cos count cume_dist current_database current_schema current_schemas current_setting
  current_user date date_add date_bin date_part date_subtract date_trunc daterange decode degrees
  dense_rank div encode enum_first enum_last enum_range every exp extract factorial first_value
  floor format format_type gcd generate_series generate_subscripts get_bit get_byte
  get_current_ts_config has_any_column_privilege has_column_privilege has_database_privilege
  has_function_privilege has_schema_privilege has_sequence_privilege has_table_privilege host
  hostmask initcap int4multirange int4range int8multirange int8range isempty isfinite json_agg
  json_array_elements json_array_elements_text json_array_length json_build_array
  json_build_object json_each json_each_text json_extract_path json_extract_path_text json_object
  json_object_agg json_object_keys json_populate_record json_populate_recordset json_strip_nulls
  json_to_record json_to_recordset json_typeof jsonb_agg jsonb_array_elements
  jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each
  jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object
  jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query
  jsonb_path_query_array jsonb_path_query_first jsonb_populate_record jsonb_populate_recordset
  jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset
  jsonb_typeof justify_days justify_hours justify_interval lag last_value lcm lead left length ln
  log log10 lower lower_inc lower_inf lpad ltrim make_date make_interval make_time make_timestamp
  make_timestamptz masklen max md5 min min_scale mod mode netmask network normalize now nth_value
  ntile num_nonnulls num_nulls numrange obj_description octet_length overlay parse_ident
  percent_rank percentile_cont percentile_disc pg_backend_pid pg_collation_for pg_column_size
  pg_get_constraintdef pg_get_expr pg_get_functiondef pg_get_indexdef pg_get_serial_sequence
  pg_get_triggerdef pg_get_viewdef pg_has_role pg_size_pretty pg_table_is_visible
  pg_type_is_visible pg_typeof phraseto_tsquery pi plainto_tsquery point position pow power
  quote_ident quote_literal quote_nullable radians range_agg range_merge rank regexp_count
  regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array
  regexp_split_to_table regexp_substr repeat replace reverse right round row_number row_to_json
  rpad rtrim scale session_user set_bit set_byte setweight sha224 sha256 sha384 sha512 sign sin
  split_part sqrt statement_timestamp stddev stddev_pop stddev_samp string_agg string_to_array
  string_to_table strip strpos substr substring sum tan text timezone to_ascii to_char to_date
  to_hex to_json to_jsonb to_number to_regclass to_regnamespace to_regproc to_regprocedure
  to_regrole to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp translate
  trim_array trim_scale trunc tsrange tstzmultirange tstzrange unistr unnest upper upper_inc
  upper_inf uuid_extract_timestamp uuid_extract_version var_pop var_samp variance version
  websearch_to_tsquery width_bucket xml_is_well_formed xmlagg xpath xpath_exists
`);

/** Another value at each call, or an effect; harmless to call. */
export const volatileFunctions = words(`
  array_sample array_shuffle clock_timestamp currval gen_random_uuid lastval nextval
  pg_advisory_unlock pg_advisory_unlock_shared pg_database_size pg_indexes_size pg_notify
  pg_relation_size pg_table_size pg_total_relation_size pg_try_advisory_lock
  pg_try_advisory_xact_lock random random_normal set_config setseed setval timeofday uuidv4 uuidv7
`);

/** Of uuid-ossp, pgcrypto, unaccent, pg_trgm, fuzzystrmatch and lo, in any schema. */
const steadyExtensionFunctions = words(`
  crypt digest hmac levenshtein metaphone similarity soundex strict_word_similarity unaccent
  uuid_generate_v3 uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_oid uuid_ns_url uuid_ns_x500
  word_similarity
`);
const volatileExtensionFunctions = words(`
  gen_random_bytes gen_salt uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4
`);

/** What a function is, as far as it is one of those known here. */
export function functionKind({ schema, name }: QualifiedName): FunctionKind | undefined {
  if (schema === undefined || schema === 'pg_catalog') {
    if (steadyFunctions.has(name)) return 'steady';
    if (volatileFunctions.has(name)) return 'volatile';
  }
  if (steadyExtensionFunctions.has(name)) return 'steady';
  if (volatileExtensionFunctions.has(name)) return 'volatile';
  return undefined;
}
