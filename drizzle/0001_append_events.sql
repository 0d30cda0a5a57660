-- Ids are taken here and nowhere else, under a lock that is held until commit has made the rows
-- visible. So ids appear in order, and a reader that goes on from the highest id loses nothing.
-- It is the last statement of its transaction: no row is locked after the log is.
CREATE SEQUENCE "hawkwatch_store"."event_ids" AS bigint;
--> statement-breakpoint
CREATE FUNCTION "hawkwatch_store"."append_events"(batch jsonb) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  last_id bigint;
BEGIN
  PERFORM pg_catalog.pg_advisory_xact_lock(1751218028, 1);
  WITH appended AS (
    INSERT INTO hawkwatch_store.events
      (id, type, version, audience, occurred_at, subject, payload)
    SELECT pg_catalog.nextval('hawkwatch_store.event_ids'), e.type, e.version, e.audience,
           e.occurred_at, e.subject, e.payload
    FROM (
      SELECT value ->> 'type' AS type, (value ->> 'version')::integer AS version,
             value ->> 'audience' AS audience,
             (value ->> 'occurredAt')::timestamptz AS occurred_at,
             value ->> 'subject' AS subject, value -> 'payload' AS payload
      FROM pg_catalog.jsonb_array_elements(batch) WITH ORDINALITY AS element(value, position)
      ORDER BY position
    ) AS e
    RETURNING id
  )
  SELECT max(id) INTO last_id FROM appended;
  -- A wake-up only: readers always read the log itself.
  PERFORM pg_catalog.pg_notify('hawkwatch_events', '');
  RETURN last_id;
END
$$;
