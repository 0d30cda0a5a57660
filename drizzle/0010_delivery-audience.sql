ALTER TABLE "hawkwatch_store"."deliveries" ADD COLUMN "alone" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."deliveries" ADD COLUMN "audience" text DEFAULT 'viewer' NOT NULL;--> statement-breakpoint
CREATE INDEX "deliveries_dead" ON "hawkwatch_store"."deliveries" USING btree ("seq") WHERE "hawkwatch_store"."deliveries"."state" = 'DEAD';