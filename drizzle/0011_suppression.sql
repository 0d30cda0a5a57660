CREATE TABLE "hawkwatch_store"."maintenance_occurrences" (
	"name" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "maintenance_occurrences_name_starts_at_pk" PRIMARY KEY("name","starts_at")
);
--> statement-breakpoint
CREATE INDEX "maintenance_occurrences_open" ON "hawkwatch_store"."maintenance_occurrences" USING btree ("ends_at") WHERE "hawkwatch_store"."maintenance_occurrences"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_open_type" ON "hawkwatch_store"."alerts" USING btree ("type") WHERE "hawkwatch_store"."alerts"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_suppressed" ON "hawkwatch_store"."alerts" USING btree ("fingerprint") WHERE "hawkwatch_store"."alerts"."suppressed" <> '[]'::jsonb;