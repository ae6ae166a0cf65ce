ALTER TABLE "failed_orders" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "open_orders" ADD COLUMN "reported_quantity" numeric DEFAULT '0' NOT NULL;--> statement-breakpoint
ALTER TABLE "open_orders" ADD COLUMN "reported_quote" numeric;--> statement-breakpoint
ALTER TABLE "trades" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "failed_orders_not_confirmed" ON "failed_orders" USING btree ("account_id") WHERE "failed_orders"."confirmed_at" is null and "failed_orders"."status" <> 'rejected';--> statement-breakpoint
CREATE INDEX "trades_not_confirmed" ON "trades" USING btree ("account_id") WHERE "trades"."confirmed_at" is null and "trades"."status" <> 'FILLED';