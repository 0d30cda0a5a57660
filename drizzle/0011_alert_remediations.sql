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
ALTER TABLE "hawkwatch_store"."alert_remediations" ADD CONSTRAINT "alert_remediations_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "hawkwatch_store"."alerts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_remediations_alert" ON "hawkwatch_store"."alert_remediations" USING btree ("alert_id","queued_at");--> statement-breakpoint
CREATE INDEX "alert_remediations_object" ON "hawkwatch_store"."alert_remediations" USING btree ("object","queued_at");--> statement-breakpoint
CREATE UNIQUE INDEX "alert_remediations_open" ON "hawkwatch_store"."alert_remediations" USING btree ("object") WHERE "hawkwatch_store"."alert_remediations"."finished_at" is null;