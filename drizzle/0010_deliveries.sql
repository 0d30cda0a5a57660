DROP INDEX "hawkwatch_store"."deliveries_dead";--> statement-breakpoint
DROP INDEX "hawkwatch_store"."deliveries_channel";--> statement-breakpoint
ALTER TABLE "hawkwatch_store"."deliveries" ADD COLUMN "part_of" uuid;--> statement-breakpoint
CREATE INDEX "deliveries_part_of" ON "hawkwatch_store"."deliveries" USING btree ("part_of") WHERE "hawkwatch_store"."deliveries"."part_of" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_redelivery_of" ON "hawkwatch_store"."deliveries" USING btree ("redelivery_of") WHERE "hawkwatch_store"."deliveries"."redelivery_of" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_state" ON "hawkwatch_store"."deliveries" USING btree ("state","seq");--> statement-breakpoint
CREATE INDEX "deliveries_channel_state" ON "hawkwatch_store"."deliveries" USING btree ("channel","state","seq");--> statement-breakpoint
CREATE INDEX "deliveries_created" ON "hawkwatch_store"."deliveries" USING btree ("created_at");