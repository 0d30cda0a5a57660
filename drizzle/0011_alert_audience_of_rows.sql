-- Alerts that were made of events which only operators or admins may see were for everybody until now, with
-- whatever tells of them. Those of hawkwatch's own rules are known by the rule, others by the event.
CREATE TABLE hawkwatch_store.known_audiences AS
SELECT * FROM (VALUES
  ('consumer.failed', 'consumer-failed', 'admin'), ('consumer.skipped', 'consumer-skipped', 'admin'),
  ('audit.recorded', '', 'admin'), ('token.created', '', 'admin'), ('token.revoked', '', 'admin'),
  ('endpoint.registered', '', 'admin'), ('endpoint.unregistered', '', 'admin'),
  ('database.registered', '', 'admin'), ('database.unregistered', '', 'admin'),
  ('database.registration_changed', '', 'admin'),
  ('configuration.diverged', 'configuration-diverged', 'operator'),
  ('delivery.dead', 'delivery-dead', 'operator'), ('channel.disabled', 'channel-disabled', 'operator'),
  ('heartbeat.missed', 'heartbeat-missing', 'operator'), ('channel.enabled', '', 'operator'),
  ('heartbeat.returned', '', 'operator'), ('heartbeat.removed', '', 'operator'),
  ('container.restart_requested', '', 'operator'), ('remediation.finished', '', 'operator'),
  ('monitor.run_requested', '', 'operator')) AS known(type, rule, audience);
--> statement-breakpoint
UPDATE hawkwatch_store.alerts a SET audience = k.audience FROM hawkwatch_store.known_audiences k
WHERE a.source = 'rule' AND (a.rule = k.rule OR a.metadata ->> 'event' = k.type);
--> statement-breakpoint
UPDATE hawkwatch_store.events e SET audience = k.audience FROM hawkwatch_store.known_audiences k
WHERE e.type LIKE 'alert.%' AND e.payload -> 'alert' ->> 'source' = 'rule'
  AND (e.payload -> 'alert' ->> 'rule' = k.rule
    OR e.payload -> 'alert' -> 'metadata' ->> 'event' = k.type);
--> statement-breakpoint
UPDATE hawkwatch_store.incidents i SET audience = a.audience FROM (
  SELECT incident_id, CASE WHEN bool_or(audience = 'admin') THEN 'admin' ELSE 'operator' END AS audience
  FROM hawkwatch_store.alerts WHERE audience <> 'viewer' AND incident_id IS NOT NULL GROUP BY 1) a
WHERE a.incident_id = i.id;
--> statement-breakpoint
UPDATE hawkwatch_store.events e SET audience = i.audience FROM hawkwatch_store.incidents i
WHERE i.audience <> 'viewer' AND e.subject = 'incident:' || i.id AND e.type LIKE 'incident.%';
--> statement-breakpoint
UPDATE hawkwatch_store.notification_groups g SET audience = a.audience FROM (
  SELECT m.group_id, CASE WHEN bool_or(audience = 'admin') THEN 'admin' ELSE 'operator' END AS audience
  FROM hawkwatch_store.alerts JOIN hawkwatch_store.notification_group_members m ON m.alert_id = alerts.id
  WHERE audience <> 'viewer' GROUP BY 1) a
WHERE a.group_id = g.id;
--> statement-breakpoint
UPDATE hawkwatch_store.deliveries d SET audience = told.audience FROM (
  SELECT d.id, CASE WHEN bool_or(k.audience = 'admin') THEN 'admin' ELSE 'operator' END AS audience
  FROM hawkwatch_store.deliveries d, jsonb_array_elements(d.content -> 'alerts') alert
  JOIN hawkwatch_store.known_audiences k ON alert ->> 'rule' = k.rule
  WHERE d.content ->> 'kind' = 'ALERTS' GROUP BY 1
  UNION ALL
  SELECT m.delivery_id, CASE WHEN bool_or(a.audience = 'admin') THEN 'admin' ELSE 'operator' END
  FROM hawkwatch_store.delivery_alerts m JOIN hawkwatch_store.alerts a ON a.id = m.alert_id
  WHERE a.audience <> 'viewer' GROUP BY 1) told
WHERE d.id = told.id AND d.audience <> 'admin';
--> statement-breakpoint
DROP TABLE hawkwatch_store.known_audiences;
