CREATE TABLE "hawkwatch_store"."incident_ties" (
	"key" text NOT NULL,
	"incident_id" uuid NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "incident_ties_key_incident_id_pk" PRIMARY KEY("key","incident_id")
);
--> statement-breakpoint
CREATE TABLE "hawkwatch_store"."lone_alerts" (
	"key" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"alert_id" uuid NOT NULL,
	CONSTRAINT "lone_alerts_key_started_at_alert_id_pk" PRIMARY KEY("key","started_at","alert_id")
);
--> statement-breakpoint
DROP INDEX "hawkwatch_store"."deliveries_dead";--> statement-breakpoint
DROP INDEX "hawkwatch_store"."deliveries_channel";--> statement-breakpoint
DROP INDEX "hawkwatch_store"."alerts_started";--> statement-breakpoint
DROP INDEX "hawkwatch_store"."alerts_incident";--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."alert_remediations" ADD COLUMN "lease_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."alerts" ADD COLUMN "audience" text DEFAULT 'viewer' NOT NULL;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."incidents" ADD COLUMN "audience" text DEFAULT 'viewer' NOT NULL;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."incidents" ADD COLUMN "alert_count" integer;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."incidents" ADD COLUMN "open_count" integer;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."maintenance_occurrences" ADD COLUMN "definition" jsonb;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."channel_states" ADD COLUMN "paused_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."channel_states" ADD COLUMN "counted_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."deliveries" ADD COLUMN "part_of" uuid;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."notification_groups" ADD COLUMN "audience" text DEFAULT 'viewer' NOT NULL;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."incident_ties" ADD CONSTRAINT "incident_ties_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "hawkwatch_store"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."lone_alerts" ADD CONSTRAINT "lone_alerts_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "hawkwatch_store"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incident_ties_incident" ON "hawkwatch_store"."incident_ties" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "lone_alerts_alert" ON "hawkwatch_store"."lone_alerts" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "alerts_open_started" ON "hawkwatch_store"."alerts" USING btree ("started_at","id") WHERE "hawkwatch_store"."alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_standing" ON "hawkwatch_store"."alerts" USING btree ("rule") WHERE "hawkwatch_store"."alerts"."resolved_at" is null or ("hawkwatch_store"."alerts"."resolution" = 'MANUAL' and "hawkwatch_store"."alerts"."condition");--> statement-breakpoint
CREATE INDEX "deliveries_part_of" ON "hawkwatch_store"."deliveries" USING btree ("part_of") WHERE "hawkwatch_store"."deliveries"."part_of" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_redelivery_of" ON "hawkwatch_store"."deliveries" USING btree ("redelivery_of") WHERE "hawkwatch_store"."deliveries"."redelivery_of" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_state" ON "hawkwatch_store"."deliveries" USING btree ("state","seq");--> statement-breakpoint
CREATE INDEX "deliveries_channel_state" ON "hawkwatch_store"."deliveries" USING btree ("channel","state","seq");--> statement-breakpoint
CREATE INDEX "deliveries_created" ON "hawkwatch_store"."deliveries" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "alerts_started" ON "hawkwatch_store"."alerts" USING btree ("started_at","id","audience");--> statement-breakpoint
CREATE INDEX "alerts_incident" ON "hawkwatch_store"."alerts" USING btree ("incident_id","resolved_at");