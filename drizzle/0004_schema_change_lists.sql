DROP INDEX "hawkwatch_store"."schema_changes_database";--> statement-breakpoint
DROP INDEX "hawkwatch_store"."schema_changes_detected";--> statement-breakpoint
CREATE INDEX "audit_log_subject" ON "hawkwatch_store"."audit_log" USING btree ("subject","at","id");--> statement-breakpoint
CREATE INDEX "schema_changes_database" ON "hawkwatch_store"."schema_changes" USING btree ("database_id","detected_at","id");--> statement-breakpoint
CREATE INDEX "schema_changes_detected" ON "hawkwatch_store"."schema_changes" USING btree ("detected_at","id");