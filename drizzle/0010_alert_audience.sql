DROP INDEX "hawkwatch_store"."alerts_started";--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."alerts" ADD COLUMN "audience" text DEFAULT 'viewer' NOT NULL;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."incidents" ADD COLUMN "audience" text DEFAULT 'viewer' NOT NULL;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."notification_groups" ADD COLUMN "audience" text DEFAULT 'viewer' NOT NULL;--> statement-breakpoint
CREATE INDEX "alerts_open_started" ON "hawkwatch_store"."alerts" USING btree ("started_at","id") WHERE "hawkwatch_store"."alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_standing" ON "hawkwatch_store"."alerts" USING btree ("rule") WHERE "hawkwatch_store"."alerts"."resolved_at" is null or ("hawkwatch_store"."alerts"."resolution" = 'MANUAL' and "hawkwatch_store"."alerts"."condition");--> statement-breakpoint
CREATE INDEX "alerts_started" ON "hawkwatch_store"."alerts" USING btree ("started_at","id","audience");