CREATE TABLE "hawkwatch_store"."alert_escalations" (
	"alert_id" uuid PRIMARY KEY NOT NULL,
	"policy" text NOT NULL,
	"level" integer NOT NULL,
	"round" integer NOT NULL,
	"next_at" timestamp with time zone,
	"stop_reason" text,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."alert_remediations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"alert_id" uuid NOT NULL,
	"remedy" text NOT NULL,
	"action" text NOT NULL,
	"object" text NOT NULL,
	"source" text,
	"automatic" boolean NOT NULL,
	"asked_by" text NOT NULL,
	"state" text NOT NULL,
	"queued_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"message" text
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."alert_rules" (
	"name" text PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"definition" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"last_matched_at" timestamp with time zone,
	"last_evaluated_at" timestamp with time zone,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."alert_suspects" (
	"alert_id" uuid NOT NULL,
	"rank" integer NOT NULL,
	"event_id" bigint NOT NULL,
	"event" jsonb NOT NULL,
	"score" double precision NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "alert_suspects_alert_id_rank_pk" PRIMARY KEY("alert_id","rank")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."alert_timeline" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "hawkwatch_store"."alert_timeline_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"alert_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"actor" text,
	"text" text,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"rule" text NOT NULL,
	"source" text NOT NULL,
	"type" text NOT NULL,
	"severity" text NOT NULL,
	"state" text NOT NULL,
	"title" text NOT NULL,
	"message" text NOT NULL,
	"labels" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	"database_name" text,
	"subject" text NOT NULL,
	"value" double precision,
	"url" text,
	"started_at" timestamp with time zone NOT NULL,
	"fired_at" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" text,
	"recovering_since" timestamp with time zone,
	"resolved_at" timestamp with time zone,
	"resolved_by" text,
	"resolution" text,
	"assigned_to" text,
	"observed_at" timestamp with time zone NOT NULL,
	"condition" boolean NOT NULL,
	"for_ms" bigint NOT NULL,
	"keep_firing_for_ms" bigint NOT NULL,
	"lasts_ms" bigint,
	"wake_at" timestamp with time zone,
	"times_fired" integer NOT NULL,
	"flips" jsonb NOT NULL,
	"flapping_since" timestamp with time zone,
	"suppressed" jsonb NOT NULL,
	"incident_id" uuid,
	"event_id" bigint,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."deployments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"version" text NOT NULL,
	"environment" text,
	"databases" text[] NOT NULL,
	"status" text NOT NULL,
	"url" text,
	"at" timestamp with time zone NOT NULL,
	"recorded_by" text NOT NULL,
	"client_mutation_id" text
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."heartbeats" (
	"name" text PRIMARY KEY NOT NULL,
	"last_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"missing_since" timestamp with time zone,
	"count" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."incidents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"severity" text NOT NULL,
	"reason" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."maintenance_occurrences" (
	"name" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "maintenance_occurrences_name_starts_at_pk" PRIMARY KEY("name","starts_at")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."maintenance_windows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"definition" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "maintenance_windows_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."on_call_overrides" (
	"id" uuid PRIMARY KEY NOT NULL,
	"rotation" text NOT NULL,
	"person" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."silences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"matchers" jsonb NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"created_by" text NOT NULL,
	"comment" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."channel_states" (
	"channel" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"open_until" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text,
	"tokens" double precision,
	"tokens_at" timestamp with time zone,
	"last_delivered_at" timestamp with time zone,
	"last_failure_at" timestamp with time zone,
	"last_failure" text,
	"known_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "hawkwatch_store"."deliveries_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"order_key" text NOT NULL,
	"group_id" uuid,
	"channel" text NOT NULL,
	"route" text NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"content" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"attempts" integer NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"claim" integer NOT NULL,
	"claimed_by" text,
	"lease_until" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"failure" text,
	"failure_reason" text,
	"status" integer,
	"merged_into" uuid,
	"audience" text DEFAULT 'viewer' NOT NULL,
	"redelivery_of" uuid,
	"handle" jsonb
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."delivery_alerts" (
	"delivery_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	CONSTRAINT "delivery_alerts_delivery_id_alert_id_pk" PRIMARY KEY("delivery_id","alert_id")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."delivery_attempts" (
	"delivery_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"replica" text NOT NULL,
	"duration_ms" double precision,
	"ok" boolean,
	"status" integer,
	"failure" text,
	"failure_reason" text,
	"body" text,
	CONSTRAINT "delivery_attempts_delivery_id_attempt_pk" PRIMARY KEY("delivery_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."notification_group_members" (
	"group_id" uuid NOT NULL,
	"alert_id" uuid NOT NULL,
	CONSTRAINT "notification_group_members_group_id_alert_id_pk" PRIMARY KEY("group_id","alert_id")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."notification_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"route" text NOT NULL,
	"channel" text NOT NULL,
	"labels" jsonb NOT NULL,
	"escalation" jsonb,
	"group_interval_ms" bigint NOT NULL,
	"repeat_interval_ms" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"flush_at" timestamp with time zone,
	"flushed_at" timestamp with time zone,
	"told" jsonb,
	"handle" jsonb,
	CONSTRAINT "notification_groups_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."alert_escalations" ADD CONSTRAINT "alert_escalations_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "hawkwatch_store"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."alert_remediations" ADD CONSTRAINT "alert_remediations_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "hawkwatch_store"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."alert_suspects" ADD CONSTRAINT "alert_suspects_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "hawkwatch_store"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."alert_timeline" ADD CONSTRAINT "alert_timeline_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "hawkwatch_store"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."delivery_alerts" ADD CONSTRAINT "delivery_alerts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "hawkwatch_store"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "hawkwatch_store"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."notification_group_members" ADD CONSTRAINT "notification_group_members_group_id_notification_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "hawkwatch_store"."notification_groups"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."notification_group_members" ADD CONSTRAINT "notification_group_members_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "hawkwatch_store"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_escalations_next" ON "hawkwatch_store"."alert_escalations" USING btree ("next_at") WHERE "hawkwatch_store"."alert_escalations"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "alert_remediations_alert" ON "hawkwatch_store"."alert_remediations" USING btree ("alert_id","queued_at");--> statement-breakpoint
CREATE INDEX "alert_remediations_object" ON "hawkwatch_store"."alert_remediations" USING btree ("object","queued_at");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_remediations_open" ON "hawkwatch_store"."alert_remediations" USING btree ("object") WHERE "hawkwatch_store"."alert_remediations"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "alert_timeline_alert" ON "hawkwatch_store"."alert_timeline" USING btree ("alert_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "hawkwatch_store"."alerts" USING btree ("fingerprint") WHERE "hawkwatch_store"."alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_last" ON "hawkwatch_store"."alerts" USING btree ("fingerprint","resolved_at") WHERE "hawkwatch_store"."alerts"."resolved_at" is not null;--> statement-breakpoint
CREATE INDEX "alerts_wake" ON "hawkwatch_store"."alerts" USING btree ("wake_at") WHERE "hawkwatch_store"."alerts"."wake_at" is not null;--> statement-breakpoint
CREATE INDEX "alerts_started" ON "hawkwatch_store"."alerts" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "alerts_rule" ON "hawkwatch_store"."alerts" USING btree ("rule","started_at");--> statement-breakpoint
CREATE INDEX "alerts_database" ON "hawkwatch_store"."alerts" USING btree ("database_name","started_at");--> statement-breakpoint
CREATE INDEX "alerts_incident" ON "hawkwatch_store"."alerts" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "alerts_open_type" ON "hawkwatch_store"."alerts" USING btree ("type") WHERE "hawkwatch_store"."alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_suppressed" ON "hawkwatch_store"."alerts" USING btree ("fingerprint") WHERE "hawkwatch_store"."alerts"."suppressed" <> '[]'::jsonb;--> statement-breakpoint
CREATE INDEX "alerts_resolved" ON "hawkwatch_store"."alerts" USING btree ("resolved_at") WHERE "hawkwatch_store"."alerts"."resolved_at" is not null;--> statement-breakpoint
CREATE INDEX "deployments_at" ON "hawkwatch_store"."deployments" USING btree ("at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "deployments_once" ON "hawkwatch_store"."deployments" USING btree ("recorded_by","client_mutation_id");--> statement-breakpoint
CREATE INDEX "incidents_started" ON "hawkwatch_store"."incidents" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "incidents_open" ON "hawkwatch_store"."incidents" USING btree ("started_at") WHERE "hawkwatch_store"."incidents"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "maintenance_occurrences_open" ON "hawkwatch_store"."maintenance_occurrences" USING btree ("ends_at") WHERE "hawkwatch_store"."maintenance_occurrences"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "on_call_overrides_until" ON "hawkwatch_store"."on_call_overrides" USING btree ("until_at");--> statement-breakpoint
CREATE INDEX "silences_ends" ON "hawkwatch_store"."silences" USING btree ("ends_at");--> statement-breakpoint
CREATE INDEX "deliveries_open_order" ON "hawkwatch_store"."deliveries" USING btree ("order_key","seq") WHERE "hawkwatch_store"."deliveries"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "deliveries_open_next" ON "hawkwatch_store"."deliveries" USING btree ("channel","next_at","seq") WHERE "hawkwatch_store"."deliveries"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "deliveries_open_merged" ON "hawkwatch_store"."deliveries" USING btree ("merged_into") WHERE "hawkwatch_store"."deliveries"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_seq" ON "hawkwatch_store"."deliveries" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "deliveries_dead" ON "hawkwatch_store"."deliveries" USING btree ("seq") WHERE "hawkwatch_store"."deliveries"."state" = 'DEAD';--> statement-breakpoint
CREATE INDEX "deliveries_channel" ON "hawkwatch_store"."deliveries" USING btree ("channel","seq");--> statement-breakpoint
CREATE INDEX "deliveries_ended" ON "hawkwatch_store"."deliveries" USING btree ("ended_at") WHERE "hawkwatch_store"."deliveries"."ended_at" is not null;--> statement-breakpoint
CREATE INDEX "delivery_alerts_alert" ON "hawkwatch_store"."delivery_alerts" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "notification_group_members_alert" ON "hawkwatch_store"."notification_group_members" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "notification_groups_flush" ON "hawkwatch_store"."notification_groups" USING btree ("flush_at") WHERE "hawkwatch_store"."notification_groups"."flush_at" is not null;