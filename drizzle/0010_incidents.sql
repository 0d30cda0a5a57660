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
DROP INDEX "hawkwatch_store"."alerts_incident";--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."incidents" ADD COLUMN "alert_count" integer;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."incidents" ADD COLUMN "open_count" integer;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."incident_ties" ADD CONSTRAINT "incident_ties_incident_id_incidents_id_fk" FOREIGN KEY ("incident_id") REFERENCES "hawkwatch_store"."incidents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."lone_alerts" ADD CONSTRAINT "lone_alerts_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "hawkwatch_store"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incident_ties_incident" ON "hawkwatch_store"."incident_ties" USING btree ("incident_id");--> statement-breakpoint
CREATE INDEX "lone_alerts_alert" ON "hawkwatch_store"."lone_alerts" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "alerts_incident" ON "hawkwatch_store"."alerts" USING btree ("incident_id","resolved_at");